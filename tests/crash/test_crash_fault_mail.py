"""A run that ends by an error tells its operators by mail at once, whatever became of the disk."""

from __future__ import annotations

import time
from email import message_from_bytes, policy

import pytest

from auditor.cli._context import App
from auditor.cli._fault_mail import tell_operators
from auditor.errors import AuditorError
from auditor.secrets import remember
from tests.crash.living import RECIPIENTS, Nursery
from tests.crash.test_crash_mail import Mailbox, Rude, by_smtp, served
from tests.crash.tracing import injected, needs_strace
from tests.night.driving import House
from tests.waiting import free_port

OPERATOR = "audit-operators@liverpool.ac.uk"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def told(home: House, port: int) -> House:
    """A house with one operator and a mail server."""
    return by_smtp(home, port).set("operators = []", f'operators = ["{OPERATOR}"]')


def words(mailbox: Mailbox) -> str:
    """The one mail to the operator, unfolded; fails if there is another number of them."""
    (text,) = [text for to, text in mailbox.taken if to == OPERATOR]
    mail = message_from_bytes(text, policy=policy.default)
    assert mail["Subject"] == "Account audit ended with an error"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    return " ".join(mail.get_content().split())


def test_a_full_disk_is_told_by_mail(told: House, births: Nursery, port: int) -> None:
    assert births.run(told, "run", "--no-mail").code == 0
    told.now = told.now.replace(day=23)
    told.estate.edit("library-x", bio="Books.")
    size = (told.folder / "auditor.db").stat().st_size
    mailbox = Mailbox()

    with served(mailbox, port):
        died = births.run(told, largest_file=size // 2)

    assert died.code == 1
    said = words(mailbox)
    assert "auditor.db" in said
    assert "Ended 23 Nov 2026" in said
    assert "the next run goes on from there" in said
    assert [mailbox.count(r) for r in RECIPIENTS] == [0, 0, 0]


@needs_strace
def test_a_disk_that_takes_nothing_more_is_told_by_mail(told: House, births: Nursery, port: int) -> None:
    mailbox = Mailbox()
    with served(mailbox, port):
        died = injected(births, told, "pwrite64", "error=ENOSPC:when=60+")

    assert died.code == 1, died.err
    assert "space" in words(mailbox)


def test_a_fault_of_ours_is_told_once(told: House, births: Nursery, port: int) -> None:
    mailbox = Mailbox()
    with served(mailbox, port):
        assert births.run(told, failpoint="after-shard:raise").code == 1

    said = words(mailbox)
    assert "FailpointError: failpoint after-shard" in said
    assert "fault of the auditor" in said


@pytest.mark.parametrize("error", [ValueError, AuditorError])
def test_a_secret_and_control_characters_do_not_travel(
    error: type[Exception], told: House, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember("made-up-secret-77")
    for name, value in told.environment().items():
        monkeypatch.setenv(name, value)
    mailbox = Mailbox()
    with served(mailbox, port):
        tell_operators(App(told.config), error("the token made-up-secret-77\x1b[31m\u202e is old"))

    said = words(mailbox)
    assert "is old" in said
    assert "made-up-secret" not in said
    assert "\x1b" not in said
    assert "\u202e" not in said


@pytest.mark.parametrize("arguments", [("run", "--no-mail"), ("run", "--platform", "x")])
def test_neither_a_run_without_mail_nor_one_of_a_part_tells_anybody(
    arguments: tuple[str, ...], told: House, births: Nursery, port: int
) -> None:
    mailbox = Mailbox()
    with served(mailbox, port):
        assert births.run(told, *arguments, failpoint="after-shard:raise").code == 1
    assert mailbox.taken == []


def test_a_stop_is_not_told(told: House, births: Nursery, port: int) -> None:
    mailbox = Mailbox()
    with served(mailbox, port):
        assert births.run(told, failpoint="after-begin:sigterm").code == 143
    assert mailbox.taken == []


def test_a_clock_that_is_wrong_is_told(told: House, births: Nursery, port: int) -> None:
    assert births.run(told, "run", "--no-mail").code == 0
    told.now = told.now.replace(day=21)
    mailbox = Mailbox()
    with served(mailbox, port):
        assert births.run(told).code == 2
    assert "clock" in words(mailbox)


def test_a_damaged_database_is_told(told: House, births: Nursery, port: int) -> None:
    (told.folder / "auditor.db").write_bytes(b"no database at all" * 100)
    mailbox = Mailbox()
    with served(mailbox, port):
        assert births.run(told).code == 2
    assert "auditor.db" in words(mailbox)


def test_a_register_that_cannot_be_read_is_told_with_its_problems_and_without_its_cells(
    told: House, births: Nursery, port: int
) -> None:
    sheet = told.folder / "register" / "accounts.csv"
    header, first, *rest = sheet.read_text("utf-8").splitlines()
    cells = first.split(",")
    broken = [",".join([cells[0], "https://trap.example/platform", *cells[2:]])] * 12
    sheet.write_text("\n".join([header, *broken, *rest]), encoding="utf-8")
    mailbox = Mailbox()
    with served(mailbox, port):
        assert births.run(told, "run", "--dry-run").code == births.run(told, "run", "--platform", "x").code == 2
        assert mailbox.taken == []
        assert births.run(told).code == 2

    said = words(mailbox)
    assert "accounts.csv, row 2, column platform: is no platform known here" in said
    assert "more; `auditor register check` lists them all" in said
    assert "trap.example" not in said


def test_an_empty_register_is_told(told: House, births: Nursery, port: int) -> None:
    sheet = told.folder / "register" / "accounts.csv"
    sheet.write_text(sheet.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
    mailbox = Mailbox()
    with served(mailbox, port):
        assert births.run(told).code == 3
    assert "register" in words(mailbox)


def test_a_mail_server_that_is_down_changes_nothing_about_the_error(told: House, births: Nursery) -> None:
    died = births.run(told, failpoint="after-shard:raise")

    assert died.code == 1
    assert "Unexpected error: FailpointError" in died.err
    assert "operators could not be told by mail" in died.err
    assert "Traceback" not in died.err


def test_a_mail_server_that_keeps_silent_is_not_waited_for(
    home: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rude = Rude(silent=True)
    by_smtp(home, rude.port).set("operators = []", f'operators = ["{OPERATOR}"]')
    for name, value in home.environment().items():
        monkeypatch.setenv(name, value)
    begun = time.monotonic()
    try:
        tell_operators(App(home.config), ValueError("broken"), seconds=0.5)
    finally:
        rude.close()
    assert time.monotonic() - begun < 15  # the courier alone would wait for 30
    assert "no end within 0.5 seconds" in caplog.text
