"""The real night hands its mails to a real mail server that drops, defers, refuses, and shows a certificate nobody knows."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.crash.invariants import whole
from tests.crash.living import RECIPIENTS, Nursery, open_history
from tests.night.driving import House
from tests.waiting import free_port

ONE, TWO, THREE = RECIPIENTS


class Mailbox:
    """What the server took, and how it answers some of the recipients."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.refuses: dict[str, str] = {}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append((envelope.rcpt_tos[0], envelope.original_content))
        return "250 taken"

    def count(self, recipient: str) -> int:
        return sum(to == recipient for to, _ in self.taken)


@contextlib.contextmanager
def served(mailbox: Mailbox, port: int, **options: Any) -> Iterator[None]:
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


class Rude:
    """A mail server that takes a mail and hangs up, or keeps silent, before it answers."""

    def __init__(self, *, silent: bool = False) -> None:
        self.taken: list[bytes] = []
        self._silent = silent
        self._stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                with connection, connection.makefile("rb") as asked:
                    self._talk(connection, asked)

    def _talk(self, connection: socket.socket, asked: Any) -> None:
        connection.sendall(b"220 hello\r\n")
        while line := asked.readline():
            if line.upper().startswith(b"DATA"):
                connection.sendall(b"354 go on\r\n")
                text = b""
                while (more := asked.readline()) not in {b".\r\n", b""}:
                    text += more.removeprefix(b".")
                self.taken.append(text)
                if self._silent:
                    self._stopping.wait(60)
                return
            connection.sendall(b"250 fine\r\n")


@pytest.fixture
def port() -> int:
    return free_port()


def by_smtp(home: House, port: int, tls: str = "none") -> House:
    """The same house with mails going by SMTP."""
    home.set('transport = "outbox"', 'transport = "smtp"')
    return home.set('outbox = "outbox"', f'smtp = {{ host = "127.0.0.1", port = {port}, tls = "{tls}" }}')


def states(home: House) -> dict[str, str]:
    with open_history(home) as history:
        newest = history.latest()
        assert newest is not None
        return {m.mail.recipient: m.state for m in history.outbox.of_run(newest)}


def test_every_recipient_gets_one_mail_of_their_own(home: House, births: Nursery, port: int) -> None:
    mailbox = Mailbox()
    with served(mailbox, port):
        said = births.run(by_smtp(home, port))

    assert said.code == 0, said.err
    assert sorted(to for to, _ in mailbox.taken) == sorted(RECIPIENTS)
    identities = {message_from_bytes(text)["Message-ID"] for _, text in mailbox.taken}
    assert len(identities) == 3


def test_one_refused_and_one_deferred_of_three_is_told_per_recipient(home: House, births: Nursery, port: int) -> None:
    mailbox = Mailbox()
    mailbox.refuses = {ONE: "550 no such user", TWO: "451 come back later"}
    with served(mailbox, port):
        said = births.run(by_smtp(home, port))

        assert said.code == 0
        assert states(home) == {ONE: "dead", TWO: "deferred", THREE: "sent"}
        assert "550 no such user" in said.err
        assert "451 come back later" in said.err
        assert ONE not in said.err

        mailbox.refuses = {}
        home.now += timedelta(hours=1)
        births.run(home)

    assert [mailbox.count(r) for r in RECIPIENTS] == [0, 1, 1]


def test_a_server_that_is_down_delays_the_mail_and_not_the_report(home: House, births: Nursery, port: int) -> None:
    said = births.run(by_smtp(home, port))

    assert said.code == 0
    assert (home.reports / "index.html").exists()
    assert set(states(home).values()) == {"deferred"}
    assert said.err.count("was not reached") == 1
    waits = births.run(home, "doctor", "--offline")
    assert "3 mails wait" in waits.out, waits.out

    mailbox = Mailbox()
    home.now += timedelta(days=1)
    with served(mailbox, port):
        births.run(home)
    assert [mailbox.count(r) for r in RECIPIENTS] == [1, 1, 1]
    assert "mails wait" not in births.run(home, "doctor", "--offline").out


def test_a_certificate_nobody_knows_means_no_mail_in_the_clear(home: House, births: Nursery, port: int) -> None:
    mailbox = Mailbox()
    with served(mailbox, port):  # a server that offers no encryption at all
        said = births.run(by_smtp(home, port, tls="starttls"))

    assert said.code == 0
    assert mailbox.taken == []
    assert set(states(home).values()) == {"deferred"}
    assert "encryption" in said.err


def test_a_connection_dropped_after_the_text_is_repeated_once_with_the_same_bytes(
    home: House, births: Nursery, port: int
) -> None:
    rude = Rude()
    try:
        said = births.run(by_smtp(home, rude.port))
    finally:
        rude.close()
    assert said.code == 0
    assert set(states(home).values()) == {"deferred"}
    assert "unclear whether it was taken" in said.err

    mailbox = Mailbox()
    home.set(f"port = {rude.port}", f"port = {port}")
    home.now += timedelta(hours=1)
    with served(mailbox, port):
        births.run(home, "run", "--no-mail")

    assert [mailbox.count(r) for r in RECIPIENTS] == [1, 1, 1]
    first = {message_from_bytes(t)["To"]: t for t in rude.taken}
    assert {message_from_bytes(t)["To"]: t for _, t in mailbox.taken} == first
    assert len(rude.taken) == 3


@pytest.mark.parametrize(
    ("point", "most"), [("after-sending-mark", 1), ("before-sent-mark", 2), ("after-sent-mark", 1)]
)
@pytest.mark.parametrize("nth", [1, pytest.param(3, marks=pytest.mark.slow)])
def test_killed_while_sending_nothing_is_lost_and_at_most_one_mail_repeated(
    point: str, most: int, nth: int, home: House, births: Nursery, port: int
) -> None:
    mailbox = Mailbox()
    with served(mailbox, port):
        assert births.run(by_smtp(home, port), failpoint=f"{point}:exit:{nth}").code == 137
        if not (point == "after-sent-mark" and nth == 3):  # then all was done
            assert births.run(home).code == 0

    assert whole(home, 3) == []
    counts = sorted(mailbox.count(r) for r in RECIPIENTS)
    assert counts == [1, 1, most]
    assert len({text for _, text in mailbox.taken}) == 3  # a repeat is the same to the byte


def test_who_would_rather_lose_a_mail_than_get_it_twice_can_say_so(home: House, births: Nursery, port: int) -> None:
    mailbox = Mailbox()
    home.set("[mail]", '[mail]\non_doubt = "skip"')
    with served(mailbox, port):
        births.run(by_smtp(home, port), failpoint="before-sent-mark:exit:1")
        births.run(home)

    assert [mailbox.count(r) for r in RECIPIENTS] == [1, 1, 1]
    assert sorted(states(home).values()) == ["dead", "sent", "sent"]
