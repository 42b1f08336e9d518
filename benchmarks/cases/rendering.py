"""B7: the report alone; P12."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.cases._parts import measured
from benchmarks.figures import Figure


def figures(*, quick: bool, huge: bool) -> Iterator[Figure]:
    """CPU of all pages, and the largest page."""
    del huge
    for size, told in measured("render", quick=quick):
        yield Figure("B7", f"CPU of the report on {size:,} accounts", told["seconds"], "s")
        yield Figure("B7", f"CPU of one page of {told['files']:,.0f}", 1000 * told["seconds"] / told["files"], "ms")
        yield Figure("B7", f"largest page on {size:,} accounts", told["largest_mib"], "MiB", "P12", at_most=2)
