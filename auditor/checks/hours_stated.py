"""Clause 2.2.2: the profile states the hours during which the account is monitored."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks._api import Case, Control, Options, failed, passed
from auditor.checks._profile import Profile, clock_windows, profile_of
from auditor.checks._seen import unseen
from auditor.checks._suggestion import suggestion, with_suggestion
from auditor.model import Severity, Verdict
from auditor.text import show


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursOptions(Options):
    """`accept_vague`: whether hours without clock times ("office hours", days only) are enough."""

    accept_vague: bool = False


def judge(case: Case, options: HoursOptions) -> Verdict:
    """Pass when the profile gives hours of monitoring with clock times; vague hours and "not monitored" fail by themselves."""
    profile = profile_of(case)
    said = profile.statement
    words = show(profile.quote("hours"), 160)
    if said.unmonitored:
        quote = show(profile.quote("unmonitored"), 160)
        return _failed(case, profile, f'The profile says that the account is not monitored ("{quote}").', "unmonitored")
    if said.hours_stated and not said.hours_vague:
        hours = ", ".join(str(window) for window in clock_windows(said.hours))
        read = f' ("{words}", read as {hours})' if hours else f' ("{words}")'
        return passed(
            f"The profile says when the account is monitored{read}.",
            profile.evidence(case, "hours"),
            hours=[{"days": w.days, "from": w.start, "to": w.end} for w in said.hours],
        )
    if said.hours_stated and options.accept_vague:
        return passed(
            f'The profile says roughly when the account is monitored ("{words}"), which is accepted.',
            profile.evidence(case, "hours"),
        )
    if profile.partial is not None:
        return unseen(case, profile.partial, "the other texts of the profile")
    if said.hours_stated:
        return _failed(case, profile, f'The profile speaks of hours but gives no clock times ("{words}").', "hours")
    if profile.empty:
        return _failed(case, profile, "The profile has no text, so it does not say when the account is monitored.")
    return _failed(case, profile, "The profile does not say when the account is monitored.")


def _failed(case: Case, profile: Profile, message: str, key: str = "") -> Verdict:
    text = suggestion(case, profile)
    return failed(
        message, profile.evidence(case, key), remedy=with_suggestion(case, profile, _REMEDY, text), suggestion=text
    )


_REMEDY = 'Edit the profile text and say when somebody is there, with days and times: "Monitored Mon-Fri 09:00-17:00".'

CONTROL = Control(
    id="hours-stated",
    title="The profile states the hours during which it is monitored",
    clause="2.2.2",
    severity=Severity.MEDIUM,
    basis="platform",
    judge=judge,
    needs=("bio",),
    options=HoursOptions,
    expected="The profile text clearly states the hours during which the account is monitored.",
    remedy=_REMEDY,
    why="People who ask for help have to know when somebody reads it.",
    minutes=10,
)
