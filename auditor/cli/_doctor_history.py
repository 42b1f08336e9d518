"""What `auditor doctor` reads from the history: the last good run, what it cost, and mails that wait or were given up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from auditor.history import History
    from auditor.model import CallCount

Line = tuple[str, Literal["ok", "note", "problem"], str, str]  # area, level, text, remedy

OVERDUE = timedelta(hours=36)  # a night and a half
UNITS_A_DAY = 10_000  # YouTube gives a project so many for nothing


def lines(history: History, now: datetime) -> Iterator[Line]:
    """The history's own findings."""
    yield from _last_good(history, now)
    yield from _unfinished(history)
    yield from _mails(history)


def _last_good(history: History, now: datetime) -> Iterator[Line]:
    newest = history.latest()
    if newest is None:
        yield "last run", "note", "No full run has finished yet.", ""
        return
    run = history.load(newest, whole=False)
    age = now - run.started_at
    words = f"{newest}, {_age(age)} ago: {sum(1 for _ in run.results)} accounts"
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
        yield "last run", "ok", f"{platform}: {_used(platform, count)}", ""


def _used(platform: str, count: CallCount) -> str:
    parts = [f"{count.requests} requests"]
    if count.units:
        parts.append(f"{count.units} units" + (f" of {UNITS_A_DAY:,} a day" if platform == "youtube" else ""))
    if count.price_usd:
        parts.append(f"US$ {count.price_usd:.2f}")
    return ", ".join(parts)


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
