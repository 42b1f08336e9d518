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

log = logging.getLogger(__name__)

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

    def admit(self, accounts: Sequence[Account]) -> None:
        """Refuse before anything is begun what asks for more than config allows."""
        from auditor.cli._caps import within_requests

        within_requests(self.shards(accounts), self._app.settings().network.max_requests)

    def mails(self, run: Run) -> Sequence[OutboxMail] | None:
        if not self._mail:
            return None
        from auditor.cli._caps import within_mails
        from auditor.cli._mails import of_run

        return within_mails(of_run(self._app, self._history, run), self._app.settings().mail.max_mails)

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
    from auditor.cli._mails import deliver
    from auditor.cli._memory import keep_small
    from auditor.lock import RunLock
    from auditor.ping import Pinger

    keep_small()
    settings = app.settings()
    register, now = app.register(), app.now()
    cancelled = threading.Event()
    with RunLock(lock_path(app), now), app.history(check=True) as history, _signals(cancelled) as caught:
        pinger = Pinger(settings.ping_url(os.environ))
        _tell(pinger.start())
        task = Pass(
            kind="full" if selection.full else "partial",
            run_id=run_id_of(datetime.fromisoformat(due) if due else now),
            now=app.now,
            version=__version__,
            register=register,
            accounts=selection.accounts,
            policy=selection.policy,
            selection=selection.words,
            cancelled=cancelled,
            progress=progress,
        )
        try:
            done = complete(app, history, output) if selection.full else None
            if done is None:
                with Composition(
                    app, now, history=history, cancelled=cancelled, discover=selection.full
                ) as composition:
                    outside = _Outside(app, history, composition, mail=mail and selection.full, output=output)
                    outside.admit(selection.accounts)
                    done = audit(history, outside, task)
        except StoppedError:
            click.echo("\nStopped cleanly; what was gathered is kept and the next run goes on from there.", err=True)
            return 130 if caught == [signal.SIGINT] else 143
        except Exception:
            _tell(pinger.fail(1))
            raise
        progress("sending mail")
        report = deliver(app, history, settings)
        history.retain(app.now(), settings.history.keep_post_texts_days, settings.history.keep_runs_days)
        code = 1 if done.broke else exit_code(done.run.results, app.policy().fail_on)
        _tell(pinger.fail(1) if code == 1 else pinger.success(f"{done.run.id} ended with exit code {code}"))
    _summary(app, done, report, output, code)
    return code


def check(app: App, accounts: Sequence[Account], *, mail: bool) -> Done:
    """One on-demand audit, stored, beside whatever run is going on."""
    now = app.now()
    cancelled = threading.Event()
    with (
        app.history() as history,
        Composition(app, now, history=history, cancelled=cancelled, max_wait_seconds=CHECK_WAIT_SECONDS) as composition,
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


def complete(app: App, history: History, output: Path | None) -> Done | None:
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
    log.info("completing run %s, which was cut off after its findings were stored", run.id)
    if not published:
        publish(app, history, run, output)
    return Done(run, broke=False, resumed=True)


@contextmanager
def _signals(cancelled: threading.Event) -> Iterator[list[int]]:
    """Ask the pass to stop on SIGINT and SIGTERM; a second signal ends at once."""
    caught: list[int] = []

    def handler(number: int, _frame: FrameType | None) -> None:
        if caught:
            os._exit(128 + number)
        caught.append(number)
        cancelled.set()

    if threading.current_thread() is not threading.main_thread():
        yield caught
        return
    old = {n: signal.signal(n, handler) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield caught
    finally:
        for number, before in old.items():
            signal.signal(number, before)


def _tell(trouble: str | None) -> None:
    """A monitor that cannot be reached is worth a line in the log, never a failed run."""
    if trouble:
        log.warning("dead man's switch: %s", trouble)


def _summary(app: App, done: Done, report: DeliveryReport, output: Path | None, code: int) -> None:
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
    if code == 1:
        click.echo(
            "Part of the audit failed through a fault of the program; see the log and please report it.", err=True
        )


def _database(app: App) -> str:
    """Where history is stored, without any password."""
    url = app.settings().database_url(os.environ)
    if url.startswith("sqlite:///"):
        return _short(Path(url.removeprefix("sqlite:///")))
    return redact(url)


def _short(path: Path) -> str:
    """A path as a reader can use it here: relative where that is shorter."""
    relative = os.path.relpath(path)
    return relative if len(relative) < len(str(path)) else str(path)
