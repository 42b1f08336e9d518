"""Clause 2.2.2: every link in the profile leads to an allowed domain, over https."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, failed, not_applicable, not_audited, passed
from auditor.checks._links import Address, allowed, domain, readable
from auditor.checks._profile_links import destination, profile_links
from auditor.checks._seen import label, unseen
from auditor.checks._words import count, listing
from auditor.model import Evidence, Link, Severity, Unseen, Verdict, Why
from auditor.text import show, skeleton

_SHOWN = 3


def judge(case: Case, _options: Options) -> Verdict:
    """Judge every link: an unknown domain fails, so does an allowed one without encryption; then what was not shown counts."""
    assert case.snapshot is not None
    found = [(link, where) for link in profile_links(case.snapshot) if (where := destination(link)) is not None]
    unresolved = [link for link, where in found if where.host == "t.co"]
    judged = [(link, where) for link, where in found if where.host != "t.co"]
    strange = [(link, where) for link, where in judged if not _ours(case, where)]
    if strange:
        return _strange(case, strange, len(found))
    plain = [(link, where) for link, where in judged if where.scheme == "http"]
    if plain:
        links = listing([show(where.text, 100) for _, where in plain[:_SHOWN]])
        return failed(
            f"{count(len(plain), 'link')} in the profile {'is' if len(plain) == 1 else 'are'} not encrypted "
            f"(http instead of https): {links}.",
            *_evidence(case, [link for link, _ in plain]),
            remedy="Edit the profile and write the address with https:// instead of http://.",
            links=[where.text for _, where in plain],
        )
    if unresolved:
        return not_audited(f"{label(case)} did not say where {unresolved[0].url} leads.")
    for field, words in ((case.snapshot.links, "the profile's links"), (case.snapshot.bio, "the profile text")):
        if isinstance(field, Unseen) and (words != "the profile text" or field.why is Why.UNAVAILABLE or not judged):
            return unseen(case, field, words)
    if not judged:
        return not_applicable("The profile holds no link.")
    hosts = listing(list(dict.fromkeys(domain(where.host) for _, where in judged))[:_SHOWN])
    return passed(
        f"{'The link' if len(judged) == 1 else f'All {len(judged)} links'} in the profile "
        f"{'leads' if len(judged) == 1 else 'lead'} to the organisation's own pages ({hosts}).",
        *_evidence(case, [link for link, _ in judged]),
    )


def _ours(case: Case, where: Address) -> bool:
    return where.scheme in {"", "http", "https"} and allowed(where.host, case.org.link_domains)


def _strange(case: Case, strange: list[tuple[Link, Address]], total: int) -> Verdict:
    hosts = list(dict.fromkeys(show(domain(where.host), 80) for _, where in strange))
    alike = [w for _, w in strange if any(skeleton(d) in skeleton(readable(w.host)) for d in case.org.link_domains)]
    warning = " (it only looks like one)" if alike else ""
    which = _which(len(strange), total)
    leads = "leads" if len(strange) == 1 else "lead"
    kind = "an allowed domain" if len(hosts) == 1 else "allowed domains"
    verb = "is" if len(hosts) == 1 else "are"
    more = [f"{len(hosts) - _SHOWN} more"] if len(hosts) > _SHOWN else []
    return failed(
        f"{which} in the profile {leads} to {listing(hosts[:_SHOWN] + more)}, which {verb} not {kind}{warning}.",
        *_evidence(case, [link for link, _ in strange]),
        domains=[where.host for _, where in strange],
    )


def _which(some: int, total: int) -> str:
    """The link, both links, all 3 links, 2 of the 3 links."""
    if total == 1:
        return "The link"
    if some == total:
        return "Both links" if total == 2 else f"All {total} links"
    return f"{some:,} of the {total:,} links"


def _evidence(case: Case, links: list[Link]) -> list[Evidence]:
    return [case.seen("profile.link", _written(link)) for link in links[:10]]


def _written(link: Link) -> str:
    """A link as it stands there, and where it leads if that is another place."""
    if link.expanded is None or link.expanded.removeprefix("https://") == link.url.removeprefix("https://"):
        return link.url
    return f"{link.url} → {link.expanded}"


def applies(case: Case, _options: Options) -> Verdict | None:
    """Not applicable where no domains are configured."""
    return None if case.org.link_domains else not_applicable("No allowed domains for links are configured.")


CONTROL = Control(
    id="profile-link",
    title="Links in the profile lead to an allowed domain over https",
    clause="2.2.2",
    severity=Severity.MEDIUM,
    basis="platform",
    judge=judge,
    applies=applies,
    expected="Links in the profile lead to the organisation's own domains, encrypted.",
    remedy="Edit the profile and replace the address by a page of the organisation (https://…); put other links on that page.",
    why="A link in an official profile is trusted, and the first thing that an intruder changes.",
    minutes=5,
)
