"""Clause 2.2.6: there is no unusual wave of comments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from auditor.checks._api import Case, Control, Options, not_applicable, passed, review
from auditor.checks._words import count
from auditor.model import Exchange, Exchanges, Seen, Severity, Verdict

_DAY = timedelta(days=1)
_LINKS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveOptions(Options):
    """A wave: at least `least` comments in 24 hours, over `times` the daily mean and more than any of the last `days` days."""

    least: int = 10
    times: int = 5
    days: int = 30


@dataclass(frozen=True, slots=True)
class _Usual:
    """The comments of the days before: how many days are known, their mean and the busiest."""

    days: int
    mean: float
    busiest: int


def judge(case: Case, options: WaveOptions) -> Verdict:
    """Hold the last 24 hours against the account's own last 30 days; always for a person to look at, never a verdict."""
    assert case.snapshot is not None
    assert isinstance(case.snapshot.exchanges, Seen)
    seen = case.snapshot.exchanges.value
    recent = [e for e in seen.items if case.now - _DAY < e.at <= case.now]
    usual = _usual(case, seen, options)
    if usual is None:
        return not_applicable("There are too few earlier days of comments to know what is usual.")
    least = max(float(options.least), options.times * usual.mean, usual.busiest + 1.0)
    figures = (
        f"{count(len(recent), 'comment')} in the last 24 hours; in the {count(usual.days, 'day')} before {usual.mean:.1f} a day on "
        f"average and at most {usual.busiest:,} in one day"
    )
    numbers: dict[str, Any] = {
        "comments_24h": len(recent),
        "mean": round(usual.mean, 2),
        "busiest": usual.busiest,
        "days": usual.days,
    }
    evidence = case.seen("exchanges.count", str(len(recent)), part="exchanges")
    if len(recent) >= least:
        return review(
            f"There may be a wave of comments: {figures}. That is told from {int(least):,} on.",
            evidence,
            *(case.seen("exchanges.link", _link(e), part="exchanges") for e in recent[:_LINKS]),
            **numbers,
        )
    return passed(f"No wave of comments: {figures}.", evidence, **numbers)


def _usual(case: Case, seen: Exchanges, options: WaveOptions) -> _Usual | None:
    """What is usual by the comments themselves, else by the counts of earlier audits."""
    known = options.days if seen.since is None else min(options.days, (case.now - seen.since) // _DAY)
    counts = _by_day(seen.items, case.now, known)[1:]
    if not counts:
        oldest = case.now - timedelta(days=options.days)
        counts = [f.exchanges_24h for f in case.past if f.exchanges_24h is not None and f.at >= oldest]
    return _Usual(len(counts), sum(counts) / len(counts), max(counts)) if counts else None


def _by_day(items: tuple[Exchange, ...], now: datetime, days: int) -> list[int]:
    """Comments per stretch of 24 hours back from now; the first is the last 24 hours."""
    counts = [0] * max(days, 0)
    for item in items:
        back = (now - item.at) // _DAY
        if 0 <= back < len(counts):
            counts[back] += 1
    return counts


def _link(exchange: Exchange) -> str:
    return exchange.url or exchange.id


CONTROL = Control(
    id="no-comment-wave",
    title="There is no unusual wave of comments",
    clause="2.2.6",
    severity=Severity.MEDIUM,
    basis="platform",
    judge=judge,
    needs=("exchanges",),
    options=WaveOptions,
    expected="When a post draws many negative comments, the central social media team is asked early.",
    remedy="Read the comments linked. If they are hostile and it is not clear how to answer, ask the central social media team "
    "before anybody replies.",
    why="A wave that is seen early can be answered with one voice.",
    minutes=15,
)
