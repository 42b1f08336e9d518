"""How tests ask a connector: a set-up on loopback without waiting, and one result for every account asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from auditor.model import Account, Seen, Sight, Snapshot, Unreachable, Unseen
from auditor.ports import Ask, Connector
from auditor.secrets import Secret
from connectors._budget import Budget
from connectors._guard import Guard
from connectors._setup import Setup
from tests.connectors.loopback import Asked

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def setup(*, questions: bool = False, secrets: dict[str, Any] | None = None, **options: Any) -> Setup:
    return Setup(
        options=options,
        secrets=secrets or {},
        questions=questions,
        guard=Guard(("127.0.0.1",)),
        budget=Budget(sleep=lambda _seconds: None, rng=lambda: 0.0, timeout_seconds=30, now=lambda: NOW),
    )


def key_setup(url: str, **more: Any) -> Setup:
    return setup(base_url=url, secrets={"key": Secret("made-up-key-0001")}, **more)


def ask(
    platform: str, handle: str, native_id: str | None = None, *, row: str = "", known: dict[str, str] | None = None
) -> Ask:
    account = Account(id=row or f"row-{handle}", platform=platform, handle=handle, unit="Library", native_id=native_id)
    return Ask(account, native_id, known or {})


def sights(connector: Connector, asks: Sequence[Ask]) -> dict[str, Sight]:
    found = list(connector.fetch(asks, now=NOW))
    assert Counter(s.account_id for s in found) == Counter(a.account.id for a in asks)
    return {s.account_id: s for s in found}


def snapshot(connector: Connector, one: Ask) -> Snapshot:
    sight = sights(connector, [one])[one.account.id]
    assert isinstance(sight, Snapshot), sight
    return sight


def trouble(connector: Connector, one: Ask) -> Unreachable:
    sight = sights(connector, [one])[one.account.id]
    assert isinstance(sight, Unreachable), sight
    assert sight.message.strip()
    assert sight.remedy.strip()
    return sight


def value(field: Any) -> Any:
    assert isinstance(field, Seen), field
    return field.value


def why(field: Any) -> str:
    assert isinstance(field, Unseen), field
    return field.why.value


def listed(asked: Asked, name: str) -> list[str]:
    """Every value of a repeated parameter."""
    return parse_qs(urlsplit(asked.handler.path).query).get(name, [])


def iso(days_ago: float) -> str:
    return (NOW - days_ago * DAY).strftime("%Y-%m-%dT%H:%M:%SZ")
