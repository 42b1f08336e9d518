"""The life of a run: begun, its shards recorded, finished or abandoned; and how runs are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from auditor.errors import UsageError
from auditor.history.codec import decoder, dumps, encoder, loads
from auditor.history.tables import run, shard
from auditor.history.words import maybe_moment, micros, moment, next_key
from auditor.model import CallCount


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfinishedRun:
    """A run that was begun and neither finished nor abandoned."""

    id: str
    kind: str
    started_at: datetime
    version: str
    policy_sha256: str
    register_sha256: str
    selection: str
    shards: frozenset[str]  # those recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """One line of a list of runs."""

    id: str
    kind: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    version: str
    selection: str
    mailed: bool


def begin(
    connection: Connection,
    run_id: str,
    *,
    kind: str,
    started_at: datetime,
    version: str,
    policy_sha256: str,
    register_sha256: str,
    selection: str,
) -> str:
    """Enter a run under this id, or with "-2", "-3" if it is taken; gives the id."""
    taken = set(connection.execute(select(run.c.id).where(run.c.id.startswith(run_id, autoescape=True))).scalars())
    free, n = run_id, 1
    while free in taken:
        n += 1
        free = f"{run_id}-{n}"
    connection.execute(
        run.insert().values(
            seq=next_key(connection, run.c.seq), id=free, kind=kind, state="running", started_at=micros(started_at),
            version=version, policy_sha256=policy_sha256, register_sha256=register_sha256, selection=selection,
            first=False, mailed=False,
        )
    )  # fmt: skip
    return free


def row_of(connection: Connection, run_id: str, *, state: str | None = None) -> Row[Any]:
    """The row of a run by its full id; refused if there is none or it is in another state."""
    row = connection.execute(select(run).where(run.c.id == run_id)).one_or_none()
    if row is None:
        raise UsageError(f"There is no run {run_id!r} in the history.", "`auditor history` lists the runs.")
    if state is not None and row.state != state:
        raise UsageError(f"The run {run_id} is {row.state}, not {state}.", "`auditor history` lists the runs.")
    return row


def unfinished(connection: Connection, kind: str) -> UnfinishedRun | None:
    """The newest run of this kind that is still marked as running."""
    wanted = select(run).where(run.c.state == "running", run.c.kind == kind).order_by(run.c.seq.desc()).limit(1)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    return UnfinishedRun(
        id=row.id, kind=row.kind, started_at=moment(row.started_at), version=row.version,
        policy_sha256=row.policy_sha256, register_sha256=row.register_sha256, selection=row.selection,
        shards=frozenset(shards(connection, row.seq)),
    )  # fmt: skip


def shards(connection: Connection, seq: int) -> set[str]:
    """The names of the shards recorded."""
    return set(connection.execute(select(shard.c.name).where(shard.c.run_seq == seq)).scalars())


def mark_shard(connection: Connection, seq: int, name: str, calls: Mapping[str, CallCount]) -> None:
    """Mark one shard as done, with what it cost."""
    connection.execute(shard.delete().where(shard.c.run_seq == seq, shard.c.name == name))
    connection.execute(shard.insert().values(run_seq=seq, name=name, calls=calls_text(calls)))


def calls_text(calls: Mapping[str, CallCount]) -> str:
    """Call counts as JSON."""
    return dumps({platform: encoder(CallCount)(count) for platform, count in calls.items()})


def abandon(connection: Connection, run_id: str) -> None:
    """Give an unfinished run up. What it fetched stays good for comparison."""
    row = row_of(connection, run_id, state="running")
    connection.execute(run.update().where(run.c.seq == row.seq).values(state="abandoned"))


def latest(connection: Connection, *, before: str | None, kind: str, mailed: bool) -> str | None:
    """The id of the newest finished run of a kind, before another one if that is named."""
    wanted = select(run.c.id).where(run.c.state == "finished", run.c.kind == kind)
    if mailed:
        wanted = wanted.where(run.c.mailed.is_(True))
    if before is not None:
        wanted = wanted.where(run.c.seq < row_of(connection, before).seq)
    return connection.execute(wanted.order_by(run.c.seq.desc()).limit(1)).scalar()


def listed(connection: Connection, limit: int) -> list[RunSummary]:
    """The newest runs of all kinds and states, newest first."""
    return [
        RunSummary(
            id=row.id, kind=row.kind, state=row.state, started_at=moment(row.started_at),
            finished_at=maybe_moment(row.finished_at), version=row.version, selection=row.selection,
            mailed=bool(row.mailed),
        )
        for row in connection.execute(select(run).order_by(run.c.seq.desc()).limit(limit))
    ]  # fmt: skip


def find(connection: Connection, text: str) -> str:
    """The full id of the one run whose id is this or begins so; "latest" is the newest finished full run."""
    if text == "latest":
        newest = latest(connection, before=None, kind="full", mailed=False)
        if newest is None:
            raise UsageError("No full run has finished yet.", "Start with `auditor run`.")
        return newest
    if connection.execute(select(run.c.seq).where(run.c.id == text)).first() is not None:
        return text
    found = connection.execute(
        select(run.c.id).where(func.length(text) > 0, run.c.id.startswith(text, autoescape=True)).order_by(run.c.seq)
    ).scalars()
    ids: list[str] = list(found)
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise UsageError(f"{len(ids)} runs begin with {text!r}: {', '.join(ids[:5])}.", "Give more of the id.")
    raise UsageError(f"There is no run {text!r} in the history.", "`auditor history` lists the runs.")


def shard_calls(connection: Connection, seq: int) -> dict[str, CallCount]:
    """What the recorded shards cost in all, by platform."""
    total: dict[str, CallCount] = {}
    for text in connection.execute(select(shard.c.calls).where(shard.c.run_seq == seq)).scalars():
        for platform, plain in loads(text).items():
            one: CallCount = decoder(CallCount)(plain)
            so_far = total.get(platform, CallCount())
            total[platform] = CallCount(
                so_far.requests + one.requests, so_far.units + one.units, so_far.price_usd + one.price_usd
            )
    return total


def mark_published(connection: Connection, run_id: str, at: datetime) -> None:
    """Note that a finished run's report stands where readers find it."""
    row = row_of(connection, run_id, state="finished")
    connection.execute(run.update().where(run.c.seq == row.seq).values(published_at=micros(at)))


def published_at(connection: Connection, run_id: str) -> datetime | None:
    """When a run's report was published; None if it never was."""
    return maybe_moment(row_of(connection, run_id).published_at)
