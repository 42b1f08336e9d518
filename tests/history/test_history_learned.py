"""What connectors noted with the last good snapshot comes back without the snapshot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from auditor.history import History
from auditor.model import Snapshot, Trouble, Unreachable

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture
def history(tmp_path):
    with History.open("sqlite:///auditor.db", tmp_path) as opened:
        yield opened


def night(history: History, number: int, *sights) -> None:
    at = AT + timedelta(days=number)
    run_id = history.begin(
        f"r{number}", kind="full", started_at=at, version="1", policy_sha256="p", register_sha256="r", selection=""
    )
    history.record(run_id, "x", sights, {})


def snapshot(account: str, number: int, **extra: str) -> Snapshot:
    return Snapshot(account_id=account, taken_at=AT + timedelta(days=number), native_id="1", extra=extra)


def test_the_same_is_learned_as_the_last_good_snapshot_holds(history):
    night(history, 0, snapshot("a", 0, etag="old"), snapshot("b", 0, feed="f"), snapshot("c", 0))
    night(history, 1, snapshot("a", 1, etag="new"), Unreachable("b", AT + timedelta(days=1), Trouble.TIMEOUT, "m", "r"))
    for before in (None, AT + timedelta(days=1), AT + timedelta(days=2)):
        good = history.last_good(["a", "b", "c", "d"], before=before)
        assert history.learned(["a", "b", "c", "d"], before=before) == {i: dict(s.extra) for i, s in good.items()}
    assert history.learned(["a", "b"]) == {"a": {"etag": "new"}, "b": {"feed": "f"}}


def test_nothing_is_learned_of_accounts_not_asked_about(history):
    night(history, 0, snapshot("a", 0, etag="old"), snapshot("b", 0, feed="f"))
    assert set(history.learned(["b"])) == {"b"}
    assert history.learned([]) == {}
