"""B2: a first night of estates of growing size; P8 and P13."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.ground import ground
from benchmarks.measure import Cost

_MEMORY = {250: 120, 10_000: 200, 100_000: 500}


def figures(*, quick: bool, huge: bool) -> Iterator[Figure]:
    """CPU, memory and requests by size, and how they grow."""
    sizes = (250, 1_000) if quick else (250, 2_500, 10_000, *((100_000,) if huge else ()))
    found: dict[int, tuple[Cost, int]] = {}
    for size in sizes:
        with ground("large", accounts=size) as place:
            cost = place.auditor("run", "--no-mail")
            asked = sum(n for name, n in place.counts().items() if name != "images")
        found[size] = (cost, asked)
        yield Figure("B2", f"CPU of a night of {size:,}", cost.cpu, "s")
        yield Figure("B2", f"wall of a night of {size:,}", cost.wall, "s")
        yield Figure("B2", f"peak memory of a night of {size:,}", cost.rss, "MiB", "P8", at_most=_MEMORY.get(size))
        yield Figure("B2", f"requests for each account of {size:,}", asked / size, "", "P13")
    first = found[sizes[0]]
    for size in sizes[1:]:
        cost, asked = found[size]
        times = size / sizes[0]
        yield Figure(
            "B2", f"CPU, {size:,} to {sizes[0]}", cost.cpu / first[0].cpu, "times", "P13", at_most=1.05 * times
        )
        yield Figure("B2", f"requests, {size:,} to {sizes[0]}", asked / first[1], "times", "P13", at_most=1.05 * times)
    if huge:
        before = found[10_000][0]
        yield Figure("B2", "CPU, 100,000 to 10,000", found[100_000][0].cpu / before.cpu, "times", "P13", at_most=11)
