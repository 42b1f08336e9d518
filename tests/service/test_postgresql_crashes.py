"""Deaths, second runs and a server that goes away: what PostgreSQL keeps of a night, and that the next run completes it."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from tests.crash.invariants import violations, whole
from tests.crash.living import RECIPIENTS, RUN_ID, Nursery, mails_of, open_history, outcome, stored
from tests.night.driving import House
from tests.postgresql import Server
from tests.waiting import until

pytestmark = pytest.mark.service
POINTS = (
    "before-begin-commit", "after-begin", "before-shard-commit", "after-shard", "before-conclude-commit",
    "after-conclude", "after-sending-mark",
)  # fmt: skip


def finished(home: House) -> None:
    """Assert that one night was completed, and everything in it."""
    assert whole(home, 3) == []
    assert outcome(home).runs == [(RUN_ID, "full", "finished")]
    assert {to: len(mails) for to, mails in mails_of(home).items()} == dict.fromkeys(RECIPIENTS, 1)


def held_up(home: House, seconds: int) -> House:
    """One platform keeps silent; the others answer."""
    home.estate.fault("hang", "bluesky")
    return home.set("timeout_seconds = 10", f"timeout_seconds = {seconds}")


@pytest.mark.parametrize("point", POINTS)
def test_a_death_in_the_middle_of_a_transaction_or_beside_it_is_mended(
    point: str, home: House, births: Nursery
) -> None:
    assert births.run(home, failpoint=f"{point}:exit").code == 137
    assert violations(home) == []

    assert births.run(home).code == 0

    finished(home)


def test_killed_in_the_middle_of_asking_the_answers_of_the_others_are_kept(home: House, births: Nursery) -> None:
    pid = births.begin(held_up(home, 60), "run")
    until(lambda: {"x", "mastodon"} <= stored(home) and "bluesky" in home.estate.counts())
    os.kill(pid, signal.SIGKILL)
    assert births.end().code == -9
    assert violations(home) == []
    asked = home.estate.counts()
    home.estate.faults.clear()

    assert births.run(home).code == 0

    finished(home)
    now = home.estate.counts()
    assert (now["x"], now["mastodon"]) == (asked["x"], asked["mastodon"])


def test_a_second_run_is_refused_by_the_database_where_no_lock_file_is_shared(
    home: House, births: Nursery, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(home.folder, elsewhere)
    first = births.begin(held_up(home, 60), "run")
    until(lambda: "bluesky" in home.estate.counts())
    asked = home.estate.counts()["bluesky"]

    second = House(home.estate, elsewhere, home.now, home.extra).auditor("run")
    beside = home.auditor("check", "library-x")
    os.kill(first, signal.SIGTERM)

    assert births.end().code == 143
    assert second.code == 5
    assert f"process {first} on" in second.err
    assert home.estate.counts()["bluesky"] == asked
    assert beside.code == 0, beside.err
    assert violations(home) == []


def test_two_first_runs_at_once_make_the_tables_once(home: House, births: Nursery, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(home.folder, elsewhere)
    births.begin(home, "run")
    second = House(home.estate, elsewhere, home.now, home.extra).auditor("run")
    first = births.end()

    assert {first.code, second.code} <= {0, 5}, first.err + second.err
    assert 0 in {first.code, second.code}
    with open_history(home) as history:
        assert {r.state for r in history.runs()} == {"finished"}
        assert history.verify() == []


def test_a_server_that_goes_away_during_a_night_ends_it_with_words_and_the_next_run_completes_it(
    home: House, births: Nursery, postgres: Server
) -> None:
    births.begin(held_up(home, 1), "run")
    until(lambda: {"x", "mastodon"} <= stored(home) and "bluesky" in home.estate.counts())
    postgres.stop()
    try:
        died = births.end()
    finally:
        postgres.start()
    home.estate.faults.clear()

    assert died.code == 1
    assert "cannot be reached" in died.err
    assert "what was stored is kept" in died.err
    assert "Traceback" not in died.err
    assert violations(home) == []
    assert births.run(home).code == 0
    finished(home)


def test_a_server_that_was_started_again_between_two_steps_is_not_even_noticed(
    home: House, births: Nursery, postgres: Server
) -> None:
    births.begin(held_up(home, 5), "run")
    until(lambda: {"x", "mastodon"} <= stored(home) and "bluesky" in home.estate.counts())
    postgres.stop()
    postgres.start()
    home.estate.faults.clear()

    assert births.end().code == 0
    finished(home)
