"""Mails by SMTP against a real server that defers, refuses, breaks off, and shows bad certificates."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from auditor.couriers import Deferred, Doubtful, Refused, Sent, TransportDown
from auditor.couriers.smtp import SmtpCourier, SmtpServer
from auditor.secrets import Secret
from tests.waiting import free_port

MESSAGE = (
    b"Message-ID: <1@example.ac.uk>\r\nSubject: Account audit\r\n\r\nFirst line.\r\n.hidden dot\r\n..\r\nLast line.\r\n"
)
SENDER = "audit@example.ac.uk"


class Mailbox:
    """What the server takes; answers by the recipient's name."""

    def __init__(self):
        self.taken = []
        self.connections = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 no such user"
        if address.startswith("busy"):
            return "451 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("full"):
            return "552 too much"
        self.taken.append((envelope.mail_from, tuple(envelope.rcpt_tos), envelope.original_content))
        return "250 taken as 42"


def authority(folder, names=("localhost",), days=1):
    """A self-signed certificate for loopback, as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    alternatives = [x509.DNSName(n) for n in names] + [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))] * (
        "localhost" in names
    )
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=2)).not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@contextmanager
def serving(mailbox, **options):
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def courier(port, **more):
    return SmtpCourier(SmtpServer(host="127.0.0.1", port=port, tls=more.pop("tls", "none"), timeout_seconds=30, **more))


def test_a_mail_arrives_as_it_is(tmp_path):
    mailbox = Mailbox()
    with serving(mailbox) as port, courier(port) as smtp:
        assert smtp.send("a@example.ac.uk", MESSAGE, SENDER) == Sent("250 taken as 42")
    assert mailbox.taken == [(SENDER, ("a@example.ac.uk",), MESSAGE)]


def test_one_connection_carries_all_mails_even_past_refusals():
    mailbox = Mailbox()
    with serving(mailbox) as port, courier(port) as smtp:
        answers = [smtp.send(f"{n}@example.ac.uk", MESSAGE, SENDER) for n in ("a", "nobody", "busy", "full", "b")]
    assert [type(a) for a in answers] == [Sent, Refused, Deferred, Refused, Sent]
    assert answers[1] == Refused("the server said 550 no such user")
    assert answers[2] == Deferred("the server said 451 come back later")
    assert [to for _, (to,), _ in mailbox.taken] == ["a@example.ac.uk", "b@example.ac.uk"]
    assert mailbox.connections == 1


@pytest.mark.parametrize(
    "address", ["a@example.ac.uk\r\nRCPT TO:<b@example.ac.uk>", "a@x.uk>,<b@x.uk", "a@x.uk\0", "a b@x.uk"]
)
def test_an_address_that_is_more_than_an_address_is_refused_before_the_server_hears_of_it(address):
    mailbox = Mailbox()
    with serving(mailbox) as port, courier(port) as smtp:
        assert isinstance(smtp.send(address, MESSAGE, SENDER), Refused)
        assert isinstance(smtp.send("a@example.ac.uk", MESSAGE, address), Refused)
    assert mailbox.taken == []


def test_encryption_is_begun_and_the_certificate_checked(tmp_path, monkeypatch):
    context = authority(tmp_path)
    mailbox = Mailbox()
    with serving(mailbox, tls_context=context, require_starttls=True) as port:
        with courier(port, tls="starttls") as smtp, pytest.raises(TransportDown, match="certificate"):
            smtp.open()
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        with courier(port, tls="starttls") as smtp:
            assert isinstance(smtp.send("a@example.ac.uk", MESSAGE, SENDER), Sent)
    assert len(mailbox.taken) == 1


@pytest.mark.parametrize(
    ("names", "days"), [(("elsewhere.test",), 1), (("localhost",), -1)], ids=["other host", "expired"]
)
def test_a_certificate_of_another_host_or_day_is_refused(tmp_path, monkeypatch, names, days):
    context = authority(tmp_path, names, days)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with serving(Mailbox(), tls_context=context) as port, courier(port, tls="starttls") as smtp:
        with pytest.raises(TransportDown, match="certificate"):
            smtp.open()
        assert isinstance(smtp.send("a@example.ac.uk", MESSAGE, SENDER), Deferred)


def test_a_server_without_encryption_is_not_spoken_to_in_the_clear():
    mailbox = Mailbox()
    with (
        serving(mailbox) as port,
        courier(port, tls="starttls") as smtp,
        pytest.raises(TransportDown, match="offers no"),
    ):
        smtp.open()
    assert mailbox.taken == []


def test_signing_in_needs_the_right_password(tmp_path, monkeypatch):
    def sign_in(server, session, envelope, mechanism, data):
        right = (data.login, data.password) == (b"audit", b"correct horse")
        return AuthResult(success=right, handled=False)

    context = authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    known = {"tls": "starttls", "user": "audit"}
    with serving(Mailbox(), authenticator=sign_in, auth_required=True, tls_context=context) as port:
        with courier(port, password=Secret("wrong one"), **known) as smtp, pytest.raises(TransportDown) as caught:
            smtp.open()
        assert "refused the user name or password" in caught.value.reason
        assert "wrong one" not in caught.value.reason
        with courier(port, password=Secret("correct horse"), **known) as smtp:
            assert isinstance(smtp.send("a@example.ac.uk", MESSAGE, SENDER), Sent)


@contextmanager
def rude_server(*lines):
    """A server that answers each command with the next line and hangs up when it has none left."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as asked:
            for line in lines:
                connection.sendall(line)
                if line.startswith(b"354"):
                    while asked.readline() not in {b".\r\n", b""}:
                        pass
                else:
                    asked.readline()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        thread.join(5)
        listener.close()


