"""Strikes the small night at every point there is, checks, completes it, and compares it with an undisturbed one.

python -m tests.crash.kills              # every system call of a first and a second night: two thousand points and more, half an hour
python -m tests.crash.kills --every 10   # every tenth
python -m tests.crash.kills --errors 0   # deaths only, no failing disks
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.crash.living import ROOT, nursery
from tests.crash.points import ACCOUNTS, Ending, Point, Stage, chains, stages, strike
from tests.crash.tracing import why_not

WAYS = {
    "kill": "killed at the n-th", "once": "fails once, the n-th", "ever": "fails from the n-th on", "twice": "killed, and killed again",
    "exit": "dies at a named point", "raise": "a fault of ours there", "sigterm": "stopped there",
}  # fmt: skip


@dataclass
class Line:
    """One line of the table."""

    tried: int = 0
    struck: int = 0
    resumed: int = 0
    repeated: int = 0
    violations: int = 0
    seconds: float = 0.0

    def add(self, one: dict[str, Any]) -> None:
        """Count a point in."""
        self.tried += 1
        self.struck += one["struck"]
        self.resumed += one["resumed"]
        self.repeated = max(self.repeated, one["repeated"])
        self.violations += bool(one["found"])
        self.seconds += one["seconds"]


@dataclass
class Table:
    """What came of all points."""

    lines: dict[tuple[str, str, str], Line] = field(default_factory=lambda: defaultdict(Line))
    asked: dict[str, dict[str, int]] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def add(self, one: dict[str, Any]) -> None:
        """Count a point in, and tell at once what does not hold."""
        if "asked" in one:
            self.asked[one["night"]] = one["asked"]
            print(f"{one['night']} night: {one['calls']}, requests {one['asked']}", flush=True)
            return
        point = one["point"]
        where = point["where"] if point["way"] in {"kill", "once", "ever"} else ""
        self.lines[one["night"], point["way"], where].add(one)
        tried = sum(line.tried for line in self.lines.values())
        if tried % 250 == 0:
            bad = sum(line.violations for line in self.lines.values())
            print(f"{tried} points, {bad} with violations, {time.monotonic() - self.began:.0f} s", flush=True)
        for words in one["found"]:
            print(f"{one['night']} {point['way']} {point['where']} {point['nth']}: {words}", flush=True)

    def show(self) -> int:
        """Print it as Markdown; gives the number of points with violations."""
        print("\n| night | what happens | call | points | struck | resumed | repeated | violations | s each |")
        print("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        for (night, way, where), line in sorted(self.lines.items()):
            _row((night, WAYS[way], where or "-"), line)
        total = _sum(list(self.lines.values()))
        deaths = _sum([line for (_, way, _), line in self.lines.items() if way not in {"once", "ever"}])
        _row(("both", "deaths and stops", ""), deaths)
        _row(("both", "all", ""), total)
        shard = max((n for asked in self.asked.values() for n in asked.values()), default=0)
        print(
            f"\n{total.tried} points, {total.struck} of them struck ({deaths.struck} deaths), {total.violations} violations; "
            f"{total.resumed} nights resumed, at most {total.repeated} requests of one credential repeated (its shard takes "
            f"up to {shard}); {time.monotonic() - self.began:.0f} s, {ACCOUNTS} accounts."
        )
        return total.violations


def _row(names: tuple[str, str, str], line: Line) -> None:
    numbers = (line.tried, line.struck, line.resumed, line.repeated, line.violations)
    print("|", " | ".join((*names, *map(str, numbers), f"{line.seconds / max(1, line.tried):.2f}")), "|")


def _sum(lines: list[Line]) -> Line:
    return Line(
        sum(v.tried for v in lines), sum(v.struck for v in lines), sum(v.resumed for v in lines),
        max((v.repeated for v in lines), default=0), sum(v.violations for v in lines), sum(v.seconds for v in lines),
    )  # fmt: skip


def _tell(**words: Any) -> None:
    print(json.dumps(words), flush=True)


def work(share: int, of: int, every: int, errors: int, night: str | None) -> None:
    """Try this share of the points, with a line of JSON for each."""
    memory = Path("/dev/shm")  # a kill loses nothing that was written, so a disk would only be slower
    where = memory if os.access(memory, os.W_OK) else None
    with (
        tempfile.TemporaryDirectory(dir=where) as folder,
        nursery(Path(folder) / "nursery") as births,
        stages(births, Path(folder)) as made,
    ):
        for stage in made:
            if night not in {None, stage.name}:
                continue
            if share == 0:
                _tell(night=stage.name, calls=stage.points, asked=stage.asked)
            for chain in chains(stage, every, errors):
                for point in chain if chain[0].number % of == share else ():
                    began = time.monotonic()
                    ending = _tried(stage, point)
                    if point.way in {"exit", "raise", "sigterm"} and not ending.struck:
                        break  # it is not reached so often
                    _tell(night=stage.name, point=asdict(point), seconds=time.monotonic() - began, **asdict(ending))


def _tried(stage: Stage, point: Point) -> Ending:
    try:
        return strike(stage, point)
    except Exception as error:  # noqa: BLE001 - a check that cannot be made is a violation as well
        return Ending(struck=True, resumed=False, found=[f"{type(error).__name__}: {error}"])


def main() -> int:
    """Share the points among several processes, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="kill at every n-th point")
    parser.add_argument("--errors", type=int, default=4, help="let every n-th call fail, once and for ever; 0 for none")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--night", choices=("first", "second"))
    parser.add_argument("--share", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.share:
        share, _, of = given.share.partition("/")
        work(int(share), int(of), given.every, given.errors or 1_000_000, given.night)
        return 0
    if why_not():
        print(f"Skipped: {why_not()}.")
        return 0
    return 1 if _led(given.jobs) else 0


def _led(jobs: int) -> int:
    """Start the shares with the same options, and count what they tell; gives the number of points with violations."""
    table, lock = Table(), threading.Lock()
    call = [sys.executable, "-m", "tests.crash.kills", *sys.argv[1:]]
    workers = [
        subprocess.Popen([*call, "--share", f"{n}/{jobs}"], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for n in range(jobs)
    ]

    def listen(worker: subprocess.Popen[str]) -> None:
        assert worker.stdout is not None
        for line in worker.stdout:
            with lock:
                table.add(json.loads(line))

    threads = [threading.Thread(target=listen, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    broken = sum(worker.wait() != 0 for worker in workers)
    if broken:
        print(f"{broken} of {jobs} processes broke off: the table is not whole.")
    return table.show() + broken


if __name__ == "__main__":
    sys.exit(main())
