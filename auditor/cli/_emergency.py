"""Tells the managers of all accounts that are not central, and the team, that an emergency begins or is over (clause 2.2.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from auditor.errors import AuditorError

if TYPE_CHECKING:
    from auditor.cli._context import App
    from auditor.history import History
    from auditor.model import Account, Incident
    from auditor.outbox import OutboxMail


def tell(app: App, history: History, incident: Incident) -> None:
    """Queue the notes and send them now. The incident stands whatever becomes of the mails; trouble is told on stderr."""
    from auditor.cli._mails import deliver

    try:
        mails, unreachable = notes(app, incident)
        history.outbox.add(f"incident-{incident.id}", mails)
        report = deliver(app, history, app.settings())
    except AuditorError as error:
        click.echo(f"Nobody was mailed: {error.message}", err=True)
        return
    click.echo(f"{report.sent} mails sent, {report.deferred + report.dead} not.", err=True)
    if unreachable:
        number = f"{unreachable} account{'s have' if unreachable > 1 else ' has'}"
        click.echo(f"{number} no manager who can be written to: reach them by telephone.", err=True)
    for trouble in report.troubles:
        click.echo(trouble, err=True)


def notes(app: App, incident: Incident) -> tuple[list[OutboxMail], int]:
    """One note to each manager, naming only that manager's accounts, one to each of the team; and for how many nobody is."""
    from auditor.checks.emergency_silence import is_central
    from auditor.cli._mails import finished, office_of
    from auditor.mailing.situation import manager_of, unique
    from reports.mail_manager import emergency

    settings, org, register = app.settings(), app.policy().org, app.register()
    silent = [a for a in register.accounts if a.status != "closed" and not is_central(a, org.central_accounts)]
    groups: dict[str, list[Account]] = {}
    for account in silent:
        today = app.now().astimezone(org.zone).date()
        groups.setdefault(manager_of(account, register, org.mail_domains, today) or "", []).append(account)
    nobody = groups.pop("", [])
    names = {address: [_title(a) for a in own] for address, own in groups.items()}
    everything = [f"all {len(silent)} accounts that are not central"]
    names |= dict.fromkeys(unique(*settings.mail.to), everything)
    at = incident.ended_at or incident.started_at
    kind = "emergency-end" if incident.ended_at else "emergency-start"
    mails = []
    for mailbox, accounts in names.items():
        letter = emergency(
            office_of(app), accounts=accounts, started=incident.started_at, ended=incident.ended_at, zone=org.zone
        )
        mails.append(
            finished(
                settings, letter, run_id=f"incident-{incident.id}", kind=kind, recipient=mailbox, at=max(at, app.now()),
                stream="emergency", thread=f"emergency.{incident.id}",
            )
        )  # fmt: skip
    return mails, len(nobody)


def _title(account: Account) -> str:
    from auditor.platforms import PLATFORMS

    return f"{account.name or account.handle} on {PLATFORMS[account.platform].label}"
