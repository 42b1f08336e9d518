"""Sign-in by access token, the look-up before a mail is sent again, and the test mail of `doctor` through every transport."""

from __future__ import annotations

import base64
import json
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from auditor.config.sections import Mail, Smtp
from auditor.couriers import Deferred, Doubtful, Sent, TransportDown, courier_for
from auditor.couriers.graph import GraphCourier, GraphMailbox
from auditor.errors import UsageError
from auditor.secrets import Secret
from tests.night.driving import auditor

MESSAGE = b"Message-ID: <r.nightly.1@example.ac.uk>\r\nSubject: Account audit\r\n\r\nAll well.\r\n"
SENDER, READER = "audit@example.ac.uk", "reader@example.ac.uk"


# --- SMTP by access token


class Post:
    """Takes mails; lets in whoever shows the right token."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.senders: list[str] = []
        self.signed_in = False

    async def auth_XOAUTH2(self, server: Any, args: list[str]) -> AuthResult:
        said = base64.b64decode(args[1]).decode()
        if said == "user=audit\x01auth=Bearer fresh-token\x01\x01":
            return AuthResult(success=True, handled=False)
        challenge = await server.challenge_auth('{"status":"401"}')
        assert challenge == b""
        return AuthResult(success=False, handled=False)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        del server
        self.signed_in = bool(session.authenticated)
        self.taken.append(envelope.content)
        self.senders.append(envelope.mail_from)
        return "250 taken"


@contextmanager
def smtp_server(post: Post, **options: Any) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(post, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def by_token(port: int) -> Mail:
    table = Smtp(host="127.0.0.1", port=port, tls="none", user="audit", auth="xoauth2", token_env="TOKEN")
    return Mail(transport="smtp", from_=SENDER, smtp=table)


def test_smtp_signs_in_with_an_access_token(tmp_path: Path) -> None:
    post = Post()
    with (
        smtp_server(post, auth_require_tls=False) as port,
        courier_for(by_token(port), tmp_path, {"TOKEN": "fresh-token"}) as courier,
    ):
        assert isinstance(courier.send(READER, MESSAGE, SENDER), Sent)
    assert (len(post.taken), post.signed_in) == (1, True)


def test_a_token_that_ran_out_is_told_without_it(tmp_path: Path) -> None:
    post = Post()
    with (
        smtp_server(post, auth_require_tls=False) as port,
        courier_for(by_token(port), tmp_path, {"TOKEN": "stale-token"}) as courier,
        pytest.raises(TransportDown, match="access token, which may have expired") as caught,
    ):
        courier.open()
    assert "stale" not in caught.value.reason
    assert post.taken == []


def test_signing_in_by_token_without_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no token"):
        courier_for(by_token(25), tmp_path, {})


# --- Microsoft Graph with look-up


class Microsoft(BaseHTTPRequestHandler):
    """The few endpoints of Graph that a mailbox needs: sign-in, drafts, send, search, sendMail."""

    server: Exchange

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        path = urlsplit(self.path).path
        mailbox = self.server
        if path.endswith("/token"):
            return self._answer(200, {"access_token": "t"})
        cut = mailbox.cuts.pop(0) if mailbox.cuts else ""
        if path.endswith("/sendMail"):
            mailbox.keep(base64.b64decode(body), sent=True)
        elif path.endswith("/send"):
            if cut != "before":
                mailbox.box[path.split("/")[-2]]["isDraft"] = False
        else:
            draft = mailbox.keep(base64.b64decode(body), sent=False)
            if cut:
                self.close_connection = True
                return None
            return self._answer(201, {"id": draft})
        if cut:
            self.close_connection = True
            return None
        return self._answer(202, {})

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        wanted = query["$filter"][0].removeprefix("internetMessageId eq '").removesuffix("'")
        self._answer(200, {"value": [m for m in self.server.box.values() if m["internetMessageId"] == wanted]})

    def _answer(self, status: int, told: dict[str, Any]) -> None:
        data = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        del format, args


class Exchange(ThreadingHTTPServer):
    """A mailbox: what is in it, and at which of the next requests the line breaks."""

    def __init__(self, *cuts: str) -> None:
        super().__init__(("127.0.0.1", 0), Microsoft)
        self.box: dict[str, dict[str, Any]] = {}
        self.cuts = list(cuts)

    def keep(self, message: bytes, *, sent: bool) -> str:
        key = f"m{len(self.box) + 1}"
        name = message.partition(b"Message-ID: ")[2].partition(b"\r\n")[0].decode()
        self.box[key] = {"id": key, "internetMessageId": name, "isDraft": not sent}
        return key

    @property
    def sent(self) -> int:
        return sum(not m["isDraft"] for m in self.box.values())


@contextmanager
def exchange(*cuts: str, look_up: bool = True) -> Iterator[tuple[Exchange, GraphCourier]]:
    server = Exchange(*cuts)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    root = f"http://127.0.0.1:{server.server_address[1]}"
    box = GraphMailbox(
        tenant="t", client_id="c", client_secret=Secret("a graph secret"), sender=SENDER, base_url=root, login_url=root,
        timeout_seconds=30, look_up=look_up,
    )  # fmt: skip
    try:
        with GraphCourier(box) as courier:
            yield server, courier
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_mail_goes_as_a_draft_that_is_sent() -> None:
    with exchange() as (server, courier):
        assert isinstance(courier.send(READER, MESSAGE, SENDER), Sent)
        assert courier.taken(MESSAGE) is True
    assert (len(server.box), server.sent) == (1, 1)


def test_what_was_cut_off_after_it_went_is_found_and_not_sent_again() -> None:
    with exchange("", "after") as (server, courier):
        assert isinstance(courier.send(READER, MESSAGE, SENDER), Doubtful)
        assert courier.taken(MESSAGE) is True
    assert server.sent == 1


def test_what_was_cut_off_before_it_went_is_sent_from_the_draft_that_is_there() -> None:
    with exchange("", "before") as (server, courier):
        assert isinstance(courier.send(READER, MESSAGE, SENDER), Doubtful)
        assert courier.taken(MESSAGE) is False
        assert isinstance(courier.send(READER, MESSAGE, SENDER), Sent)
    assert (len(server.box), server.sent) == (1, 1)


def test_a_draft_whose_storing_was_cut_off_is_no_doubt() -> None:
    with exchange("after") as (server, courier):
        assert isinstance(courier.send(READER, MESSAGE, SENDER), Deferred)
        assert courier.taken(MESSAGE) is False
        assert isinstance(courier.send(READER, MESSAGE, SENDER), Sent)
    assert (len(server.box), server.sent) == (1, 1)


def test_without_look_up_nothing_is_asked_of_the_mailbox() -> None:
    with exchange(look_up=False) as (server, courier):
        assert isinstance(courier.send(READER, MESSAGE, SENDER), Sent)
        assert courier.taken(MESSAGE) is None
    assert server.sent == 1


# --- doctor --send-test


def doctor(folder: Path, mail: str, **environment: str) -> tuple[int, str]:
    (folder / "register.csv").write_text("id,platform,handle,unit\nlibrary-x,x,livunilibrary,Library\n", "utf-8")
    (folder / "config.toml").write_text(
        f'[organisation]\nname = "U"\n[register]\naccounts = "register.csv"\n'
        f'[mail]\nfrom = "Account audit <{SENDER}>"\nto = ["team@example.ac.uk"]\n{mail}\n',
        "utf-8",
    )
    said = auditor(
        "doctor",
        "--offline",
        "--send-test",
        READER,
        environment={"AUDITOR_CONFIG": str(folder / "config.toml"), **environment},
    )
    return said.code, "\n".join(line for line in said.out.splitlines() if "test mail" in line)


def test_doctor_sends_a_test_mail_by_smtp(tmp_path: Path) -> None:
    post = Post()
    with smtp_server(post) as port:
        _, words = doctor(tmp_path, f'transport = "smtp"\nsmtp = {{ host = "127.0.0.1", port = {port}, tls = "none" }}')
    assert words.startswith("ok")
    assert post.senders == [SENDER]
    assert b"Test mail of the account audit" in post.taken[0]


def test_doctor_sends_a_test_mail_through_graph(tmp_path: Path) -> None:
    with exchange() as (server, _):
        root = f"http://127.0.0.1:{server.server_address[1]}"
        _, words = doctor(
            tmp_path,
            f'transport = "microsoft-graph"\n[mail.graph]\ntenant = "t"\nclient_id = "c"\nclient_secret_env = "GS"\n'
            f'sender = "{SENDER}"\nbase_url = "{root}"\nauthority = "{root}"',
            GS="a graph secret",
        )
    assert words.startswith("ok")
    assert server.sent == 1


def test_doctor_hands_a_test_mail_to_sendmail(tmp_path: Path) -> None:
    program = tmp_path / "sendmail"
    program.write_text(
        f"#!{sys.executable}\nimport sys, pathlib\npathlib.Path({str(tmp_path / 'got')!r}).write_bytes(sys.stdin.buffer.read())\n"
    )
    program.chmod(0o755)
    _, words = doctor(tmp_path, f'transport = "sendmail"\nsendmail = "{program}"')
    assert words.startswith("ok")
    assert b"Test mail" in (tmp_path / "got").read_bytes()


def test_doctor_writes_a_test_mail_into_the_folder(tmp_path: Path) -> None:
    _, words = doctor(tmp_path, 'transport = "outbox"\noutbox = "mails"')
    assert words.startswith("ok")
    assert len(list((tmp_path / "mails").glob("*.eml"))) == 1


def test_doctor_tells_of_a_server_that_is_not_there(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code, words = doctor(tmp_path, f'transport = "smtp"\nsmtp = {{ host = "127.0.0.1", port = {port}, tls = "none" }}')
    assert code == 2
    assert words.startswith("PROBLEM")
