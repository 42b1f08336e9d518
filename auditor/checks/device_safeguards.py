"""Clause 2.2.5: no automatic sign-in on desktops, and a screen lock on mobile devices."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks._api import Case, Control, Options
from auditor.checks._attested import dated
from auditor.model import Severity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeguardOptions(Options):
    """`max_days`: how long the confirmation holds."""

    max_days: int = 365


def judge(case: Case, options: SafeguardOptions) -> Verdict:
    """Pass while the confirmation in the register is not older than a year."""
    given = case.account.safeguards_on
    return dated(
        case, "safeguards_on", given, max_days=options.max_days, what="the screen locks and the ban on saved sign-ins"
    )


CONTROL = Control(
    id="device-safeguards",
    title="Passwords are not filled in automatically, and mobile devices are locked",
    clause="2.2.5",
    severity=Severity.LOW,
    basis="register",
    judge=judge,
    options=SafeguardOptions,
    expected="No device fills in the account's password by itself, and every mobile device with access has a screen lock; confirmed every year.",
    remedy="Ask everybody with access to turn off saved sign-ins on desktops and to set a screen lock on phones, then have the day entered in column safeguards_on of the register.",
    why="A lost phone without a lock is an open account.",
    minutes=15,
)
