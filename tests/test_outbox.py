"""Mails leave the outbox once each; what a crash or a server leaves open is settled the next time."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from auditor.couriers import Deferred, Doubtful, Refused, Sent, TransportDown
from auditor.history import History, claims
from auditor.outbox import OutboxMail, deliver, message_id, wait

NOW = datetime(2026, 11, 22, 2, 5, tzinfo=UTC)


class Scripted:
    """A courier that answers by recipient, and remembers what it was handed."""

    def __init__(self, down="", **answers):
        self.answers = answers
        self.down = down
        self.handed = []
        self.closed = 0
        self.known = ()  # what the transport finds among its sent mails

    def open(self):
        if self.down:
            raise TransportDown(self.down)

    def send(self, recipient, message, sender):
        self.handed.append((recipient, message))
        answer = self.answers.get(recipient.partition("@")[0], Sent("250 ok"))
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def taken(self, message):
        return message in self.known

    def close(self):
        self.closed += 1


def mail(name, kind="nightly", created_at=NOW):
    return OutboxMail(
        kind=kind, recipient=f"{name}@example.ac.uk", subject="Account audit", message=f"Subject: {name}\r\n\r\n".encode(),
        message_id=f"<{name}@example.ac.uk>", created_at=created_at,
    )  # fmt: skip


@pytest.fixture
def history(tmp_path):
    with History.open("sqlite:///auditor.db", tmp_path) as opened:
        yield opened


def send(history, courier, now=NOW, **more):
    return deliver(history.outbox, courier, now, sender="audit@example.ac.uk", **more)


def states(history):
    return {m.mail.recipient.partition("@")[0]: m.state for m in history.outbox.of_run("r")}


def test_a_mail_is_sent_once(history):
    history.outbox.add("r", [mail("a"), mail("b")])
    courier = Scripted()
    assert send(history, courier).sent == 2
    assert send(history, courier).sent == 0
    assert [r for r, _ in courier.handed] == ["a@example.ac.uk", "b@example.ac.uk"]
    assert courier.closed == 2


def test_a_mail_of_the_same_kind_to_the_same_recipient_is_queued_once_a_run(history):
    history.outbox.add("r", [mail("a"), mail("a"), mail("a", kind="alert")])
    history.outbox.add("r", [mail("a")])
    history.outbox.add("s", [mail("a")])
    assert len(history.outbox.waiting()) == 3


def test_one_bad_mail_never_stops_the_others(history):
    history.outbox.add("r", [mail(n) for n in ("bad", "later", "fine")])
    report = send(history, Scripted(bad=Refused("550 no such user"), later=Deferred("451 busy")))
    assert states(history) == {"bad": "dead", "later": "deferred", "fine": "sent"}
    assert (report.sent, report.deferred, report.dead, report.complete) == (1, 1, 1, False)


def test_troubles_are_told_without_addresses(history):
    history.outbox.add("r", [mail("somebody")])
    report = send(history, Scripted(somebody=Refused("550 no such user")))
    assert report.troubles == ("A mail (nightly) cannot be delivered: 550 no such user",)


def test_a_deferred_mail_waits_longer_each_time_and_then_for_the_next_night(history):
    history.outbox.add("r", [mail("a")])
    now, waits = NOW, []
    for _ in range(6):
        send(history, Scripted(a=Deferred("451")), now)
        (stored,) = history.outbox.of_run("r")
        waits.append(stored.next_at - now)
        assert not history.outbox.due(stored.next_at - timedelta(seconds=1))
        now = stored.next_at
    minutes = [w / timedelta(minutes=1) for w in waits]
    assert minutes == [5, 15, 60, 240, 1200, 1200]
    assert wait(0) == wait(1)


def test_a_mail_is_given_up_after_days_of_deferral(history):
    history.outbox.add("r", [mail("a", created_at=NOW - timedelta(days=6))])
    send(history, Scripted(a=Deferred("451 busy")))
    (stored,) = history.outbox.of_run("r")
    assert stored.state == "dead"
    assert "451 busy" in stored.answer


def test_a_transport_that_is_down_defers_everything_and_counts_no_attempt(history):
    history.outbox.add("r", [mail("a"), mail("b")])
    courier = Scripted(down="the server was not reached")
    assert send(history, courier).deferred == 2
    assert courier.handed == []
    assert {m.attempts for m in history.outbox.of_run("r")} == {0}
    assert send(history, Scripted(), NOW + timedelta(minutes=5)).sent == 2


class Killed(BaseException):
    """Stands for the death of the process."""


def test_a_mail_cut_off_while_being_sent_is_sent_again_byte_for_byte(history):
    history.outbox.add("r", [mail("a"), mail("b")])
    first = Scripted(a=Killed())
    with pytest.raises(Killed):
        send(history, first)
    assert states(history) == {"a": "sending", "b": "queued"}
    second = Scripted()
    report = send(history, second)
    assert (report.sent, report.repeated) == (2, 1)
    assert second.handed[0] == first.handed[0]


def test_a_mail_cut_off_is_left_alone_where_that_is_wished(history):
    history.outbox.add("r", [mail("a")])
    with pytest.raises(Killed):
        send(history, Scripted(a=Killed()))
    report = send(history, Scripted(), on_doubt="skip")
    assert (report.sent, report.skipped) == (0, 1)
    assert states(history) == {"a": "dead"}


def test_a_mail_that_a_living_process_is_sending_is_neither_doubtful_nor_sent_by_another(history, monkeypatch):
    history.outbox.add("r", [mail("a")])
    (seen_by_both,) = history.outbox.due(NOW)
    parent = f"{socket.gethostname()} {claims.me().split(' ')[1]} {os.getppid()} {claims._started(os.getppid())}"
    monkeypatch.setattr("auditor.history.mails.me", lambda: parent)
    assert history.outbox.claim(seen_by_both, NOW)
    assert not history.outbox.claim(seen_by_both, NOW)
    assert send(history, Scripted()).sent == 0
    assert send(history, Scripted(), NOW + timedelta(hours=2)).sent == 1


def test_a_claim_tells_living_dead_and_unknown_processes_apart():
    host, boot, pid, started = claims.me().split(" ")
    assert claims.alive(f"{host} {boot} {os.getppid()} {claims._started(os.getppid())}") is True
    assert claims.alive(f"{host} {boot} {os.getppid()} 1") is False
    assert claims.alive(f"{host} {boot} 4194305 77") is False
    assert claims.alive(f"{host} another-boot {os.getppid()} {started}") is False
    assert claims.alive(claims.me()) is False
    assert claims.alive(f"elsewhere {boot} {pid} {started}") is None
    assert claims.alive(None) is False


def test_an_unclear_answer_is_settled_like_a_cut(history):
    history.outbox.add("r", [mail("a"), mail("b")])
    send(history, Scripted(a=Doubtful("the connection broke")))
    assert states(history) == {"a": "deferred", "b": "sent"}
    history.outbox.add("s", [mail("c")])
    send(history, Scripted(c=Doubtful("the connection broke")), on_doubt="skip")
    assert history.outbox.of_run("s")[0].state == "dead"


def test_what_the_transport_finds_among_its_sent_mails_is_not_sent_again(history):
    courier = Scripted(a=Doubtful("the connection broke"), b=Doubtful("the connection broke"))
    history.outbox.add("r", [mail("a"), mail("b")])
    send(history, courier)
    later = Scripted()
    later.known = (mail("a").message,)

    report = send(history, later, NOW + timedelta(minutes=10))

    assert (report.sent, states(history)) == (2, {"a": "sent", "b": "sent"})
    assert [to for to, _ in later.handed] == ["b@example.ac.uk"]


def test_the_message_id_follows_from_run_kind_and_recipient():
    one = message_id("2026-11-22T02-00-00Z", "nightly", "a@example.ac.uk", "example.ac.uk")
    assert one == message_id("2026-11-22T02-00-00Z", "nightly", "a@example.ac.uk", "example.ac.uk")
    assert one.startswith("<2026-11-22T02-00-00Z.nightly.")
    assert one.endswith("@example.ac.uk>")
    others = {message_id("r", "nightly", "a@x.uk", "x.uk"), message_id("r", "alert", "a@x.uk", "x.uk"),
              message_id("r", "nightly", "b@x.uk", "x.uk"), message_id("s", "nightly", "a@x.uk", "x.uk")}  # fmt: skip
    assert len(others) == 4


def test_a_hostile_kind_or_domain_makes_no_header():
    made = message_id("r\r\nBcc: x", "k>", "a", "exa mple\r\n.uk>")
    assert made.isascii()
    assert not set(made[1:-1]) & set("\r\n<> ")


def test_what_the_outbox_stores_is_what_it_gives_back(history):
    whole = replace(mail("a"), thread="<incident@example.ac.uk>", subject="Prüfung \udc80", message=b"\x00\xff\r\n")
    history.outbox.add("r", [whole])
    (stored,) = history.outbox.due(NOW)
    assert stored.mail == whole
    assert (stored.state, stored.attempts, stored.run_id) == ("queued", 0, "r")
