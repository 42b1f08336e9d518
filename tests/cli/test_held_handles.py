"""A registered handle that somebody else carries now is told, wherever the account behind it has gone or was renamed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import pytest

from auditor.cli._held import HELD_BY, WithHolders
from auditor.model import Account, CallCount, Candidate, Seen, Sight, Snapshot, Trouble, Unreachable
from auditor.ports import Ask, PlanLine

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
ROW = Account(id="library-x", platform="x", handle="livunilibrary", unit="Library", native_id="1001")


class World:
    """Permanent id -> handle, as the platform has it now."""

    platform = "x"

    def __init__(self, **handles: str) -> None:
        self.handles = {name.removeprefix("id"): handle for name, handle in handles.items()}
        self.asked: list[str] = []

    def plan(self, asks: Sequence[Ask]) -> Sequence[PlanLine]:
        return [PlanLine("x", "users", 1)]

    def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
        for ask in asks:
            self.asked.append(ask.native_id or ask.account.handle)
            by_name = next((i for i, h in self.handles.items() if h == ask.account.handle.lower()), None)
            found = ask.native_id or by_name
            if found in self.handles:
                yield Snapshot(
                    account_id=ask.account.id, taken_at=now, native_id=found, handle=Seen(self.handles[found or ""])
                )
            else:
                yield Unreachable(ask.account.id, now, Trouble.GONE, "No such account.", "Look.", native_id=found)

    def candidates(self) -> Sequence[Candidate]:
        return ()

    def counts(self) -> Mapping[str, CallCount]:
        return {}


def look(world: World, native_id: str | None = "1001") -> Sight:
    (sight,) = WithHolders(world).fetch([Ask(ROW, native_id=native_id)], now=NOW)
    return sight


def test_an_account_in_order_costs_no_second_look() -> None:
    world = World(id1001="livunilibrary")
    assert isinstance(look(world), Snapshot)
    assert world.asked == ["1001"]


def test_gone_with_the_handle_free_stays_plainly_gone() -> None:
    sight = look(World())
    assert isinstance(sight, Unreachable)
    assert sight.held_by is None


def test_gone_with_the_handle_in_other_hands_names_the_holder() -> None:
    sight = look(World(id6666="livunilibrary"))
    assert isinstance(sight, Unreachable)
    assert (sight.trouble, sight.held_by) == (Trouble.GONE, "6666")


@pytest.mark.parametrize(("others", "holder"), [({}, None), ({"id6666": "livunilibrary"}, "6666")])
def test_a_rename_says_whether_the_old_handle_was_taken(others: dict[str, str], holder: str | None) -> None:
    sight = look(World(id1001="crypto", **others))
    assert isinstance(sight, Snapshot)
    assert sight.extra.get(HELD_BY) == holder


def test_an_account_asked_for_by_handle_is_not_asked_twice() -> None:
    world = World()
    look(world, native_id=None)
    assert world.asked == ["livunilibrary"]


def test_a_holder_that_cannot_be_asked_for_leaves_the_sight_as_it_is() -> None:
    class Broken(World):
        def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
            if not asks[0].native_id:
                raise ValueError
            yield from super().fetch(asks, now=now)

    sight = look(Broken())
    assert isinstance(sight, Unreachable)
    assert sight.held_by is None
