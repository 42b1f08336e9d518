"""Kills the small night at its n-th system call of every kind, checks, completes it, and compares with an undisturbed one.

python -m tests.crash.kills              # every point of a first and of a second night: a thousand and more, 20 minutes
python -m tests.crash.kills --every 10   # every tenth
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.crash.living import NOW, Nursery, Outcome, differences, nursery, outcome, small_house, violations, whole
from tests.crash.tracing import counted, injected, why_not
from tests.night.driving import House

SHARDS = {"x", "bluesky", "mastodon"}
ACCOUNTS = 3


@dataclass(frozen=True)
class Stage:
    """A night that can be lived again and again from the same start."""

    name: str
    births: Nursery
    house: House  # its folder is the start, and is never run in
    points: dict[str, int]
    undisturbed: Outcome

    @contextlib.contextmanager
    def again(self) -> Iterator[House]:
        """A fresh copy of the start; the stand-in forgets what it was asked."""
        self.house.estate.reset()
        with tempfile.TemporaryDirectory(dir=self.births.folder) as folder:
            yield _copy(self.house, Path(folder) / "house")


def stages(births: Nursery, folder: Path) -> Iterator[Stage]:
    """A first night, and a second one on which something has changed, so that there is mail."""
    with small_house(folder / "start") as start:
        yield _stage("first", births, start, folder)
        second = _copy(start, folder / "second")
        assert births.run(second).code == 0
        second.now = NOW + timedelta(days=1)
        start.estate.edit("library-x", bio="Books.")
        yield _stage("second", births, second, folder)


def _stage(name: str, births: Nursery, start: House, folder: Path) -> Stage:
    quiet = _copy(start, folder / f"undisturbed-{name}")
    points = counted(births, quiet)
    assert whole(quiet, ACCOUNTS) == []
    return Stage(name, births, start, points, outcome(quiet))


def _copy(house: House, folder: Path) -> House:
    shutil.copytree(house.folder, folder)
    return replace(house, folder=folder, extra=dict(house.extra))


def kill(stage: Stage, call: str, nth: int) -> list[str]:
    """Die there, complete the night; gives everything that does not hold."""
    with stage.again() as home:
        died = injected(stage.births, home, call, f"signal=KILL:when={nth}")
        if died.code not in {-9, stage_code(stage)}:  # a point in a thread may lie beyond the last one
            return [f"it ended with {died.code} instead of dying: {died.err[-300:]}"]
        found = violations(home)
        if not _over(home, home.now):
            done = _recorded(home)
            before = Counter(home.estate.counts())
            said = stage.births.run(home)
            if said.code != stage_code(stage):
                found.append(f"the next run ended with {said.code}: {said.err[-300:]}")
            again = Counter(home.estate.counts()) - before
            found += [f"I5: {platform} was asked again" for platform in done if again[platform]]
        return found + whole(home, ACCOUNTS) + differences(stage.undisturbed, outcome(home))


def stage_code(stage: Stage) -> int:
    """The exit code of the undisturbed night: changed texts of the second night are findings."""
    return 0 if stage.undisturbed.run["totals"]["fail"] == 0 else _worst(stage.undisturbed)


def _worst(night: Outcome) -> int:
    ranks = ("low", "medium", "high", "critical")
    failing = [f["severity"] for a in night.run["accounts"] for f in a["findings"] if f["outcome"] == "fail"]
    worst = max(map(ranks.index, failing))
    return 11 + worst if worst >= ranks.index("high") else 0


def _over(home: House, now: datetime) -> bool:
    """Whether the night was done to its last mail, so that the next run is another night."""
    with (
        contextlib.closing(sqlite3.connect(home.folder / "auditor.db")) as raw,
        contextlib.suppress(sqlite3.OperationalError),
    ):
        wanted = (int(now.timestamp() * 1_000_000),)
        for (run_id,) in raw.execute("select id from run where started_at = ? and published_at is not null", wanted):
            left = "select count(*) from outbox where run_id = ? and state <> 'sent'"
            return bool(raw.execute(left, (run_id,)).fetchone()[0] == 0)
    return False


def _recorded(home: House) -> set[str]:
    """The shards of the unfinished or newest run that were stored when it died."""
    with (
        contextlib.closing(sqlite3.connect(home.folder / "auditor.db")) as raw,
        contextlib.suppress(sqlite3.OperationalError),
    ):
        wanted = "select name from shard where run_seq = (select max(seq) from run where started_at = ?)"
        return {name for (name,) in raw.execute(wanted, (int(home.now.timestamp() * 1_000_000),))}
    return set()


def main() -> int:
    """Kill at every point, or at every n-th, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--night", choices=("first", "second"))
    given = parser.parse_args()
    every = given.every
    if why_not():
        print(f"Skipped: {why_not()}.")
        return 0
    tried = bad = 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, nursery(Path(folder) / "nursery") as births:
        for stage in stages(births, Path(folder)):
            if given.night not in {None, stage.name}:
                continue
            print(f"{stage.name} night: {stage.points}", flush=True)
            for call, count in stage.points.items():
                for nth in range(1, count + 1, every):
                    tried += 1
                    found = kill(stage, call, nth)
                    bad += bool(found)
                    for one in found:
                        print(f"{stage.name} {call} {nth}: {one}", flush=True)
                print(f"{tried} points, {bad} with violations, {time.monotonic() - began:.0f} s", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
