"""What one call costs, measured in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MIB = 1024


def peak(code: str, *arguments: str, seconds: int = 60) -> tuple[float, str]:
    """MiB by which `code` raised the process's peak memory after `setup` lines (before a line "# ---"), and what it printed.

    After so many seconds of processor time it is killed.
    """
    before, _, after = code.partition("# ---\n")
    whole = f"import resource, sys\nresource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))\n{before}\n_was = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n{after}\n"
    whole += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - _was)\n"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", whole, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    *said, number = done.stdout.strip().splitlines()
    return int(number) / MIB, "\n".join(said)
