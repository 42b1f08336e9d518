"""Whole processes, measured by the operating system: processor time, wall time and peak memory of a finished child."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AUDITOR = (sys.executable, "-m", "auditor")
FINE = frozenset({0, 2, 4, 11, 12, 13, 14})  # what the auditor ends with when nothing of its own failed


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process, or the median of several, took."""

    cpu: float  # seconds, user and system
    wall: float  # seconds
    rss: float  # MiB at its peak


class FailedError(Exception):
    """A process ended with a code that makes its figures worthless."""


def run(command: Sequence[str], env: Mapping[str, str] | None = None, *, stdin: Path | None = None) -> Cost:
    """Run a command to its end, its output thrown away."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else every start compiles all sources
    with open(stdin or os.devnull, "rb") as given:  # noqa: PTH123
        begun = time.perf_counter()
        child = subprocess.Popen(
            list(command), env=environment, cwd=ROOT, stdin=given, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        assert child.stderr is not None
        said = child.stderr.read()
        child.stderr.close()
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in FINE:
        raise FailedError(
            f"{' '.join(command[-4:])} ended with {child.returncode}: {said.decode(errors='replace')[-500:]}"
        )
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def median(measure: Callable[[], Cost], times: int, *, warm: int = 1) -> Cost:
    """The medians of several runs, after some that do not count."""
    for _ in range(warm):
        measure()
    costs = [measure() for _ in range(times)]
    return Cost(*(statistics.median(getattr(c, name) for c in costs) for name in ("cpu", "wall", "rss")))
