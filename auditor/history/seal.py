"""A seal over each finished run and the seal before it, so that `auditor verify` finds what was altered, and in which run.

It is a chain of hashes without a secret: it finds damage and careless edits, not a forger who recomputes the chain. Whoever
notes a seal elsewhere (it stands in the verification's output) has proof against that too.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import InvalidRequestError

from auditor.history import spans
from auditor.history.parts import unpack
from auditor.history.tables import account, body, heard, paper, result, run, sighting
from auditor.history.words import AT_ONCE, chunks

_START = "0" * 64
_RUN = (
    "id", "kind", "full_no", "started_at", "finished_at", "version", "policy_sha256", "register_sha256", "selection",
    "first", "previous_id", "calls", "candidates",
)  # fmt: skip

# what reading raises where something points at nothing, or is of another kind than it was written as
_UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, InvalidRequestError)

AccountCells = Iterable[tuple[int, Sequence[spans.Cells]]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the stored history that does not hold; `run_id` is empty where it concerns no single run."""

    run_id: str
    message: str


def close(connection: Connection, seq: int, cells: AccountCells, frames: Mapping[int, spans.Frame]) -> None:
    """Seal a run that was just stored, as the newest link of the chain."""
    last = connection.execute(
        select(run.c.sealed_no, run.c.seal)
        .where(run.c.sealed_no.is_not(None))
        .order_by(run.c.sealed_no.desc())
        .limit(1)
    ).one_or_none()
    before = last.seal if last else _START
    connection.execute(
        run.update()
        .where(run.c.seq == seq)
        .values(
            sealed_no=last.sealed_no + 1 if last else 1,
            seal_before=before,
            seal=_seal(connection, seq, before, cells, frames),
        )
    )


def faults(connection: Connection) -> Iterator[Fault]:
    """Everything that does not hold, run by run from the oldest, then the stored bodies."""
    frames = spans.frames(connection)
    expected = None
    wanted = select(run).where(run.c.state == "finished").order_by(run.c.sealed_no)
    for row in connection.execute(wanted).all():
        if expected is not None and row.seal_before != expected:
            yield Fault(row.id, "the run before it was removed, added or altered")
        expected = row.seal
        if row.seal != _stored_seal(connection, row, frames):
            yield Fault(row.id, "its content is not what was sealed")
    try:
        yield from _bodies(connection)
    except _UNREADABLE:
        yield Fault("", "a stored snapshot part cannot be read")


def _stored_seal(connection: Connection, row: Any, frames: Mapping[int, spans.Frame]) -> str | None:
    wanted = select(result.c.account_key).where(result.c.run_seq == row.seq).order_by(result.c.position)
    numbers = list(connection.execute(wanted).scalars())
    found = spans.read(connection, spans.lane_of(row.seq, row.full_no), numbers)
    cells = ((number, [tuple(f)[1:] for f in some]) for number, some in found)
    try:
        return _seal(connection, row.seq, row.seal_before, cells, frames)
    except _UNREADABLE:
        return None


def _seal(connection: Connection, seq: int, before: str, cells: AccountCells, frames: Mapping[int, spans.Frame]) -> str:
    digest = hashlib.sha256(before.encode("ascii", "replace"))
    for line in _lines(connection, seq, cells, frames):
        digest.update(repr(line).encode("utf-8", "backslashreplace"))
        digest.update(b"\n")
    return digest.hexdigest()


def _lines(
    connection: Connection, seq: int, cells: AccountCells, frames: Mapping[int, spans.Frame]
) -> Iterator[tuple[Any, ...]]:
    yield tuple(connection.execute(select(*[run.c[name] for name in _RUN]).where(run.c.seq == seq)).one())
    papers = select(paper.c.name, body.c.sha256).join(body, body.c.key == paper.c.body_key)
    yield from sorted(
        (row.name, bytes(row.sha256).hex()) for row in connection.execute(papers.where(paper.c.run_seq == seq))
    )
    for accounts in chunks(cells, AT_ONCE):
        numbers = [number for number, _ in accounts]
        results = _results(connection, seq, numbers)
        seen = _sightings(connection, seq, numbers)
        for number, some in accounts:
            yield results[number]
            yield seen.get(number, ())
            for position, frame_key, *rest in some:
                yield (position, *frames[frame_key], *rest)


def _results(connection: Connection, seq: int, numbers: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    rows = connection.execute(
        select(
            result.c.account_key, account.c.id, result.c.position, result.c.state, result.c.score, result.c.fetched_at,
            result.c.native_id, result.c.sighted, body.c.sha256,
        )
        .join(account, account.c.key == result.c.account_key)
        .join(body, body.c.key == result.c.register_row)
        .where(result.c.run_seq == seq, result.c.account_key.in_(numbers))
    )  # fmt: skip
    return {row[0]: (*row[1:8], bytes(row[8]).hex()) for row in rows}


def _sightings(connection: Connection, seq: int, numbers: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    bodies = [body.alias(), body.alias(), body.alias(), body.alias()]
    wanted = select(
        sighting.c.account_key, sighting.c.taken_at, sighting.c.trouble, sighting.c.detail, sighting.c.calls,
        *[b.c.sha256 for b in bodies],
    ).where(sighting.c.run_seq == seq, sighting.c.account_key.in_(numbers))  # fmt: skip
    source: Any = sighting
    for alias, name in zip(bodies, ("profile", "numbers", "feed", "figures"), strict=True):
        source = source.outerjoin(alias, alias.c.key == sighting.c[name])
    rows = connection.execute(wanted.select_from(source)).all()
    calls = _calls(connection, seq, {int(key) for row in rows for key in (row[4] or "").split()})
    return {
        row[0]: (
            *row[1:4],
            *[calls[key] for key in (row[4] or "").split()],
            *[sha and bytes(sha).hex() for sha in row[5:]],
        )
        for row in rows
    }


def _calls(connection: Connection, seq: int, keys: Iterable[int]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    for some in chunks(sorted(keys)):
        rows = connection.execute(select(heard).where(heard.c.run_seq == seq, heard.c.key.in_(some)))
        found.update((str(row.key), (row.source, row.at, row.sha256)) for row in rows)
    return found


def _bodies(connection: Connection) -> Iterator[Fault]:
    wanted = select(body).execution_options(yield_per=500)
    for row in connection.execute(wanted):
        expected = row.sha256 if row.blanked_sha256 is None else row.blanked_sha256
        if _sha256(bytes(row.data)) != bytes(expected):
            yield Fault("", f"the stored snapshot part {row.key} is not what was written")


def _sha256(data: bytes) -> bytes | None:
    try:
        return hashlib.sha256(unpack(data).encode("ascii")).digest()
    except (zlib.error, UnicodeDecodeError):
        return None


def newest(connection: Connection) -> tuple[str, str] | None:
    """The newest sealed run's id and its seal."""
    row = connection.execute(
        select(run.c.id, run.c.seal).where(run.c.sealed_no == select(func.max(run.c.sealed_no)).scalar_subquery())
    ).one_or_none()
    return (row.id, row.seal) if row else None
