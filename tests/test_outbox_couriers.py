"""Mails into a folder, through the local sendmail, and through Microsoft Graph; and which of them config asks for."""

from __future__ import annotations

import base64
import json
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from auditor.config.sections import Graph, Mail, Smtp
from auditor.couriers import Deferred, Doubtful, Refused, Sent, TransportDown, courier_for
from auditor.couriers.addresses import bare, parse
from auditor.couriers.folder import FolderCourier
from auditor.couriers.graph import GraphCourier, GraphMailbox
from auditor.couriers.sendmail import SendmailCourier
from auditor.couriers.smtp import SmtpCourier
from auditor.errors import UsageError
from auditor.secrets import Secret

MESSAGE = b"Message-ID: <r.nightly.1@example.ac.uk>\r\nSubject: Account audit\r\n\r\nAll well.\r\n"
SENDER = "audit@example.ac.uk"


# --- a folder


def test_a_mail_becomes_one_file_however_often_it_is_sent(tmp_path):
    courier = FolderCourier(tmp_path / "var" / "outbox")
    courier.open()
    for _ in range(2):
        assert isinstance(courier.send("a@example.ac.uk", MESSAGE, SENDER), Sent)
    (file,) = (tmp_path / "var" / "outbox").iterdir()
    assert file.suffix == ".eml"
    assert file.read_bytes() == MESSAGE
    assert file.stat().st_mode & 0o077 == 0


def test_other_mails_become_other_files(tmp_path):
    courier = FolderCourier(tmp_path)
    for message in (
        MESSAGE,
        MESSAGE.replace(b"r.nightly.1", b"r.nightly.2"),
        b"Subject: no id\r\n\r\n",
        b"Subject: none\r\n\r\n",
    ):
        courier.send("a@example.ac.uk", message, SENDER)
    assert len(list(tmp_path.iterdir())) == 4


def test_a_hostile_message_id_names_no_path(tmp_path):
    folder = tmp_path / "outbox"
    FolderCourier(folder).send("a@example.ac.uk", b"Message-ID: <../../etc/x>\r\n\r\n", SENDER)
    assert [p.parent for p in tmp_path.rglob("*.eml")] == [folder]


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    courier = FolderCourier(tmp_path / "file" / "outbox")
    with pytest.raises(TransportDown, match="cannot be made"):
        courier.open()
    assert isinstance(courier.send("a@example.ac.uk", MESSAGE, SENDER), Deferred)


# --- sendmail


def fake_sendmail(folder, code=0, words=""):
    program = folder / "sendmail"
    program.write_text(
        f"#!{sys.executable}\nimport sys, pathlib\n"
        f"here = pathlib.Path({str(folder)!r})\n"
        "(here / 'arguments').write_text('\\n'.join(sys.argv[1:]))\n"
        "(here / 'message').write_bytes(sys.stdin.buffer.read())\n"
        f"sys.stderr.write({words!r}); sys.exit({code})\n"
    )
    program.chmod(0o755)
    return program


def test_sendmail_gets_each_address_as_an_argument_of_its_own(tmp_path):
    courier = SendmailCourier(fake_sendmail(tmp_path))
    assert isinstance(courier.send("a@example.ac.uk", MESSAGE, SENDER), Sent)
    assert (tmp_path / "arguments").read_text().split("\n") == ["-i", "-f", SENDER, "--", "a@example.ac.uk"]
    assert (tmp_path / "message").read_bytes() == MESSAGE.replace(b"\r\n", b"\n")


@pytest.mark.parametrize(("code", "kind"), [(75, Deferred), (67, Refused), (1, Deferred)])
def test_sendmails_exit_code_decides(tmp_path, code, kind):
    answer = SendmailCourier(fake_sendmail(tmp_path, code, "in its own words")).send("a@example.ac.uk", MESSAGE, SENDER)
    assert isinstance(answer, kind)
    assert "in its own words" in answer.reason


@pytest.mark.parametrize("address", ["-oQ/tmp@example.ac.uk", "a@example.ac.uk\nb", "a <b@example.ac.uk>"])
def test_an_address_that_is_an_option_or_more_is_refused(tmp_path, address):
    courier = SendmailCourier(fake_sendmail(tmp_path))
    assert isinstance(courier.send(address, MESSAGE, SENDER), Refused)
    assert not (tmp_path / "arguments").exists()


def test_a_machine_without_sendmail_is_told(tmp_path):
    courier = SendmailCourier(tmp_path / "none")
    with pytest.raises(TransportDown, match="is not there"):
        courier.check()
    assert isinstance(courier.send("a@example.ac.uk", MESSAGE, SENDER), Deferred)


# --- Microsoft Graph


