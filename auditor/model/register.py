"""What the organisation recorded: accounts, the access log, waivers, announced changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeVar


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the register: file (or workbook), sheet, 1-based row as a spreadsheet shows it, column header.

    In config.toml it is `line` (1-based) and `key` (the dotted path) instead.
    """

    file: str
    row: int | None = None
    sheet: str | None = None
    column: str | None = None
    line: int | None = None
    key: str | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet:
            parts.append(f"sheet {self.sheet}")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.key:
            parts.append(f"key {self.key}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One row of the register: what the organisation believes about one account. Blank cells are None or empty."""

    id: str
    platform: str  # canonical name, see auditor.platforms
    handle: str  # without a leading "@"; the register's spelling
    unit: str
    native_id: str | None = None
    url: str | None = None
    name: str | None = None
    purpose: str | None = None
    audience: str | None = None
    hours: str | None = None
    owner_name: str | None = None
    owner_email: str | None = None
    manager_name: str | None = None
    manager_email: str | None = None
    deputies: tuple[str, ...] = ()
    central: bool = False
    status: Literal["live", "paused", "closed"] = "live"
    opened_on: date | None = None
    activity_plan: str | None = None
    password_changed_on: date | None = None
    password_store: str | None = None
    press_access: bool | date | None = None  # yes/no, or the day on which it was last confirmed
    two_factor: str | None = None  # the method attested: "app", "key", "sms", or "no"/"none"
    two_factor_on: date | None = None
    two_factor_by: str | None = None
    safeguards_on: date | None = None
    access_reviewed_on: date | None = None
    posting_days: int | None = None
    posts_checked_on: date | None = None
    transcripts_on: date | None = None
    live_titles: tuple[str, ...] = ()
    notes: str | None = None
    where: Where = Where("register")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One line of the access log: a person who has or had the password. Whoever has `ended_on` in the past has left."""

    account_id: str
    person: str
    granted_on: date
    email: str | None = None
    role: str | None = None
    kind: Literal["standing", "temporary"] = "standing"
    ends_on: date | None = None
    ended_on: date | None = None
    where: Where = Where("access")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A named person's acceptance of a failing control, through the day `until`. `account_id` may be "*"."""

    account_id: str
    control: str
    reason: str
    approved_by: str
    until: date
    where: Where = Where("waivers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of a profile announced in advance: `field` is one of handle, name, bio, link, image, verification or "*"."""

    account_id: str
    field: str
    start: date  # column "from"
    until: date
    value: str | None
    announced_by: str
    where: Where = Where("changes")


@dataclass(frozen=True, slots=True)
class Register:
    """Everything the organisation recorded. Rows keep the order of the sheet; ids are unique."""

    accounts: tuple[Account, ...]
    access: tuple[Access, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    changes: tuple[Change, ...] = ()
    has_access_log: bool = False  # False where no access log was given at all
    sha256: str = ""
    _logs: dict[str, tuple[Access, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _announced: dict[str, tuple[Change, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def access_of(self, account_id: str) -> tuple[Access, ...]:
        """The access log of one account, in its order."""
        if self.access and not self._logs:  # sorted once: every account is asked for several times a night
            self._logs.update(_by_account(self.access))
        return self._logs.get(account_id, ())

    def changes_of(self, account_id: str) -> tuple[Change, ...]:
        """The changes announced for one account, in their order."""
        if self.changes and not self._announced:
            self._announced.update(_by_account(self.changes))
        return self._announced.get(account_id, ())


_Line = TypeVar("_Line", Access, Change)


def _by_account(lines: Iterable[_Line]) -> dict[str, tuple[_Line, ...]]:
    found: defaultdict[str, list[_Line]] = defaultdict(list)
    for line in lines:
        found[line.account_id].append(line)
    return {account_id: tuple(own) for account_id, own in found.items()}
