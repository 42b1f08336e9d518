"""A stand-in estate to measure on: servers in a process of their own, and a folder with config and register."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.measure import AUDITOR, ROOT, Cost, run


@dataclass
class Ground:
    """Where the servers listen and where the config lies."""

    folder: Path
    urls: dict[str, Any]
    env: dict[str, str] = field(default_factory=dict)

    def auditor(self, *arguments: str) -> Cost:
        """One `auditor` command, measured."""
        return run([*AUDITOR, *arguments], self.env)

    def counts(self) -> dict[str, int]:
        """Requests answered since the last `reset`, by platform, counted at the servers."""
        with urllib.request.urlopen(f"{self.urls['control']}/counts") as answer:
            found: dict[str, int] = json.load(answer)
        return found

    def reset(self) -> None:
        """Forget the requests, rate limits and faults so far."""
        self._post("reset")

    def fault(self, spec: str) -> None:
        """Let something go wrong from now on; see demo/README.md."""
        self._post("fault", spec)

    def without_questions(self) -> None:
        """Ask for no comments from now on: what the least costs is told without them."""
        config = self.folder / "config.toml"
        text = config.read_text("utf-8")
        config.write_text(re.sub(r"(?m)(?<=^\[questions\]\n)platforms = .*$", "platforms = []", text), encoding="utf-8")

    def forget(self) -> None:
        """Take away everything that earlier nights left: the next one is the first."""
        for path in self.folder.iterdir():
            if path.name not in {"config.toml", "env", "register", "brand"}:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def accounts(self, platform: str) -> list[str]:
        """The register ids of a platform's accounts."""
        lines = (self.folder / "register" / "accounts.csv").read_text("utf-8").splitlines()[1:]
        return [cells[0] for line in lines if (cells := line.split(","))[1:2] == [platform]]

    def _post(self, what: str, body: str = "") -> None:
        request = urllib.request.Request(f"{self.urls['control']}/{what}", data=body.encode(), method="POST")
        urllib.request.urlopen(request).close()


@contextmanager
def ground(world: str = "rough-week", *, latency_ms: int = 0, accounts: int | None = None) -> Iterator[Ground]:
    """Start the servers, write the folder, and take both away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="auditor-bench-"))
    state = folder / "state.json"
    of_world = ["--world", world, *(["--accounts", str(accounts)] if accounts else [])]
    serve = [sys.executable, "-m", "demo", "serve", *of_world, "--latency", str(latency_ms), "--state", str(state)]
    server = subprocess.Popen(serve, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        while not state.exists():
            if server.poll() is not None:
                raise RuntimeError("the stand-in did not start")
            time.sleep(0.05)
        estate = folder / "estate"
        write = [sys.executable, "-m", "demo", "write", *of_world, "--state", str(state), "--directory", str(estate)]
        subprocess.run(write, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        tokens = dict(line.split("=", 1) for line in (estate / "env").read_text("utf-8").splitlines() if "=" in line)
        yield Ground(
            estate, json.loads(state.read_text("utf-8")), {**tokens, "AUDITOR_CONFIG": str(estate / "config.toml")}
        )
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def register_of(folder: Path) -> list[dict[str, str]]:
    """The rows of a folder's register."""
    import csv

    with (folder / "register" / "accounts.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def scratch() -> Path:
    """A new folder for files that a case makes."""
    return Path(tempfile.mkdtemp(prefix="auditor-bench-", dir=os.environ.get("TMPDIR")))
