"""A month of nights over 250 accounts in one process, with a fault on one request in twenty and two real outages.

python -m tests.soak.soak              # thirty nights, about three minutes on a quiet machine
python -m tests.soak.soak --nights 5
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import demo

START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
PERCENT = 5.0
ACCOUNTS = 250
PASSING = ("503", "reset", "cut-json", "empty", "500")  # each on one request in a hundred: five in all
OUTAGES = {10: "mastodon", 20: "youtube"}  # night -> the platform that is down for all of it


@dataclass(frozen=True)
class Night:
    """What one night used, and whom it could not look at although nothing was down for good."""

    number: int
    code: int
    seconds: float
    kib: int
    blocks: int  # of memory that Python holds
    threads: int
    descriptors: int
    database: int
    requests: int
    faults: int
    lost: tuple[str, ...]
    wrong: tuple[str, ...] = field(default=())


def nights(count: int, folder: Path, *, world: str = "rough-week") -> Iterator[Night]:
    """Live so many nights in one process and tell each."""
    with demo.start(world, now=START) as estate:
        estate.write(folder)
        environment = {
            **os.environ,
            **estate.environment(),
            "AUDITOR_CONFIG": str(folder / "config.toml"),
            "PYTHONPATH": str(ROOT),
        }
        call = [sys.executable, str(Path(__file__).with_name("living_long.py"))]
        with (
            subprocess.Popen(
                call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=folder
            ) as process,
            _closing(process),
        ):
            quiet: set[str] = set()
            for number in range(count):
                estate.reset()
                if number:  # the first night tells who cannot be looked at on a good day
                    _disturb(estate, number)
                used = _live(process, START + timedelta(days=number))
                run = json.loads((folder / "reports" / "run.json").read_text(encoding="utf-8"))
                told = _night(number, used, run, estate, folder, quiet)
                quiet = quiet or _unseen(run)
                yield told


@contextlib.contextmanager
def _closing(process: subprocess.Popen[str]) -> Iterator[None]:
    try:
        yield
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(60)


def _disturb(estate: demo.Estate, number: int) -> None:
    for name in PASSING:
        estate.fault(name, percent=PERCENT / len(PASSING))
    if number in OUTAGES:
        estate.fault("503", OUTAGES[number])


def _live(process: subprocess.Popen[str], moment: datetime) -> dict[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(moment.isoformat() + "\n")
    process.stdin.flush()
    line = process.stdout.readline()
    assert line, "the process is gone"
    used: dict[str, Any] = json.loads(line)
    return used


def _night(
    number: int, used: dict[str, Any], run: dict[str, Any], estate: demo.Estate, folder: Path, quiet: set[str]
) -> Night:
    wrong = []
    ids = [a["id"] for a in run["accounts"]]
    if len(ids) != len(set(ids)) or len(ids) != run["coverage"]["registered"]:
        wrong.append("not every row appears once")
    if run["run"]["started_at"][:10] != (START + timedelta(days=number)).date().isoformat():
        wrong.append(f"the published run is {run['run']['id']}: {used['said']}")
    if used["code"] not in {4, 11, 12, 13, 14}:
        wrong.append(f"exit code {used['code']}: {used['said']}")
    down = {a["id"] for a in run["accounts"] if a["platform"] == OUTAGES.get(number)}
    lost = _unseen(run) - quiet - down if number else set()
    for account in run["accounts"]:
        if account["id"] in lost | down and any(
            f["outcome"] == "not_audited" and not f["message"] for f in account["findings"]
        ):
            wrong.append(f"{account['id']} is lost without a cause")
    asked = estate.requests()
    return Night(
        number, used["code"], used["seconds"], used["kib"], used["blocks"], used["threads"], used["descriptors"],
        (folder / "auditor.db").stat().st_size, len(asked), sum(r["fault"] is not None for r in asked),
        tuple(f"{i} ({_cause(run, i)})" for i in sorted(lost)), tuple(wrong),
    )  # fmt: skip


def _unseen(run: dict[str, Any]) -> set[str]:
    return {a["id"] for a in run["accounts"] if a["state"] == "unreachable"}


def _cause(run: dict[str, Any], account_id: str) -> str:
    account = next(a for a in run["accounts"] if a["id"] == account_id)
    return next((str(f["message"]) for f in account["findings"] if f["control"] == "account-live"), "?")


def main() -> int:
    """Live the nights and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, default=30)
    count = parser.parse_args().nights
    with tempfile.TemporaryDirectory() as folder:
        lived = []
        for one in nights(count, Path(folder)):
            lived.append(one)
            print(
                f"night {one.number:2}: exit {one.code}, {one.seconds:5.1f} s, {one.kib // 1024} MiB ({one.blocks} blocks), {one.descriptors} descriptors, "
                f"{one.threads} threads, database {one.database // 1024} KiB, {one.requests} requests, {one.faults} faults, "
                f"{len(one.lost)} lost {', '.join(one.lost[:5])} {one.wrong or ''}",
                flush=True,
            )
    lost, faults = sum(len(one.lost) for one in lived), sum(one.faults for one in lived)
    grown = (lived[-1].database - lived[0].database) // 1024 // max(1, len(lived) - 1)
    print(
        f"{len(lived)} nights, {lost} of {len(lived) * ACCOUNTS} account-nights lost to passing faults, {faults} faults in "
        f"{sum(one.requests for one in lived)} requests; the database grew by {grown} KiB a night."
    )
    return 1 if any(one.wrong for one in lived) else 0


if __name__ == "__main__":
    sys.exit(main())
