"""`auditor doctor`: is everything in place for tonight? Each problem with its remedy."""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal

import click

from auditor.cli._context import App
from auditor.errors import AuditorError, NoHistoryError, ProblemsError

_MARGIN = 21  # mark and area


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: "ok", "note" (worth knowing) or "problem" (with what to do)."""

    area: str
    level: Literal["ok", "note", "problem"]
    text: str
    remedy: str = ""


@click.command("doctor")
@click.option("--offline", is_flag=True, help="Ask no platform; look only at what is here.")
@click.option("--send-test", metavar="ADDRESS", help="Send one test mail to this address.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
@click.pass_obj
def command(app: App, offline: bool, send_test: str | None, as_json: bool) -> int:
    """Check configuration, register, database, paths, clock, mail and, with one call each, every platform's credential."""
    from auditor.secrets import redact
    from auditor.text import show

    found: list[Diagnosis] = []
    for one in _examine(app, offline=offline, send_test=send_test):
        found.append(one)
        if not as_json:
            mark = {"ok": "ok     ", "note": "note   ", "problem": "PROBLEM"}[one.level]
            click.echo(_within(f"{mark} {one.area:<12} ", show(redact(one.text))))
            if one.remedy:
                click.echo(_within(" " * _MARGIN, show(redact(one.remedy))))
    problems = sum(d.level == "problem" for d in found)
    if as_json:
        click.echo(redact(json.dumps([asdict(d) for d in found], indent=2)))
    else:
        click.echo("All well." if not problems else f"{problems} problem{'s' * (problems > 1)} found.", err=True)
    return 2 if problems else 0


def _within(start: str, text: str) -> str:
    """A line of at most 80 columns, gone on under itself; what is one word, like a path, stays whole."""
    return textwrap.fill(
        text, 80, initial_indent=start, subsequent_indent=" " * _MARGIN, break_long_words=False, break_on_hyphens=False
    )


def _examine(app: App, *, offline: bool, send_test: str | None) -> Iterator[Diagnosis]:
    yield from _config(app)
    try:
        app.settings()
    except AuditorError:
        return
    for part in (_register, _paths, _database, _clock, _mail):
        yield from _guarded(part.__name__.lstrip("_"), app, part)
    yield from _guarded("platforms", app, _credentials)
    yield from _guarded("encryption", app, _wires)
    if not offline:
        yield from _guarded("platforms", app, _platforms)
    if send_test:
        yield from _guarded("test mail", app, lambda asked: _send_test(asked, send_test))


def _guarded(area: str, app: App, part: Callable[[App], Iterator[Diagnosis]]) -> Iterator[Diagnosis]:
    try:
        yield from part(app)
    except AuditorError as error:
        yield Diagnosis(area, "problem", error.message, error.hint)
    except OSError as error:
        yield Diagnosis(area, "problem", f"{error.strerror}: {error.filename}", "Check the path and its permissions.")


def _config(app: App) -> Iterator[Diagnosis]:
    try:
        settings = app.settings()
    except ProblemsError as error:
        for problem in error.problems:
            yield Diagnosis("config", "problem", str(problem))
        return
    except AuditorError as error:
        yield Diagnosis("config", "problem", error.message, error.hint)
        return
    yield Diagnosis("config", "ok", str(settings.path))


def _register(app: App) -> Iterator[Diagnosis]:
    register, problems = app.register_with_problems()
    stopping = [p for p in problems if p.stops]
    for problem in stopping:
        yield Diagnosis("register", "problem", str(problem))
    if len(problems) > len(stopping):
        yield Diagnosis(
            "register", "note", f"{len(problems) - len(stopping)} warnings", "`auditor register check` lists them."
        )
    if not register.accounts and not stopping:
        yield Diagnosis(
            "register", "problem", "The register holds no account.", "Fill it in, then run `auditor register check`."
        )
    elif not stopping:
        yield Diagnosis(
            "register", "ok", f"{len(register.accounts)} accounts, {len(register.access)} lines of access log"
        )


def _paths(app: App) -> Iterator[Diagnosis]:
    settings = app.settings()
    folders = {"report": settings.resolve(settings.report.output)}
    if settings.mail.transport == "outbox":
        folders["outbox"] = settings.resolve(settings.mail.outbox)
    for name, folder in folders.items():
        parent = folder
        while not parent.exists() and parent != parent.parent:
            parent = parent.parent
        if os.access(parent, os.W_OK | os.X_OK) and parent.is_dir():
            yield Diagnosis(name, "ok", f"{folder} can be written")
        else:
            yield Diagnosis(
                name, "problem", f"{folder} cannot be written.", f"Give the audit's user write access to {parent}."
            )


