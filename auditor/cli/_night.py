"""Carries out one pass for `run` and `check`: lock, signals, the pass itself, mails, pings, the summary."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from auditor import __version__
from auditor.cli._compose import Composition
from auditor.errors import AuditorError, LockedError
from auditor.model import outline
from auditor.nightly import RESUME_WITHIN, Done, Pass, StoppedError, audit
from auditor.secrets import redact
from auditor.triage import exit_code

if TYPE_CHECKING:
    from auditor.cli._context import App
    from auditor.cli._select import Selection
    from auditor.collect import Shard
    from auditor.history import History
    from auditor.model import Account, Run
    from auditor.outbox import DeliveryReport, OutboxMail
    from auditor.ping import Pinger

log = logging.getLogger(__name__)

GRACE_SECONDS = 8.0  # systemd and people wait ten; whatever hangs by then is cut off like by a crash
CHECK_WAIT_SECONDS = 20.0  # a person waits for `check`; a rate limit that lasts longer is told instead


class _Outside:
    """What a pass asks of the composition root."""

    def __init__(
        self, app: App, history: History, composition: Composition, *, mail: bool, output: Path | None
    ) -> None:
        self._app, self._history, self._composition = app, history, composition
        self._mail, self._output = mail, output
        self._shards: Sequence[Shard] | None = None

    def shards(self, accounts: Sequence[Account]) -> Sequence[Shard]:
        if self._shards is None:
            self._shards = self._composition.shards(accounts)
        return self._shards

    def all_asked(self) -> None:
        self._shards = None
        self._composition.close()

    def admit(self, accounts: Sequence[Account]) -> None:
        """Refuse before anything is begun what asks for more than config allows."""
        from auditor.cli._caps import within_requests

        within_requests(self.shards(accounts), self._app.settings().network.max_requests)

    def mails(self, run: Run) -> Sequence[OutboxMail] | None:
        if not self._mail:
            return None
        from auditor.cli._mails import of_run

        return of_run(self._app, self._history, run)

    def publish(self, run: Run) -> None:
        from auditor.cli._publish import publish

        publish(self._app, self._history, run, self._output)


def run_id_of(moment: datetime) -> str:
    """The id of a run: an instant, to the second, safe in file names."""
    return moment.strftime("%Y-%m-%dT%H-%M-%SZ")


def night(
    app: App, selection: Selection, *, mail: bool, due: str | None, output: Path | None, progress: Callable[[str], None]
) -> int:
    """The nightly job under its lock; gives the exit code."""
    from auditor.cli._memory import keep_small
    from auditor.cli._preflight import refuse_full_or_closed
    from auditor.lock import RunLock
    from auditor.ping import Pinger

    keep_small()
    app.register()
    cancelled = threading.Event()
    with RunLock(lock_path(app), app.now()) as lock, _signals(cancelled) as caught:
        pinger = Pinger(app.settings().ping_url(os.environ), stopping=cancelled.is_set)
        try:
            refuse_full_or_closed(app, output)
            with app.history(check=True) as history, history.alone(app.now(), lock.identity):
                done, report, code = _lived(
                    app, history, selection, pinger, cancelled, mail=mail, due=due, output=output, progress=progress
                )
        except StoppedError:
            code = 130 if caught == [signal.SIGINT] else 143
            click.echo("\nStopped cleanly; what was gathered is kept and the next run goes on from there.", err=True)
            _tell(pinger.fail(code))
            return code
        except LockedError:  # the other run speaks for this night
            raise
        except Exception as error:
            code = error.exit_code if isinstance(error, AuditorError) else 1
            _tell(pinger.fail(code))
            if mail and selection.full and not cancelled.is_set() and (code == 1 or not _attended()):
                from auditor.cli._fault_mail import tell_operators

                tell_operators(app, error)
            raise
        _tell(pinger.fail(1) if code == 1 else pinger.success(f"ended with exit code {code}"))
    _summary(app, done, report, output, code)
    return code


def refused(app: App, error: AuditorError, *, mail: bool) -> None:
    """Tell of a night that did not even begin, say for a register that cannot be read, as of one that failed on the way."""
    if _attended():
        return
    try:
        settings = app.settings()
    except AuditorError:  # nothing says whom to tell: cron's own mail has to do
        return
    from auditor.ping import Pinger

    _tell(Pinger(settings.ping_url(os.environ)).fail(error.exit_code))
    if mail:
        from auditor.cli._fault_mail import tell_operators

        tell_operators(app, error)


def _attended() -> bool:
    """Whether somebody sits there and reads what the call, the configuration or the register lacks."""
    return sys.stderr.isatty()


def _lived(
    app: App,
    history: History,
    selection: Selection,
    pinger: Pinger,
    cancelled: threading.Event,
    *,
    mail: bool,
    due: str | None,
    output: Path | None,
    progress: Callable[[str], None],
) -> tuple[Done, DeliveryReport, int]:
    """One night under its lock: what came of the audit, of the mails, and the exit code."""
    from auditor.cli._mails import deliver
    from auditor.cli._preflight import refuse_past

    now, settings = app.now(), app.settings()
    refuse_past(history, now)
    task = Pass(
        kind="full" if selection.full else "partial",
        run_id=run_id_of(datetime.fromisoformat(due) if due else now),
        now=app.now,
        version=__version__,
        register=app.register(),
        accounts=selection.accounts,
        policy=selection.policy,
        selection=selection.words,
        cancelled=cancelled,
        progress=progress,
        began=lambda run_id: _tell(pinger.start(run_id)),
    )
    done = complete(app, history, output, began=task.began) if selection.full else None
    if done is None:
        with Composition(app, now, history=history, cancelled=cancelled, discover=selection.full) as composition:
            outside = _Outside(app, history, composition, mail=mail and selection.full, output=output)
            outside.admit(selection.accounts)
            done = audit(history, outside, task)
    progress("sending mail")
    report = deliver(app, history, settings, stopping=cancelled.is_set)
    if cancelled.is_set():
        raise StoppedError
    history.retain(app.now(), settings.history.keep_post_texts_days, settings.history.keep_runs_days)
    return done, report, 1 if done.broke else exit_code(outline(done.run), app.policy().fail_on)


def check(app: App, accounts: Sequence[Account], *, mail: bool) -> Done:
    """One on-demand audit, stored, beside whatever run is going on."""
    now = app.now()
    cancelled = threading.Event()
    with (
        app.history() as history,
        Composition(
            app, now, history=history, cancelled=cancelled, max_wait_seconds=CHECK_WAIT_SECONDS, fresh=True
        ) as composition,
    ):
        task = Pass(
            kind="check",
            run_id=run_id_of(now),
            now=app.now,
            version=__version__,
            register=app.register(),
            accounts=tuple(accounts),
            policy=app.policy(),
            selection="accounts " + ", ".join(a.id for a in accounts),
            cancelled=cancelled,
        )
        outside = _Outside(app, history, composition, mail=mail, output=None)
        outside.admit(task.accounts)
        done = audit(history, outside, task)
        if mail:
            from auditor.cli._mails import deliver

            deliver(app, history, app.settings())
    return done


def lock_path(app: App) -> Path:
    """The lock lies beside the published report's and database's folder: one lock a configuration."""
    settings = app.settings()
    return settings.resolve(settings.report.output).parent / "auditor.lock"


def complete(
    app: App, history: History, output: Path | None, *, began: Callable[[str], None] = lambda _run_id: None
) -> Done | None:
    """Bring a finished run of the last hours to its end whose report or mails a crash cut off; None if there is none."""
    from auditor.cli._publish import publish

    newest = history.latest()
    if newest is None:
        return None
    published = history.published_at(newest) is not None
    waiting = any(mail.state in {"queued", "sending"} for mail in history.outbox.of_run(newest))
    if published and not waiting:
        return None
    run = history.load(newest)
    if app.now() - run.started_at > RESUME_WITHIN:
        return None
    began(run.id)
    log.info("completing run %s, which was cut off after its findings were stored", run.id)
    if not published:
        publish(app, history, run, output)
    return Done(run, broke=False, resumed=True)


@contextmanager
def _signals(cancelled: threading.Event) -> Iterator[list[int]]:
    """Ask the pass to stop on SIGINT and SIGTERM; a second signal, or `GRACE_SECONDS` without an end, ends it at once."""
    caught: list[int] = []
    timers: list[threading.Timer] = []

    def handler(number: int, _frame: FrameType | None) -> None:
        if caught:
            os._exit(128 + number)
        caught.append(number)
        cancelled.set()
        timers.append(threading.Timer(GRACE_SECONDS, os._exit, (128 + number,)))
        timers[0].daemon = True
        timers[0].start()

    if threading.current_thread() is not threading.main_thread():
        yield caught
        return
    old = {n: signal.signal(n, handler) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield caught
    finally:
        for timer in timers:
            timer.cancel()
        for number, before in old.items():
            signal.signal(number, before)


def _tell(trouble: str | None) -> None:
    """A monitor that cannot be reached is worth a line in the log, never a failed run."""
    if trouble:
        log.warning("dead man's switch: %s", trouble)


def _summary(app: App, done: Done, report: DeliveryReport, output: Path | None, code: int) -> None:
    from auditor.secrets import redact
    from auditor.text import show
    from reports.terminal import summary

    if sys.stderr.isatty():
        click.echo("\r\x1b[2K", err=True, nl=False)
    width = min(shutil.get_terminal_size((80, 24)).columns, 100)
    infos = app.policy().infos()
    click.echo(summary(done.run, infos, width=width), err=True)
    settings = app.settings()
    folder = output or settings.resolve(settings.report.output)
    if done.run.kind == "full":
        click.echo(f"Report: {_short(folder / 'index.html')}", err=True)
    if settings.mail.transport == "outbox" and report.sent:
        click.echo(f"Mails: {_short(settings.resolve(settings.mail.outbox))}", err=True)
    if done.run.kind == "full":
        click.echo(f"Database: {_database(app)}", err=True)
    for trouble in report.troubles:
        click.echo(show(redact(trouble)), err=True)
    if code == 1:
        click.echo(
            "Part of the audit failed through a fault of the program; see the log and please report it.", err=True
        )


def _database(app: App) -> str:
    """Where history is stored, without any password."""
    from auditor.history import named

    settings = app.settings()
    name = named(settings.database_url(os.environ), settings.base_dir)
    return _short(Path(name)) if name.startswith(os.sep) else redact(name)


def _short(path: Path) -> str:
    """A path as a reader can use it here: relative where that is shorter."""
    relative = os.path.relpath(path)
    return relative if len(relative) < len(str(path)) else str(path)
