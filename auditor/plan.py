"""What tonight's run would ask, before it asks: calls, units and price, and how long it should take. No network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.collect import Shard
from auditor.ports import PlanLine

SECONDS_A_CALL = 0.35  # a round trip to a distant API with its work
IN_FLIGHT = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """All lines of all credentials. `least` is what the APIs' batch sizes allow at best (design decision 8)."""

    lines: tuple[PlanLine, ...]
    seconds: float

    @property
    def least(self) -> int:
        """Requests that even the best client has to make, unless a platform says that something did not change."""
        return sum(line.requests for line in self.lines if line.least)

    @property
    def requests(self) -> int:
        """All requests foreseen."""
        return sum(line.requests for line in self.lines)

    @property
    def price_usd(self) -> float:
        """What the platforms would charge, US dollars."""
        return sum(line.price_usd for line in self.lines)


def plan(shards: Sequence[Shard]) -> Plan:
    """The plan of a run over these shards; credentials work side by side, so the longest decides the duration."""
    lines: list[PlanLine] = []
    longest = 0.0
    for shard in shards:
        own = list(shard.connector.plan(shard.asks))
        lines += own
        requests = sum(line.requests for line in own)
        longest = max(longest, requests * SECONDS_A_CALL / min(IN_FLIGHT, max(1, requests)))
    return Plan(tuple(lines), longest)
