"""What `auditor doctor` reads from the history: the last good run, what it cost, and mails that wait or were given up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from auditor.history import History
    from auditor.model import CallCount

Line = tuple[str, Literal["ok", "note", "problem"], str, str]  # area, level, text, remedy

OVERDUE = timedelta(hours=36)  # a night and a half
UNITS_A_DAY = 10_000  # YouTube gives a project so many for nothing
_PACIFIC = ZoneInfo("America/Los_Angeles")


def lines(history: History, now: datetime) -> Iterator[Line]:
    """The history's own findings."""
    yield from _last_good(history, now)
    yield from _units_today(history, now)
    yield from _unfinished(history)
    yield from _mails(history)


def _last_good(history: History, now: datetime) -> Iterator[Line]:
    newest = history.latest()
    if newest is None:
        yield "last run", "note", "No full run has finished yet.", ""
        return
    run = history.load(newest, whole=False)
    age = now - run.started_at
    words = f"{newest}, {_age(age)} ago: {len(run.results)} accounts"
    if age > OVERDUE:
        yield (
            "last run",
            "note",
            words,
            "See that `auditor run` is started every night (timer, cron or `auditor schedule`).",
        )
    else:
        yield "last run", "ok", words, ""
    for platform, count in run.calls.items():
        yield "last run", "ok", f"{platform}: {_used(count)}", ""


def _used(count: CallCount) -> str:
    parts = [f"{count.requests} requests"]
    if count.units:
        parts.append(f"{count.units} units")
    if count.price_usd:
        parts.append(f"US$ {count.price_usd:.2f}")
    return ", ".join(parts)


def _units_today(history: History, now: datetime) -> Iterator[Line]:
    """What the runs and checks of today took of YouTube's quota, which begins anew at midnight Pacific Time."""
    local = now.astimezone(_PACIFIC)
    began = datetime.combine(local.date(), time(), _PACIFIC)
    today = [r for r in history.runs(limit=200) if r.state == "finished" and began <= r.started_at <= now]
    counts = [history.load(r.id, whole=False).calls.get("youtube") for r in today]
    used = sum(count.units for count in counts if count)
    if used:
        anew = datetime.combine(local.date() + timedelta(days=1), time(), _PACIFIC).astimezone(UTC)
        near = used * 10 > UNITS_A_DAY * 9
        left = max(0, UNITS_A_DAY - used)
        words = f"{used:,} of {UNITS_A_DAY:,} units used today, {left:,} left until {anew:%H:%M} UTC"
        remedy = "Ask Google for more units, or audit less often until then." if near else ""
        yield "youtube", "note" if near else "ok", words, remedy


def _unfinished(history: History) -> Iterator[Line]:
    run = history.unfinished()
    if run is not None:
        text = f"The run {run.id} was cut off after {len(run.shards)} of its credentials."
        yield "last run", "note", text, "The next `auditor run` completes it."


def _mails(history: History) -> Iterator[Line]:
    waiting = history.outbox.waiting()
    if waiting:
        why = next((f": {m.answer}" for m in waiting if m.answer), "")
        count = f"{len(waiting)} mails wait" if len(waiting) > 1 else "1 mail waits"
        yield "mail", "note", f"{count}{why}", "The next run tries again; nothing is lost."
    newest = history.latest()
    dead = [m for m in history.outbox.of_run(newest) if m.state == "dead"] if newest else []
    for reason in sorted({m.answer or "no reason given" for m in dead}):
        yield "mail", "problem", f"A mail of the last run was given up: {reason}", "Check the address in config.toml."


def _age(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    if hours < 48:
        return f"{hours} hours" if hours != 1 else "1 hour"
    return f"{hours // 24} days"
