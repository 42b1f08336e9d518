"""B8: a night in which one request in twenty is answered with 503; P15."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.ground import Ground, ground
from benchmarks.measure import Cost


def figures(*, quick: bool, huge: bool) -> Iterator[Figure]:
    """Calm and stormy first nights in turn, on the same servers."""
    del huge
    calm: list[tuple[Cost, int]] = []
    stormy: list[tuple[Cost, int]] = []
    with ground(latency_ms=0 if quick else 20) as place:
        for _ in range(1 if quick else 3):
            calm.append(_night(place, ""))
            stormy.append(_night(place, "*:503%5"))
    asked, more = sum(n for _, n in calm), sum(n for _, n in stormy)
    yield Figure("B8", "requests under 5 % of 503", more / asked, "times", "P15", at_most=1.1)
    slower = sum(c.wall for c, _ in stormy) / sum(c.wall for c, _ in calm)
    yield Figure("B8", "wall under 5 % of 503", slower, "times", "P15", at_most=1.6)


def _night(place: Ground, faults: str) -> tuple[Cost, int]:
    place.forget()
    place.reset()
    if faults:
        place.fault(faults)
    cost = place.auditor("run", "--no-mail")
    return cost, sum(place.counts().values())
