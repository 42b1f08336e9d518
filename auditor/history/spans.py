"""Findings as spans: a finding that reads the same night after night is one row, and an unchanged night writes none.

What differs only because the account was fetched at another time does not count as a change: such times are stored as marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, and_, select

from auditor.history.codec import decoder, dumps, encoder
from auditor.history.tables import FULL_LANE, OPEN, escape, finding, frame, unescape
from auditor.history.words import AT_ONCE, chunks, insert_rows, next_key
from auditor.model import Evidence, Finding, Outcome, Severity, Waiver

_OUTCOMES = {outcome.value: outcome for outcome in Outcome}
_SEVERITIES = {severity.value: severity for severity in Severity}
_FETCHED = "@"  # seen when the account was fetched
_LAST_KNOWN = tuple[Outcome, datetime]
_DETAILS = Mapping[str, object]
_NO_DETAILS: _DETAILS = MappingProxyType({})

_COLUMNS = (
    "key", "account_key", "lane", "first", "last", "position", "frame_key", "outcome", "status", "since", "fingerprint",
    "body",
)  # fmt: skip

_SEALED = tuple(finding.c[name] for name in _COLUMNS[5:])
CELLS = tuple(finding.c[name] for name in _COLUMNS[6:])  # what `finding_from` needs
OUTCOME = CELLS[:4]  # what `outcome_from` needs

Frame = tuple[str, str, str, str | None, str | None]  # control, clause, severity, expected, remedy
Cells = tuple[
    int, int, str, str | None, int | None, str, str
]  # position, frame, outcome, status, since, fingerprint, body


@dataclass(frozen=True, slots=True)
class Lane:
    """Where the findings of one run stand: full runs share a lane by their order, any other run has its own."""

    lane: int
    no: int

    def holds(self) -> Any:
        """The condition that a span is part of this run."""
        return and_(finding.c.lane == self.lane, finding.c.first <= self.no, finding.c.last >= self.no)


def lane_of(seq: int, full_no: int | None) -> Lane:
    """The lane of a run."""
    return Lane(seq, 1) if full_no is None else Lane(FULL_LANE, full_no)


def frame_of(one: Finding) -> Frame:
    """What this finding has in common with others of its control."""
    return one.control, one.clause, one.severity.value, one.expected, one.remedy


class Frames:
    """What findings of one control have in common, by small numbers."""

    def __init__(self, connection: Connection) -> None:
        self._keys: dict[Frame, int] = {}
        self._contents: dict[int, Frame] = {}
        self._new: list[tuple[Any, ...]] = []
        for key, one in frames(connection).items():
            self._keys[one] = key
            self._contents[key] = one
        self._next = max(self._keys.values(), default=0) + 1

    def key(self, one: Finding) -> int:
        """The number of this finding's frame."""
        mine = frame_of(one)
        key = self._keys.get(mine)
        if key is None:
            key = self._keys[mine] = self._next
            self._next += 1
            self._contents[key] = mine
            self._new.append((key, *(None if text is None else escape(text) for text in mine)))
        return key

    def write(self, connection: Connection) -> None:
        """Store the new ones."""
        insert_rows(connection, frame, ("key", "control", "clause", "severity", "expected", "remedy"), self._new)
        self._new = []

    def contents(self) -> Mapping[int, Frame]:
        """All frames by number; grows with the keys given out."""
        return self._contents


def cells_of(position: int, one: Finding, account_id: str, fetched_at: datetime | None, frames: Frames) -> Cells:
    """A finding as the cells of a row."""
    return (
        position,
        frames.key(one),
        one.outcome.value,
        one.status,
        None if one.since is None else one.since.toordinal(),
        escape(one.fingerprint),
        dumps(body_of(one, account_id, fetched_at)),
    )


def body_of(one: Finding, account_id: str, fetched_at: datetime | None) -> dict[str, Any]:
    """A finding's words and evidence as plain data."""
    plain: dict[str, Any] = {"m": one.message}
    if one.evidence:
        plain["e"] = [_evidence(e, fetched_at) for e in one.evidence]
    if one.details:
        plain["d"] = encoder(_DETAILS)(one.details)
    if one.waiver is not None:
        plain["w"] = encoder(Waiver)(one.waiver)
    if one.last_known is not None:
        plain["k"] = encoder(_LAST_KNOWN)(one.last_known)
    if one.account_id != account_id:
        plain["a"] = one.account_id
    return plain


def _evidence(one: Evidence, fetched_at: datetime | None) -> list[Any]:
    plain: list[Any] = [one.field, one.value, one.source]
    if one.seen_at is not None or one.marks:
        same = one.seen_at == fetched_at and one.seen_at is not None
        plain.append(_FETCHED if same else one.seen_at and one.seen_at.isoformat())
    if one.marks:
        plain.append(one.marks)
    return plain


_evidence_marks = decoder(tuple[tuple[int, int], ...])
_details = decoder(_DETAILS)
_waiver = decoder(Waiver)
_last_known = decoder(_LAST_KNOWN)


