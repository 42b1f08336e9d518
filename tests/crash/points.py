"""The moments at which a small night can be struck, and what has to be true after each: two nights, each from one fixed start."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from auditor.failpoints import NAMES
from auditor.model import Run
from tests.crash.invariants import deferred, over, stored_requests, violations, whole
from tests.crash.living import NOW, Died, Nursery, Outcome, differences, open_history, outcome, small_house
from tests.crash.tracing import counted, injected
from tests.night.driving import House

ACCOUNTS = 3
LATER = timedelta(minutes=10)  # a mail that a failing disk put off is due again by then
OFTEN = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144)  # the how-manyeth time of a named point
ERRORS = {
    "pwrite64": ("ENOSPC", "EIO"), "write": ("ENOSPC", "EIO"), "mkdir": ("ENOSPC", "EACCES"), "rename": ("ENOSPC", "EIO"),
    "fdatasync": ("EIO",), "fsync": ("EIO",), "ftruncate": ("EIO",), "unlink": ("EIO",), "unlinkat": ("EIO",),
}  # fmt: skip


@dataclass(frozen=True)
class Point:
    """One moment: the n-th system call of a kind or the n-th time at a named point, and what happens there."""

    way: str  # "kill", "once", "ever", "twice"; "exit", "raise", "sigterm" at a named point
    where: str
    nth: int

    @property
    def number(self) -> int:
        """By which points are shared out; the same in every process."""
        return zlib.crc32(f"{self.way} {self.where} {self.nth}".encode())

    @property
    def error(self) -> str:
        """What the call answers; calls that fail in two ways take turns."""
        kinds = ERRORS[self.where]
        return kinds[self.nth % len(kinds)]


@dataclass(frozen=True)
class Ending:
    """What came of it."""

    struck: bool  # it died or failed there; a point of a thread may lie beyond the last call
    resumed: bool
    repeated: int = 0  # the most requests that one platform saw more than on an undisturbed night
    found: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Stage:
    """A night that can be lived again and again from the same start."""

    name: str
    births: Nursery
    house: House  # its folder is the start, and is never run in
    points: dict[str, int]
    undisturbed: Outcome
    asked: dict[str, int]  # requests by platform
    code: int
    run_id: str
    earlier: Run | None

    @contextlib.contextmanager
    def again(self) -> Iterator[House]:
        """A fresh copy of the start; the stand-in forgets what it was asked."""
        self.house.estate.reset()
        with tempfile.TemporaryDirectory(dir=self.births.folder) as folder:
            yield _copy(self.house, Path(folder) / "house")


@contextlib.contextmanager
def stages(births: Nursery, folder: Path) -> Iterator[Iterator[Stage]]:
    """A first night, and a second one on which something has changed, so that there is mail; one after the other."""
    with small_house(folder / "start") as start:
        yield _stages(births, start, folder)


def _stages(births: Nursery, start: House, folder: Path) -> Iterator[Stage]:
    yield _stage("first", births, start, folder, None)
    start.estate.reset()
    second = _copy(start, folder / "second")
    assert births.run(second).code == 0
    with open_history(second) as history:
        earlier = history.load(str(history.latest()))
    second.now = NOW + timedelta(days=1)
    start.estate.edit("library-x", bio="Books.")
    yield _stage("second", births, second, folder, earlier)


def _stage(name: str, births: Nursery, start: House, folder: Path, earlier: Run | None) -> Stage:
    start.estate.reset()
    quiet = _copy(start, folder / f"undisturbed-{name}")
    points, ended = counted(births, quiet)
    asked = start.estate.counts()
    assert whole(quiet, ACCOUNTS) == []
    with open_history(quiet) as history:
        run_id = str(history.latest())
    return Stage(name, births, start, points, outcome(quiet), asked, ended.code, run_id, earlier)


def _copy(house: House, folder: Path) -> House:
    shutil.copytree(house.folder, folder)
    return replace(house, folder=folder, extra=dict(house.extra))


def chains(stage: Stage, every: int, errors_every: int) -> Iterator[tuple[Point, ...]]:
    """All points of a night. Those of one chain are tried one after another until one is not reached."""
    for call, count in stage.points.items():
        for nth in range(1, count + 1, every):
            yield (Point("kill", call, nth),)
        for nth in range(1, count + 1, errors_every):
            yield (Point("once", call, nth),)
            yield (Point("ever", call, nth),)
    for nth in range(1, stage.points["pwrite64"] + 1, 10 * every):
        yield (Point("twice", "pwrite64", nth),)
    for name in sorted(NAMES):
        yield tuple(Point("exit", name, nth) for nth in OFTEN)
        yield (Point("raise", name, 1),)
        yield (Point("sigterm", name, 1),)


def strike(stage: Stage, point: Point) -> Ending:
    """Let it happen there, check, complete the night, and compare it with the undisturbed one."""
    with stage.again() as home:
        died = _struck(stage, home, point)
        struck, found = _reading(died, stage, point)
        found += violations(home, stage.earlier)
        if over(home, stage.run_id):
            return Ending(struck, False, 0, found + _compared(stage, home))
        if point.way == "twice":
            _struck(stage, home, replace(point, way="kill", nth=max(1, (point.nth * 7) % stage.points["pwrite64"])))
            found += violations(home, stage.earlier)
        if deferred(home, stage.run_id):
            return Ending(struck, True, 0, found + _sent_later(stage, home))
        repeated = 0
        if not over(home, stage.run_id):
            stored, before = stored_requests(home), dict(home.estate.counts())
            said = stage.births.run(home)
            if said.code != stage.code:
                found.append(f"the next run ended with {said.code}: {said.err[-300:]}")
            asked = {p: n - before.get(p, 0) for p, n in home.estate.counts().items()}
            for platform, count in asked.items():
                if count > stage.asked[platform] - stored.get(platform, 0):
                    found.append(f"I5: {platform} was asked {count} times although {stored} was stored")
                repeated = max(repeated, before.get(platform, 0) + count - stage.asked[platform])
        return Ending(struck, True, repeated, found + _compared(stage, home))


def _compared(stage: Stage, home: House) -> list[str]:
    return whole(home, ACCOUNTS) + _unlike(stage.undisturbed, outcome(home))


def _unlike(was: Outcome, now: Outcome) -> list[str]:
    unlike = differences(was, now)
    return unlike[:2] + [f"and {len(unlike) - 2} more differences"] * (len(unlike) > 2)


def _sent_later(stage: Stage, home: House) -> list[str]:
    """The report is out, and a mail was put off: the next night, whatever it finds, sends it."""
    found = _unlike(replace(stage.undisturbed, mails={}), replace(outcome(home), mails={}))
    home.now += LATER
    stage.births.run(home)
    with open_history(home) as history:
        left = [m.state for m in history.outbox.of_run(stage.run_id) if m.state != "sent"]
    return found + whole(home, ACCOUNTS) + [f"I7: a mail that was put off is {state}" for state in left]


def _struck(stage: Stage, home: House, point: Point) -> Died:
    if point.way in {"kill", "twice"}:
        return injected(stage.births, home, point.where, f"signal=KILL:when={point.nth}")
    if point.way in {"once", "ever"}:
        tail = "+" if point.way == "ever" else ""
        return injected(stage.births, home, point.where, f"error={point.error}:when={point.nth}{tail}")
    return stage.births.run(home, failpoint=f"{point.where}:{point.way}:{point.nth}")


def _reading(died: Died, stage: Stage, point: Point) -> tuple[bool, list[str]]:
    """Whether it was struck, and what is wrong with the way it ended."""
    wanted = {"kill": {-9}, "twice": {-9}, "exit": {137}, "raise": {1}, "sigterm": {143}}.get(point.way, {1})
    if point.way in {"once", "ever"}:
        found = [f"it says {word}: {died.err[-300:]}" for word in ("Traceback", "Unexpected") if word in died.err]
        if died.code not in {1, 2, stage.code}:  # a single failure may be got over
            found.append(f"it ended with {died.code}: {died.err[-300:]}")
        return True, found
    if died.code in wanted:
        return True, []
    return False, [] if died.code == stage.code else [f"it ended with {died.code}: {died.err[-300:]}"]
