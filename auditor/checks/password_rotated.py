"""Clause 2.2.5: the password was changed in the last quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from auditor.checks._api import Case, Control, Options, failed, passed
from auditor.checks._attested import in_future
from auditor.checks._words import count, day
from auditor.model import Severity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationOptions(Options):
    """`max_days`: how old a password may be, in days."""

    max_days: int = 92


def judge(case: Case, options: RotationOptions) -> Verdict:
    """Pass while the last change is at most a quarter ago; the message says when the next one is due."""
    changed = case.account.password_changed_on
    if changed is None:
        return failed(
            "The register does not say when the password was last changed.", case.mine("", "password_changed_on")
        )
    evidence = case.mine(changed.isoformat(), "password_changed_on")
    if in_future(case, changed):
        return failed(f"The register dates the last password change {day(changed)}, which is in the future.", evidence)
    due = changed + timedelta(days=options.max_days)
    left = (due - case.today).days
    if left < 0:
        return failed(
            f"The password was last changed on {day(changed)}; the next change was due on {day(due)} "
            f"and is {count(-left, 'day')} overdue.",
            evidence,
            due_on=due.isoformat(),
            overdue_days=-left,
        )
    when = "today" if left == 0 else f"in {count(left, 'day')}"
    return passed(
        f"The password was last changed on {day(changed)}; the next change is due on {day(due)}, {when}.",
        evidence,
        due_on=due.isoformat(),
        due_in_days=left,
    )


CONTROL = Control(
    id="password-rotated",
    title="The password was changed in the last quarter",
    clause="2.2.5",
    severity=Severity.HIGH,
    basis="register",
    judge=judge,
    options=RotationOptions,
    expected="The password is changed every quarter.",
    remedy="Change the password in the account's security settings, store the new one in the password store, "
    "and have today's date entered in column password_changed_on of the register.",
    why="A password that many people have known for long is the easiest way into an account.",
    minutes=10,
)
