"""The outbox's rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, and_, or_, select

from auditor.history.claims import alive, me
from auditor.history.engine import reading, writing
from auditor.history.tables import outbox
from auditor.history.words import maybe_micros, maybe_moment, micros, moment, next_key
from auditor.outbox import MailState, OutboxMail, StoredMail

_LONG_ENOUGH = timedelta(hours=1)  # no courier takes so long over one mail


def insert(connection: Connection, run_id: str, mails: Sequence[OutboxMail]) -> None:
    """Queue mails of a run; one of the same kind to the same recipient that is there already is left as it is."""
    there = {
        (row.kind, row.recipient)
        for row in connection.execute(select(outbox.c.kind, outbox.c.recipient).where(outbox.c.run_id == run_id))
    }
    key = next_key(connection, outbox.c.key)
    for mail in mails:
        if (mail.kind, mail.recipient) in there:
            continue
        there.add((mail.kind, mail.recipient))
        connection.execute(
            outbox.insert().values(
                key=key, run_id=run_id, kind=mail.kind, recipient=mail.recipient, subject=mail.subject,
                message_id=mail.message_id, thread=mail.thread, created_at=micros(mail.created_at),
                message=mail.message, state="queued", attempts=0,
            )
        )  # fmt: skip
        key += 1


class Mails:
    """The outbox of one database; satisfies `auditor.outbox.Mails`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, run_id: str, mails: Sequence[OutboxMail]) -> None:
        """Queue mails outside the end of a run (alerts, reminders, `check --mail`)."""
        with writing(self._engine) as connection:
            insert(connection, run_id, mails)

    def due(self, now: datetime) -> list[StoredMail]:
        """Mails to be sent now: queued, and deferred ones whose time has come."""
        ready = and_(outbox.c.state == "deferred", outbox.c.next_at <= micros(now))
        return self._listed(or_(outbox.c.state == "queued", ready))

    def doubtful(self, now: datetime) -> list[StoredMail]:
        """Mails whose sending was begun by a process that is no more (or, on another computer, a while ago)."""
        old = micros(now - _LONG_ENOUGH)
        with reading(self._engine) as connection:
            rows = connection.execute(select(outbox).where(outbox.c.state == "sending").order_by(outbox.c.key)).all()
        return [_stored(r) for r in rows if alive(r.claimed_by) is False or (r.attempted_at or 0) < old]

    def kinds(self, beginning: str) -> set[str]:
        """The kinds that begin so, of all mails that were ever queued and are still on record."""
        wanted = select(outbox.c.kind).distinct().where(outbox.c.kind.startswith(beginning, autoescape=True))
        with reading(self._engine) as connection:
            return set(connection.execute(wanted).scalars())

    def of_run(self, run_id: str) -> list[StoredMail]:
        """All mails of a run, whatever became of them."""
        return self._listed(outbox.c.run_id == run_id)

    def waiting(self) -> list[StoredMail]:
        """All mails that are not on their way yet, due or not."""
        return self._listed(outbox.c.state.in_(["queued", "sending", "deferred"]))

    def claim(self, one: StoredMail, at: datetime) -> bool:
        """Mark a mail as being sent by this process; False if another was quicker."""
        mine = (outbox.c.key == one.key, outbox.c.state == one.state, outbox.c.attempts == one.attempts)
        values = {"state": "sending", "attempts": one.attempts + 1, "attempted_at": micros(at), "claimed_by": me()}
        with writing(self._engine) as connection:
            return connection.execute(outbox.update().where(*mine).values(values)).rowcount == 1

    def mark(self, key: int, state: MailState, *, next_at: datetime | None = None, answer: str | None = None) -> None:
        """Note what became of one mail."""
        values = {"state": state, "next_at": maybe_micros(next_at), "answer": answer, "claimed_by": None}
        with writing(self._engine) as connection:
            connection.execute(outbox.update().where(outbox.c.key == key).values(values))

    def _listed(self, condition: Any) -> list[StoredMail]:
        with reading(self._engine) as connection:
            rows = connection.execute(select(outbox).where(condition).order_by(outbox.c.key)).all()
        return [_stored(row) for row in rows]


def _stored(row: Any) -> StoredMail:
    mail = OutboxMail(
        kind=row.kind, recipient=row.recipient, subject=row.subject, message=bytes(row.message),
        message_id=row.message_id, created_at=moment(row.created_at), thread=row.thread,
    )  # fmt: skip
    return StoredMail(
        key=row.key, run_id=row.run_id, mail=mail, state=row.state, attempts=row.attempts,
        attempted_at=maybe_moment(row.attempted_at), next_at=maybe_moment(row.next_at), answer=row.answer,
    )  # fmt: skip
