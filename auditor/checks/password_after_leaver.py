"""Clause 2.2.5: the password was changed when somebody with access moved on."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, failed, not_applicable, passed
from auditor.checks._attested import in_future
from auditor.checks._people import leavers, line, log_of, role_of
from auditor.checks._words import count, day
from auditor.model import Severity, Verdict


def judge(case: Case, _options: Options) -> Verdict:
    """Pass when the last password change is on or after the day on which the last person's access ended."""
    if not log_of(case):
        return not_applicable("The access log lists nobody for this account, so nobody is known to have left.")
    gone = leavers(log_of(case), case.today)
    last = max(gone, key=lambda row: row.ended_on or row.granted_on, default=None)
    if last is None or last.ended_on is None:
        return not_applicable("By the access log nobody with access has left.")
    left, changed = last.ended_on, case.account.password_changed_on
    evidence = (
        line(last, "ended_on", left.isoformat()),
        case.mine(changed.isoformat() if changed else "", "password_changed_on"),
    )
    since = f"since the access of the last leaver ({role_of(last)}) ended on {day(left)}"
    if changed is None:
        return failed(f"The register shows no password change {since}.", *evidence)
    if in_future(case, changed):
        return failed(
            f"The register dates the password change {day(changed)}, in the future, so none is known {since}.",
            *evidence,
        )
    if changed < left:
        open_days = (case.today - left).days
        return failed(
            f"The password, last changed on {day(changed)}, has not been changed {since}, {count(open_days, 'day')} ago.",
            *evidence,
            open_days=open_days,
        )
    return passed(f"The password was changed on {day(changed)}, {since}.", *evidence)


CONTROL = Control(
    id="password-after-leaver",
    title="The password was changed since the last person with access left",
    clause="2.2.5",
    severity=Severity.CRITICAL,
    basis="register",
    judge=judge,
    expected="The password is changed whenever somebody who knows it moves to another role or leaves.",
    remedy="Change the password now, end all other sessions in the account's security settings, tell those who still "
    "need it through the password store, and have the date entered in column password_changed_on of the register.",
    why="Whoever has left can still sign in until the password changes.",
    minutes=15,
)
