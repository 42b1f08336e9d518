"""What a run came to in a few numbers, kept with it so that a trend needs no findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from auditor.history.codec import loads
from auditor.history.tables import run
from auditor.history.words import maybe_moment, moment
from auditor.model import AccountResult, Outcome, Severity, State

_APART = frozenset({State.CLOSED, State.RETIRED, State.NO_CREDENTIAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One finished full run in numbers. Each account counts once, by the worst that is said of it.

    must fix: a failing control of high or critical severity; should fix: another failing control; review: a person has to
    look; could not check: something was not audited; meets: the rest. `apart` are closed, retired and uncredentialled rows.
    """

    id: str
    started_at: datetime
    finished_at: datetime | None
    accounts: int
    must_fix: int
    should_fix: int
    review: int
    could_not_check: int
    meets: int
    apart: int
    totals: Mapping[str, int]  # findings by outcome
    states: Mapping[str, int]  # accounts by state
    new: int
    fixed: int


class Summary:
    """Counts the numbers of a run, result by result."""

    def __init__(self) -> None:
        self._worst, self._totals, self._states, self._statuses = (Counter[str]() for _ in range(4))

    def add(self, one: AccountResult) -> None:
        """Count one result."""
        self._worst[_worst(one)] += 1
        self._states[one.state.value] += 1
        self._totals.update([f.outcome.value for f in one.findings])
        self._statuses.update([f.status for f in one.findings if f.status])

    def told(self) -> dict[str, Any]:
        """The numbers, as JSON data."""
        return {
            "accounts": self._states.total(),
            "worst": dict(self._worst),
            "totals": dict(self._totals),
            "states": dict(self._states),
            "new": self._statuses["new"],
            "fixed": self._statuses["fixed"],
        }


def _worst(one: AccountResult) -> str:
    outcomes = {f.outcome for f in one.findings}
    if Outcome.FAIL in outcomes:
        ranks = [f.severity.rank for f in one.findings if f.outcome is Outcome.FAIL]
        return "must_fix" if max(ranks) >= Severity.HIGH.rank else "should_fix"
    if Outcome.REVIEW in outcomes:
        return "review"
    if one.state in _APART:
        return "apart"
    if one.state is State.UNREACHABLE or Outcome.NOT_AUDITED in outcomes:
        return "could_not_check"
    return "meets"


def points(connection: Connection, limit: int) -> list[TrendPoint]:
    """The newest finished full runs, oldest first."""
    rows = connection.execute(
        select(run).where(run.c.full_no.is_not(None)).order_by(run.c.full_no.desc()).limit(limit)
    ).all()
    return [_point(row) for row in reversed(rows)]


def _point(row: Any) -> TrendPoint:
    summary = loads(row.summary)
    worst = summary["worst"]
    return TrendPoint(
        id=row.id,
        started_at=moment(row.started_at),
        finished_at=maybe_moment(row.finished_at),
        accounts=summary["accounts"],
        must_fix=worst.get("must_fix", 0),
        should_fix=worst.get("should_fix", 0),
        review=worst.get("review", 0),
        could_not_check=worst.get("could_not_check", 0),
        meets=worst.get("meets", 0),
        apart=worst.get("apart", 0),
        totals=summary["totals"],
        states=summary["states"],
        new=summary["new"],
        fixed=summary["fixed"],
    )
