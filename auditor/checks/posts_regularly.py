"""Clause 2.2.2: the account posts regularly, without a gap over its limit in the window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from auditor.checks._api import Case, Control, Options, failed, not_applicable, not_audited, not_exposed, passed
from auditor.checks._seen import label, opened_on
from auditor.checks._time import DAY, SLOW, calendar_of, open_days, plausible
from auditor.checks._words import count, local_day
from auditor.model import Post, Seen, Severity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class RegularOptions(Options):
    """`max_days`, `count_reposts`: as for posted-recently, from which they are taken; `window_days`: how far to look back."""

    max_days: int = 14
    count_reposts: bool = True
    window_days: int = 90
    never_posted_days: int = 30


@dataclass(frozen=True, slots=True)
class _Gap:
    start: datetime
    end: datetime
    days: int


def applies(case: Case, _options: RegularOptions) -> Verdict | None:
    """Not applicable to accounts that the register has as paused."""
    if case.account.status == "paused":
        return not_applicable("The register says that this account is paused, so nobody expects it to post.")
    return None


def judge(case: Case, options: RegularOptions) -> Verdict:
    """Measure every gap from the window's start (or the account's) to now; where less was seen, that part is judged and told."""
    assert case.snapshot is not None
    assert isinstance(case.snapshot.posts, Seen)
    posts = case.snapshot.posts.value
    if posts.reach == "newest":
        return not_exposed(f"Only the newest post on {label(case)} is asked for, so gaps between posts are not known.")
    own = [p for p in posts.items if (options.count_reposts or not p.repost) and plausible(p.at, case.now)]
    opened = opened_on(case)
    if not own and any(not plausible(p.at, case.now) for p in posts.items):
        return not_audited(f"{label(case)} dates the newest posts in the future, so gaps between posts cannot be told.")
    if not own and posts.since is None and opened and (case.today - opened).days <= options.never_posted_days:
        return not_applicable("The account is new and has not posted yet.")
    start, part = _start(case, options, posts.since)
    limit = case.account.posting_days or options.max_days
    gap = _longest(case, own, start)
    since = f" Only posts since {local_day(start, case.org.zone)} were seen, so that part is judged." if part else ""
    evidence = case.seen("posts.longest_gap", f"{gap.start.isoformat()} to {gap.end.isoformat()}", part="posts")
    span = f"{count(gap.days, 'day')}, from {local_day(gap.start, case.org.zone)} to {_until(case, gap)}"
    numbers: dict[str, Any] = {"longest_gap_days": gap.days, "limit_days": limit, "posts": _within(own, start)}
    if gap.days > limit:
        return failed(
            f"The longest gap between posts is {span}; the limit is {count(limit, 'day')}.{since}", evidence, **numbers
        )
    return passed(
        f"The longest gap between posts since {local_day(start, case.org.zone)} is {span}; the limit is "
        f"{count(limit, 'day')}.{since}",
        evidence,
        **numbers,
    )


def _start(case: Case, options: RegularOptions, since: datetime | None) -> tuple[datetime, bool]:
    """Where judging begins, and whether that is later than the window because less was seen."""
    start = case.now - timedelta(days=options.window_days)
    assert case.snapshot is not None
    created = case.snapshot.created_at
    if isinstance(created, Seen):
        start = max(start, created.value)
    elif case.account.opened_on is not None:
        start = max(start, datetime.combine(case.account.opened_on, time(), case.org.zone))
    start = min(start, case.now)
    if since is not None and since > start:
        return min(since, case.now), True
    return start, False


def _longest(case: Case, own: list[Post], start: datetime) -> _Gap:
    """The longest gap in days without closures; a post of which only the day is known counts for that whole day."""
    calendar = calendar_of(case.org)
    gaps: list[_Gap] = []
    begin = start
    for post in sorted(own, key=lambda p: p.at):
        last = min(post.at + DAY - timedelta(seconds=1), case.now) if post.day_only else min(post.at, case.now)
        if post.at > begin:
            gaps.append(_Gap(begin, min(post.at, case.now), open_days(begin, post.at, calendar)))
        begin = max(begin, last)
    gaps.append(_Gap(begin, case.now, open_days(begin, case.now, calendar)))
    return max(gaps, key=lambda g: (g.days, g.end))


def _until(case: Case, gap: _Gap) -> str:
    return "now" if gap.end >= case.now else local_day(gap.end, case.org.zone)


def _within(own: list[Post], start: datetime) -> int:
    return sum(post.at >= start for post in own)


CONTROL = Control(
    id="posts-regularly",
    title="The account posts regularly",
    clause="2.2.2",
    severity=Severity.LOW,
    basis="platform",
    judge=judge,
    applies=applies,
    needs=("posts",),
    options=RegularOptions,
    options_of="posted-recently",
    builtin=SLOW,
    expected="No gap between posts is longer than the days agreed.",
    remedy="Plan posts ahead for quiet weeks, or have a longer rhythm agreed (column posting_days of the register).",
    why="Readers come back to accounts that they can rely on.",
    minutes=30,
)
