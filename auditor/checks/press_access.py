"""Clause 2.2.5: the press team can get into the account in an emergency."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks._api import Case, Control, Options, failed, passed
from auditor.checks._attested import dated
from auditor.model import Severity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class PressOptions(Options):
    """`max_days`: how long a dated confirmation holds."""

    max_days: int = 365


def judge(case: Case, options: PressOptions) -> Verdict:
    """Pass on yes, or on a date not older than a year; blank, no and older dates fail."""
    cell = case.account.press_access
    if cell is True:
        return passed("The register says that the press team has emergency access.", case.mine("yes", "press_access"))
    if cell is False:
        return failed("The register says that the press team has no emergency access.", case.mine("no", "press_access"))
    if cell is None:
        return failed(
            "The register does not say that the press team has emergency access.", case.mine("", "press_access")
        )
    return dated(case, "press_access", cell, max_days=options.max_days, what="the press team's emergency access")


CONTROL = Control(
    id="press-access",
    title="The press team has emergency access",
    clause="2.2.5",
    severity=Severity.HIGH,
    basis="register",
    judge=judge,
    options=PressOptions,
    expected="The press team can reach the account's password outside working hours, confirmed within the last year.",
    remedy="Share the password with the press team's folder of the password store, have them try it, and have the day "
    "entered in column press_access of the register.",
    why="When an account is taken over at night, the press team is who can act.",
    minutes=10,
)
