"""Rows -> accounts, access, waivers, changes; with the rules that hold between rows and between sheets."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from auditor.model import Access, Account, Change, Waiver
from auditor.platforms import PLATFORMS
from auditor.register._rows import Row, Sheet
from auditor.register.columns import FIELDS
from auditor.register.handles import looks_like_address, profile_of

COMPARED = 100_000  # ids an unknown one is likened to, over all problems of a sheet; further ones get no hint

_ADDRESSES = {"blog", "wiki"}  # their handle is an address, or ends in one


def accounts_of(sheet: Sheet) -> tuple[tuple[Account, ...], Ids]:
    """The accounts, and all ids met; a second row with the same id is a problem that stops."""
    first_rows: dict[str, int] = {}
    spelling: dict[str, str] = {}
    accounts: list[Account] = []
    for row in sheet.rows():
        if not (row["id"] and row["platform"] and row["handle"] and row["unit"]):
            if row["id"]:
                first_rows.setdefault(row["id"].casefold(), row.number)
                spelling.setdefault(row["id"].casefold(), row["id"])
            continue
        key = row["id"].casefold()
        if key in first_rows:
            sheet.note(
                row.number, "id", f"stands in row {first_rows[key]} already",
                "Give every account an id of its own; delete the row if it is a copy.", row["id"], stops=True,
            )  # fmt: skip
            continue
        first_rows[key] = row.number
        spelling[key] = row["id"]
        accounts.append(_account(sheet, row))
    return tuple(accounts), Ids(spelling, complete=bool(sheet.headers))


def _account(sheet: Sheet, row: Row) -> Account:
    handle, native_id = _handle(sheet, row)
    plain = (
        "url", "name", "purpose", "audience", "hours", "owner_name", "owner_email", "manager_name", "manager_email",
        "opened_on", "activity_plan", "password_changed_on", "password_store", "press_access", "two_factor",
        "two_factor_on", "two_factor_by", "safeguards_on", "access_reviewed_on", "posting_days", "posts_checked_on",
        "transcripts_on", "notes",
    )  # fmt: skip
    return Account(
        id=row["id"],
        platform=row["platform"],
        handle=handle,
        unit=" ".join(row["unit"].split()),
        native_id=row["native_id"] or native_id,
        deputies=row["deputies"] or (),
        live_titles=row["live_titles"] or (),
        central=bool(row["central"]),
        status=row["status"] or "live",
        where=sheet.grid.where(row.number),
        **{name: row[name] for name in plain},
    )


def _handle(sheet: Sheet, row: Row) -> tuple[str, str | None]:
    """The handle without a leading @, and the permanent id if an address gave it."""
    written, platform = row["handle"], row["platform"]
    if platform == "blog" or (platform == "wiki" and "@" in written):
        return written, None
    if looks_like_address(written) and platform not in _ADDRESSES:
        profile = profile_of(written)
        if profile is not None and profile.platform == platform:
            return profile.handle, profile.native_id
        sheet.note(
            row.number, "handle", f"is an address that shows no profile on {PLATFORMS[platform].label}",
            "Write the handle as the platform shows it, without the address.", written,
        )  # fmt: skip
        return written, None
    handle = written.lstrip("@").strip() or written
    if platform == "mastodon" and "@" not in handle:
        sheet.note(
            row.number, "handle", "does not say on which instance the account is",
            "Write user@instance, like library@social.example.ac.uk.", written,
        )  # fmt: skip
    return handle, None


@dataclass(frozen=True, slots=True)
class Ids:
    """The account ids that other sheets may name."""

    folded: Mapping[str, str] = field(default_factory=dict)  # as compared -> as written, unusable rows included
    complete: bool = False  # False where the accounts could not be read, so that nothing can be said of an id

    def find(self, sheet: Sheet, row: Row, *, everyone: bool = False) -> str | None:
        """The account a row is about, or None (noted) where it is not on the register."""
        written: str | None = row["account_id"]
        if written is None or (everyone and written == "*"):
            return written
        if written.casefold() in self.folded or not self.complete:
            return self.folded.get(written.casefold())
        few = len(self.folded) * (len(sheet.problems) + 1) <= COMPARED
        close = difflib.get_close_matches(written, self.folded.values(), n=1) if few else []
        hint = f"Did you mean {close[0]!r}? " if close else ""
        sheet.note(
            row.number, "account_id", "is no id on the sheet of accounts, so the row is not used",
            f"{hint}Correct the id, or delete the row.", written,
        )  # fmt: skip
        return None


def access_of(sheet: Sheet, ids: Ids) -> tuple[Access, ...]:
    """The access log. Rows about unknown accounts are noted and left out."""
    found: list[Access] = []
    for row in sheet.rows():
        account_id = ids.find(sheet, row)
        if account_id and row["person"] and row["granted_on"]:
            found.append(
                Access(
                    account_id=account_id,
                    person=row["person"],
                    granted_on=row["granted_on"],
                    email=row["email"],
                    role=row["role"],
                    kind=row["kind"] or "standing",
                    ends_on=row["ends_on"],
                    ended_on=row["ended_on"],
                    where=sheet.grid.where(row.number),
                )
            )
    return tuple(found)


def waivers_of(sheet: Sheet, ids: Ids, controls: Collection[str]) -> tuple[Waiver, ...]:
    """The waivers. Those for unknown accounts or controls are noted and left out."""
    found: list[Waiver] = []
    for row in sheet.rows():
        account_id = ids.find(sheet, row, everyone=True)
        control = _control(sheet, row, controls)
        if account_id and control and row["reason"] and row["approved_by"] and row["until"]:
            found.append(
                Waiver(
                    account_id=account_id,
                    control=control,
                    reason=row["reason"],
                    approved_by=row["approved_by"],
                    until=row["until"],
                    where=sheet.grid.where(row.number),
                )
            )
    return tuple(found)


def _control(sheet: Sheet, row: Row, controls: Collection[str]) -> str | None:
    written: str | None = row["control"]
    if written is None:
        return None
    name = written.casefold().replace("_", "-")
    if name in controls:
        return name
    close = difflib.get_close_matches(name, controls, n=1)
    hint = f"Did you mean {close[0]!r}?" if close else "`auditor controls` lists them."
    sheet.note(row.number, "control", "is no control known here, so the waiver is not used", hint, written)
    return None


def changes_of(sheet: Sheet, ids: Ids) -> tuple[Change, ...]:
    """The changes announced. Those for unknown accounts or fields are noted and left out."""
    found: list[Change] = []
    for row in sheet.rows():
        account_id = ids.find(sheet, row)
        if row["from"] and row["until"] and row["until"] < row["from"]:
            sheet.note(row.number, "until", "is before `from`, so the change is not used", "Correct the dates.")
        elif account_id and row["field"] in FIELDS and row["from"] and row["until"] and row["announced_by"]:
            found.append(
                Change(
                    account_id=account_id,
                    field=row["field"],
                    start=row["from"],
                    until=row["until"],
                    value=row["value"],
                    announced_by=row["announced_by"],
                    where=sheet.grid.where(row.number),
                )
            )
    return tuple(found)
