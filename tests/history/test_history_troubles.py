"""What a database's own complaints become, and that a failed write leaves what was there before."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from auditor.errors import AuditorError, UsageError
from auditor.failpoints import FailpointError
from auditor.history import History
from auditor.history.engine import address, connect, explain, shown
from auditor.secrets import redact

SQLITE = make_url("sqlite:////var/lib/auditor.db")
SERVER = make_url("postgresql+psycopg://audit:hunter22@db.example.ac.uk/auditor")


@pytest.mark.parametrize(
    ("reason", "url", "kind", "words"),
    [
        ("database is locked", SQLITE, AuditorError, "in use by another program"),
        ("attempt to write a readonly database", SQLITE, UsageError, "cannot be written to"),
        ("database or disk is full", SQLITE, AuditorError, "disk of /var/lib/auditor.db is full"),
        ("database disk image is malformed", SQLITE, UsageError, "is damaged"),
        ("file is not a database", SQLITE, UsageError, "is damaged"),
        ("disk I/O error", SQLITE, AuditorError, "disk I/O error"),
    ],
)
def test_each_complaint_becomes_words_and_an_exit_code(reason, url, kind, words):
    error = explain(reason, url)
    assert type(error) is kind
    assert words in error.message
    assert error.hint


@pytest.mark.parametrize(
    ("reason", "code", "kind", "words"),
    [
        ("Abbruch wegen Zeitüberschreitung", "55P03", AuditorError, "in use by another program"),
        ("nur lesend", "25006", UsageError, "cannot be written to: nur lesend"),
        ("kein Platz", "53100", AuditorError, "out of room: kein Platz"),
        ("Zugriff verweigert", "42501", UsageError, "may not do what a run does: Zugriff verweigert"),
        ("fehlt", "42P01", UsageError, "is damaged, or not ours (fehlt)"),
        ("zu viele Verbindungen", "53300", AuditorError, "cannot be reached: zu viele Verbindungen"),
        ("beendet", "57P01", AuditorError, "cannot be reached: beendet"),
        ("zu lange", "57014", AuditorError, "failed: zu lange"),
        ("doppelt", "23505", AuditorError, "failed: doppelt"),
        ("connection refused\nmore", None, AuditorError, "cannot be reached: connection refused"),
        ('failed: FATAL:  database "full and locked" does not exist', None, UsageError, "There is no database"),
        ('failed: FATAL:  role "readonly" does not exist', None, UsageError, "does not let this user in"),
        ('failed: FATAL:  no pg_hba.conf entry for host "::1"', None, UsageError, "does not let this user in"),
    ],
)
def test_what_a_server_complains_of_is_told_by_its_code_in_whatever_language(reason, code, kind, words):
    error = explain(reason, SERVER, code)
    assert type(error) is kind
    assert words in error.message
    assert "hunter22" not in error.message
    assert "more" not in error.message
    assert error.hint


def test_a_password_among_the_options_of_an_address_is_not_shown():
    url = address("postgresql://audit@db.example.ac.uk/auditor?password=hunter22", Path())
    assert shown(url) == "postgresql+psycopg://audit@db.example.ac.uk/auditor"
    assert "hunter22" not in redact("password=hunter22")


def test_a_driver_that_is_not_installed_is_named_with_what_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UsageError, match=r"driver for .* is not installed") as caught:
        connect(SERVER, create=True)
    assert "requirements/postgresql.txt" in caught.value.hint


@pytest.mark.parametrize("text", ["postgresql+psycopg://audit@host:54321:x/auditor", "nonsense", ""])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(UsageError, match="is no address"):
        address(text, Path())


@pytest.fixture
def full_disk(history, make):
    """A history with one run, whose file may not grow any further."""
    make.store(history, make.run("r1", make.result(make.snapshot("a"), make.finding("a"))))
    make.begin(history, make.run("r2"))
    with history._engine.connect() as connection:
        pages = connection.exec_driver_sql("pragma page_count").scalar()
        connection.exec_driver_sql(f"pragma max_page_count={pages}")
    return history


@pytest.mark.parametrize("history_url", ["sqlite:///auditor.db"])
def test_a_full_disk_is_named_and_takes_nothing_that_was_there(full_disk, make, tmp_path):
    many = [make.snapshot(f"account-{n}", bio=f"bio {n} " * 50) for n in range(200)]
    with pytest.raises(AuditorError, match=r"disk of .* is full"):
        full_disk.record("r2", "x/0", many, {})
    assert full_disk.shards_done("r2") == set()
    with History.open("sqlite:///auditor.db", tmp_path, check=True) as again:
        assert set(again.last_good()) == {"a"}
        again.record("r2", "x/0", many, {})
        assert len(again.last_good()) == 201


@pytest.mark.parametrize("point", ["before-shard-commit", "before-conclude-commit", "before-retain-commit"])
def test_a_step_that_fails_at_its_very_end_leaves_nothing_behind(history, make, monkeypatch, point):
    done = make.run("r1", make.result(make.snapshot("a"), make.finding("a")))
    monkeypatch.setenv("AUDITOR_FAILPOINT", f"{point}:raise")
    make.begin(history, done)

    def three_steps():
        history.record("r1", "x/0", [done.results[0].sight], {})
        history.conclude(done, [make.mail()])
        history.retain(make.night(5000), 1, 1)

    with pytest.raises(FailpointError):
        three_steps()
    monkeypatch.delenv("AUDITOR_FAILPOINT")
    left = {
        "before-shard-commit": (set(), None, 0),
        "before-conclude-commit": ({"x/0"}, None, 0),
        "before-retain-commit": ({"x/0"}, "r1", 1),
    }[point]
    assert (history.shards_done("r1"), history.latest(), len(history.outbox.waiting())) == left
    assert history.verify() == []


def test_a_conclusion_that_failed_can_be_made_again(history, make, monkeypatch):
    done = make.run("r1", make.result(make.snapshot("a"), make.finding("a")))
    make.begin(history, done)
    history.record("r1", "x/0", [done.results[0].sight], {})
    monkeypatch.setenv("AUDITOR_FAILPOINT", "before-conclude-commit:raise")
    with pytest.raises(FailpointError):
        history.conclude(done, ())
    monkeypatch.delenv("AUDITOR_FAILPOINT")
    history.conclude(done, ())
    assert history.load("r1") == done


def test_checks_beside_a_run_lose_nothing(history, history_url, make, tmp_path):
    night = make.run("night")
    make.begin(history, night)

    def checks(who):
        with History.open(history_url, tmp_path) as own:
            for n in range(5):
                name = f"{who}-{n}"
                seen = make.snapshot(name, make.night(n))
                make.store(own, make.run(f"check-{name}", make.result(seen, make.finding(name)), kind="check"))

    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(checks, who) for who in "abc"]
        for n in range(5):
            history.record("night", f"x/{n}", [make.snapshot(f"n-{n}")], {})
        for one in done:
            one.result()
    history.conclude(make.run("night", *[make.result(s) for s in history.recorded("night").values()]), ())
    assert len(history.runs(100)) == 16
    assert history.good_counts() == {f"{who}-{n}": 1 for who in "abcn" for n in range(5)}
    assert history.verify() == []
