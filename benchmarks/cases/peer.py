"""B1: the naive peer against the nightly run, in turn, on the same servers; P1, P3 to P6 and P14."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.ground import Ground, ground
from benchmarks.measure import Cost, run

SHARED = ("x", "facebook", "youtube")  # the servers that both ask; Instagram's calls are Facebook's


def figures(*, quick: bool, huge: bool) -> Iterator[Figure]:
    """Requests once; times as medians of pairs."""
    del huge
    yield from _requests()
    for latency in () if quick else (0, 20, 100):
        with ground(latency_ms=latency) as place:
            place.without_questions()
            yield from _times(place, latency, pairs=5 if latency < 100 else 3)


def _requests() -> Iterator[Figure]:
    with ground() as place:
        place.without_questions()
        _peer(place)
        theirs = sum(place.counts().get(name, 0) for name in SHARED)
        place.reset()
        place.auditor("run", "--no-mail")
        first = place.counts()
        place.reset()
        place.auditor("run", "--no-mail")
        again = place.counts()
    ours, all_ours = sum(first.get(name, 0) for name in SHARED), sum(first.values()) - first.get("images", 0)
    yield Figure("B1", "requests of the peer, four platforms", theirs, "")
    yield Figure("B1", "requests of a run, the same platforms", ours, "", "P3", at_most=theirs / 7)
    yield Figure("B1", "requests of a run, all platforms, without pictures", all_ours, "", "P1", at_most=100)
    yield Figure("B1", "requests of the run after it", sum(again.values()), "", "P14", at_most=all_ours / 3)


def _times(place: Ground, latency: int, *, pairs: int) -> Iterator[Figure]:
    theirs, ours = [], []
    for _ in range(pairs):
        place.reset()
        theirs.append(_peer(place))
        place.reset()
        place.forget()
        ours.append(place.auditor("run"))
    ratio = statistics.median(o.wall / t.wall for o, t in zip(ours, theirs, strict=True))
    wall, cpu = statistics.median(o.wall for o in ours), statistics.median(o.cpu for o in ours)
    yield Figure("B1", f"wall of the peer at {latency} ms", statistics.median(t.wall for t in theirs), "s")
    yield Figure("B1", f"wall of a whole run at {latency} ms", wall, "s", "P5", at_most=4)
    yield Figure(
        "B1", f"run to peer, wall, at {latency} ms", ratio, "times", "P5", at_most=0.1 if latency >= 100 else None
    )
    if latency == 0:
        yield Figure("B1", "CPU of the peer", statistics.median(t.cpu for t in theirs), "s")
        yield Figure("B1", "CPU of a whole run", cpu, "s", "P6", at_most=3)
        yield Figure("B1", "peak memory of a whole run", max(o.rss for o in ours), "MiB", "P8", at_most=120)


def _peer(place: Ground) -> Cost:
    return run([sys.executable, "-m", "benchmarks.peer", str(place.folder), json.dumps(place.urls)], place.env)
