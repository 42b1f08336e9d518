"""The register's sheets and columns as data: what each holds, whether it is required, and the words that explain it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "id", "list", "date", "yes_no", "yes_no_or_date", "number", "platform", "status", "access_kind", "field"
]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its canonical name, what a cell holds, and one sentence for the person who fills it in."""

    name: str
    kind: Kind
    note: str
    required: bool = False
    example: str = ""


def _sheet(*columns: Column) -> dict[str, Column]:
    return {column.name: column for column in columns}


def fold(header: str) -> str:
    """Headers compare without regard to case, spaces, underscores, hyphens and a marking asterisk."""
    return "".join(c for c in header.casefold() if not c.isspace() and c not in "_-*\u00a0\ufeff\u200b")


ACCOUNTS = _sheet(
    Column("id", "id", "A short name of your own that never changes, once for each account.", True, "library-x"),
    Column("platform", "platform", "The platform, as in the list.", True, "x"),
    Column(
        "handle",
        "text",
        "The account's name on the platform, or its address. A blog: the address of the site.",
        True,
        "livunilibrary",
    ),
    Column(
        "native_id", "id", "The platform's permanent number for the account. Format the column as text.", False, "1001"
    ),
    Column("url", "text", "The address of the profile.", False, "https://x.com/livunilibrary"),
    Column("name", "text", "The display name that was approved.", False, "Liverpool University Library"),
    Column("unit", "text", "The faculty, school, department or service.", True, "Library"),
    Column("purpose", "text", "What the account is for, in a few words.", False, "News from the Library"),
    Column("audience", "text", "For whom it is.", False, "Students and staff"),
    Column("hours", "text", "When the account is monitored, like: Mon-Fri 9-5.", False, "Mon-Fri 9-5"),
    Column("owner_name", "text", "Who owns the account.", False, "Alex Reed"),
    Column("owner_email", "text", "The owner's university address.", False, "alex.reed@liverpool.ac.uk"),
    Column("manager_name", "text", "The one overall account manager.", False, "Sam Holt"),
    Column("manager_email", "text", "The manager's university address.", False, "sam.holt@liverpool.ac.uk"),
    Column("deputies", "list", "Mail addresses of deputies, with ; between them.", False, "kim.lane@liverpool.ac.uk"),
    Column("central", "yes_no", "Yes for the accounts that speak for the whole university.", False, "no"),
    Column("status", "status", "live, paused or closed.", False, "live"),
    Column("opened_on", "date", "The day on which the account was opened.", False, "2019-09-02"),
    Column(
        "activity_plan",
        "text",
        "The activity plan: audience, content, resourcing, other accounts; or where it lies.",
        False,
        "Plan of 2026, shared folder",
    ),
    Column("password_changed_on", "date", "The day of the last change of password.", False, "2026-10-01"),
    Column("password_store", "text", "Where the password is kept. Never the password itself.", False, "LastPass"),
    Column(
        "press_access",
        "yes_no_or_date",
        "Whether the press team can get in: yes, no, or the day it was confirmed.",
        False,
        "2026-05-04",
    ),
    Column("two_factor", "text", "The second factor in use: app, key, sms, or no.", False, "app"),
    Column("two_factor_on", "date", "The day on which that was checked.", False, "2026-09-01"),
    Column("two_factor_by", "text", "Who checked it.", False, "Sam Holt"),
    Column(
        "safeguards_on",
        "date",
        "The day on which screen lock and no stored passwords were confirmed.",
        False,
        "2026-03-02",
    ),
    Column(
        "access_reviewed_on",
        "date",
        "The day on which the list of people with access was last gone through.",
        False,
        "2026-10-01",
    ),
    Column(
        "posting_days",
        "number",
        "Days that may pass between posts, where this account has its own rhythm.",
        False,
        "30",
    ),
    Column("posts_checked_on", "date", "The day on which checking by a colleague was confirmed.", False, "2026-02-02"),
    Column(
        "transcripts_on",
        "date",
        "The day on which transcripts of live film on request were confirmed.",
        False,
        "2026-02-02",
    ),
    Column(
        "live_titles",
        "list",
        "Words in titles that mark a broadcast or immediate-use clip, with ; between them.",
        False,
        "live; webinar",
    ),
    Column("notes", "text", "Anything else.", False, ""),
)

ACCESS = _sheet(
    Column("account_id", "id", "The account's id on the sheet Accounts.", True, "library-x"),
    Column("person", "text", "Who has, or had, the password.", True, "Sam Holt"),
    Column("email", "text", "Their mail address.", False, "sam.holt@liverpool.ac.uk"),
    Column("role", "text", "manager, editor, agency, press, or your own word.", False, "manager"),
    Column("kind", "access_kind", "standing, or temporary (a takeover).", False, "standing"),
    Column("granted_on", "date", "The day on which access was given.", True, "2024-02-01"),
    Column("ends_on", "date", "The planned end of temporary access.", False, ""),
    Column(
        "ended_on", "date", "The day on which access ended. Whoever has a day in the past here has left.", False, ""
    ),
)

WAIVERS = _sheet(
    Column("account_id", "id", "The account's id, or * for all accounts.", True, "library-x"),
    Column("control", "id", "The control that may fail, by its id in the report.", True, "handle-prefix"),
    Column("reason", "text", "Why this was accepted.", True, "Known by this name since 2012"),
    Column("approved_by", "text", "Who accepted it.", True, "Head of Communications"),
    Column("until", "date", "The last day on which the waiver holds.", True, "2027-06-30"),
)

CHANGES = _sheet(
    Column("account_id", "id", "The account's id on the sheet Accounts.", True, "library-x"),
    Column(
        "field", "field", "What will change: handle, name, bio, link, image, verification, or * for all.", True, "name"
    ),
    Column("from", "date", "The first day on which the change may be seen.", True, "2026-12-01"),
    Column("until", "date", "The last day by which it will be made.", True, "2026-12-08"),
    Column("value", "text", "The new value, if it is settled.", False, "Liverpool University Libraries"),
    Column("announced_by", "text", "Who announced it.", True, "Sam Holt"),
)

SHEETS: dict[str, dict[str, Column]] = {
    "accounts": ACCOUNTS,
    "access": ACCESS,
    "waivers": WAIVERS,
    "changes": CHANGES,
}

STATUSES = ("live", "paused", "closed")
ACCESS_KINDS = ("standing", "temporary")
FIELDS = ("handle", "name", "bio", "link", "image", "verification", "*")
