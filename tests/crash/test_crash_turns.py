"""Two runs on one history that no lock file keeps apart: the second is refused at once, and a dead one hinders nobody."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3

import pytest

from tests.crash.invariants import violations, whole
from tests.crash.living import RUN_ID, Nursery, outcome
from tests.night.driving import House
from tests.waiting import until


def held(home: House) -> list[int]:
    with contextlib.closing(sqlite3.connect(home.folder / "auditor.db")) as raw:
        return [pid for (pid,) in raw.execute("select pid from turn")]


def test_a_run_without_its_lock_file_still_keeps_a_second_one_out(home: House, births: Nursery) -> None:
    home.set("timeout_seconds = 10", "timeout_seconds = 60").estate.fault("hang", "bluesky")
    first = births.begin(home, "run")
    until(lambda: "bluesky" in home.estate.counts())
    (home.folder / "auditor.lock").unlink()
    asked = home.estate.counts()

    second = home.auditor("run")
    beside = home.auditor("check", "library-x")
    os.kill(first, signal.SIGTERM)
    died = births.end()

    assert died.code == 143
    assert second.code == 5
    assert f"process {first} on" in second.err
    assert asked["bluesky"] == home.estate.counts()["bluesky"]  # no request is spent twice
    assert beside.code == 0, beside.err
    assert violations(home) == []


@pytest.mark.parametrize("point", ["after-begin", "after-shard", "after-conclude"])
def test_after_a_death_the_next_run_goes_on_at_once(point: str, home: House, births: Nursery) -> None:
    assert births.run(home, failpoint=f"{point}:exit").code == 137
    assert len(held(home)) == 1
    (home.folder / "auditor.lock").unlink()

    assert births.run(home).code == 0

    assert held(home) == []
    assert whole(home, 3) == []
    assert outcome(home).runs == [(RUN_ID, "full", "finished")]


@pytest.mark.parametrize(("action", "code"), [("raise", 1), ("sigterm", 143)])
def test_an_error_and_a_stop_give_the_history_back(action: str, code: int, home: House, births: Nursery) -> None:
    assert births.run(home, failpoint=f"after-begin:{action}").code == code
    assert held(home) == []
