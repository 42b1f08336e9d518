"""One run at a time, and never a lock that outlives its holder."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor.errors import LockedError, UsageError
from auditor.lock import RunLock, holder_of

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[1]

HOLD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from auditor.lock import RunLock
with RunLock(Path(sys.argv[1]), datetime(2026, 11, 22, 2, 0, tzinfo=UTC), "auditor run"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path):
    """Another process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "lock")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_held_lock_refuses_and_names_its_holder(tmp_path, other):
    with pytest.raises(LockedError) as caught:
        RunLock(tmp_path / "lock", NOW).acquire()
    assert caught.value.exit_code == 5
    assert f"process {other.pid} on" in caught.value.message
    assert "since 2026-11-22T02:00:00+00:00" in caught.value.message
    assert holder_of(tmp_path / "lock")["pid"] == other.pid


def test_a_killed_holder_leaves_no_lock(tmp_path, other):
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert (tmp_path / "lock").read_text() != ""
    assert holder_of(tmp_path / "lock") is None
    with RunLock(tmp_path / "lock", NOW):
        assert holder_of(tmp_path / "lock")["pid"] == os.getpid()


def test_a_released_lock_can_be_taken_again(tmp_path):
    for _ in range(2):
        with RunLock(tmp_path / "var" / "lock", NOW):
            pass
    assert holder_of(tmp_path / "var" / "lock") is None


def test_two_locks_in_one_process_exclude_each_other(tmp_path):
    with RunLock(tmp_path / "lock", NOW), pytest.raises(LockedError):
        RunLock(tmp_path / "lock", NOW).acquire()


def test_a_lock_file_that_was_deleted_meanwhile_is_not_mistaken_for_a_lock(tmp_path, monkeypatch):
    path = tmp_path / "lock"
    really, calls = os.open, []

    def open_and_lose(*args, **more):
        file = really(*args, **more)
        if not calls:
            calls.append(1)
            path.unlink()
        return file

    monkeypatch.setattr("auditor.lock.os.open", open_and_lose)
    with RunLock(path, NOW):
        assert holder_of(path)["pid"] == os.getpid()


def test_rubbish_in_the_file_is_no_holder(tmp_path):
    (tmp_path / "lock").write_bytes(b"\xff{not json")
    with RunLock(tmp_path / "lock", NOW):
        pass
    assert holder_of(tmp_path / "never") is None


def test_a_place_that_cannot_be_written_to_is_a_usage_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be opened"):
        RunLock(tmp_path / "file" / "lock", NOW).acquire()


def test_a_disk_that_takes_no_note_takes_no_lock_away(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("auditor.lock.os.pwrite", full)
    monkeypatch.setattr("auditor.lock.os.ftruncate", full)
    with RunLock(tmp_path / "lock", NOW), pytest.raises(LockedError, match="started just now"):
        RunLock(tmp_path / "lock", NOW).acquire()
    assert holder_of(tmp_path / "lock") is None
