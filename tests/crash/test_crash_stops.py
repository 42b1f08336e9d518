"""SIGTERM at any moment: out within ten seconds with everything kept; a second one at once; one run at a time."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from tests.crash.invariants import violations, whole
from tests.crash.living import RUN_ID, Nursery, outcome, stored
from tests.crash.test_crash_mail import Rude, by_smtp
from tests.night.driving import House
from tests.waiting import until


def test_stopped_while_a_platform_hangs_the_answers_of_the_others_are_kept(home: House, births: Nursery) -> None:
    home.estate.fault("hang", "bluesky")
    pid = births.begin(home, "run")
    until(lambda: "bluesky" in home.estate.counts() and {"x", "mastodon"} <= stored(home))
    told = time.monotonic()

    os.kill(pid, signal.SIGTERM)
    died = births.end()

    assert died.code == 143
    assert time.monotonic() - told < 10
    assert "Stopped cleanly" in died.err
    assert violations(home) == []
    before = home.estate.counts()
    home.estate.faults.clear()
    assert births.run(home).code == 0
    assert outcome(home).runs == [(RUN_ID, "full", "finished")]
    assert whole(home, 3) == []
    again = home.estate.counts()
    assert (again["x"], again["mastodon"]) == (before["x"], before["mastodon"])


def test_stopped_while_the_mail_server_keeps_silent_it_still_ends_in_time(home: House, births: Nursery) -> None:
    rude = Rude(silent=True)
    try:
        pid = births.begin(by_smtp(home, rude.port), "run")
        until(lambda: rude.taken)
        told = time.monotonic()
        os.kill(pid, signal.SIGTERM)
        died = births.end()
    finally:
        rude.close()

    assert died.code == 143
    assert time.monotonic() - told < 10
    assert violations(home) == []
    assert home.run_json()["run"]["id"] == RUN_ID


def test_a_second_signal_ends_it_at_once(home: House, births: Nursery) -> None:
    rude = Rude(silent=True)
    try:
        pid = births.begin(by_smtp(home, rude.port), "run")
        until(lambda: rude.taken)
        os.kill(pid, signal.SIGINT)
        os.kill(pid, signal.SIGTERM)
        died = births.end()
    finally:
        rude.close()

    assert died.code == 143  # by the first alone it would be 130, after seconds of grace
    assert violations(home) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_exit_code_names_the_signal(number: int, code: int, home: House, births: Nursery) -> None:
    home.estate.fault("hang", "x")
    pid = births.begin(home, "run")
    until(lambda: "x" in home.estate.counts())

    os.kill(pid, number)

    assert births.end().code == code


def test_a_second_run_beside_the_first_is_refused_and_a_check_is_not(
    home: House, births: Nursery, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home.estate.fault("hang", "bluesky")
    first = births.begin(home, "run")
    until(lambda: "bluesky" in home.estate.counts())

    second = home.auditor("run")
    check = home.auditor("check", "library-mastodon")
    os.kill(first, signal.SIGTERM)
    births.end()

    assert second.code == 5
    assert f"process {first}" in second.err
    assert check.code == 0, check.err


def test_two_runs_at_the_same_moment_make_one_report(home: House, births: Nursery) -> None:
    codes: list[int] = []
    pid = births.begin(home, "run")
    thread = threading.Thread(target=lambda: codes.append(births.end().code))
    thread.start()
    said = home.auditor("run")
    thread.join()

    assert pid
    assert sorted([*codes, said.code]) in ([0, 5], [0, 0])
    assert whole(home, 3) == []


def test_a_lock_file_left_behind_means_nothing(home: House, births: Nursery) -> None:
    births.run(home, failpoint="after-begin:exit")
    assert (home.folder / "auditor.lock").read_text()

    assert births.run(home).code == 0
    assert whole(home, 3) == []


def test_a_lock_file_taken_away_during_a_run_lets_nobody_in_by_the_wrong_door(home: House, births: Nursery) -> None:
    home.estate.fault("hang", "bluesky")
    first = births.begin(home, "run")
    until(lambda: "bluesky" in home.estate.counts())
    (home.folder / "auditor.lock").write_text('{"pid": 1, "host": "elsewhere"}\n')

    second = home.auditor("run")
    os.kill(first, signal.SIGTERM)
    births.end()

    assert second.code == 5
    assert violations(home) == []
