"""Drives the whole program in this process: a stand-in, a folder with config and register, and the command line."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import logging
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import demo
from auditor.cli import entry

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
NIGHT = timedelta(days=1)
ROOT = Path(__file__).resolve().parents[2]
Finding = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What one command did: its exit code and its two streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class House:
    """A folder that the program works in, and the stand-in that its config leads to."""

    estate: demo.Estate
    folder: Path
    now: datetime = NOW
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def reports(self) -> Path:
        return self.folder / "reports"

    @property
    def mails(self) -> list[Path]:
        return sorted((self.folder / "outbox").glob("*.eml"))

    def environment(self) -> dict[str, str]:
        own = {"AUDITOR_CONFIG": str(self.config), "AUDITOR_NOW": self.now.isoformat(), "NO_COLOR": "1"}
        return self.estate.environment() | own | self.extra

    def set(self, old: str, new: str) -> House:
        """Change the config; fails where there is nothing to change."""
        text = self.config.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in the config"
        self.config.write_text(text.replace(old, new), encoding="utf-8")
        return self

    def append(self, toml: str) -> House:
        """Add tables to the config."""
        with self.config.open("a", encoding="utf-8") as file:
            file.write(f"\n{toml}\n")
        return self

    def auditor(self, *arguments: str, stdin: bytes = b"") -> Said:
        """Call the command line as a shell would, but in this process."""
        return auditor(*arguments, environment=self.environment(), stdin=stdin)

    def run_json(self) -> dict[str, Any]:
        """The published result."""
        found: dict[str, Any] = json.loads((self.reports / "run.json").read_text(encoding="utf-8"))
        return found


def auditor(*arguments: str, environment: Mapping[str, str], stdin: bytes = b"") -> Said:
    """Call the command line in this process with exactly these variables for it."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    handlers, level = list(logging.getLogger().handlers), logging.getLogger().level
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        for name in [n for n in os.environ if n.startswith("AUDITOR_")]:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        try:
            code = entry(list(arguments))
        finally:
            logging.getLogger().handlers[:] = handlers
            logging.getLogger().setLevel(level)
    return Said(code, *(stream.buffer.getvalue().decode("utf-8", "surrogateescape") for stream in (out, err)))  # type: ignore[attr-defined]


@contextlib.contextmanager
def house(
    folder: Path, world: str = "calm", *, now: datetime = NOW, faults: str = "", latency: float = 0.0, seed: int = 1
) -> Iterator[House]:
    """A stand-in with a folder written for it."""
    folder.mkdir(parents=True, exist_ok=True)
    with demo.start(world, now=now, faults=faults, latency=latency, seed=seed) as estate:
        estate.write(folder)
        yield House(estate, folder, now)


@contextlib.contextmanager
def night_after(before: House, *stories: str, told: tuple[str, ...] = (), world: str = "calm") -> Iterator[House]:
    """The same folder a day later, after these stories; the first night's servers have to be stopped."""
    ports = before.estate.ports
    with demo.start(world, now=before.now + NIGHT, ports=ports) as estate:
        for story in told:
            estate.advance(story, told=True)
        for story in stories:
            estate.advance(story)
        estate.later()
        config = before.config.read_text(encoding="utf-8")
        estate.write(before.folder)
        before.config.write_text(config, encoding="utf-8")
        yield House(estate, before.folder, before.now + NIGHT, dict(before.extra))


def set_cell(home: House, column: str, value: str) -> None:
    """Change a cell in the row of library-x on the register."""
    path = home.folder / "register" / "accounts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    next(r for r in rows if r["id"] == "library-x")[column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def findings(run: Mapping[str, Any]) -> dict[tuple[str, str], Finding]:
    """All findings of a run by account and control."""
    return {(a["id"], f["control"]): f for a in run["accounts"] for f in a["findings"]}


def states(run: Mapping[str, Any]) -> dict[str, str]:
    """Every account's state."""
    return {a["id"]: a["state"] for a in run["accounts"]}


def gist(finding: Finding) -> tuple[object, ...]:
    """What a finding says, without when."""
    return finding["outcome"], finding["severity"], finding["message"]


_RAW = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def raw_controls(text: str) -> list[str]:
    """Control and direction characters that stand in a text as such, with a little of what is around them."""
    return [f"{found[0]!r} in {text[max(0, found.start() - 30) : found.end() + 30]!r}" for found in _RAW.finditer(text)]


def adds_up(run: Mapping[str, Any], registered: int) -> None:
    """Assert that every account appears once and that coverage and totals are the sums they claim to be."""
    ids = [a["id"] for a in run["accounts"]]
    assert len(ids) == len(set(ids)) == registered
    coverage = run["coverage"]
    assert coverage["registered"] == registered
    assert sum(v for k, v in coverage.items() if k != "registered") == registered
    told: dict[str, int] = {}
    for account in run["accounts"]:
        controls = [f["control"] for f in account["findings"]]
        assert len(controls) == len(set(controls)), account["id"]
        for finding in account["findings"]:
            told[finding["outcome"]] = told.get(finding["outcome"], 0) + 1
    assert {k: v for k, v in run["totals"].items() if v} == told
    state = list(states(run).values())
    audited = {"live", "private", "suspended", "deactivated", "gone"}
    assert coverage["audited"] == sum(s in audited for s in state)
    for name in ("unreachable", "no_credential", "retired", "closed"):
        assert coverage[name] == state.count(name)
