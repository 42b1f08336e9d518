"""Estates with one stored run, and the parts of a night measured on them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.ground import ground
from benchmarks.measure import ROOT


def measured(part: str, *, quick: bool) -> Iterator[tuple[int, dict[str, float]]]:
    """The figures of one part by size of the estate."""
    for size in (250,) if quick else (250, 10_000):
        with ground("large", accounts=size) as place:
            place.auditor("run", "--no-mail")
            command = [sys.executable, "-m", "benchmarks.parts", part, str(place.folder / "config.toml")]
            env = {**os.environ, **place.env, "PYTHONPATH": str(ROOT)}
            env.pop("PYTHONDONTWRITEBYTECODE", None)
            done = subprocess.run(command, env=env, cwd=ROOT, check=True, capture_output=True, text=True)
        yield size, json.loads(done.stdout)
