"""One run at a time on one history, also where the file lock does not reach: its file was removed, or on another machine.

Whoever finds the row of another run judges whether that one can still be alive:

- It held the very lock file that we hold now (same machine): it is dead, or the kernel would not have let us have the lock.
- Its process is gone, or its machine was started again since: dead.
- Its process cannot be seen from here (another machine, another container): taken for alive until the lease is over.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from auditor.errors import AuditorError, LockedError
from auditor.history.claims import alive, me
from auditor.history.engine import writing
from auditor.history.tables import turn
from auditor.history.words import micros, moment

log = logging.getLogger(__name__)

LEASE = timedelta(hours=6)  # longer than a night takes, shorter than from one night to the next
_NAME = "run"


@contextmanager
def alone(engine: Engine, at: datetime, lock: str = "") -> Iterator[None]:
    """Have the history to oneself for a run; `lock` names the lock file held. Raises `LockedError` while another has it."""
    process = me()
    _take(engine, at, process, lock)
    try:
        yield
    finally:
        try:
            _give_back(engine, process)
        except AuditorError as error:  # a dead process's row hinders nobody
            log.info("the row of this run could not be taken out: %s", error.message)


def _take(engine: Engine, at: datetime, process: str, lock: str) -> None:
    host, boot, pid, _ = process.split(" ")
    space = _space()
    with writing(engine) as connection:
        held = connection.execute(select(turn).where(turn.c.name == _NAME)).first()
        if held is not None:
            if _holds(held, at, host=host, boot=boot, space=space, lock=lock):
                raise LockedError(
                    f"Another run holds the history: process {held.pid} on {held.host}, since {moment(held.since):%Y-%m-%d %H:%M} UTC.",
                    f"Wait for it to end. If it died on another machine, its hold ends after {LEASE.seconds // 3600} hours.",
                )
            connection.execute(turn.delete().where(turn.c.name == _NAME))
        connection.execute(
            turn.insert().values(
                name=_NAME, host=host, boot=boot, pid=int(pid), process=process, space=space, lock=lock,
                since=micros(at),
            )
        )  # fmt: skip


def _holds(held: Any, at: datetime, *, host: str, boot: str, space: str, lock: str) -> bool:
    """Whether the run of this row may be going on."""
    here = held.boot == boot != "-"
    if here and lock and held.lock == lock:
        return False
    if held.host == host and held.boot != boot:
        return False
    if held.host == host and held.space == space:
        return alive(held.process) is not False
    return abs(at - moment(held.since)) < LEASE


def _give_back(engine: Engine, process: str) -> None:
    with writing(engine) as connection:
        connection.execute(turn.delete().where(turn.c.name == _NAME, turn.c.process == process))


def _space() -> str:
    with contextlib.suppress(OSError):
        return str(Path("/proc/self/ns/pid").readlink())
    return ""
