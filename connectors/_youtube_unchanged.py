"""Which channels need not list their uploads again, because YouTube's own answer says that none came or went.

The last look's uploads stand where the channel's ETag, its number of public videos, its list of uploads and everything
else that it shows are the same. Its newest films are looked up all the same (but for a second run of one night), and one
that is gone brings the list back. What could still hide, an upload beside the removal of an older film under an ETag that
did not notice, is found within a week.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from auditor.model import Call, Seen, Snapshot
from auditor.ports import Ask
from connectors import _read, _recall
from connectors import _youtube_shapes as shapes
from connectors._setup import Setup
from connectors._youtube_films import Channel

UPLOADS, FILMS = "youtube:posts", "youtube:films"
_COUNTERS = ("etag", "viewCount", "subscriberCount", "commentCount")


def facts(resource: Mapping[str, Any]) -> dict[str, str]:
    """What tells tomorrow whether a channel changed."""
    return {
        "etag": _read.text(resource.get("etag"))[:200],
        "uploads": shapes.uploads_of(resource)[:100],
        _recall.SHOWN: _recall.shown(resource, *_COUNTERS),
    }


def may_be_unchanged(ask: Ask) -> bool:
    """Whether the last look noted enough to tell."""
    return bool(ask.known.get("etag") and ask.known.get(_recall.SHOWN)) and "films_missing" not in ask.known


def recall(setup: Setup, channels: Sequence[Channel], asks: Mapping[str, Ask], now: datetime) -> None:
    """Give the unchanged among the channels the uploads of their last look."""
    same = [c for c in channels if may_be_unchanged(asks[c.key]) and _recall.unchanged(asks[c.key], **facts(c.resource))]
    before = _recall.recalled(setup, [asks[c.key] for c in same])
    for channel in same:
        snapshot = before.get(asks[channel.key].account.id)
        call = _still(channel, snapshot, now) if snapshot is not None else None
        if snapshot is None or call is None:
            continue
        channel.posts, channel.recalled = snapshot.posts, True
        channel.calls.append(call)
        told = [c for c in snapshot.calls if c.source == FILMS]
        films = snapshot.films.value if isinstance(snapshot.films, Seen) else ()
        if films and told and all(_recall.is_tonight(c, now) for c in told) and _recall.nothing_to_mend(films):
            channel.films = snapshot.films
            channel.calls += told


def _still(channel: Channel, snapshot: Snapshot, now: datetime) -> Call | None:
    """The call that told the uploads, where they may be taken over."""
    counted = shapes.films_counted(channel.resource)
    if snapshot.native_id != channel.id or counted is None or snapshot.posts_count != Seen(counted):
        return None
    call = _recall.posts_call(snapshot, UPLOADS)
    return None if call is None or _recall.is_due(channel.id, call.at, now) else call
