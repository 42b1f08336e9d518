"""The cases by name, each a function that measures and yields figures; imported when asked for."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from benchmarks.figures import Figure

CASES = {
    "B1": ("peer", "the naive peer and `auditor run` in turn at 0, 20 and 100 ms"),
    "B2": ("estates", "a night of 250, 2,500 and 10,000 accounts"),
    "B3": ("commands", "--help, a statement, one account"),
    "B4": ("imports", "what is imported for what"),
    "B5": ("judging", "judging alone"),
    "B6": ("storing", "storing alone"),
    "B7": ("rendering", "the report alone"),
    "B8": ("storm", "a night under 5 % of faults"),
    "B9": ("memory", "memory over four nights"),
    "B10": ("statements", "profile texts by the thousand"),
    "B12": ("registers", "a register of 100,000 rows"),
}


def measure(name: str, *, quick: bool, huge: bool) -> Iterator[Figure]:
    """Measure one case."""
    module = importlib.import_module(f"benchmarks.cases.{CASES[name][0]}")
    yield from module.figures(quick=quick, huge=huge)
