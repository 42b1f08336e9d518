"""Asks the stand-in about the same accounts night after night, each time with a new connector that knows the last night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

import demo
from auditor.model import Account, Snapshot
from auditor.ports import Ask, Connector
from connectors._budget import Budget
from connectors._guard import Guard
from connectors._setup import Setup
from tests.connectors.asking import NOW


class Nights:
    """What was seen of each account last; `asked` counts the requests of the newest night by the end of their path."""

    def __init__(
        self, connect: Callable[[Setup], Connector], estate: demo.Estate, asks: Iterable[Ask], **setup: Any
    ) -> None:
        self._connect, self._estate, self._asks, self._setup = connect, estate, list(asks), setup
        self.seen: dict[str, Snapshot] = {}
        self.asked: Counter[str] = Counter()
        self.foreseen = 0
        self.price = 0.0

    def pass_by(self, now: datetime = NOW, *, fresh: bool = False, **setup: Any) -> dict[str, Snapshot]:
        """One night; gives what it saw."""
        before = self.seen
        given = Setup(
            guard=Guard(("127.0.0.1",)),
            budget=Budget(sleep=lambda _seconds: None, timeout_seconds=30, now=lambda: now),
            recall=lambda accounts: {a.id: before[a.id] for a in accounts if a.id in before},
            fresh=fresh,
            **{**self._setup, **setup},
        )
        asks = [replace(a, known=before[a.account.id].extra) if a.account.id in before else a for a in self._asks]
        self._estate.reset()
        connector = self._connect(given)
        try:
            self.foreseen = sum(line.requests for line in connector.plan(asks))
            found = {s.account_id: s for s in connector.fetch(asks, now=now) if isinstance(s, Snapshot)}
        finally:
            connector.close()  # type: ignore[attr-defined]
        self.asked = Counter(r["path"].rstrip("/").rpartition("/")[2] for r in self._estate.requests())
        self.price = sum(count.price_usd for count in connector.counts().values())
        self.seen = {**before, **found}
        return found


def registered(estate: demo.Estate, platform: str) -> list[Ask]:
    """How the register of the stand-in's world asks for its accounts."""
    asks = []
    for one in estate.world.of(platform):
        row = one.row or {}
        handle = row.get("handle", "").format(blog=estate.urls["blog"], wiki=estate.urls["wiki"])
        account = Account(
            id=one.id, platform=platform, handle=handle, unit="Library", native_id=row.get("native_id") or None
        )
        asks.append(Ask(account, account.native_id))
    return asks
