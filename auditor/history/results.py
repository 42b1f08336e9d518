"""A finished run, stored whole in one transaction; `loading` reads it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from auditor.history import seal, sights, spans
from auditor.history.accounts import heads_of, numbered, store_pieces
from auditor.history.codec import decoder, dumps, encoder, loads
from auditor.history.parts import Part, row_piece
from auditor.history.runs import calls_text, row_of
from auditor.history.tables import escape, result, run, sighting
from auditor.history.trend import Summary
from auditor.history.words import AT_ONCE, chunks, insert_rows, maybe_micros, micros
from auditor.model import AccountResult, Candidate, Run

_COLUMNS = (
    "run_seq", "account_key", "position", "state", "score", "fetched_at", "native_id", "register_row", "sighted",
)  # fmt: skip
_CANDIDATES = tuple[Candidate, ...]


def conclude(connection: Connection, done: Run, *, mailed: bool) -> None:
    """Store results, findings and what was seen but not recorded yet, and mark the run as finished.

    The results are gone through once, some accounts at a time, so that a large run need not be held.
    """
    row = row_of(connection, done.id, state="running")
    full_no = _next_full(connection) if done.kind == "full" else None
    place = spans.lane_of(row.seq, full_no)
    _update(
        connection, row.seq,
        state="finished", full_no=full_no, finished_at=maybe_micros(done.finished_at), kind=done.kind,
        started_at=micros(done.started_at), version=done.version, policy_sha256=done.policy_sha256,
        register_sha256=done.register_sha256, selection=done.selection, first=done.first,
        previous_id=done.previous_id, mailed=mailed, calls=calls_text(done.calls),
        candidates=candidates_text(done.candidates),
    )  # fmt: skip
    frames, summary, numbers = spans.Frames(connection), Summary(), set[int]()
    cells = _stored(connection, row.seq, _counted(done.results, summary), frames, numbers)
    seal.close(connection, row.seq, spans.written(connection, place, cells), frames.contents())
    frames.write(connection)
    if full_no is not None:
        spans.end_others(connection, place, numbers)
    _update(connection, row.seq, summary=dumps(summary.told()))


def _update(connection: Connection, seq: int, **values: Any) -> None:
    connection.execute(run.update().where(run.c.seq == seq).values(**values))


def _stored(
    connection: Connection,
    seq: int,
    results: Iterable[AccountResult],
    frames: spans.Frames,
    numbers: set[int],
) -> Iterator[tuple[int, list[spans.Cells]]]:
    """Store what is no finding, and give the findings' cells account by account; adds each account's number to `numbers`."""
    for start, some in enumerate(chunks(results, AT_ONCE)):
        own = numbered(connection, [r.account.id for r in some])
        numbers.update(own.values())
        _write_missing(connection, seq, some, own)
        _write_results(connection, seq, start * AT_ONCE, some, own)
        for one in some:
            yield own[one.account.id], _cells(one, frames)


def _counted(results: Iterable[AccountResult], summary: Summary) -> Iterator[AccountResult]:
    for one in results:
        summary.add(one)
        yield one


def _write_missing(connection: Connection, seq: int, some: Sequence[AccountResult], numbers: Mapping[str, int]) -> None:
    wanted = select(sighting.c.account_key).where(
        sighting.c.run_seq == seq, sighting.c.account_key.in_(list(numbers.values()))
    )
    there = set(connection.execute(wanted).scalars())
    sights.write(connection, seq, [r.sight for r in some if r.sight is not None and numbers[r.account.id] not in there])


def candidates_text(some: Sequence[Candidate]) -> str:
    """Candidates as JSON."""
    return dumps(encoder(_CANDIDATES)(tuple(some)))


def candidates_of(text: str) -> tuple[Candidate, ...]:
    """What `candidates_text` was given."""
    found: tuple[Candidate, ...] = decoder(_CANDIDATES)(loads(text))
    return found


def _next_full(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(run.c.full_no), 0))).scalar_one()) + 1


def _cells(one: AccountResult, frames: spans.Frames) -> list[spans.Cells]:
    return [spans.cells_of(n, found, one.account.id, one.fetched_at, frames) for n, found in enumerate(one.findings)]


def _write_results(
    connection: Connection, seq: int, start: int, some: Sequence[AccountResult], numbers: Mapping[str, int]
) -> None:
    pieces = [(numbers[r.account.id], row_piece(r.account)) for r in some]
    at = store_pieces(connection, heads_of(connection, [n for n, _ in pieces], (Part.ROW,)), pieces)
    insert_rows(
        connection,
        result,
        _COLUMNS,
        [
            (
                seq, numbers[r.account.id], n, r.state.value, r.score, maybe_micros(r.fetched_at),
                None if r.native_id is None else escape(r.native_id), at[numbers[r.account.id], Part.ROW][0],
                r.sight is not None,
            )
            for n, r in enumerate(some, start)
        ],
    )  # fmt: skip
