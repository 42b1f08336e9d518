"""Clause 2.2.5: temporary access gets a temporary password, ends, and the password is changed back afterwards."""

from __future__ import annotations

from datetime import date

from auditor.checks._api import Case, Control, Options, failed, not_applicable, passed
from auditor.checks._attested import in_future
from auditor.checks._people import line, log_of, role_of
from auditor.checks._words import count, day
from auditor.model import Access, Evidence, Severity, Verdict


def judge(case: Case, _options: Options) -> Verdict:
    """Judge each temporary access of the log; the first that is wrong is told, with how many others are."""
    rows = [row for row in log_of(case) if row.kind == "temporary"]
    if not rows:
        return not_applicable("The access log lists no temporary access.")
    wrong = [(row, message) for row in rows if (message := _fault(case, row)) is not None]
    changed = case.account.password_changed_on
    password = case.mine(changed.isoformat() if changed else "", "password_changed_on")
    if wrong:
        more = f" (and {count(len(wrong) - 1, 'more case')})" if len(wrong) > 1 else ""
        return failed(
            wrong[0][1].removesuffix(".") + more + ".",
            *(_evidence(row) for row, _ in wrong),
            password,
            open_cases=len(wrong),
        )
    running = sum(_running(row, case.today) for row in rows)
    now = f"{running} running with a temporary password" if running else "none of them open"
    return passed(f"{count(len(rows), 'temporary access', 'temporary accesses')} on the log, {now}.", password)


def _fault(case: Case, row: Access) -> str | None:
    """What is wrong with one temporary access, or None."""
    today, role, changed = case.today, role_of(row), case.account.password_changed_on
    if changed is not None and in_future(case, changed):
        changed = None
    end = row.ended_on or row.ends_on
    if end is None:
        return f"Temporary access ({role}) given on {day(row.granted_on)} has no planned end."
    if _over(row, today):
        if changed is not None and changed >= end:
            return None
        late = count((today - end).days, "day")
        last = f"last changed on {day(changed)}" if changed else "whose last change the register does not show"
        return f"Temporary access ({role}) ended on {day(end)}, but the password, {last}, is not changed back since, {late} later."
    if row.granted_on <= today and (changed is None or changed < row.granted_on):
        return f"Temporary access ({role}) runs since {day(row.granted_on)} without a temporary password of its own."
    return None


def _over(row: Access, today: date) -> bool:
    """Recorded as ended, or past its planned last day."""
    if row.ended_on is not None:
        return row.ended_on <= today
    return row.ends_on is not None and row.ends_on < today


def _running(row: Access, today: date) -> bool:
    return row.granted_on <= today and not _over(row, today)


def _evidence(row: Access) -> Evidence:
    until = row.ended_on or row.ends_on
    return line(row, "granted_on", f"{row.granted_on.isoformat()} to {until.isoformat() if until else '(no end)'}")


CONTROL = Control(
    id="takeover-closed",
    title="Temporary access has ended and the password was changed afterwards",
    clause="2.2.5",
    severity=Severity.HIGH,
    basis="register",
    judge=judge,
    expected="A takeover gets a password of its own when it starts, has a planned end, and the password is changed when it is over.",
    remedy="Change the password, store the new one in the password store, and have the change "
    "(column password_changed_on) and the end of the temporary access (column ended_on) entered in the register.",
    why="A guest who still knows the password can post in the organisation's name.",
    minutes=15,
)
