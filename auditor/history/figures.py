"""What one good snapshot counted: the few numbers that later nights compare with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from auditor.model import Exchanges, Figures, Observed, Post, Posts, Seen, Snapshot

T = TypeVar("T")

_DAY = timedelta(hours=24)


def figures_of(snapshot: Snapshot) -> Figures:
    """The figures of a snapshot. What was not seen in full is None, never 0."""
    posts = _value(snapshot.posts)
    own = tuple(p for p in posts.items if not p.repost) if posts else ()
    return Figures(
        at=snapshot.taken_at,
        followers=_value(snapshot.followers),
        posts_count=_value(snapshot.posts_count),
        newest_post_at=_value(snapshot.newest_post_at),
        posts_24h=_posts_within(posts, snapshot.taken_at),
        link_domains=tuple(sorted({d for p in own for link in p.links if (d := _domain(link))})),
        langs=tuple(sorted({p.lang for p in own if p.lang})),
        hours_utc=tuple(sorted({p.at.astimezone(UTC).hour for p in own if not p.day_only})),
        exchanges_24h=_exchanges_within(_value(snapshot.exchanges), snapshot.taken_at),
    )


def _value(observed: Observed[T]) -> T | None:
    return observed.value if isinstance(observed, Seen) else None


def _posts_within(posts: Posts | None, now: datetime) -> int | None:
    if posts is None or posts.reach != "timeline" or not _covers_a_day(posts.since, now):
        return None
    if any(p.day_only for p in posts.items):
        return None
    return _within(posts.items, now)


def _exchanges_within(exchanges: Exchanges | None, now: datetime) -> int | None:
    if exchanges is None or not _covers_a_day(exchanges.since, now):
        return None
    return sum(now - _DAY < item.at <= now for item in exchanges.items)


def _covers_a_day(since: datetime | None, now: datetime) -> bool:
    return since is None or since <= now - _DAY


def _within(posts: Iterable[Post], now: datetime) -> int:
    return sum(now - _DAY < post.at <= now for post in posts)


def _domain(link: str) -> str:
    try:
        host = urlsplit(link).hostname
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")
