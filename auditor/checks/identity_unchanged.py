"""Clause 2.2.6: the identity of the account is what it was at the last audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.checks._api import Case, Control, Options, failed, not_applicable, not_audited, not_exposed, passed
from auditor.checks._changes import FIELDS, Shift, new_domains, shifts, wiped
from auditor.checks._seen import label
from auditor.checks._words import folded, instant, listing
from auditor.model import Change, Evidence, Observed, Seen, Severity, Snapshot, Unseen, Verdict, Why
from auditor.text import show

_WORDS = {
    "handle": "handle",
    "name": "display name",
    "bio": "profile text",
    "link": "link",
    "image": "picture",
    "verification": "verification mark",
    "history": "post history",
    "native_id": "permanent id",
}


@dataclass(frozen=True, slots=True)
class _Signs:
    """What speaks for a takeover rather than an edit, in words."""

    reasons: tuple[str, ...]
    changed: tuple[Shift, ...]


def applies(case: Case, _options: Options) -> Verdict | None:
    """Not applicable at the first audit, when there is nothing to compare with."""
    return None if case.trusted is not None else not_applicable("This is the first audit of the account.")


def judge(case: Case, _options: Options) -> Verdict:
    """Fail on any change that nobody announced, each shown before and after; several at once and other signs mean a hijack.

    A suspected hijack stands, compared with the last snapshot before it, until all is put back or announced.
    """
    before, after = case.trusted, case.snapshot
    if before is None:
        return not_applicable("This is the first audit of the account.")
    assert after is not None
    found = shifts(case.account.platform, before, after)
    announced = [shift for shift in found if _announced(shift, case.changes)]
    signs = _signs(case, before, after, [shift for shift in found if shift not in announced])
    then = instant(before.taken_at, case.org.zone)
    since = f"since the last audit on {then}" if case.undisputed is None else f"since the audit on {then}"
    if signs.reasons:
        return _hijack(case, before, signs, since)
    if signs.changed:
        return failed(
            f"The {_named(signs.changed)} changed {since}, and nobody announced it.",
            *_evidence(case, before, signs.changed),
            changes=_details(signs.changed),
        )
    blind = [name for name in FIELDS if _failed_tonight(_field(after, name))]
    if blind:
        return not_audited(
            f"{label(case)} did not show the {listing([_WORDS[n] for n in blind])}, so it could not be compared."
        )
    compared = [n for n in FIELDS if isinstance(_field(after, n), Seen) and isinstance(_field(before, n), Seen)]
    if not compared:
        return not_exposed(f"{label(case)} shows nothing of the profile that could be compared with the last audit.")
    if announced:
        return passed(
            f"The {_named(announced)} changed {since}, as announced in the register.",
            *_evidence(case, before, announced),
            changes=_details(announced),
        )
    what = listing([_WORDS[n] for n in compared])
    if case.undisputed is not None:
        evidence = case.seen("profile.compared", ", ".join(compared))
        return passed(f"As before a hijack was suspected, at the audit on {then}: {what}.", evidence, restored=True)
    return passed(f"Unchanged {since}: {what}.", case.seen("profile.compared", ", ".join(compared)))


def _signs(case: Case, before: Snapshot, after: Snapshot, open_: list[Shift]) -> _Signs:
    reasons: list[str] = []
    changed = list(open_)
    excused = any(change.field == "*" for change in case.changes)
    if before.native_id and after.native_id and before.native_id != after.native_id and not excused:
        changed.insert(0, Shift("native_id", before.native_id, after.native_id))
        reasons.append("the handle now belongs to another account")
    if (gone := wiped(before, after)) is not None and not excused:
        changed.append(Shift("history", *gone))
        reasons.append("most of the post history is gone")
    if after.extra.get("handle_held_by") and not excused:
        reasons.append("the registered handle now belongs to another account")
    if len(open_) > 1:
        reasons.append("several parts of the profile changed at once")
    linked = any(shift.field in {"link", "bio"} for shift in open_)
    if linked and (strange := new_domains(before, after, case.org.link_domains)):
        reasons.append(f"the profile now links to {show(strange[0], 80)}")
    if changed and not reasons and case.undisputed is not None:
        reasons.append("not everything is as it was before a hijack was suspected")
    return _Signs(tuple(reasons), tuple(changed))


def _hijack(case: Case, before: Snapshot, signs: _Signs, since: str) -> Verdict:
    return failed(
        f"Suspected hijack: {_what(signs, since)}{listing(signs.reasons)}.",
        *_evidence(case, before, signs.changed),
        *_holder(case),
        remedy=_escalation(case),
        suspected_hijack=True,
        hijack=True,
        signs=list(signs.reasons),
        changes=_details(signs.changed),
        compared_with=before.taken_at.isoformat(),  # by which history knows the suspicion again
    )


def _what(signs: _Signs, since: str) -> str:
    """What changed, if tonight anything did beside what the signs themselves tell."""
    return f"the {_named(signs.changed)} changed {since}, nobody announced it, and " if signs.changed else ""


def _escalation(case: Case) -> str:
    ways = [
        *([f"ring {case.org.contact_phone}"] if case.org.contact_phone else []),
        *([f"write to {case.org.contact_mail}"] if case.org.contact_mail else []),
    ]
    whom = f"{' or '.join(ways)}" if ways else "tell the central social media team"
    return (
        f"At once {whom}. Do not follow the links. If you can still sign in: change the password, end all other sessions, "
        "remove unknown apps and people, and turn on the second step; if you cannot, have the press team use its emergency access "
        "and report the takeover to the platform. If the change was yours, have it entered in the register's announced changes."
    )


def _announced(shift: Shift, changes: Sequence[Change]) -> bool:
    return any(
        change.field in {shift.field, "*"}
        and (not (change.value or "").strip() or _is_value(change.value or "", shift))
        for change in changes
    )


def _is_value(value: str, shift: Shift) -> bool:
    wanted = folded(value).removeprefix("@").rstrip("/")
    forms = (shift.after, *shift.aliases)
    return any(wanted == folded(form).removeprefix("@").rstrip("/") for form in forms)


def _named(changed: Sequence[Shift]) -> str:
    return listing([_WORDS[shift.field] for shift in changed])


def _details(changed: Sequence[Shift]) -> list[dict[str, str]]:
    return [{"field": shift.field, "before": shift.before, "after": shift.after} for shift in changed]


def _evidence(case: Case, before: Snapshot, changed: Sequence[Shift]) -> list[Evidence]:
    rows: list[Evidence] = []
    for shift in changed:
        then = Evidence(f"profile.{shift.field} (before)", shift.before, before.source_of("profile"), before.taken_at)
        rows += [then, case.seen(f"profile.{shift.field}", shift.after)]
    return rows


def _holder(case: Case) -> list[Evidence]:
    """Who carries the registered handle now, where that is another account."""
    holder = case.snapshot.extra.get("handle_held_by") if case.snapshot is not None else None
    return [case.seen("profile.holder", f"@{case.account.handle}: permanent id {holder}")] if holder else []


def _field(shot: Snapshot, name: str) -> Observed[object]:
    return {
        "handle": shot.handle,
        "name": shot.name,
        "bio": shot.bio,
        "link": shot.links,
        "image": shot.image,
        "verification": shot.verified,
    }[name]


def _failed_tonight(field: Observed[object]) -> bool:
    return isinstance(field, Unseen) and field.why is Why.UNAVAILABLE


CONTROL = Control(
    id="identity-unchanged",
    title="The identity is unchanged since the last audit",
    clause="2.2.6",
    severity=Severity.CRITICAL,
    basis="platform",
    judge=judge,
    applies=applies,
    expected="Handle, name, text, link, picture and verification stay as they were unless a change was announced.",
    remedy="Find out who made the change. If it was meant, have it entered in the register's announced changes; if nobody knows "
    "of it, change the password and tell the central social media team at once.",
    why="An unannounced change of the profile is the first sign of a stolen account.",
    minutes=20,
)
