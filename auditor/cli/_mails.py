"""Which mails a run gives rise to, and their delivery."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from auditor.cli._context import App
    from auditor.config import Settings
    from auditor.history import History
    from auditor.model import Run
    from auditor.outbox import DeliveryReport, OutboxMail
    from reports.mail import Mail


def of_run(app: App, history: History, run: Run) -> Sequence[OutboxMail]:
    """The team's mail where something changed, is partial, or it is the first audit; compared with the last run mailed."""
    from auditor.cli._publish import earlier, view_of
    from auditor.triage import incomplete
    from reports import mail
    from reports.diff import changes

    settings = app.settings()
    if not settings.mail.to:
        return ()
    mailed_id = history.latest(mailed=True)
    previous = earlier(app, history, mailed_id) if mailed_id else None
    if run.kind == "full" and previous is not None and not (changes(run, previous).anything or incomplete(run.results)):
        return ()
    view = view_of(app, history, run, previous_id=mailed_id)
    letter = mail.nightly(view, base_url=settings.report.base_url)
    return [_outbox(settings, run, "nightly", letter, to) for to in settings.mail.to]


def _outbox(settings: Settings, run: Run, kind: str, letter: Mail, recipient: str) -> OutboxMail:
    from auditor.outbox import OutboxMail, message_id
    from reports.mail import compose

    sender = _sender(settings)
    at = run.finished_at or run.started_at
    identity = message_id(run.id, kind, recipient, _domain(sender))
    data = compose(
        letter,
        sender=sender,
        recipient=recipient,
        reply_to=settings.mail.reply_to or None,
        message_id=identity,
        date=at,
        list_id=kind,
    )
    return OutboxMail(
        kind=kind, recipient=_bare(recipient), subject=letter.subject, message=data, message_id=identity, created_at=at
    )


def _bare(mailbox: str) -> str:
    """The address of a mailbox such as "Name <name@example.ac.uk>"."""
    return parseaddr(mailbox)[1]


def _domain(mailbox: str) -> str:
    return _bare(mailbox).rpartition("@")[2]


def _sender(settings: Settings) -> str:
    return settings.mail.from_ or settings.organisation.contact.mail or settings.mail.to[0]


def deliver(
    app: App, history: History, settings: Settings, *, stopping: Callable[[], bool] = lambda: False
) -> DeliveryReport:
    """Send what the outbox holds and is due; a failure defers, it never fails the run."""
    from auditor.couriers.choice import courier_for
    from auditor.outbox import DeliveryReport
    from auditor.outbox import deliver as send

    if not settings.mail.to:
        return DeliveryReport()
    courier = courier_for(settings.mail, settings.base_dir, os.environ)
    on_doubt: Literal["resend", "skip"] = "skip" if settings.mail.on_doubt == "skip" else "resend"
    return send(
        history.outbox, courier, app.now(), sender=_bare(_sender(settings)), on_doubt=on_doubt, stopping=stopping
    )


def send_test(app: App, address: str) -> tuple[bool, str]:
    """One test mail through the configured transport, outside the outbox."""
    from auditor.couriers import courier_for
    from auditor.outbox import message_id
    from reports.mail import Mail, compose

    settings = app.settings()
    now = datetime.now(UTC)
    letter = Mail(
        subject="Test mail of the account audit",
        text="This mail shows that the account audit can send. Nothing has to be done.\n",
        html='<!doctype html><html lang="en"><head><title>Test mail</title></head><body>'
        "<h1>Test mail</h1><p>This mail shows that the account audit can send. Nothing has to be done.</p></body></html>",
        preheader="Nothing has to be done.",
    )
    sender = settings.mail.from_ or settings.organisation.contact.mail or address
    data = compose(
        letter,
        sender=sender,
        recipient=address,
        reply_to=settings.mail.reply_to or None,
        message_id=message_id(now.strftime("%Y-%m-%dT%H-%M-%S"), "test", address, sender),
        date=now,
        list_id="test",
    )
    with courier_for(settings.mail, settings.base_dir, os.environ) as courier:
        answer = courier.send(address, data, sender)
    fine = type(answer).__name__ == "Sent"
    return fine, f"{address}: {answer}"
