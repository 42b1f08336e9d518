"""Clause 2.2.1: the handle begins with the agreed prefix."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from auditor.checks._api import Case, Control, Options, failed, not_applicable, passed
from auditor.checks._links import Address, allowed, parse
from auditor.checks._seen import opened_on, unseen
from auditor.checks._words import day
from auditor.model import Evidence, Seen, Severity, Unseen, Verdict, Why
from auditor.text import show

_FEED_WORDS = frozenset(
    {"feed", "feeds", "rss", "atom", "index", "api", "w", "wiki", "blog", "blogs", "comments", "default"}
)


@dataclass(frozen=True, slots=True)
class _Names:
    """What stands for the handle: names to judge, each with its evidence, and names that can only help."""

    judged: tuple[tuple[str, Evidence], ...]
    helping: tuple[str, ...] = ()
    host: str = ""  # the domain, where the whole handle is one


def applies(case: Case, _options: Options) -> Verdict | None:
    """Not applicable where no prefix is agreed."""
    return None if case.org.handle_prefix.strip() else not_applicable("No prefix for handles is configured.")


def judge(case: Case, _options: Options) -> Verdict:
    """Pass on the prefix in any case, or on a domain of the organisation as the handle; older accounts are only advised."""
    if case.snapshot is not None and isinstance(case.snapshot.handle, Unseen):
        field = case.snapshot.handle
        if case.account.platform not in {"blog", "wiki"} or field.why is Why.UNAVAILABLE:
            return unseen(case, field, "the handle")
    prefix = case.org.handle_prefix.strip().removeprefix("@")
    names = _address_names(case) if case.account.platform in {"blog", "wiki"} else _handle(case)
    if names.host and allowed(names.host, case.org.link_domains):
        return passed(f"The handle {names.host} is a domain of the organisation.", *(e for _, e in names.judged))
    if not names.judged:
        return not_applicable("The account has no handle, path, subdomain or title that could carry the prefix.")
    for name, evidence in names.judged:
        if _begins(name, prefix):
            return passed(f'"{name}" begins with "{prefix}".', evidence)
    if any(_begins(name, prefix) for name in names.helping):
        return passed(f'The address begins with "{prefix}".', *(e for _, e in names.judged))
    return _wrong(case, prefix, names)


def _wrong(case: Case, prefix: str, names: _Names) -> Verdict:
    shown = [f'"{show(name, 80)}"' for name, _ in names.judged]
    said = f"The handle {shown[0]} does not begin" if len(shown) == 1 else f"Neither {' nor '.join(shown)} begins"
    evidence = [e for _, e in names.judged]
    opened, since = opened_on(case), case.org.effective_on
    if opened is not None and since is not None and opened < since:
        return failed(
            f'{said} with "{prefix}"; the account dates from {day(opened)}, before the rule of {day(since)}, '
            "so this is advice.",
            *evidence,
            severity=Severity.LOW,
            remedy="It may stay as it is for now: choose a handle with the prefix when the account is next renewed.",
            advisory=True,
        )
    known = f"; the account was opened on {day(opened)}" if opened else ""
    return failed(f'{said} with "{prefix}"{known}.', *evidence)


def _begins(name: str, prefix: str) -> bool:
    return name.strip().removeprefix("@").casefold().startswith(prefix.casefold())


def _handle(case: Case) -> _Names:
    assert case.snapshot is not None
    handle = case.snapshot.handle.value if isinstance(case.snapshot.handle, Seen) else None
    if not (handle or "").strip():
        return _Names(())
    assert handle is not None
    host = handle.removeprefix("@") if case.account.platform == "bluesky" else ""
    return _Names(((handle, case.seen("profile.handle", handle)),), host=host.casefold())


def _address_names(case: Case) -> _Names:
    """Path, subdomain and title of a blog or wiki, and a wiki's user."""
    assert case.snapshot is not None
    judged: list[tuple[str, Evidence]] = []
    user, at, site = case.account.handle.partition("@") if case.account.platform == "wiki" else ("", "", "")
    shown = case.snapshot.handle.value if isinstance(case.snapshot.handle, Seen) else None
    if case.account.platform == "wiki" and (shown or user):
        name = (shown or user).partition("@http")[0]
        judged.append((name, case.seen("profile.handle", shown) if shown else case.mine(user, "handle")))
    written = site if at else (case.account.url or case.account.handle)
    address = parse(written)
    inner, labels = _parts(address) if address else ([], [])
    judged += [(part, case.mine(written, "handle")) for part in inner]
    title = case.snapshot.name.value if isinstance(case.snapshot.name, Seen) else ""
    if title.strip():
        judged.append((title, case.seen("profile.name", title)))
    whole = address is not None and not address.path.strip("/") and not at
    return _Names(tuple(judged), tuple(labels), address.host if address and whole else "")


def _parts(address: Address) -> tuple[list[str], list[str]]:
    """Path segments and subdomain labels that are names, and the domain's own labels."""
    path = address.path.partition("?")[0].partition("#")[0]
    segments = [s for s in path.split("/") if s.strip() and s.lower().partition(".")[0] not in _FEED_WORDS]
    try:
        ip_address(address.host)
    except ValueError:
        labels = [x for x in address.host.split(".") if x != "www"]
    else:
        labels = []
    return segments + labels[:-2], labels[:-1]


CONTROL = Control(
    id="handle-prefix",
    title="The handle begins with the agreed prefix",
    clause="2.2.1",
    severity=Severity.MEDIUM,
    basis="platform",
    judge=judge,
    applies=applies,
    expected="The name of every account opened since the policy took effect begins with the agreed prefix.",
    remedy="Change the handle in the account's settings (followers are kept), have the register changed the same day, "
    "and correct the links on web pages.",
    why="A common beginning lets readers tell the organisation's accounts from impostors.",
    minutes=30,
)
