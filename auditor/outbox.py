"""Mails as finished bytes, written to the history in the same transaction as the run, then handed to a courier.

What is promised: no mail is lost, none is sent twice unless the program dies between the server's taking a mail and our noting
it; that repeat carries the same Message-ID, the same Date and the same bytes, by which servers recognise it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from auditor.couriers import Courier, Doubtful, Refused, Sent, Transport, TransportDown
from auditor.failpoints import failpoint

MailState = Literal["queued", "sending", "sent", "deferred", "dead"]

WAITS = tuple(timedelta(minutes=m) for m in (5, 15, 60, 240))  # then once a night
GIVE_UP_AFTER = timedelta(days=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxMail:
    """One mail to one recipient. `message` is final: what is sent, and sent again, are these bytes."""

    kind: str  # "nightly", "alert", "digest", ...: at most one of a kind for a recipient and run
    recipient: str  # a bare address
    subject: str
    message: bytes
    message_id: str
    created_at: datetime
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMail:
    """A mail in the outbox, with what became of it so far."""

    key: int
    run_id: str
    mail: OutboxMail
    state: MailState
    attempts: int = 0
    attempted_at: datetime | None = None
    next_at: datetime | None = None
    answer: str | None = None


class Mails(Protocol):
    """Where the mails are stored: `History.outbox`."""

    def due(self, now: datetime) -> Sequence[StoredMail]:
        """Mails to be sent now: queued, and deferred ones whose time has come."""
        ...

    def doubtful(self, now: datetime) -> Sequence[StoredMail]:
        """Mails whose sending was begun by a process that died before it could note the end."""
        ...

    def claim(self, one: StoredMail, at: datetime) -> bool:
        """Mark a mail as being sent, durably; False if another process has it by now."""
        ...

    def mark(self, key: int, state: MailState, *, next_at: datetime | None = None, answer: str | None = None) -> None:
        """Note what became of one mail, durably."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What came of one round of sending."""

    sent: int = 0
    deferred: int = 0
    dead: int = 0
    skipped: int = 0  # doubtful ones that were not sent again
    repeated: int = 0  # doubtful ones that were
    troubles: tuple[str, ...] = ()  # for people, without addresses of persons

    @property
    def complete(self) -> bool:
        """Whether nothing is left over."""
        return not (self.deferred or self.dead)


def message_id(run_id: str, kind: str, recipient: str, domain: str) -> str:
    """A Message-ID that is the same whenever the same mail is made again."""
    short = hashlib.sha256(f"{run_id}\0{kind}\0{recipient}".encode("utf-8", "backslashreplace")).hexdigest()[:8]
    left = re.sub(r"[^A-Za-z0-9-]+", "-", run_id).strip("-") or "run"
    middle = re.sub(r"[^A-Za-z0-9-]+", "-", kind).strip("-") or "mail"
    right = re.sub(r"[^A-Za-z0-9.-]+", "", domain).strip(".-") or "localhost"
    return f"<{left}.{middle}.{short}@{right}>"


def deliver(
    mails: Mails,
    courier: Courier,
    now: datetime,
    *,
    sender: str,
    on_doubt: Literal["resend", "skip"] = "resend",
    stopping: Callable[[], bool] = lambda: False,
) -> DeliveryReport:
    """Send what is due. Never raises for a mail or a server: what could not go now stays in the outbox.

    Between two mails it asks `stopping` and ends if it says so, with the rest left as it is.
    """
    failpoint("before-send")
    round_ = _Round(mails, courier, now, sender, skip_doubt=on_doubt == "skip", stopping=stopping)
    doubtful = list(mails.doubtful(now))
    if on_doubt == "skip":
        for one in doubtful:
            mails.mark(one.key, "dead", answer="its sending was cut off; not sent again (on_doubt = skip)")
        round_.skipped = len(doubtful)
    else:
        round_.send_all(doubtful, repeated=True)
    round_.send_all(list(mails.due(now)))
    courier.close()
    failpoint("after-send")
    return round_.report()


class _Round:
    """One round of sending; a transport that is down ends it for all mails that are left."""

    def __init__(
        self,
        mails: Mails,
        courier: Courier,
        now: datetime,
        sender: str,
        *,
        skip_doubt: bool,
        stopping: Callable[[], bool],
    ) -> None:
        self._mails = mails
        self._courier = courier
        self._now = now
        self._sender = sender
        self._skip_doubt = skip_doubt
        self._stopping = stopping
        self._down: TransportDown | None = None
        self._counts: dict[str, int] = {"sent": 0, "deferred": 0, "dead": 0, "repeated": 0}
        self._troubles: dict[str, None] = {}
        self.skipped = 0

    def send_all(self, some: Sequence[StoredMail], *, repeated: bool = False) -> None:
        """Send these one by one; one bad mail never stops the others."""
        for one in some:
            if self._stopping():
                return
            if self._down is None:
                self._send(one, repeated=repeated)
            else:
                self._defer(one, self._down.reason, attempts=one.attempts)

    def _send(self, one: StoredMail, *, repeated: bool) -> None:
        try:
            self._courier.open()
        except TransportDown as down:
            self._down = down
            self._defer(one, down.reason, attempts=one.attempts)
            return
        if not self._mails.claim(one, self._now):
            return
        failpoint("after-sending-mark")
        if one.attempts and self._courier.taken(one.mail.message):
            self._note(one, Sent("found among the sent mails; not sent again"))
            return
        answer = self._courier.send(one.mail.recipient, one.mail.message, self._sender)
        failpoint("before-sent-mark")
        self._note(one, answer)
        self._counts["repeated"] += repeated and isinstance(answer, Sent)
        failpoint("after-sent-mark")

    def _note(self, one: StoredMail, answer: Transport) -> None:
        if isinstance(answer, Sent):
            self._mails.mark(one.key, "sent", answer=answer.answer)
            self._counts["sent"] += 1
        elif isinstance(answer, Refused):
            self._die(one, answer.reason)
        elif isinstance(answer, Doubtful) and self._skip_doubt:
            self._die(one, f"{answer.reason}; not sent again (on_doubt = skip)")
        elif isinstance(answer, Doubtful):
            self._defer(one, f"unclear whether it was taken: {answer.reason}", attempts=one.attempts + 1)
        else:
            self._defer(one, answer.reason, attempts=one.attempts + 1)

    def _defer(self, one: StoredMail, reason: str, *, attempts: int) -> None:
        if self._now - one.mail.created_at > GIVE_UP_AFTER:
            self._die(one, f"given up after {GIVE_UP_AFTER.days} days: {reason}")
            return
        next_at = self._now + wait(attempts)
        self._mails.mark(one.key, "deferred", next_at=next_at, answer=reason)
        self._counts["deferred"] += 1
        self._troubles[f"A mail ({one.mail.kind}) waits: {reason}"] = None

    def _die(self, one: StoredMail, reason: str) -> None:
        self._mails.mark(one.key, "dead", answer=reason)
        self._counts["dead"] += 1
        self._troubles[f"A mail ({one.mail.kind}) cannot be delivered: {reason}"] = None

    def report(self) -> DeliveryReport:
        """What came of it."""
        return DeliveryReport(**self._counts, skipped=self.skipped, troubles=tuple(self._troubles))


def wait(attempts: int) -> timedelta:
    """How long a mail waits after so many attempts: 5, 15, 60, 240 minutes, then until the next night."""
    place = max(attempts, 1) - 1
    return WAITS[place] if place < len(WAITS) else timedelta(hours=20)
