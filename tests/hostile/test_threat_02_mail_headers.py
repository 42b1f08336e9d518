"""Line breaks and second addresses in subjects, names and addresses never make a header or a recipient."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from auditor.config import load
from auditor.couriers import Refused, Sent
from auditor.couriers.addresses import bare
from auditor.couriers.sendmail import SendmailCourier
from auditor.couriers.smtp import SmtpCourier, SmtpServer
from auditor.errors import UsageError
from auditor.outbox import message_id
from reports.letter import Mail
from reports.mail import compose
from tests.hostile import corpora
from tests.night.driving import house

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TEXTS = list(
    dict.fromkeys((*corpora.HEADERS, *corpora.collected("gen-mail-headers.json"), *corpora.collected("patt-crlf.txt")))
)
PLAIN = {
    "from",
    "to",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "list-id",
    "auto-submitted",
    "x-auto-response-suppress",
    "mime-version",
    "content-type",
}


def _mail(subject: str = "Subject", **changes: Any) -> bytes:
    letter = Mail(subject=subject, text="Text\n", html="<p>Text</p>", preheader="")
    given = {
        "sender": "Audit <a@b.example>",
        "recipient": "c@d.example",
        "message_id": "<1@b.example>",
        "date": AT,
    } | changes
    return compose(letter, **given)


def _headers(raw: bytes) -> list[str]:
    return sorted(name.lower() for name in message_from_bytes(raw))


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_hostile_subject_stays_one_subject(text: str) -> None:
    raw = _mail(text)
    assert _headers(raw) == _headers(_mail())
    head = raw.partition(b"\r\n\r\n")[0]
    assert b"\0" not in head
    assert all(line[:1] in b" \t" or line.partition(b":")[0].lower().decode() in PLAIN for line in head.split(b"\r\n"))


@pytest.mark.parametrize("where", ["sender", "recipient", "reply_to", "list_id", "message_id"])
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_hostile_addresses_are_refused_or_stay_one_address(where: str, text: str) -> None:
    with contextlib.suppress(ValueError, UsageError, IndexError, UnicodeError):
        raw = _mail(**{where: text})
        extra = {"reply_to": ["reply-to"], "list_id": ["list-id"]}.get(where, [])
        assert _headers(raw) == sorted([*_headers(_mail()), *extra])
        assert message_from_bytes(raw).get_all("Bcc") is None


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_message_id_is_made_of_plain_characters_whatever_it_is_made_from(text: str) -> None:
    made = message_id(text, text, text, text)
    assert made.isascii()
    assert made.isprintable()
    assert made.count("<") == made.count(">") == made.count("@") == 1


class _Inbox:
    def __init__(self) -> None:
        self.recipients: list[str] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        self.recipients.append(address)
        envelope.rcpt_tos.append(address)
        return "250 OK"


def test_the_mail_server_hears_of_no_recipient_beyond_the_one_meant(unused_tcp_port_: int) -> None:
    inbox = _Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=unused_tcp_port_)
    server.start()
    try:
        with SmtpCourier(SmtpServer(host="127.0.0.1", port=unused_tcp_port_, tls="none")) as courier:
            for text in TEXTS:
                answer = courier.send(text, _mail(), "a@b.example")
                assert not isinstance(answer, Sent) or inbox.recipients[-1] == text
            assert isinstance(
                courier.send("c@d.example", _mail("x\r\n.\r\nMAIL FROM:<e@evil.test>\r\n"), "a@b.example"), Sent
            )
    finally:
        server.stop()
    assert not [r for r in inbox.recipients if "evil" in r or any(c in r for c in "\r\n\0<>, ")]


@pytest.fixture
def unused_tcp_port_() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_sendmail_is_given_no_option_in_place_of_an_address(tmp_path: Path) -> None:
    log = tmp_path / "log"
    program = tmp_path / "sendmail"
    program.write_text(f'#!/bin/sh\ncat >/dev/null\nprintf "%s\\n" "$@" >> {log}\n', encoding="utf-8")
    program.chmod(0o755)
    courier = SendmailCourier(program)
    for text in (
        "-oQ/tmp@b.test",
        "-X/tmp/x@b.test",
        "a@b.test -bs",
        "a@b.test\n-bs",
        "a@b.test>,<c@evil.test",
        "a@b\0c",
    ):
        assert isinstance(courier.send(text, b"x", "a@b.test"), Refused)
        assert isinstance(courier.send("a@b.test", b"x", text), Refused)
    assert not log.exists()
    assert isinstance(courier.send("c@d.test", b"x", "a@b.test"), Sent)
    assert log.read_text(encoding="utf-8").splitlines() == ["-i", "-f", "a@b.test", "--", "c@d.test"]


@pytest.mark.parametrize("text", [t for t in TEXTS if t.strip()], ids=range(len([t for t in TEXTS if t.strip()])))
def test_config_takes_one_address_where_it_asks_for_one(text: str, tmp_path: Path) -> None:
    from auditor.errors import AuditorError

    escaped = "".join(f"\\U{ord(c):08x}" for c in text if not 0xD800 <= ord(c) < 0xE000)
    path = tmp_path / "config.toml"
    path.write_text(
        f'[organisation]\nname = "U"\n[register]\naccounts = "a.csv"\n[mail]\nfrom = "a@b.example"\nto = ["{escaped}"]\n',
        encoding="utf-8",
    )
    with contextlib.suppress(AuditorError):
        for mailbox in load(path, {}).mail.to:
            address = bare(mailbox)
            assert not any(c in address for c in "\r\n\0<>, ;")
            assert _headers(_mail(recipient=mailbox)) == _headers(_mail())


def test_doctor_refuses_a_test_address_that_is_none(tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        for text in ("a@b.test\r\nBcc: all@evil.test", "a@b.test>,<c@evil.test", "nobody", "a@b.test, c@evil.test"):
            said = home.auditor("doctor", "--offline", "--send-test", text)
            assert said.code == 2, said.err
            assert "Unexpected" not in said.err
            assert home.mails == []
