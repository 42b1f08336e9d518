"""B10: profile texts by the thousand through `auditor statement --jsonl`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.ground import scratch
from benchmarks.measure import AUDITOR, run

_TEXTS = (
    "News and events from department {n} of the university. Monitored Mon-Fri 9-5.",
    "Official account of library {n}. We answer weekdays from 08:{m:02} to 17:30; for IT trouble call the helpdesk.",
    "PhD student no. {n}, runner, cat person. Views my own. Retweets are not endorsement.",
    "This account is no longer monitored. Please follow our main account or write to office{n}@example.ac.uk.",
    "Studying with us since {n}. Open Mon-Thur 9-{h} & Fri 9-4, closed on bank holidays.",
    "Café {n} on campus: soups, cakes, good company",
    "We are online Monday to Friday, 9am until {h}pm, and help prospective students of course {n} with their questions.",
)


def figures(*, quick: bool, huge: bool) -> Iterator[Figure]:
    """Lines a second, start included, and that memory does not grow with the input."""
    del huge
    few, many = (1_000, 10_000) if quick else (10_000, 100_000)
    folder = scratch()
    try:
        small = run([*AUDITOR, "statement", "--jsonl"], stdin=_lines(folder / "small", few))
        large = run([*AUDITOR, "statement", "--jsonl"], stdin=_lines(folder / "large", many))
    finally:
        shutil.rmtree(folder)
    yield Figure("B10", f"lines a second of CPU, {many:,} lines", many / large.cpu, "")
    yield Figure("B10", "time for ten times the lines", large.cpu / small.cpu, "times", "P13", at_most=10.5)
    yield Figure("B10", "memory for ten times the lines", large.rss / small.rss, "times", "P13", at_most=1.3)


def _lines(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for n in range(count):
            text = _TEXTS[n % len(_TEXTS)].format(n=n, m=n % 60, h=4 + n % 3)
            file.write(json.dumps({"id": str(n), "text": text}) + "\n")
    return path
