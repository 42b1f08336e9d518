"""Asks the platforms: one worker per credential side by side, and exactly one honest result per account."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from auditor.model import Account, CallCount, Candidate, Sight, Snapshot, Trouble, Unreachable
from auditor.platforms import PLATFORMS, RETIRED
from auditor.ports import Ask, Connector, portion_of

log = logging.getLogger(__name__)

PART = 200  # sights that are stored at a time
WAITING = 4  # parts that may wait to be stored
ASKED_AS = "asked_as"  # in Snapshot.extra: the registered handle it was asked for under


@dataclass(frozen=True, slots=True)
class Shard:
    """What one credential is asked about in this run; the unit that is stored in one transaction."""

    name: str
    connector: Connector
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Some sights of a shard whose other answers are still awaited."""

    shard: str
    sights: tuple[Sight, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The rest of one shard's answer, which is complete with it: what it cost, who was met on the way."""

    shard: str
    sights: tuple[Sight, ...]
    accounts: int  # in all of its parts
    calls: Mapping[str, CallCount]
    candidates: tuple[Candidate, ...]
    broke: bool = False  # the connector failed, which is a fault of ours
    cut_off: bool = False  # the run was stopped before all of this was asked


def asked(account: Account) -> bool:
    """Whether a platform is asked about this row at all: closed and retired rows are told without asking."""
    return account.status != "closed" and account.platform not in RETIRED


def without_credential(accounts: Sequence[Account], now: datetime) -> list[Sight]:
    """The result for accounts of platforms that cannot be asked: no credential configured, or no API to ask."""
    return [_no_credential(account, now) for account in accounts]


def _no_credential(account: Account, now: datetime) -> Unreachable:
    platform = PLATFORMS[account.platform]
    if platform.audited:
        message = f"No credential for {platform.label} is configured, so the platform was not asked."
        remedy = f"The operator of the audit sets the credential for {platform.label} in config.toml (see the docs)."
    else:
        message = f"{platform.label} cannot be asked automatically; only what the register holds was judged."
        remedy = "Keep the register's dated attestations for this account up to date."
    return Unreachable(account.id, now, Trouble.NO_CREDENTIAL, message, remedy)


def collect(shards: Sequence[Shard], *, now: datetime, cancelled: threading.Event) -> Iterator[Part | Gathered]:
    """Run all shards side by side; give parts of large ones as they come and the end of each. Never raises for a connector's fault."""
    out = _Outlet()
    threads = [
        threading.Thread(target=_work, args=(shard, now, cancelled, out.put), name=f"collect-{shard.name}", daemon=True)
        for shard in shards
    ]
    for thread in threads:
        thread.start()
    left = len(threads)
    try:
        while left:
            some = out.get()
            left -= isinstance(some, Gathered)
            yield some
    finally:
        if threads:
            out.close(len(threads))
    for thread in threads:
        thread.join(timeout=0 if cancelled.is_set() else None)


class _Outlet:
    """Hands sights from the workers to whoever stores them, a few parts at a time, so that no large estate piles up."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Part | Gathered] = queue.SimpleQueue()
        self._room = threading.Semaphore(WAITING)
        self._closed = False

    def put(self, some: Part | Gathered) -> None:
        """Hand over, as soon as there is room."""
        if not self._closed:
            self._room.acquire()
        self._waiting.put(some)

    def get(self) -> Part | Gathered:
        """The next one."""
        some = self._waiting.get()
        self._room.release()
        return some

    def close(self, workers: int) -> None:
        """Let none of so many workers wait: nobody takes any more."""
        self._closed = True
        self._room.release(workers)


def _work(shard: Shard, now: datetime, cancelled: threading.Event, put: Callable[[Part | Gathered], None]) -> None:
    left = {ask.account.id: ask for ask in shard.asks}
    ready: list[Sight] = []
    cause = ("The connector gave no answer for this account.", "Please report this with the log.")
    broke = False
    try:
        for asks in _portions(shard):
            for sight in shard.connector.fetch(asks, now=now):
                ask = left.pop(sight.account_id, None)
                if ask is None:
                    log.warning("%s: an answer for an account nobody asked about, or a second one, was dropped", shard.name)
                    continue
                ready.append(_with_handle(sight, ask))
                if len(ready) == PART:
                    put(Part(shard.name, tuple(ready)))
                    ready.clear()
    except Exception:
        log.exception("%s: the connector failed", shard.name)
        broke = True
        cause = (
            f"The auditor itself failed while asking {PLATFORMS[shard.connector.platform].label}.",
            "This is a fault of the program, not of the account: please report it with the log.",
        )
    ready += [Unreachable(account_id, now, Trouble.BROKEN, *cause) for account_id in left]
    place = {ask.account.id: n for n, ask in enumerate(shard.asks)}
    ready.sort(key=lambda sight: place[sight.account_id])
    try:
        candidates = tuple(shard.connector.candidates())  # may ask once more, so it comes before the counts
        calls = dict(shard.connector.counts())
    except Exception:
        log.exception("%s: the connector's counts failed", shard.name)
        calls, candidates = {}, ()
    put(Gathered(shard.name, tuple(ready), len(shard.asks), calls, candidates, broke, cancelled.is_set()))


def _portions(shard: Shard) -> Iterator[Sequence[Ask]]:
    """All asks at once, or in portions where the connector would hold the answers of all accounts until the last is there."""
    size = portion_of(shard.connector) or len(shard.asks) or 1
    for start in range(0, len(shard.asks), size):
        yield shard.asks[start : start + size]


def _with_handle(sight: Sight, ask: Ask) -> Sight:
    """Remember under which registered handle the account was asked for: an id learned for one says nothing of another."""
    if not isinstance(sight, Snapshot):
        return sight
    return replace(sight, extra={**sight.extra, ASKED_AS: ask.account.handle})
