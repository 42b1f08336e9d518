"""A second trouble while the first is being mended: a disk that fails during recovery, a lock file taken away, a stop during mails."""

from __future__ import annotations

import os
import shutil
import signal

import pytest

from tests.crash.invariants import violations, whole
from tests.crash.living import RECIPIENTS, RUN_ID, Nursery, mails_of, outcome
from tests.crash.test_crash_mail import Mailbox, Rude, by_smtp, served
from tests.crash.tracing import injected, needs_strace
from tests.night.driving import House
from tests.waiting import free_port, until


@needs_strace
@pytest.mark.parametrize(
    ("call", "error", "nth"),
    [
        ("pread64", "EIO", "1+"),
        ("pread64", "EIO", "3+"),  # some of the log has been read back by then
        ("pwrite64", "ENOSPC", "2+"),
        ("pwrite64", "EIO", "4"),
        ("fdatasync", "EIO", "1+"),
    ],
)
def test_a_disk_that_fails_while_a_death_is_mended_harms_nothing(
    call: str, error: str, nth: str, home: House, births: Nursery
) -> None:
    assert births.run(home, failpoint="after-shard:exit:2").code == 137
    assert (home.folder / "auditor.db-wal").stat().st_size, "there is nothing to recover"

    died = injected(births, home, call, f"error={error}:when={nth}")

    assert died.code in {0, 1, 2}, died.err
    assert "Traceback" not in died.err
    assert "Unexpected" not in died.err, died.err
    assert violations(home) == []
    if died.code:
        assert "auditor.db" in died.err, died.err
        assert births.run(home).code == 0
    assert whole(home, 3) == []
    assert outcome(home).runs == [(RUN_ID, "full", "finished")]


@needs_strace
def test_killed_while_sqlite_takes_its_log_back_in(home: House, births: Nursery) -> None:
    assert births.run(home, failpoint="after-conclude:exit").code == 137
    for nth in (1, 2, 3, 5, 8, 13, 21, 34):
        injected(births, home, "pwrite64", f"signal=KILL:when={nth}")
        assert violations(home) == [], nth

    births.run(home)

    assert whole(home, 3) == []
    assert outcome(home).runs == [(RUN_ID, "full", "finished")]


@pytest.mark.slow  # a server that keeps silent is waited for eight seconds
def test_stopped_while_mails_are_sent_the_rest_goes_out_once(home: House, births: Nursery) -> None:
    rude = Rude(silent=True)
    try:
        pid = births.begin(by_smtp(home, rude.port), "run")
        until(lambda: rude.taken)
        os.kill(pid, signal.SIGTERM)
        assert births.end().code == 143
    finally:
        rude.close()
    mailbox, port = Mailbox(), free_port()
    home.set(f"port = {rude.port}", f"port = {port}")

    with served(mailbox, port):
        assert births.run(home).code == 0

    assert whole(home, 3) == []
    assert [mailbox.count(r) for r in RECIPIENTS] == [1, 1, 1]
    assert rude.taken[0] in {text for _, text in mailbox.taken}  # what was in doubt is repeated to the byte


def test_without_its_lock_file_two_runs_still_make_one_report_and_one_mail_each(home: House, births: Nursery) -> None:
    home.set("timeout_seconds = 10", "timeout_seconds = 2").estate.fault("hang", "bluesky")
    births.begin(home, "run")
    until(lambda: "bluesky" in home.estate.counts())
    (home.folder / "auditor.lock").unlink()
    home.estate.faults.clear()

    second = home.auditor("run")
    first = births.end()

    assert 0 in {first.code, second.code}
    assert {first.code, second.code} <= {0, 5}, first.err + second.err
    assert "Traceback" not in first.err + second.err
    assert whole(home, 3) == []
    assert outcome(home).runs == [(RUN_ID, "full", "finished")]
    assert {to: len(mails) for to, mails in mails_of(home).items()} == dict.fromkeys(RECIPIENTS, 1)


def test_another_machine_that_goes_on_with_a_cut_off_run_ends_where_the_first_would_have(
    home: House, births: Nursery
) -> None:
    assert births.run(home, failpoint="after-shard:exit:2").code == 137
    (home.folder / "auditor.lock").write_text('{"pid": 1, "host": "elsewhere", "boot": "another"}\n')
    away = home.folder.parent / "elsewhere"
    shutil.copytree(home.folder, away)
    home.folder = away

    assert births.run(home).code == 0

    assert whole(home, 3) == []
    assert outcome(home).runs == [(RUN_ID, "full", "finished")]