def _database(app: App) -> Iterator[Diagnosis]:
    from auditor.history import health

    settings = app.settings()
    for fine, text, remedy in health(settings.database_url(os.environ), settings.base_dir):
        yield Diagnosis("database", "ok" if fine else "problem", text, remedy)


def _clock(app: App) -> Iterator[Diagnosis]:
    from auditor.cli._doctor_history import lines

    now = app.now()
    local = now.astimezone(app.policy().org.zone)
    if now.year < 2026:
        yield Diagnosis("clock", "problem", f"The machine's clock says {now:%Y-%m-%d}.", "Set it; use NTP.")
        return
    newest = now
    try:
        with app.history(create=False) as history:
            newest = max((run.started_at for run in history.runs(limit=50)), default=now)
            for line in lines(history, now):
                yield Diagnosis(*line)
    except NoHistoryError:
        yield Diagnosis("last run", "note", "No run is stored yet.")
    except AuditorError as error:  # told under "database", with its remedy
        yield Diagnosis("last run", "note", f"Not known: {error.message}")
    if newest > now:
        yield Diagnosis(
            "clock", "problem", "The newest run lies in the future of this clock.", "Set the clock; use NTP."
        )
    yield Diagnosis("clock", "ok", f"{now:%Y-%m-%d %H:%M} UTC, {local:%H:%M} in {app.policy().org.zone}")


def _mail(app: App) -> Iterator[Diagnosis]:
    mail = app.settings().mail
    if not mail.to:
        yield Diagnosis("mail", "note", "[mail] to is empty: nobody gets the nightly mail.", "Name the team's address.")
    if not mail.from_:
        yield Diagnosis("mail", "problem" if mail.to else "note", "[mail] from is empty.", "Name the sender's address.")
    if mail.transport == "smtp":
        yield from _smtp(app)
    elif mail.transport == "outbox":
        yield Diagnosis("mail", "ok", f"transport outbox: mails are written to {app.settings().resolve(mail.outbox)}")
    else:
        yield Diagnosis("mail", "ok", f"transport {mail.transport}; `--send-test ADDRESS` tries it")


def _smtp(app: App) -> Iterator[Diagnosis]:
    import socket

    smtp = app.settings().mail.smtp
    if not smtp.host:
        yield Diagnosis("mail", "problem", "[mail] smtp.host is empty.", "Name the mail server.")
        return
    try:
        with socket.create_connection((smtp.host, smtp.port), timeout=5):
            yield Diagnosis("mail", "ok", f"{smtp.host}:{smtp.port} answers; `--send-test ADDRESS` tries a mail")
    except OSError as error:
        yield Diagnosis(
            "mail", "problem", f"{smtp.host}:{smtp.port} does not answer: {error}", "Check host, port and firewall."
        )
    if smtp.user and app.settings().mail_password(os.environ) is None:
        yield Diagnosis("mail", "problem", "A user but no password is configured for SMTP.", "Set smtp.password_env.")


def _credentials(app: App) -> Iterator[Diagnosis]:
    from auditor.collect import asked
    from auditor.platforms import PLATFORMS

    settings = app.settings()
    counts: dict[str, int] = {}
    for account in app.register_with_problems()[0].accounts:
        if asked(account):
            counts[account.platform] = counts.get(account.platform, 0) + 1
    for name, count in sorted(counts.items()):
        platform = PLATFORMS[name]
        if not platform.audited:
            yield Diagnosis(name, "note", f"{count} accounts; {platform.label} is covered by attestations only.")
        elif settings.setup(name, os.environ) is None:
            table = "facebook" if name == "instagram" else name
            yield Diagnosis(
                name,
                "problem" if table in settings.platforms else "note",
                f"{count} accounts, but no credential for {platform.label}.",
                f"Set the variable that [platforms.{table}] in config.toml names; docs/platforms/{table}.md says how.",
            )


def _wires(app: App) -> Iterator[Diagnosis]:
    from auditor.cli._doctor_wires import open_wires

    for area, words, remedy in open_wires(app.settings(), os.environ):
        yield Diagnosis(area, "problem", words, remedy)


def _platforms(app: App) -> Iterator[Diagnosis]:
    from auditor.cli._doctor_platforms import lines

    for line in lines(app):
        yield Diagnosis(*line)


def _send_test(app: App, address: str) -> Iterator[Diagnosis]:
    from auditor.cli._mails import send_test
    from auditor.couriers.addresses import bare

    outcome, words = send_test(app, bare(address))
    yield Diagnosis(
        "test mail", "ok" if outcome else "problem", words, "" if outcome else "Check [mail] in config.toml."
    )
