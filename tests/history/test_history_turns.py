"""One run at a time on one history: a hold ends with its holder, and where that cannot be seen, after six hours."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from auditor.errors import LockedError
from auditor.history import History
from auditor.history.claims import me
from auditor.history.engine import address, connect
from auditor.history.schema import migrate, stored
from auditor.history.turns import LEASE

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from auditor.history import History
with History.open(sys.argv[1], Path(sys.argv[2])) as h, h.alone(datetime(2026, 11, 22, 2, 0, tzinfo=UTC), "1:1"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def store(history):
    return history


@pytest.fixture
def other(tmp_path, history_url, store):
    """Another process that has the history to itself."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, history_url, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def rows(store):
    with store._engine.connect() as connection:
        return connection.execute(text("select host, pid, boot, since from turn")).all()


def moved(store, **values):
    """Change the row of the run that holds the history."""
    with store._engine.begin() as connection:
        sets = ", ".join(f"{name} = :{name}" for name in values)
        assert connection.execute(text(f"update turn set {sets}"), values).rowcount == 1


def taken(store, at=NOW, lock="2:2"):
    try:
        with store.alone(at, lock):
            return True
    except LockedError:
        return False


def test_a_living_run_keeps_others_out_and_is_named(store, other):
    with pytest.raises(LockedError) as caught, store.alone(NOW, "2:2"):
        pass
    assert caught.value.exit_code == 5
    assert f"process {other.pid} on {me().split(' ')[0]}, since 2026-11-22 02:00 UTC" in caught.value.message
    assert not taken(store, NOW + 2 * LEASE)  # a living process on this machine has no lease


def test_a_killed_run_keeps_nobody_out(store, other):
    other.kill()
    other.wait()
    assert len(rows(store)) == 1
    assert taken(store)


def test_a_killed_run_that_its_parent_has_not_asked_after_keeps_nobody_out(store, other):
    other.kill()
    state = Path(f"/proc/{other.pid}/stat")
    while state.read_text().rpartition(")")[2].split()[0] != "Z":
        pass
    assert taken(store)


def test_whoever_holds_the_same_lock_file_needs_no_other_proof(store, other):
    moved(store, host="another-container", space="pid:[1]")
    assert not taken(store)
    assert taken(store, lock="1:1")


def test_a_number_that_another_process_has_now_is_no_living_run(store, other):
    *first, _started = me().split(" ")
    moved(store, process=" ".join([*first[:2], str(other.pid), "1"]))
    assert taken(store)


def test_a_run_before_this_machine_was_started_again_keeps_nobody_out(store, other):
    moved(store, boot="00000000-0000-0000-0000-000000000000")
    assert taken(store)


@pytest.mark.parametrize("where", [{"host": "elsewhere", "boot": "another"}, {"space": "pid:[1]"}])
def test_a_run_that_cannot_be_seen_from_here_holds_for_six_hours(where, store, other):
    moved(store, **where)
    assert not taken(store, NOW + timedelta(hours=5, minutes=59))
    assert taken(store, NOW + timedelta(hours=6))


def test_nothing_is_left_of_a_run_that_ended_or_failed(store):
    with store.alone(NOW):
        assert len(rows(store)) == 1
    assert rows(store) == []
    with pytest.raises(ZeroDivisionError), store.alone(NOW):
        raise ZeroDivisionError
    assert rows(store) == []


def test_a_run_whose_hold_was_taken_over_does_not_end_the_new_one(store, other):
    moved(store, host="elsewhere", boot="another")
    with store.alone(NOW + LEASE):
        other.stdin.close()
        other.wait()
        assert [row.pid for row in rows(store)] == [int(me().split(" ")[2])]


def test_a_history_of_before_gets_its_table_when_it_is_opened(tmp_path, history_url):
    engine = connect(address(history_url, tmp_path), create=True)
    migrate(engine, "0001")
    assert stored(engine) == "0001"
    engine.dispose()
    with History.open(history_url, tmp_path, create=False) as store:
        assert taken(store)
