"""`auditor schedule`: stay in the foreground and run at the times in config, on the `schedule` library."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, tzinfo
from types import FrameType

import click

from auditor.cli._context import App
from auditor.secrets import redact
from auditor.text import show

CATCH_UP = timedelta(hours=12)
RETRY = timedelta(minutes=15)  # after a weekly mail could not be made, as while a run holds the lock
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@click.command("schedule")
@click.option("--once", is_flag=True, hidden=True, help="Do what is due now, then exit.")
@click.option("--weekly-mail", is_flag=True, hidden=True, help="Send this week's mail if it is not done, then exit.")
@click.pass_obj
def command(app: App, once: bool, weekly_mail: bool) -> int:
    """Stay in the foreground; do the nightly run and send the weekly mail at the times in config.

    Times are those of the organisation's zone. Each run is a process of its own, so that a fault in one cannot harm the
    next. A time missed while the machine slept is caught up once. SIGTERM stops a run cleanly and then the schedule.
    """
    import schedule

    settings = app.settings()
    if weekly_mail:
        from auditor.cli._weekly import send

        for trouble in send(app).troubles:
            click.echo(show(redact(trouble)), err=True)
        return 0
    app.register()
    zone = app.policy().org.zone
    nightly, weekly = settings.schedule.nightly, settings.schedule.weekly
    stop = threading.Event()
    child = _Child(app)

    def on_signal(number: int, _frame: FrameType | None) -> None:
        stop.set()
        child.terminate(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    watch, heartbeat = _Watch(app, nightly, zone, child), _Heartbeat(app, weekly, zone, child)

    def look() -> None:  # the run first: if both are due, it sends the weekly mail itself
        watch.look()
        if not stop.is_set():
            heartbeat.look()

    click.echo(f"Nightly at {nightly}, weekly mail {weekly} ({zone}). Stop with Ctrl-C.", err=True)
    plan = schedule.Scheduler()
    plan.every(15).seconds.do(look)
    look()
    while not once and not stop.is_set():
        plan.run_pending()
        stop.wait(max(0.1, plan.idle_seconds or 1.0))
    return 143 if stop.is_set() else 0


def last_due(now: datetime, clock: str, zone: tzinfo) -> datetime:
    """The last instant at or before `now` that shows this clock time in the zone; UTC.

    A time that the clocks skip in spring is taken at the same distance from midnight; one that they show twice in autumn
    is the first of the two.
    """
    hour, minute = (int(part) for part in clock.split(":"))
    local = now.astimezone(zone)
    due = local.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0).astimezone(UTC)
    if due > now:
        day_before = (local - timedelta(days=1)).replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
        due = day_before.astimezone(UTC)
    return due


def last_due_in_week(now: datetime, weekly: str, zone: tzinfo) -> datetime:
    """The last instant at or before `now` that shows a day and time such as "Mon 07:30" in the zone; UTC."""
    day, _, clock = weekly.partition(" ")
    due = last_due(now, clock, zone)
    while due.astimezone(zone).weekday() != _DAYS.index(day):
        due = last_due(due - timedelta(microseconds=1), clock, zone)
    return due


class _Watch:
    """Starts the nightly run when it is due: once for each due instant, and once for one that was slept through."""

    def __init__(self, app: App, clock: str, zone: tzinfo, child: _Child) -> None:
        self._app, self._clock, self._zone, self._child = app, clock, zone, child
        self._last = self._last_started()

    def look(self) -> None:
        """Run if a due instant has passed that no run answers to."""
        now = self._app.now()
        due = last_due(now, self._clock, self._zone)
        if due <= self._last:
            return
        if now - due > CATCH_UP:
            self._last = due
            return
        if now - due > timedelta(minutes=5):
            click.echo(f"The run due at {due:%Y-%m-%d %H:%M} UTC was missed; catching up once.", err=True)
        self._last = due
        self._child.run(due)

    def _last_started(self) -> datetime:
        """When the last full run began; with an empty history nothing was missed before now."""
        with self._app.history() as history:
            full = [r for r in history.runs(limit=50) if r.kind == "full"]
        return full[0].started_at if full else self._app.now()


class _Heartbeat:
    """Has the weekly mail sent at its time, if no run has sent it by then."""

    def __init__(self, app: App, weekly: str, zone: tzinfo, child: _Child) -> None:
        self._app, self._weekly, self._zone, self._child = app, weekly, zone, child
        self._done: datetime | None = None
        self._again: datetime | None = None

    def look(self) -> None:
        """Send it once for each due instant; what is overdue by half a day comes with the next run."""
        now = self._app.now()
        due = last_due_in_week(now, self._weekly, self._zone)
        if due == self._done or now - due > CATCH_UP or (self._again is not None and now < self._again):
            return
        if self._child.weekly() == 0:
            self._done, self._again = due, None
        else:
            self._again = now + RETRY


class _Child:
    """The run that is going on, or the weekly mail; one at a time."""

    def __init__(self, app: App) -> None:
        self._config = app.settings().path
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, due: datetime) -> None:
        """Start one nightly run and wait for its end."""
        code = self._call("run", "--config", str(self._config), "--due", due.isoformat())
        click.echo(f"The run due at {due:%Y-%m-%d %H:%M} UTC ended with exit code {code}.", err=True)

    def weekly(self) -> int:
        """Have the weekly mail sent; gives the exit code."""
        return self._call("schedule", "--config", str(self._config), "--weekly-mail")

    def _call(self, *words: str) -> int:
        call = [sys.executable, "-m", "auditor", *words]
        self._process = subprocess.Popen(call)  # noqa: S603 - our own program with our own words
        code = self._process.wait()
        self._process = None
        return code

    def terminate(self, number: int) -> None:
        """Pass a signal on to the run."""
        if self._process is not None:
            self._process.send_signal(number)
