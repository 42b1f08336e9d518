"""Clause 2.2.2: the hours that the profile states agree with the register."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, failed, not_applicable, passed
from auditor.checks._profile import clock_windows, profile_of
from auditor.checks._seen import unseen
from auditor.checks._words import blank
from auditor.model import Severity, Verdict
from auditor.statements import Window, windows


def applies(case: Case, _options: Options) -> Verdict | None:
    """Not applicable where the register gives no hours."""
    if blank(case.account.hours):
        return not_applicable("The register gives no hours for this account.")
    return None


def judge(case: Case, _options: Options) -> Verdict:
    """Compare minutes of the week, not words; where one side names no days, only the times of day are compared."""
    ours = clock_windows(windows(case.account.hours or ""))
    if not ours:
        return not_applicable("The register's hours name no clock times that could be compared.")
    profile = profile_of(case)
    theirs = clock_windows(profile.statement.hours)
    if not theirs:
        if profile.partial is not None:
            return unseen(case, profile.partial, "the other texts of the profile")
        return not_applicable("The profile states no hours with clock times that could be compared.")
    evidence = (profile.evidence(case, "hours"), case.mine(case.account.hours or "", "hours"))
    said, registered = _words(theirs), _words(ours)
    if _agree(theirs, ours):
        return passed(f"The profile's hours ({said}) agree with the register.", *evidence)
    return failed(
        f"The profile says {said}, the register {registered}.", *evidence, profile_hours=said, register_hours=registered
    )


def _agree(first: tuple[Window, ...], second: tuple[Window, ...]) -> bool:
    if any(w.days is None for w in (*first, *second)):
        return _times(first) == _times(second)
    return _week(first) == _week(second)


def _times(windows_: tuple[Window, ...]) -> set[tuple[str | None, str | None]]:
    return {(w.start, w.end) for w in windows_}


def _week(windows_: tuple[Window, ...]) -> list[tuple[int, int]]:
    """The minutes of the week covered, as joined ranges."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(span for window in windows_ for span in window.minutes_of_week()):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _words(windows_: tuple[Window, ...]) -> str:
    return ", ".join(str(window) for window in windows_)


CONTROL = Control(
    id="hours-agree",
    title="The stated hours agree with the register",
    clause="2.2.2",
    severity=Severity.LOW,
    basis="platform",
    judge=judge,
    applies=applies,
    needs=("bio",),
    expected="Profile and register give the same hours.",
    remedy="Find out which of the two is right, and correct the profile text or have the register corrected.",
    why="Reminders and answering times are counted in the registered hours, while readers go by the profile.",
    minutes=5,
)
