"""One line each for accounts, units and checks: what tables and lists are made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from auditor.model import AccountResult, ControlInfo, Finding, Run, Severity, outline
from auditor.model.outline import waiting
from auditor.platforms import PLATFORMS
from auditor.text import show
from reports.keys import account_key, unit_keys
from reports.unlinked import unlinked
from reports.words import OPEN, STATES, Counts, Status, count, of_account, of_failure, of_finding

T = TypeVar("T", bound=Hashable)

NAME = 80  # characters kept of a name
SENTENCE = 400  # characters kept of a message


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A finding that waits for somebody, in one line."""

    check: str
    title: str
    status: Status
    severity: Severity
    message: str
    since: date | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account in tables: names as registered, never as the platform shows them."""

    place: int  # where it stands in the run
    key: str
    account_id: str
    name: str
    platform: str
    platform_label: str
    unit: str
    unit_key: str
    status: Status
    counts: Counts
    state: str  # words, empty when live
    opens: tuple[OpenItem, ...]  # worst first
    since: date | None  # of the oldest among the worst
    new: int

    @property
    def title(self) -> str:
        """Library on X."""
        return f"{self.name} on {self.platform_label}"

    @property
    def href(self) -> str:
        """The account's page, from the folder's top."""
        return f"a/{self.key}.html"

    @property
    def top(self) -> str:
        """The worst thing in a few words."""
        if self.opens:
            return self.opens[0].message
        return f"Account {self.state}" if self.state else ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit and how its accounts stand; `change` is the number of accounts more with something to fix."""

    key: str
    name: str
    counts: Counts
    accounts: tuple[AccountRow, ...]
    new: int
    fixed: int

    @property
    def href(self) -> str:
        """The unit's page, from the folder's top."""
        return f"u/{self.key}.html"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One control in force and how accounts stand on it."""

    id: str
    title: str
    clause: str
    status: Status  # what a failure of it is called
    counts: Counts
    remedy: str
    info: ControlInfo | None

    @property
    def href(self) -> str:
        """The check's page, from the folder's top."""
        return f"c/{self.id}.html"


def title_of(control: str, infos: Mapping[str, ControlInfo]) -> str:
    """The control's title; its id in words where it is no longer known."""
    info = infos.get(control)
    return info.title if info else control.replace("-", " ").capitalize()


def platform_label(platform: str) -> str:
    """The platform's own spelling of its name."""
    known = PLATFORMS.get(platform)
    return known.label if known else show(platform, 40)


def account_rows(
    run: Run, infos: Mapping[str, ControlInfo], new: frozenset[tuple[str, str]]
) -> tuple[AccountRow, ...]:
    """Every account, worst first, then by the oldest open problem, then by key; `new` holds (account id, control)."""
    units = unit_keys(sorted({r.account.unit for r in outline(run)}))
    made = _Rows(infos, new, units)
    both = enumerate(zip(outline(run), waiting(run), strict=True))
    rows = [made.row(place, result, said) for place, (result, said) in both]
    return tuple(sorted(rows, key=_worst_first))


def _worst_first(row: AccountRow) -> tuple[int, int, date, str]:
    worst = -row.opens[0].severity.rank if row.opens else 0
    return row.status.rank, worst, row.since or date.max, row.key


class _Rows:
    """Makes rows; texts, counts and open items that many have in common are held once."""

    def __init__(self, infos: Mapping[str, ControlInfo], new: frozenset[tuple[str, str]], units: Mapping[str, str]) -> None:
        self._infos, self._new, self._units = infos, new, units
        self._known: dict[Hashable, Any] = {}

    def _shared(self, value: T) -> T:
        one: T = self._known.setdefault(value, value)
        return one

    def row(self, place: int, result: AccountResult, said: Iterable[str]) -> AccountRow:
        """The row of one account, from its outline and what is said of what is open."""
        account, messages = result.account, iter(said)
        statuses = [of_finding(f) for f in result.findings]
        opens = sorted(
            (
                self._shared(_open(f, s, next(messages), self._infos, (account.id, f.control) in self._new))
                for f, s in zip(result.findings, statuses, strict=True)
                if s in OPEN
            ),
            key=lambda o: (o.status.rank, -o.severity.rank, o.since or date.max, o.check),
        )
        worst = [o.since for o in opens if o.since and o.status is opens[0].status]
        return AccountRow(
            place=place,
            key=account_key(account.platform, account.id),
            account_id=account.id,
            name=show(account.name or account.handle, NAME),
            platform=account.platform,
            platform_label=platform_label(account.platform),
            unit=self._shared(show(account.unit, NAME)),
            unit_key=self._units[account.unit],
            status=of_account(result),
            counts=self._shared(count(statuses)),
            state="" if result.state.value == "live" else STATES[result.state],
            opens=tuple(opens),
            since=min(worst, default=None),
            new=sum(o.is_new for o in opens),
        )


def _open(finding: Finding, status: Status, message: str, infos: Mapping[str, ControlInfo], is_new: bool) -> OpenItem:
    return OpenItem(
        finding.control,
        title_of(finding.control, infos),
        status,
        finding.severity,
        unlinked(show(message, SENTENCE)),
        finding.since,
        is_new,
    )


def unit_rows(accounts: Sequence[AccountRow], fixed: Mapping[str, int]) -> tuple[UnitRow, ...]:
    """Every unit, those with most to fix first; `fixed` counts what was fixed by account id."""
    groups: dict[str, list[AccountRow]] = defaultdict(list)
    for row in accounts:
        groups[row.unit_key].append(row)
    units = [
        UnitRow(
            key,
            rows[0].unit,
            count(r.status for r in rows),
            tuple(rows),
            sum(r.new for r in rows),
            sum(fixed.get(r.account_id, 0) for r in rows),
        )
        for key, rows in groups.items()
    ]
    return tuple(sorted(units, key=lambda u: (-u.counts.must, -u.counts.should, -u.counts.review, -u.counts.unclear, u.key)))


def check_rows(run: Run, infos: Mapping[str, ControlInfo]) -> tuple[CheckRow, ...]:
    """Every control that the run judged, most failed first."""
    statuses: dict[str, Counter[Status]] = defaultdict(Counter)
    example: dict[str, Finding] = {}
    for result in outline(run):
        for finding in result.findings:
            statuses[finding.control][of_finding(finding)] += 1
            example.setdefault(finding.control, finding)
    rows = []
    for control, found in statuses.items():
        info = infos.get(control)
        rows.append(
            CheckRow(
                id=control,
                title=title_of(control, infos),
                clause=info.clause if info else example[control].clause,
                status=of_failure(info.severity if info else example[control].severity),
                counts=Counts(**{status.value: number for status, number in found.items()}),
                remedy=info.remedy if info else "",
                info=info,
            )
        )
    return tuple(sorted(rows, key=lambda c: (-c.counts.must, -c.counts.should, -c.counts.review, -c.counts.unclear, c.id)))

