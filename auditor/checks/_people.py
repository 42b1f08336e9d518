"""Who is on an account's access log: who has left, who still has access, who is its manager. Nobody is ever named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from auditor.checks._api import Case
from auditor.checks._words import folded
from auditor.model import Access, Account, Evidence


def has_ended(row: Access, today: date) -> bool:
    """Whether this access is over by the log."""
    return row.ended_on is not None and row.ended_on <= today


def same_person(row: Access, *, email: str | None, name: str | None) -> bool:
    """Whether a line of the log is about this person: the mail address decides where both have one, else the name."""
    if folded(row.email or "") and folded(email or ""):
        return folded(row.email or "") == folded(email or "")
    return bool(folded(name or "")) and folded(row.person) == folded(name or "")


def leavers(rows: Iterable[Access], today: date) -> tuple[Access, ...]:
    """Lines of people whose access has ended and who were not given it again, in the order of the log."""
    lines = tuple(rows)
    current = [row for row in lines if not has_ended(row, today)]
    return tuple(
        row
        for row in lines
        if has_ended(row, today) and not any(same_person(c, email=row.email, name=row.person) for c in current)
    )


def is_manager(row: Access, account: Account) -> bool:
    """Whether a line of the log is about the account's manager, by address or name, else by its role."""
    if same_person(row, email=account.manager_email, name=account.manager_name):
        return True
    comparable = bool(folded(row.email or "") and folded(account.manager_email or ""))
    return not comparable and folded(row.role or "") == "manager"


def role_of(row: Access) -> str:
    """The role that a message may name instead of the person."""
    return folded(row.role or "") or "person without a role"


def line(row: Access, field: str, value: str) -> Evidence:
    """Evidence from a line of the access log: its place and a date or role, never the person."""
    return Evidence(field=f"access.{field}", value=value, source=str(row.where))


def log_of(case: Case) -> tuple[Access, ...]:
    """The account's lines of the access log."""
    return case.register.access_of(case.account.id)
