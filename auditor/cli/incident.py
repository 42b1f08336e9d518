"""`auditor incident`: emergency mode, clause 2.2.7."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from auditor.cli._context import App
from auditor.cli._emergency import tell
from auditor.errors import UsageError
from auditor.model import Incident

LONG_AGO = timedelta(days=3650)


@click.group("incident")
def command() -> None:
    """Emergency mode: while it lasts, only the central accounts may post (clause 2.2.7)."""


def _instant(app: App, text: str | None) -> datetime:
    if text is None:
        return app.now()
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            at = at.replace(tzinfo=app.policy().org.zone)
        at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{text!r} is not a time.", "Write it like 2026-11-22T14:30 (local) or 2026-11-22T14:30Z."
        ) from None
    if at < app.now() - LONG_AGO:
        raise UsageError(f"{text!r} is more than ten years ago.", "Give the time of this emergency.")
    return at


@command.command("start")
@click.option("--at", metavar="TIME", help="When it began; default now.")
@click.option("--note", default="", metavar="WORDS", help="What it is about, for the record.")
@click.option("--no-mail", is_flag=True, help="Record it only; tell nobody.")
@click.pass_obj
def start(app: App, at: str | None, note: str, no_mail: bool) -> int:
    """Record that an emergency has begun, and ask the managers of all accounts that are not central to stop posting."""
    with app.history() as history:
        live = [i for i in history.incidents(since=app.now() - LONG_AGO) if i.ended_at is None]
        if live:
            raise UsageError(
                f"Incident {live[0].id} is live since {_local(app, live[0].started_at)}.",
                "End it first: `auditor incident end`.",
            )
        moment = _instant(app, at)
        if moment > app.now() + timedelta(minutes=5):
            raise UsageError(
                f"{_local(app, moment)} lies in the future.",
                "Start the incident when it begins; nobody can be silent before.",
            )
        incident = history.start_incident(moment, note)
        if not no_mail:
            tell(app, history, incident)
    click.echo(f"Incident {incident.id} is live since {_local(app, incident.started_at)}.")
    click.echo("From now on every post of an account that is not central is a critical finding.", err=True)
    return 0


@command.command("end")
@click.option("--at", metavar="TIME", help="When it ended; default now.")
@click.option("--no-mail", is_flag=True, help="Record it only; tell nobody.")
@click.pass_obj
def end(app: App, at: str | None, no_mail: bool) -> int:
    """Record that the emergency is over, and tell everybody who was told of it."""
    with app.history() as history:
        live = [i for i in history.incidents(since=app.now() - LONG_AGO) if i.ended_at is None]
        if not live:
            raise UsageError("No incident is live.", "`auditor incident status` lists the recent ones.")
        moment = _instant(app, at)
        if moment < live[0].started_at:
            raise UsageError(
                f"The incident began at {_local(app, live[0].started_at)}, after the end given.", "Give a later --at."
            )
        incident = history.end_incident(moment)
        if not no_mail:
            tell(app, history, incident)
    click.echo(f"Incident {incident.id} ended {_local(app, moment)}.")
    return 0


@command.command("status")
@click.pass_obj
def status(app: App) -> int:
    """Say whether an emergency is live, and list those of the last 90 days."""
    with app.history() as history:
        incidents = history.incidents(since=app.now() - timedelta(days=90))
    if not incidents:
        click.echo("No incident in the last 90 days.")
    for incident in incidents:
        click.echo(_line(app, incident))
    return 0


def _line(app: App, incident: Incident) -> str:
    from auditor.text import show

    until = _local(app, incident.ended_at) if incident.ended_at else "still LIVE"
    note = f"  {show(incident.note, 60)}" if incident.note else ""
    return f"{incident.id}  {_local(app, incident.started_at)} - {until}{note}"


def _local(app: App, at: datetime) -> str:
    return at.astimezone(app.policy().org.zone).strftime("%d %b %Y %H:%M")
