"""How every account stood in the last full runs, in numbers, read from spans in one go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from auditor.history.tables import FULL_LANE, account, finding, frame, run
from auditor.history.words import chunks, moment
from auditor.model import Outcome, Severity

_GRAVE = frozenset({Severity.HIGH.value, Severity.CRITICAL.value})
_KINDS = {
    Outcome.REVIEW.value: "review",
    Outcome.NOT_AUDITED.value: "could_not_check",
    Outcome.NOT_EXPOSED.value: "could_not_check",
    Outcome.PASS.value: "meets",
}


@dataclass(frozen=True, slots=True)
class Night:
    """One account in one full run: findings by what a reader is told of them."""

    run_id: str
    at: datetime
    must_fix: int = 0
    should_fix: int = 0
    review: int = 0
    could_not_check: int = 0
    meets: int = 0


_KINDS_IN_ORDER = tuple(f.name for f in fields(Night))[2:]
_Counts = tuple[int, ...]  # in that order


class Nights(Mapping[str, Sequence[Night]]):
    """How every account stood in some full runs, oldest first, by account id. Equal counts are held once."""

    def __init__(self, heads: Mapping[int, tuple[str, datetime]]) -> None:
        self._heads = heads
        self._found: dict[str, tuple[tuple[int, _Counts], ...]] = {}
        self._shared: dict[tuple[object, ...], Any] = {}

    def add(self, account_id: str, nights: Mapping[int, list[int]]) -> None:
        """Note an account's counts by the numbers of the runs."""
        own = tuple([self._same((n, self._same(tuple(nights[n])))) for n in sorted(nights)])
        self._found[account_id] = self._same(own)

    def _same(self, value: Any) -> Any:
        return self._shared.setdefault(value, value)

    def __getitem__(self, account_id: str) -> Sequence[Night]:
        return [Night(*self._heads[number], *counts) for number, counts in self._found[account_id]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def nights(connection: Connection, limit: int, until: str | None = None) -> Nights:
    """The last `limit` finished full runs (up to and with run `until`)."""
    wanted = select(run.c.full_no, run.c.id, run.c.started_at).where(run.c.full_no.is_not(None))
    if until is not None:
        own = select(run.c.full_no).where(run.c.id == until).scalar_subquery()
        wanted = wanted.where(run.c.full_no <= own)
    rows = connection.execute(wanted.order_by(run.c.full_no.desc()).limit(limit)).all()
    heads = {row.full_no: (row.id, moment(row.started_at)) for row in rows}
    found = Nights(heads)
    if not heads:
        return found
    ids = dict(connection.execute(select(account.c.key, account.c.id)).tuples().all())
    for some in chunks(sorted(ids)):
        for key, mine in _of_accounts(connection, some, heads).items():
            found.add(ids[key], mine)
    return found


def _of_accounts(
    connection: Connection, numbers: Sequence[int], heads: Mapping[int, object]
) -> dict[int, dict[int, list[int]]]:
    low, high = min(heads), max(heads)
    found: dict[int, dict[int, list[int]]] = {}
    for key, first, last, severity, outcome, count in _counted(connection, numbers, low, high):
        if outcome == Outcome.FAIL.value:
            kind = "must_fix" if severity in _GRAVE else "should_fix"
        elif outcome in _KINDS:
            kind = _KINDS[outcome]
        else:
            continue
        mine, place = found.setdefault(key, {}), _KINDS_IN_ORDER.index(kind)
        for number in range(max(first, low), min(last, high) + 1):
            if number in heads:
                mine.setdefault(number, [0] * len(_KINDS_IN_ORDER))[place] += count
    return found


def _counted(connection: Connection, numbers: Sequence[int], low: int, high: int) -> Sequence[Any]:
    """How many findings of a severity and outcome each account had over the same runs; found by account, as indexed."""
    f = finding.c
    return connection.execute(
        select(f.account_key, f.first, f.last, frame.c.severity, f.outcome, func.count())
        .join(frame, frame.c.key == f.frame_key)
        .where(f.account_key.in_(numbers), f.lane == FULL_LANE, f.last >= low, f.first <= high)
        .group_by(f.account_key, f.first, f.last, frame.c.severity, f.outcome)
    ).all()
