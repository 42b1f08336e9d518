"""B9: peak memory, CPU and the database's size over nights on which little changes; P8 and P14."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.ground import ground


def figures(*, quick: bool, huge: bool) -> Iterator[Figure]:
    """One line a night."""
    del huge
    with ground() as place:
        database, size = place.folder / "auditor.db", 0
        for night in range(1, 3 if quick else 5):
            cost = place.auditor("run")
            grown, size = database.stat().st_size - size, database.stat().st_size
            yield Figure("B9", f"peak memory of night {night}", cost.rss, "MiB", "P8", at_most=120)
            yield Figure("B9", f"CPU of night {night}", cost.cpu, "s", "P6", at_most=3)
            share = 100 * grown / size
            yield Figure(
                "B9", f"growth of the database in night {night}", share, "%", "P14", at_most=5 if night > 2 else None
            )