def test_a_server_that_drops_after_the_last_dot_leaves_doubt():
    with (
        rude_server(b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n") as port,
        courier(port) as smtp,
    ):
        assert isinstance(smtp.send("a@example.ac.uk", MESSAGE, SENDER), Doubtful)


def test_a_server_that_drops_before_the_text_leaves_none():
    with rude_server(b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n") as port, courier(port) as smtp:
        assert isinstance(smtp.send("a@example.ac.uk", MESSAGE, SENDER), Deferred)


def test_a_server_that_closes_for_maintenance_defers():
    with rude_server(b"220 hi\r\n", b"250 hi\r\n", b"421 closing\r\n") as port, courier(port) as smtp:
        assert smtp.send("a@example.ac.uk", MESSAGE, SENDER) == Deferred("the server said 421 closing")


def test_a_server_that_is_not_there_is_named():
    port = free_port()
    with courier(port) as smtp, pytest.raises(TransportDown, match=f"127.0.0.1:{port} was not reached"):
        smtp.open()


def test_an_address_beyond_ascii_needs_a_server_that_takes_it():
    mailbox = Mailbox()
    with serving(mailbox, enable_SMTPUTF8=True) as port, courier(port) as smtp:
        assert isinstance(smtp.send("büro@example.ac.uk", MESSAGE, SENDER), Sent)
    with serving(mailbox, enable_SMTPUTF8=False) as port, courier(port) as smtp:
        assert isinstance(smtp.send("büro@example.ac.uk", MESSAGE, SENDER), Refused)


def test_a_message_that_does_not_end_its_last_line_arrives_whole():
    mailbox = Mailbox()
    with serving(mailbox) as port, courier(port) as smtp:
        smtp.send("a@example.ac.uk", b"Subject: x\n\nno end", SENDER)
    assert mailbox.taken[0][2] == b"Subject: x\r\n\r\nno end\r\n"


def test_checking_signs_in_and_sends_nothing():
    mailbox = Mailbox()
    with serving(mailbox) as port, courier(port) as smtp:
        assert "no encryption" in smtp.check()
    assert mailbox.taken == []
