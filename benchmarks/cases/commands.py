"""B3: the short commands, whole processes; P7."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.ground import ground
from benchmarks.measure import AUDITOR, median, run

TEXT = "News and events from the library, monitored Mon-Fri 9-5"


def figures(*, quick: bool, huge: bool) -> Iterator[Figure]:
    """Medians of CPU."""
    del huge
    times = 3 if quick else 7
    with ground() as place:
        helped = median(lambda: run([*AUDITOR, "--help"]), times)
        yield Figure("B3", "CPU of auditor --help", helped.cpu, "s", "P7", at_most=0.1)
        stated = median(lambda: run([*AUDITOR, "statement", TEXT]), times)
        yield Figure("B3", "CPU of auditor statement TEXT", stated.cpu, "s", "P7", at_most=0.2)
        account = place.accounts("x")[1]
        cold = place.auditor("check", account)
        yield Figure("B3", "CPU of auditor check of one X account, no history", cold.cpu, "s")
        place.auditor("run", "--no-mail")
        place.reset()
        warm = median(lambda: place.auditor("check", account), times)
        yield Figure("B3", "CPU of auditor check of one X account", warm.cpu, "s", "P7", at_most=0.5)
        yield Figure("B3", "wall of auditor check of one X account", warm.wall, "s")
        yield Figure("B3", "memory of auditor check of one X account", warm.rss, "MiB")
        yield Figure("B3", "requests of one such check", sum(place.counts().values()) / (times + 1), "", at_most=3)
