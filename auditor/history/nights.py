"""How every account stood in the last full runs, in numbers, read from spans in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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


@dataclass(slots=True)
class Night:
    """One account in one full run: findings by what a reader is told of them."""

    run_id: str
    at: datetime
    must_fix: int = 0
    should_fix: int = 0
    review: int = 0
    could_not_check: int = 0
    meets: int = 0


def nights(connection: Connection, limit: int, until: str | None = None) -> Mapping[str, list[Night]]:
    """The last `limit` finished full runs (up to and with run `until`) by account id, oldest first."""
    wanted = select(run.c.full_no, run.c.id, run.c.started_at).where(run.c.full_no.is_not(None))
    if until is not None:
        own = select(run.c.full_no).where(run.c.id == until).scalar_subquery()
        wanted = wanted.where(run.c.full_no <= own)
    rows = list(reversed(connection.execute(wanted.order_by(run.c.full_no.desc()).limit(limit)).all()))
    if not rows:
        return {}
    heads = {row.full_no: (row.id, moment(row.started_at)) for row in rows}
    low, high = rows[0].full_no, rows[-1].full_no
    found: dict[int, dict[int, Night]] = {}
    ids = dict(connection.execute(select(account.c.key, account.c.id)).tuples().all())
    for key, first, last, severity, outcome, count in _counted(connection, ids, low, high):
        if outcome == Outcome.FAIL.value:
            kind = "must_fix" if severity in _GRAVE else "should_fix"
        elif outcome in _KINDS:
            kind = _KINDS[outcome]
        else:
            continue
        mine = found.setdefault(key, {})
        for number in range(max(first, low), min(last, high) + 1):
            if number in heads:
                night = mine.get(number) or mine.setdefault(number, Night(*heads[number]))
                setattr(night, kind, getattr(night, kind) + count)
    return {ids[key]: [own[n] for n in sorted(own)] for key, own in found.items()}


def _counted(connection: Connection, numbers: Iterable[int], low: int, high: int) -> Iterator[Any]:
    """How many findings of a severity and outcome each account had over the same runs; found by account, as indexed."""
    f = finding.c
    for some in chunks(sorted(numbers)):
        yield from connection.execute(
            select(f.account_key, f.first, f.last, frame.c.severity, f.outcome, func.count())
            .join(frame, frame.c.key == f.frame_key)
            .where(f.account_key.in_(some), f.lane == FULL_LANE, f.last >= low, f.first <= high)
            .group_by(f.account_key, f.first, f.last, frame.c.severity, f.outcome)
        ).all()
