"""Which mails a run gives rise to, and their delivery."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from email.utils import parseaddr
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

if TYPE_CHECKING:
    from auditor.cli._context import App
    from auditor.cli._letters import Desk
    from auditor.config import Settings
    from auditor.history import History
    from auditor.mailing import Memory, Rules, Situation, Wanted
    from auditor.model import AccountResult, Run
    from auditor.outbox import DeliveryReport, OutboxMail
    from reports.mail import Mail
    from reports.view import Office

log = logging.getLogger(__name__)

WEEKLY = "weekly"
MEMORY = "mailing"  # the paper of a run that says what was mailed up to it
_LOOK_BACK = 200  # runs of any kind since the last mails
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def of_run(app: App, history: History, run: Run) -> Sequence[OutboxMail]:
    """Every mail of a run, finished; what the next run has to know of it is kept with the run.

    A check is told to the team whatever it says; a full run by the rules of `auditor.mailing`.
    """
    from auditor.cli._caps import within_mails
    from auditor.cli._manager_pages import keep_key
    from auditor.mailing import Nightly, Wanted, remembered, wanted

    settings = app.settings()
    mailed_id = history.latest(mailed=True)
    if run.kind == "full":
        keep_key(app, history, run)
    desk = desk_of(app, history, run, mailed_id)
    if run.kind != "full":
        letters: Sequence[Wanted] = [Wanted(kind="nightly", recipient=to, facts=Nightly()) for to in settings.mail.to]
    else:
        situation = _situation(app, history, run, mailed_id)
        letters = within_mails(wanted(situation), settings.mail.max_mails)
        _keep(history, run, remembered(situation, letters))
    written: dict[tuple[str, object], Mail] = {}
    return [_outbox(settings, run, one, _written(desk, one, written)) for one in letters]


def _written(desk: Desk, one: Wanted, written: dict[tuple[str, object], Mail]) -> Mail:
    """The letter; one that goes to several is written once."""
    key = (one.kind, (one.facts, one.accounts))
    if key not in written:
        written[key] = desk.write(one)
    return written[key]


def _situation(app: App, history: History, run: Run, mailed_id: str | None) -> Situation:
    from auditor.cli._publish import earlier
    from auditor.mailing import Situation
    from auditor.model import outline
    from reports.diff import changes

    previous = earlier(app, history, mailed_id, run) if mailed_id else None
    return Situation(
        run=replace(run, results=outline(run)),
        previous=previous,
        register=app.register(),
        rules=rules_of(app),
        memory=memory_of(history, mailed_id),
        at=run.finished_at or run.started_at,
        changed=previous is None or changes(run, previous).anything,
        abandoned=_abandoned(history, run),
        unmailed=_unmailed(history, run, mailed_id),
    )


def _keep(history: History, run: Run, memory: Memory) -> None:
    history.keep(run.id, MEMORY, memory.dumps())


def _abandoned(history: History, run: Run) -> int:
    """How many full runs directly before this one never finished."""
    number = 0
    for one in history.runs(limit=20):
        if one.kind != "full" or one.id == run.id:
            continue
        if one.state == "finished":
            break
        number += 1
    return number


def _unmailed(history: History, run: Run, mailed_id: str | None) -> tuple[AccountResult, ...]:
    """What audits said, since the last mails, of accounts that may be in the wrong hands, and nobody was mailed; oldest first."""
    from auditor.mailing.alerts import SIGNS, SPEAKS, sign_of, suspected

    found: list[AccountResult] = []
    for one in history.runs(limit=_LOOK_BACK):
        if one.id == mailed_id:
            break
        if one.state != "finished" or one.id == run.id:
            continue
        few = history.load(one.id, whole=False).results
        if any(f.control in SIGNS and f.outcome in SPEAKS for r in few for f in r.findings):
            signs = [(r, sign_of(r)) for r in history.load(one.id).results]
            found += [r for r, sign in signs if sign is not None and suspected(sign)]
    return tuple(reversed(found)) if mailed_id else ()


def memory_of(history: History, mailed_id: str | None) -> Memory:
    """What was mailed up to a run, and the weekly mails that `auditor schedule` sent since."""
    from auditor.mailing import Memory

    memory = Memory.loads(history.kept(mailed_id, MEMORY) if mailed_id else None)
    if memory.weekly:
        sent = history.outbox.kinds(f"{WEEKLY}-")
        memory.weekly = max(memory.weekly, *(kind.partition("-")[2] for kind in sent), "")
    return memory


def rules_of(app: App) -> Rules:
    """Who gets what, by config.toml."""
    from auditor.calendar import Calendar
    from auditor.mailing import Rules

    settings, org = app.settings(), app.policy().org
    day, _, clock = settings.schedule.weekly.partition(" ")
    calendar = Calendar(org.zone, org.holiday_country, org.holiday_subdivision, org.closures)
    return Rules(
        to=tuple(settings.mail.to),
        security=tuple(settings.mail.security),
        operators=tuple(settings.mail.operators),
        unit_heads=settings.mail.unit_heads,
        managers=settings.mail.managers,
        mail_domains=tuple(settings.organisation.mail_domains),
        weekly=(_DAYS.index(day), time.fromisoformat(clock)),
        zone=org.zone,
        works=calendar.works,
    )


def desk_of(app: App, history: History, run: Run, mailed_id: str | None, *, at: datetime | None = None) -> Desk:
    """What the letters about a run are written from; `at` is when they are written, if not with the run."""
    from auditor.cli._letters import Desk
    from auditor.cli._manager_pages import addresses
    from auditor.cli._publish import view_of

    return Desk(
        run=run,
        office=office_of(app),
        zone=app.policy().org.zone,
        at=at or run.finished_at or run.started_at,
        base_url=app.settings().report.base_url,
        view=lambda: view_of(app, history, run, previous_id=mailed_id),
        page_of=addresses(app, history, run),
    )


def office_of(app: App) -> Office:
    """Who signs the mails, and whom their readers may ask."""
    from reports.view import Office

    settings = app.settings()
    contact = settings.organisation.contact
    return Office(settings.organisation.name, contact.mail, contact.phone)


def _outbox(settings: Settings, run: Run, one: Wanted, letter: Mail) -> OutboxMail:
    return finished(
        settings, letter, run_id=run.id, kind=one.kind, recipient=one.recipient, at=run.finished_at or run.started_at,
        thread=one.thread, stream=one.stream,
    )  # fmt: skip


def finished(
    settings: Settings,
    letter: Mail,
    *,
    run_id: str,
    kind: str,
    recipient: str,
    at: datetime,
    stream: str,
    thread: str = "",
) -> OutboxMail:
    """A letter as the bytes that are sent. Equal letters of a run to one person are equal bytes with one Message-ID."""
    from auditor.outbox import OutboxMail, message_id
    from reports.mail import compose

    sender = _sender(settings)
    identity = message_id(run_id, kind, recipient, _domain(sender))
    root = f"<{_opaque(thread)}.{stream}@{_domain(sender) or 'localhost'}>" if thread else None
    data = compose(
        letter,
        sender=sender,
        recipient=recipient,
        reply_to=settings.mail.reply_to or None,
        message_id=identity,
        date=at,
        list_id=stream,
        headers=_headers(settings, stream, root),
    )
    return OutboxMail(
        kind=kind, recipient=_bare(recipient), subject=letter.subject, message=data, message_id=identity,
        created_at=at, thread=root,
    )  # fmt: skip


def _headers(settings: Settings, stream: str, root: str | None) -> Mapping[str, str]:
    """One incident or series of reminders hangs together; only the weekly mail, which nobody must have, can be left."""
    headers = {"References": root} if root else {}
    answers = _bare(settings.mail.reply_to) or _bare(_sender(settings))
    if stream == WEEKLY and answers:
        headers["List-Unsubscribe"] = f"<mailto:{quote(answers, safe='@')}?subject=No%20weekly%20account%20audit>"
    return headers


def _opaque(thread: str) -> str:
    from auditor.mailing.memory import short

    return short(thread)


def _bare(mailbox: str) -> str:
    """The address of a mailbox such as "Name <name@example.ac.uk>"."""
    return parseaddr(mailbox)[1]


def _domain(mailbox: str) -> str:
    return _bare(mailbox).rpartition("@")[2]


def _sender(settings: Settings) -> str:
    named = (settings.mail.from_, settings.organisation.contact.mail, settings.mail.reply_to, *settings.mail.to)
    return next((one for one in named if one), "account-audit@localhost")


def sender_of(settings: Settings) -> str:
    """The bare address that mails come from, for the envelope."""
    return _bare(_sender(settings))


def deliver(
    app: App, history: History, settings: Settings, *, stopping: Callable[[], bool] = lambda: False
) -> DeliveryReport:
    """Send what the outbox holds and is due; a failure defers, it never fails the run."""
    from auditor.couriers.choice import courier_for
    from auditor.outbox import DeliveryReport
    from auditor.outbox import deliver as send

    if not history.outbox.waiting():
        return DeliveryReport()
    courier = courier_for(settings.mail, settings.base_dir, os.environ)
    on_doubt: Literal["resend", "skip"] = "skip" if settings.mail.on_doubt == "skip" else "resend"
    return send(history.outbox, courier, app.now(), sender=sender_of(settings), on_doubt=on_doubt, stopping=stopping)


def send_test(app: App, address: str) -> tuple[bool, str]:
    """One test mail through the configured transport, outside the outbox."""
    from auditor.couriers import Sent, TransportDown, courier_for
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
    sender = _sender(settings)
    data = compose(
        letter,
        sender=sender,
        recipient=address,
        reply_to=settings.mail.reply_to or None,
        message_id=message_id(now.strftime("%Y-%m-%dT%H-%M-%S"), "test", address, _domain(sender)),
        date=now,
        list_id="test",
    )
    with courier_for(settings.mail, settings.base_dir, os.environ) as courier:
        try:
            courier.open()
        except TransportDown as down:
            return False, f"{address}: {down.reason}"
        answer = courier.send(_bare(address), data, _bare(sender))
    if isinstance(answer, Sent):
        return True, f"{address}: {answer.answer}"
    return False, f"{address}: {answer.reason}"
