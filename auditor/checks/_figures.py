"""What is usual for an account: plain figures of tonight against those of its earlier audits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from auditor.checks._api import Case
from auditor.checks._links import domain, parse
from auditor.model import Figures, Post, Posts, Seen, Snapshot

_NO_LANGUAGE = frozenset({"", "und", "zxx", "qme", "qst", "qht", "qam", "qct", "art", "mul"})


def recent_posts(snapshot: Snapshot, now: datetime, hours: int = 24) -> list[Post]:
    """The posts of the last hours, as far as they were seen."""
    posts = snapshot.posts.value if isinstance(snapshot.posts, Seen) else Posts(())
    return [p for p in posts.items if now - timedelta(hours=hours) <= p.at <= now]


def posts_in_a_day(case: Case, recent: Sequence[Post]) -> int | None:
    """Posts of the last 24 hours: counted where the timeline was seen, else by how the platform's own count grew."""
    assert case.snapshot is not None
    seen = isinstance(case.snapshot.posts, Seen) and case.snapshot.posts.value.reach == "timeline"
    grown = None
    last = next((f for f in reversed(case.past) if f.posts_count is not None), None)
    if last is not None and last.posts_count is not None and isinstance(case.snapshot.posts_count, Seen):
        days = (case.now - last.at) / timedelta(days=1)
        if 0.5 <= days <= 1.5:
            grown = max(0, case.snapshot.posts_count.value - last.posts_count)
    counted = [n for n in (len(recent) if seen else None, grown) if n is not None]
    return max(counted, default=None)


def busiest_day(past: Sequence[Figures]) -> int:
    """The most posts in a day that earlier audits saw."""
    counted = [f.posts_24h for f in past if f.posts_24h is not None]
    for before, after in pairwise(f for f in past if f.posts_count is not None):
        days = max(1.0, (after.at - before.at) / timedelta(days=1))
        counted.append(round(((after.posts_count or 0) - (before.posts_count or 0)) / days))
    return max(counted, default=0)


def hours_away(hour: int, usual: Iterable[int]) -> int:
    """How many hours an hour of the day lies from the nearest usual one, across midnight."""
    return min((min((hour - h) % 24, (h - hour) % 24) for h in usual), default=0)


def hosts_of(post: Post) -> set[str]:
    """The hosts that a post links to."""
    return {domain(where.host) for link in post.links if (where := parse(link)) is not None}


def language(post: Post) -> str:
    """The main language that the platform gives a post, or "" where it gives none."""
    tag = (post.lang or "").partition("-")[0].casefold()
    return "" if tag in _NO_LANGUAGE else tag
