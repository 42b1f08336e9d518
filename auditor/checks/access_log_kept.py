"""Clause 2.2.5: a log of who has access exists, lists at least the manager, and was looked at this quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from auditor.checks._api import Case, Control, Options, failed, passed
from auditor.checks._attested import in_future
from auditor.checks._people import has_ended, is_manager, log_of
from auditor.checks._words import count, day
from auditor.model import Access, Severity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOptions(Options):
    """`max_days`: how long a review of the log holds."""

    max_days: int = 92


def judge(case: Case, options: LogOptions) -> Verdict:
    """Pass when somebody with standing access is listed, the manager among them, and the last review is recent."""
    today = case.today
    present = [
        row for row in log_of(case) if row.kind == "standing" and row.granted_on <= today and not has_ended(row, today)
    ]
    reviewed = case.account.access_reviewed_on
    evidence = (
        case.mine(f"{count(len(present), 'person', 'people')} with standing access", "access log"),
        case.mine(reviewed.isoformat() if reviewed else "", "access_reviewed_on"),
    )
    faults = [fault for fault in (_listed(case, present), _review(case, options)) if fault]
    if faults:
        said = "; and ".join(faults)
        return failed(f"{said[0].upper()}{said[1:]}.", *evidence, people=len(present))
    assert reviewed is not None
    due = reviewed + timedelta(days=options.max_days)
    return passed(
        f"The access log lists {count(len(present), 'person', 'people')} with standing access, the manager among them; "
        f"reviewed on {day(reviewed)}, next due on {day(due)}.",
        *evidence,
        people=len(present),
        due_on=due.isoformat(),
    )


def _listed(case: Case, present: list[Access]) -> str | None:
    if not case.register.has_access_log and not present:
        return "There is no access log"
    if not present:
        return "The access log lists nobody with standing access to this account"
    if not any(is_manager(row, case.account) for row in present):
        return f"The access log lists {count(len(present), 'person', 'people')} but not the account manager"
    return None


def _review(case: Case, options: LogOptions) -> str | None:
    reviewed = case.account.access_reviewed_on
    if reviewed is None:
        return "the register does not say when the access log was last reviewed"
    if in_future(case, reviewed):
        return f"the register dates the last review of the access log {day(reviewed)}, which is in the future"
    late = (case.today - reviewed).days - options.max_days
    if late > 0:
        return (
            f"the access log was last reviewed on {day(reviewed)}, so the next review is {count(late, 'day')} overdue"
        )
    return None


CONTROL = Control(
    id="access-log-kept",
    title="A log of people with access is kept and reviewed",
    clause="2.2.5",
    severity=Severity.MEDIUM,
    basis="register",
    judge=judge,
    options=LogOptions,
    expected="The account manager keeps a full log of who has access, including the manager, and reviews it every quarter.",
    remedy="Go through the list of people with access, have those missing added and those gone marked as ended, "
    "and have the day entered in column access_reviewed_on of the register.",
    why="Only a complete log shows when the password has to change.",
    minutes=15,
)
