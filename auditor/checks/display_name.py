"""Clause 2.2.2: the display name names the organisation, or the unit by its approved name."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, failed, passed
from auditor.checks._names import deceptive, holds
from auditor.checks._words import listing
from auditor.model import Seen, Severity, Verdict
from auditor.text import show

_SHOWN = 5
_JUDGED = 1000  # no platform allows names nearly as long


def judge(case: Case, _options: Options) -> Verdict:
    """Fail on characters that deceive, naming them; pass when a configured or registered name stands in the display name."""
    assert case.snapshot is not None
    assert isinstance(case.snapshot.name, Seen)
    shown = case.snapshot.name.value
    approved = _approved(case)
    if not shown.strip():
        return failed("The profile has no display name.", case.seen("profile.name", shown))
    if found := deceptive(shown[:_JUDGED], approved):
        chars = {char for char, _ in found}
        marks = tuple((at, at + 1) for at, char in enumerate(shown) if char in chars)
        names = [name for _, name in found[:_SHOWN]] + ([f"{len(found) - _SHOWN} more"] if len(found) > _SHOWN else [])
        return failed(
            f"The display name holds characters that are hidden or only look like others: {listing(names)}.",
            case.seen("profile.name", shown, marks=marks[:50]),
            remedy="Delete the display name in the account's settings and type it anew on a keyboard.",
            characters=[name for _, name in found],
        )
    for name in approved:
        if holds(shown[:_JUDGED], name):
            return passed(f'The display name names "{show(name, 80)}".', case.seen("profile.name", shown))
    return failed(
        f'The display name "{show(shown, 80)}" names neither {show(case.org.name, 80)} nor the unit by its approved name.',
        case.seen("profile.name", shown),
        expected=f"The display name holds one of: {listing([show(n, 80) for n in approved])}.",
    )


def _approved(case: Case) -> tuple[str, ...]:
    names = (case.org.name, *case.org.short_names, case.account.name or "", case.account.unit)
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


CONTROL = Control(
    id="display-name",
    title="The display name names the organisation or the unit",
    clause="2.2.2",
    severity=Severity.MEDIUM,
    basis="platform",
    judge=judge,
    needs=("name",),
    expected="The display name holds the organisation's name, one of its short names, or the unit's approved name.",
    remedy="Edit the profile and write the organisation's or the unit's approved name into the display name.",
    why="Readers have to see at a glance whose account it is.",
    minutes=5,
)
