"""What is known of a Mastodon account's posts: told tonight, told earlier tonight, or not told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auditor.model import Call, Observed, Posts, Seen, Snapshot, Unseen, Why
from connectors import _read, _recall

POSTS = "mastodon:posts"


@dataclass(frozen=True, slots=True)
class Told:
    """What a page of posts told, or why it did not."""

    posts: Observed[Posts]
    newest: Observed[datetime | None]
    statuses: tuple[Mapping[str, Any], ...] = ()


def shown(account: Mapping[str, Any]) -> str:
    """The fingerprint of a profile, the number of posts and the day of the last one included."""
    return _recall.shown(account, "followers_count", "following_count")


def same_night(snapshot: Snapshot | None, account: Mapping[str, Any], calls: list[Call], now: datetime) -> Told | None:
    """The posts seen earlier tonight, where a newer one would have moved the day of the last one."""
    call = _recall.posts_call(snapshot, POSTS) if snapshot is not None else None
    day = _read.moment(account.get("last_status_at"))
    if snapshot is None or call is None or snapshot.native_id != account["id"] or not _recall.is_tonight(call, now):
        return None
    if day is None or day.date() >= call.at.date() or not isinstance(snapshot.posts, Seen):
        return None
    if not _recall.nothing_to_mend(snapshot.posts.value.items):
        return None
    calls.append(call)
    return Told(snapshot.posts, snapshot.newest_post_at)


def unread(note: str, day: datetime | None, why: Why = Why.UNAVAILABLE) -> Told:
    """No posts, but perhaps the day of the newest one, which stands in the profile."""
    unseen = Unseen(why, note)
    return Told(unseen, Seen(day) if day else unseen)
