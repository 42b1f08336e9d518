"""B6: storing alone; P10."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.cases._parts import measured
from benchmarks.figures import Figure


def figures(*, quick: bool, huge: bool) -> Iterator[Figure]:
    """Findings stored a second, with their evidence, seals and snapshots."""
    del huge
    for size, told in measured("store", quick=quick):
        yield Figure("B6", f"CPU of storing {size:,} accounts", told["seconds"], "s")
        yield Figure("B6", f"findings stored a second, {size:,} accounts", told["findings"] / told["seconds"], "")
        yield Figure("B6", f"database of one night of {size:,}", told["mib"], "MiB")
