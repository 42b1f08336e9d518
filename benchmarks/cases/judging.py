"""B5: judging alone, on what a stored night has seen; P9."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.cases._parts import measured
from benchmarks.figures import Figure


def figures(*, quick: bool, huge: bool) -> Iterator[Figure]:
    """Microseconds for one control on one account."""
    del huge
    for size, told in measured("judge", quick=quick):
        yield Figure("B5", f"CPU of judging {size:,} accounts", told["seconds"], "s")
        each = 1e6 * told["seconds"] / told["findings"]
        yield Figure("B5", f"one control on one account of {size:,}", each, "us", "P9", at_most=50 if quick else 25)
