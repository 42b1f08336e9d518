"""Every account asked about comes back exactly once, whatever a connector does."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import pytest

from auditor.collect import ASKED_AS, Gathered, Part, Shard, asked, collect, without_credential
from auditor.model import Account, CallCount, Candidate, Sight, Snapshot, Trouble, Unreachable
from auditor.ports import Ask, PlanLine

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def account(name: str, platform: str = "x", **fields: object) -> Account:
    return Account(id=name, platform=platform, handle=f"livuni{name}", unit="Library", **fields)  # type: ignore[arg-type]


def sight(name: str) -> Snapshot:
    return Snapshot(account_id=name, taken_at=NOW, native_id="1")


class Scripted:
    """A connector that gives what it was told to give; an exception in the script is raised."""

    platform = "x"

    def __init__(self, script: Sequence[Sight | Exception]) -> None:
        self._script = script

    def plan(self, asks: Sequence[Ask]) -> Sequence[PlanLine]:
        return [PlanLine("x", "users", len(asks))]

    def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
        for step in self._script:
            if isinstance(step, Exception):
                raise step
            yield step

    def candidates(self) -> Sequence[Candidate]:
        return []

    def counts(self) -> Mapping[str, CallCount]:
        return {"x": CallCount(1, 2, 0.5)}


def gather(script: Sequence[Sight | Exception], *names: str) -> dict[str, Sight]:
    shard = Shard("x", Scripted(script), tuple(Ask(account(n)) for n in names))
    (gathered,) = collect([shard], now=NOW, cancelled=threading.Event())
    assert [s.account_id for s in gathered.sights] == list(names)
    return {s.account_id: s for s in gathered.sights}


def test_every_account_comes_back_once_in_the_order_asked() -> None:
    found = gather([sight("b"), sight("a")], "a", "b")
    assert all(isinstance(s, Snapshot) for s in found.values())


@pytest.mark.parametrize("script", [
    [sight("a")],
    [sight("a"), ValueError("boom")],
    [sight("a"), sight("a")],
    [sight("stranger"), sight("a")],
])  # fmt: skip
def test_what_a_connector_forgets_or_breaks_on_is_told_as_broken(script: list[Sight | Exception]) -> None:
    found = gather(script, "a", "b")
    assert isinstance(found["a"], Snapshot)
    lost = found["b"]
    assert isinstance(lost, Unreachable)
    assert lost.trouble is Trouble.BROKEN


def test_the_registered_handle_is_remembered_with_the_snapshot() -> None:
    found = gather([sight("a")], "a")["a"]
    assert isinstance(found, Snapshot)
    assert found.extra[ASKED_AS] == "livunia"


def test_closed_and_retired_rows_are_never_asked() -> None:
    assert asked(account("a"))
    assert asked(account("a", status="paused"))
    assert not asked(account("a", status="closed"))
    assert not asked(account("a", "google-plus"))


def test_a_platform_without_credential_and_one_without_api_are_told_apart() -> None:
    with_api, without = without_credential([account("a", "youtube"), account("b", "wechat")], NOW)
    assert isinstance(with_api, Unreachable)
    assert isinstance(without, Unreachable)
    assert "No credential for YouTube" in with_api.message
    assert "WeChat cannot be asked automatically" in without.message
    assert {with_api.trouble, without.trouble} == {Trouble.NO_CREDENTIAL}


class InPortions(Scripted):
    """Holds the answers of all accounts that it is asked about at once."""

    portion = 2

    def __init__(self) -> None:
        super().__init__([])
        self.asked: list[list[str]] = []

    def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
        self.asked.append([a.account.id for a in asks])
        yield from (sight(a.account.id) for a in asks)


def test_a_large_shard_comes_in_parts_and_its_end_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.collect.PART", 2)
    names = [f"a{n}" for n in range(5)]
    connector = InPortions()
    shard = Shard("x", connector, tuple(Ask(account(n)) for n in names))
    *parts, end = collect([shard], now=NOW, cancelled=threading.Event())
    assert connector.asked == [["a0", "a1"], ["a2", "a3"], ["a4"]]
    assert all(isinstance(p, Part) and len(p.sights) == 2 for p in parts)
    assert isinstance(end, Gathered)
    assert end.accounts == 5
    assert [s.account_id for some in (*parts, end) for s in some.sights] == names


def test_whoever_stops_taking_parts_leaves_no_worker_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.collect.PART", 1)
    monkeypatch.setattr("auditor.collect.WAITING", 1)
    shard = Shard("x", Scripted([sight(f"a{n}") for n in range(50)]), tuple(Ask(account(f"a{n}")) for n in range(50)))
    taken = collect([shard], now=NOW, cancelled=threading.Event())
    next(taken)
    taken.close()
    for thread in [t for t in threading.enumerate() if t.name == "collect-x"]:
        thread.join(timeout=60)
        assert not thread.is_alive()
