"""A run that is told to stop, in a process of its own: it ends within seconds, keeps what it has, and the next one goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

from tests.crash.living import stored
from tests.night.driving import ROOT, House, house, states
from tests.waiting import HANGS, until

STOP_SECONDS = 10.0
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "house") as made:
        yield made


@pytest.fixture
def start(home: House) -> Iterator[Start]:
    """Starts the program in a process of its own; whatever still runs at the end of the test is killed."""
    begun: list[subprocess.Popen[str]] = []

    def one(*arguments: str, stderr: int | IO[str] = subprocess.PIPE) -> subprocess.Popen[str]:
        environment = os.environ | home.environment() | {"PYTHONPATH": str(ROOT)}
        begun.append(
            subprocess.Popen(
                [sys.executable, "-m", "auditor", *arguments], env=environment, cwd=home.folder, text=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, preexec_fn=_hear_interrupts,  # noqa: PLW1509
            )
        )  # fmt: skip
        return begun[-1]

    yield one
    for process in begun:
        process.kill()
        with process:
            pass


def _hear_interrupts() -> None:
    """A job started in the background has SIGINT ignored, and hands that on to all it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_a_hanging_run_cleanly_and_the_next_run_completes_it(
    home: House, start: Start, number: signal.Signals, code: int
) -> None:
    home.set("timeout_seconds = 10", "timeout_seconds = 60")
    home.estate.fault("hang", "bluesky")
    first = start("run", "--no-mail")
    until(lambda: "bluesky" in home.estate.counts() and {"x", "wiki", "youtube", "blog"} <= stored(home))

    began = time.monotonic()
    first.send_signal(number)
    out, err = first.communicate(timeout=HANGS)

    assert first.returncode == code
    assert time.monotonic() - began < STOP_SECONDS
    assert out == ""
    assert "Stopped cleanly" in err
    assert "Traceback" not in err
    assert not (home.reports / "run.json").exists()

    home.estate.reset()
    home.extra["AUDITOR_NOW"] = "2026-11-22T03:30:00+00:00"
    said = home.auditor("run", "--no-mail")

    run = home.run_json()
    assert said.code == 0, said.err
    assert run["run"]["id"] == "2026-11-22T02-00-00Z"
    assert set(states(run).values()) == {"live"}
    # what was paid for is not asked again
    assert home.estate.counts().get("x", 0) == 0
    assert home.estate.counts()["bluesky"] > 0


def test_an_unfinished_run_is_abandoned_when_it_is_too_old(home: House) -> None:
    _stopped(home)
    home.extra["AUDITOR_NOW"] = "2026-11-22T14:30:00+00:00"

    home.auditor("run", "--no-mail")

    assert home.run_json()["run"]["id"] == "2026-11-22T14-30-00Z"


def test_an_unfinished_run_is_abandoned_when_the_register_changed(home: House) -> None:
    _stopped(home)
    accounts = home.folder / "register" / "accounts.csv"
    accounts.write_text(accounts.read_text(encoding="utf-8").replace("library-x,x", "library-on-x,x"), encoding="utf-8")
    home.extra["AUDITOR_NOW"] = "2026-11-22T02:30:00+00:00"

    home.auditor("run", "--no-mail")

    assert home.run_json()["run"]["id"] == "2026-11-22T02-30-00Z"


def _stopped(home: House) -> None:
    """A run that died after its first credential."""
    home.extra["AUDITOR_FAILPOINT"] = "after-shard:raise"
    assert home.auditor("run", "--no-mail").code == 1
    del home.extra["AUDITOR_FAILPOINT"]
    home.estate.reset()


def test_a_signal_ends_a_check_as_well(home: House, start: Start) -> None:
    home.set("timeout_seconds = 10", "timeout_seconds = 60")
    home.estate.fault("hang", "bluesky")
    process = start("check", "library-bluesky")
    until(lambda: home.estate.counts().get("bluesky"))

    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=HANGS)

    assert process.returncode == 130
    assert "Traceback" not in err


def test_two_runs_at_once_are_refused_with_5_and_the_first_is_not_disturbed(home: House, start: Start) -> None:
    home.set("timeout_seconds = 10", "timeout_seconds = 3").estate.fault("hang", "bluesky")
    first = start("run", "--no-mail")
    until(lambda: home.estate.counts().get("bluesky"))

    second = home.auditor("run", "--no-mail")
    home.estate.faults.clear()
    _out, err = first.communicate(timeout=HANGS)

    assert second.code == 5
    assert first.returncode == 0, err


def test_a_reader_who_leaves_early_is_no_error(start: Start) -> None:
    process = start("controls")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()
    process.stderr.close()

    assert process.wait(timeout=HANGS) == 0
    assert "Traceback" not in err


def test_schedule_runs_what_is_due_and_stops_on_sigterm(home: House, start: Start) -> None:
    home.append('[schedule]\nnightly = "02:00"')
    said = home.folder / "said"
    with said.open("w", encoding="utf-8") as file:
        process = start("schedule", stderr=file)
        until(lambda: "02:00" in said.read_text(encoding="utf-8"))  # it hears signals by then
        process.terminate()
        assert process.wait(timeout=HANGS) in {0, 143}

    err = said.read_text(encoding="utf-8")
    assert "02:00" in err
    assert "Traceback" not in err
