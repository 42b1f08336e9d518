"""What changed since the last run, in lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from auditor.model import AccountResult, ControlInfo, Run, outline
from auditor.text import show
from reports import diff
from reports.dates import nights
from reports.view_rows import NAME, AccountRow, platform_label, title_of
from reports.words import OPEN, Status, of_finding

OLD = 30  # nights after which something open is told as long open


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change: the account, the check, since when. `href` is empty for an account that is no longer registered."""

    account: str
    unit: str
    href: str
    check: str
    title: str
    status: Status  # as it stands now
    label: str  # "Fixed" where the words of the status would mislead
    what: str  # what is wrong; of something fixed or lost the name of the check
    since: date | None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account that came to the register or left it."""

    account: str
    unit: str
    href: str
    status: Status


@dataclass(frozen=True, slots=True)
class ChangesView:
    """The lists of the changes page; `compared` is False where there is nothing to compare with."""

    compared: bool
    previous: str = ""  # the run compared with
    new: tuple[ChangeLine, ...] = ()
    worse: tuple[ChangeLine, ...] = ()
    fixed: tuple[ChangeLine, ...] = ()
    long_open: tuple[ChangeLine, ...] = ()
    lost: tuple[ChangeLine, ...] = ()
    eased: tuple[ChangeLine, ...] = ()
    added: tuple[AccountLine, ...] = ()
    removed: tuple[AccountLine, ...] = ()
    new_checks: tuple[str, ...] = ()
    still_open: int = 0

    @property
    def lost_accounts(self) -> int:
        """How many accounts lost sight of something."""
        return len({line.href for line in self.lost})

    @property
    def anything(self) -> bool:
        """Whether there is anything new to tell."""
        return bool(self.new or self.worse or self.fixed or self.lost or self.eased or self.added or self.removed)


def compare(run: Run, previous: Run | None) -> diff.Changes | None:
    """The difference to the previous run; None where there is none to compare with."""
    return None if previous is None else diff.changes(run, previous)


def new_pairs(run: Run, changed: diff.Changes | None) -> frozenset[tuple[str, str]]:
    """Account id and control of what is new. Without a run to compare with, the run's own marks hold, save on a first run."""
    if changed is not None:
        return frozenset((c.account.id, c.now.control) for c in changed.new)
    if run.first:
        return frozenset()
    return frozenset((r.account.id, f.control) for r in outline(run) for f in r.findings if f.status == "new" and of_finding(f) in OPEN)


def fixed_per_account(changed: diff.Changes | None) -> Mapping[str, int]:
    """How many findings were fixed, by account id."""
    return Counter(c.account.id for c in changed.fixed) if changed else {}


def changes_view(
    changed: diff.Changes | None,
    previous: str,
    rows: Mapping[str, AccountRow],
    infos: Mapping[str, ControlInfo],
    today: date,
) -> ChangesView:
    """The changes in words, worst first and then in the order of keys."""
    long_open = _sorted(
        ChangeLine(r.title, r.unit, r.href, o.check, o.title, o.status, "", o.message, o.since)
        for r in rows.values()
        for o in r.opens
        if o.since and nights(o.since, today) > OLD
    )
    if changed is None:
        return ChangesView(compared=False, long_open=long_open)
    return ChangesView(
        compared=True,
        previous=previous,
        new=_lines(changed.new, rows, infos),
        worse=_lines(changed.worse, rows, infos),
        fixed=_lines(changed.fixed, rows, infos),
        long_open=long_open,
        lost=_lines(changed.lost, rows, infos),
        eased=_lines(changed.eased, rows, infos),
        added=tuple(_known(r, rows) for r in changed.added),
        removed=tuple(_unknown(r) for r in changed.removed),
        new_checks=tuple(title_of(c, infos) for c in changed.new_checks),
        still_open=len(changed.open),
    )


def _lines(
    items: Sequence[diff.Change], rows: Mapping[str, AccountRow], infos: Mapping[str, ControlInfo]
) -> tuple[ChangeLine, ...]:
    ordered = sorted(items, key=lambda i: (i.status.rank, i.before.since or date.max, rows[i.account.id].href, i.now.control))
    return tuple(_line(item, rows[item.account.id], infos) for item in ordered)


def _sorted(lines: Iterable[ChangeLine]) -> tuple[ChangeLine, ...]:
    return tuple(sorted(lines, key=lambda c: (c.status.rank, c.since or date.max, c.href, c.check)))


def _line(item: diff.Change, row: AccountRow, infos: Mapping[str, ControlInfo]) -> ChangeLine:
    control, title = item.now.control, title_of(item.now.control, infos)
    what = _said(row, control) or title if item.kind in {"new", "worse"} else title
    since = item.before.since if item.kind == "fixed" else None
    label = "Fixed" if item.kind == "fixed" else ""
    return ChangeLine(row.title, row.unit, row.href, control, title, of_finding(item.now), label, what, since)


def _said(row: AccountRow, control: str) -> str:
    return next((o.message for o in row.opens if o.check == control), "")


def _known(result: AccountResult, rows: Mapping[str, AccountRow]) -> AccountLine:
    row = rows[result.account.id]
    return AccountLine(row.title, row.unit, row.href, row.status)


def _unknown(result: AccountResult) -> AccountLine:
    account = result.account
    title = f"{show(account.name or account.handle, NAME)} on {platform_label(account.platform)}"
    return AccountLine(title, show(account.unit, NAME), "", Status.NA)