def _evidence_from(plain: Sequence[Any], fetched_at: datetime | None) -> Evidence:
    if len(plain) == 3:
        return Evidence(*plain)
    field, value, source, seen, *marks = plain
    seen_at = fetched_at if seen == _FETCHED else seen and datetime.fromisoformat(seen)
    return Evidence(field, value, source, seen_at, _evidence_marks(marks[0]) if marks else ())


def finding_from(
    cells: Sequence[Any], plain: Mapping[str, Any], shared: Frame, account_id: str, fetched_at: datetime | None
) -> Finding:
    """A finding from its cells (frame to fingerprint), its body as plain data, and its frame."""
    _, outcome, status, since, fingerprint, *_ = cells
    control, clause, severity, expected, remedy = shared
    told = plain.get
    evidence, details, waiver, last_known = told("e"), told("d"), told("w"), told("k")
    return Finding(
        account_id=told("a", account_id),
        control=control,
        clause=clause,
        severity=_SEVERITIES[severity],
        outcome=_OUTCOMES[outcome],
        message=plain["m"],
        evidence=tuple([_evidence_from(e, fetched_at) for e in evidence]) if evidence else (),
        expected=expected,
        remedy=remedy,
        fingerprint=unescape(fingerprint),
        status=status,
        since=None if since is None else date.fromordinal(since),
        waiver=_waiver(waiver) if waiver else None,
        last_known=_last_known(last_known) if last_known else None,
        details=_details(details) if details else {},
    )


def outcome_from(cells: Sequence[Any], shared: Frame, account_id: str) -> Finding:
    """A finding without its words and evidence, from its `OUTCOME` cells and frame."""
    _, outcome, status, since, *_ = cells
    control, clause, severity, _, _ = shared
    return Finding(
        account_id=account_id,
        control=control,
        clause=clause,
        severity=_SEVERITIES[severity],
        outcome=_OUTCOMES[outcome],
        message="",
        status=status,
        since=None if since is None else date.fromordinal(since),
        details=_NO_DETAILS,
    )


def written(
    connection: Connection, place: Lane, found: Iterable[tuple[int, Sequence[Cells]]]
) -> Iterator[tuple[int, Sequence[Cells]]]:
    """Store the findings of a run, account by account: keep spans that go on, end those that changed, begin new ones.

    Gives back what it was given once it is stored, so that nothing has to hold a whole run.
    """
    key = next_key(connection, finding.c.key)
    shared = place.lane == FULL_LANE  # else nothing can go on
    for some in chunks(found, AT_ONCE):
        open_spans = _open(connection, [number for number, _ in some]) if shared else {}
        rows: list[tuple[Any, ...]] = []
        for number, cells in some:
            for one in cells:
                if open_spans.pop((number, one), None) is None:
                    rows.append((key, number, place.lane, place.no, OPEN if shared else place.no, *one))
                    key += 1
        _end(connection, open_spans.values(), place.no)
        insert_rows(connection, finding, _COLUMNS, rows)
        yield from some


def end_others(connection: Connection, place: Lane, numbers: set[int]) -> None:
    """End the open spans of accounts that this full run does not hold."""
    rows = connection.execute(
        select(finding.c.account_key).where(finding.c.lane == FULL_LANE, finding.c.last == OPEN).distinct()
    ).scalars()
    for some in chunks(sorted(set(rows) - numbers)):
        connection.execute(
            finding.update()
            .where(finding.c.account_key.in_(some), finding.c.lane == FULL_LANE, finding.c.last == OPEN)
            .values(last=place.no - 1)
        )


def _open(connection: Connection, numbers: Sequence[int]) -> dict[tuple[int, Cells], int]:
    rows = connection.execute(
        select(*[finding.c[name] for name in ("key", "account_key", *_COLUMNS[5:])]).where(
            finding.c.account_key.in_(numbers), finding.c.lane == FULL_LANE, finding.c.last == OPEN
        )
    ).all()
    return {(number, tuple(cells)): key for key, number, *cells in rows}


def _end(connection: Connection, keys: Iterable[int], no: int) -> None:
    for some in chunks(keys):
        connection.execute(finding.update().where(finding.c.key.in_(some)).values(last=no - 1))


def read(
    connection: Connection, place: Lane, numbers: Iterable[int], cells: Sequence[Any] = _SEALED
) -> Iterator[tuple[int, list[Any]]]:
    """The cells of these accounts' findings in a run, in their order, account by account."""
    for some in chunks(numbers):
        found: dict[int, list[Any]] = {number: [] for number in some}
        rows = connection.execute(
            select(finding.c.account_key, *cells)
            .where(finding.c.account_key.in_(some), place.holds())
            .order_by(finding.c.account_key, finding.c.position)
        ).all()
        for row in rows:
            found[row[0]].append(row)
        yield from found.items()


def frames(connection: Connection) -> dict[int, Frame]:
    """All frames by number."""
    return {
        row.key: (row.control, row.clause, row.severity, row.expected, row.remedy)
        for row in connection.execute(select(frame))
    }
