"""Sends the weekly mail at its own time, from the newest finished run, where no run falls on that time."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.cli._context import App
    from auditor.history import History
    from auditor.outbox import DeliveryReport, OutboxMail

log = logging.getLogger(__name__)


def send(app: App) -> DeliveryReport:
    """Queue this week's mail unless it is done, then send what waits; may be called as often as one likes.

    Under the lock of a run, as a run that is going on may be about to send the same. That the mail is on record is itself
    what says that the week is done, so a crash at any point neither loses nor doubles it.
    """
    from auditor.cli._mails import deliver
    from auditor.cli._night import lock_path
    from auditor.lock import RunLock

    with RunLock(lock_path(app), app.now(), "auditor schedule"), app.history() as history:
        mailed_id = history.latest(mailed=True)
        if mailed_id is not None:
            history.outbox.add(mailed_id, _mails(app, history, mailed_id))
        return deliver(app, history, app.settings())


def _mails(app: App, history: History, mailed_id: str) -> list[OutboxMail]:
    """One mail to each of the team, of the newest run; they belong to the newest whose mails were on."""
    from auditor.cli._mails import WEEKLY, desk_of, finished, memory_of, rules_of
    from auditor.mailing.situation import slot_of
    from auditor.mailing.team import heartbeat

    at, rules = app.now(), rules_of(app)
    wanted = list(heartbeat(slot_of(at, rules), memory_of(history, mailed_id).weekly, rules.to))
    if not wanted:
        return []
    run = history.load(history.latest() or mailed_id)
    letter = desk_of(app, history, run, None, at=at).write(wanted[0])
    log.info("the weekly mail tells of run %s", run.id)
    return [
        finished(app.settings(), letter, run_id=mailed_id, kind=one.kind, recipient=one.recipient, at=at, stream=WEEKLY)
        for one in wanted
    ]
