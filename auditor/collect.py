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
from auditor.ports import Ask, Connector

log = logging.getLogger(__name__)

ASKED_AS = "asked_as"  # in Snapshot.extra: the registered handle it was asked for under


@dataclass(frozen=True, slots=True)
class Shard:
    """What one credential is asked about in this run; the unit that is stored in one transaction."""

    name: str
    connector: Connector
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The complete answer of one shard: a sight per account, what it cost, who was met on the way."""

    shard: str
    sights: tuple[Sight, ...]
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


def collect(shards: Sequence[Shard], *, now: datetime, cancelled: threading.Event) -> Iterator[Gathered]:
    """Run all shards side by side and give each one's complete answer as it comes. Never raises for a connector's fault."""
    done: queue.SimpleQueue[Gathered] = queue.SimpleQueue()
    threads = [
        threading.Thread(target=_work, args=(shard, now, cancelled, done.put), name=f"collect-{shard.name}", daemon=True)
        for shard in shards
    ]
    for thread in threads:
        thread.start()
    for _ in threads:
        yield done.get()
    for thread in threads:
        thread.join(timeout=0 if cancelled.is_set() else None)


def _work(shard: Shard, now: datetime, cancelled: threading.Event, put: Callable[[Gathered], None]) -> None:
    asks = {ask.account.id: ask for ask in shard.asks}
    sights: dict[str, Sight] = {}
    cause = ("The connector gave no answer for this account.", "Please report this with the log.")
    broke = False
    try:
        for sight in shard.connector.fetch(shard.asks, now=now):
            if sight.account_id in asks:
                sights.setdefault(sight.account_id, _with_handle(sight, asks[sight.account_id]))
            else:
                log.warning("%s: an answer for an account nobody asked about was dropped", shard.name)
    except Exception:
        log.exception("%s: the connector failed", shard.name)
        broke = True
        cause = (
            f"The auditor itself failed while asking {PLATFORMS[shard.connector.platform].label}.",
            "This is a fault of the program, not of the account: please report it with the log.",
        )
    for account_id in asks.keys() - sights.keys():
        sights[account_id] = Unreachable(account_id, now, Trouble.BROKEN, *cause)
    try:
        candidates = tuple(shard.connector.candidates())  # may ask once more, so it comes before the counts
        calls = dict(shard.connector.counts())
    except Exception:
        log.exception("%s: the connector's counts failed", shard.name)
        calls, candidates = {}, ()
    put(Gathered(shard.name, tuple(sights[i] for i in asks), calls, candidates, broke, cancelled.is_set()))


def _with_handle(sight: Sight, ask: Ask) -> Sight:
    """Remember under which registered handle the account was asked for: an id learned for one says nothing of another."""
    if not isinstance(sight, Snapshot):
        return sight
    return replace(sight, extra={**sight.extra, ASKED_AS: ask.account.handle})
