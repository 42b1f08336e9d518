"""A finished run: stored whole in one transaction, read back the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from auditor.history import seal, sights, spans
from auditor.history.accounts import heads_of, numbered, store_pieces
from auditor.history.codec import decoder, dumps, encoder, loads
from auditor.history.parts import Part, account_from, row_piece, unpack
from auditor.history.runs import calls_text, row_of
from auditor.history.spool import held
from auditor.history.tables import account, body, escape, result, run, sighting
from auditor.history.trend import Summary
from auditor.history.words import AT_ONCE, chunks, insert_rows, maybe_micros, maybe_moment, micros, moment
from auditor.model import AccountResult, CallCount, Candidate, Finding, Run, Sight, State
from auditor.model.outline import Outliner

_COLUMNS = (
    "run_seq", "account_key", "position", "state", "score", "fetched_at", "native_id", "register_row", "sighted",
)  # fmt: skip
_CANDIDATES = tuple[Candidate, ...]
_CALLS = Mapping[str, CallCount]


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


def load(connection: Connection, run_id: str, *, whole: bool = True) -> Run:
    """A finished run, equal to the one that was concluded; on wish only the outcomes, to compare a later run with.

    What is not `whole` holds outlines: neither what the platforms showed nor any finding's words and evidence.
    """
    row = row_of(connection, run_id, state="finished")
    return Run(
        id=row.id,
        kind=row.kind,
        started_at=moment(row.started_at),
        finished_at=maybe_moment(row.finished_at),
        version=row.version,
        policy_sha256=row.policy_sha256,
        register_sha256=row.register_sha256,
        results=held(_results(connection, row, whole=True)) if whole else _outlines(connection, row),
        candidates=candidates_of(row.candidates),
        calls=decoder(_CALLS)(loads(row.calls)),
        first=bool(row.first),
        previous_id=row.previous_id,
        selection=row.selection,
    )


def _results(connection: Connection, row: Any, *, whole: bool) -> Iterator[AccountResult]:
    of_run = result.c.run_seq == row.seq
    wanted = (
        select(result, account.c.id, body.c.data)
        .join(account, account.c.key == result.c.account_key)
        .join(body, body.c.key == result.c.register_row)
        .where(of_run)
        .order_by(result.c.position)
    )
    in_order = connection.execute(select(result.c.account_key).where(of_run).order_by(result.c.position)).scalars()
    frames, place = spans.frames(connection), spans.lane_of(row.seq, row.full_no)
    calls = sights.calls_of(connection, row.seq) if whole else {}
    for numbers in chunks(in_order.all(), AT_ONCE):
        some = connection.execute(wanted.where(result.c.account_key.in_(numbers))).all()
        read: Callable[[Any, spans.Frame, str, datetime | None], Finding]
        if whole:
            seen = sights.of_run(connection, row.seq, numbers, calls)
            found, read = spans.read(connection, place, numbers), spans.finding_from
        else:
            seen, found, read = {}, spans.read(connection, place, numbers, spans.OUTCOME), spans.outcome_from
        yield from (_result(r, own, frames, seen, read) for r, (_, own) in zip(some, found, strict=True))


def _outlines(connection: Connection, row: Any) -> tuple[AccountResult, ...]:
    outliner = Outliner()
    return tuple([outliner.of(one) for one in _results(connection, row, whole=False)])


def _result(
    row: Any,
    found: list[Any],
    frames: Mapping[int, spans.Frame],
    seen: Mapping[str, Sight],
    read: Callable[[Any, spans.Frame, str, datetime | None], Finding],
) -> AccountResult:
    fetched_at = maybe_moment(row.fetched_at)
    return AccountResult(
        account=account_from(unpack(row.data)),
        state=State(row.state),
        findings=tuple([read(f, frames[f.frame_key], row.id, fetched_at) for f in found]),
        sight=seen.get(row.id) if row.sighted else None,
        score=row.score,
        fetched_at=fetched_at,
        native_id=row.native_id,
    )