class Microsoft(BaseHTTPRequestHandler):
    """Sign-in and sendMail on one port."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        seen = self.server.seen
        if self.path.endswith("/oauth2/v2.0/token"):
            form = {k: v[0] for k, v in parse_qs(body.decode()).items()}
            seen.append(("token", self.path, form))
            right = form["client_secret"] == "right-secret"
            self._answer(
                200 if right else 401, {"access_token": f"t{len(seen)}"} if right else {"error": "invalid_client"}
            )
            return
        seen.append(("mail", self.path, dict(self.headers), body))
        status = self.server.statuses.pop(0) if self.server.statuses else 202
        if status == 0:
            self.close_connection = True
            return
        self._answer(status, {})

    def _answer(self, status, told):
        data = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


@contextmanager
def graph(*statuses, secret="right-secret"):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Microsoft)
    server.seen, server.statuses = [], list(statuses)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    root = f"http://127.0.0.1:{server.server_address[1]}"
    box = GraphMailbox(
        tenant="contoso", client_id="app", client_secret=Secret(secret), sender=SENDER, base_url=root, login_url=root,
        timeout_seconds=30,
    )  # fmt: skip
    try:
        with GraphCourier(box) as courier:
            yield courier, server.seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_graph_gets_the_finished_mail_as_the_configured_mailbox():
    with graph() as (courier, seen):
        answers = [courier.send("a@example.ac.uk", MESSAGE, SENDER) for _ in range(2)]
    assert all(isinstance(a, Sent) for a in answers)
    (_, path, form), (_, mail_path, headers, body), _ = seen
    assert path == "/contoso/oauth2/v2.0/token"
    assert form["grant_type"] == "client_credentials"
    assert mail_path == f"/v1.0/users/{SENDER}/sendMail"
    assert headers["Authorization"] == "Bearer t1"
    assert headers["Content-Type"] == "text/plain"
    assert base64.b64decode(body) == MESSAGE


def test_a_token_that_ran_out_is_renewed_once():
    with graph(401) as (courier, seen):
        assert isinstance(courier.send("a@example.ac.uk", MESSAGE, SENDER), Sent)
    assert [kind for kind, *_ in seen] == ["token", "mail", "token", "mail"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(403, Deferred), (429, Deferred), (503, Deferred), (504, Doubtful), (0, Doubtful), (400, Refused), (413, Refused)],
)
def test_graphs_answer_decides(status, kind):
    with graph(status) as (courier, _):
        assert isinstance(courier.send("a@example.ac.uk", MESSAGE, SENDER), kind)


def test_a_refused_sign_in_is_told_without_the_secret():
    with graph(secret="wrong-secret") as (courier, _):
        with pytest.raises(TransportDown, match="invalid_client") as caught:
            courier.check()
        assert "wrong-secret" not in caught.value.reason
        assert isinstance(courier.send("a@example.ac.uk", MESSAGE, SENDER), Deferred)


def test_a_sign_in_that_is_not_there_is_told():
    box = GraphMailbox(
        tenant="t", client_id="a", client_secret=Secret("right-secret"), sender=SENDER, base_url="http://127.0.0.1:9",
        login_url="http://127.0.0.1:9", timeout_seconds=30,
    )  # fmt: skip
    with GraphCourier(box) as courier, pytest.raises(TransportDown, match="not reached"):
        courier.open()


# --- which courier


def test_config_chooses_the_courier(tmp_path):
    env = {"PW": "a password", "GS": "a secret"}
    tables = {
        FolderCourier: Mail(outbox="var/outbox"),
        SendmailCourier: Mail(transport="sendmail"),
        SmtpCourier: Mail(transport="smtp", smtp=Smtp(host="smtp.example.ac.uk", user="u", password_env="PW")),
        GraphCourier: Mail(
            transport="microsoft-graph",
            graph=Graph(tenant="t", client_id="c", sender=SENDER, client_secret_env="GS"),
        ),
    }
    assert [type(courier_for(mail, tmp_path, env)) for mail in tables.values()] == list(tables)


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        (Mail(transport="smtp"), "no host"),
        (Mail(transport="smtp", smtp=Smtp(host="h", user="u", password_env="UNSET")), "no password"),
        (Mail(transport="microsoft-graph", graph=Graph(tenant="t", client_id="c")), "no sender"),
        (Mail(transport="microsoft-graph", graph=Graph(tenant="t", client_id="c", sender=SENDER)), "no client secret"),
    ],
)
def test_what_a_courier_lacks_is_named(tmp_path, mail, words):
    with pytest.raises(UsageError, match=words):
        courier_for(mail, tmp_path, {})


# --- addresses


def test_an_address_is_taken_bare_or_with_a_name():
    assert bare("Account audit <audit@example.ac.uk>") == "audit@example.ac.uk"
    assert bare("audit@example.ac.uk") == "audit@example.ac.uk"
    assert parse('"Audit, the" <audit@example.ac.uk>').display_name == "Audit, the"


@pytest.mark.parametrize(
    "text",
    ["", "audit", "a@b@c.uk", "a@x.uk, b@x.uk", "a@x.uk>,<c@x.uk", "a@x.uk\r\nBcc: b@x.uk", "a\0@x.uk", "N\n <a@x.uk>",
     "<a@x.uk> <b@x.uk>", "a @x.uk", "@x.uk", "a@\u2028x.uk"],
)  # fmt: skip
def test_anything_but_one_address_is_refused(text):
    with pytest.raises(UsageError):
        parse(text)


def test_files_of_the_outbox_lie_where_config_says(tmp_path):
    with courier_for(Mail(outbox="mails"), tmp_path, {}) as courier:
        courier.open()
        courier.send("a@example.ac.uk", MESSAGE, SENDER)
        assert str(tmp_path / "mails") in courier.check()
    assert len(list(Path(tmp_path / "mails").glob("*.eml"))) == 1
