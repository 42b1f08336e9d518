"""What an earlier look still tells, where the platform's own answer of tonight proves that nothing changed since."""

from __future__ import annotations

import hashlib
import json
import logging
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from auditor.model import Call, Post, Seen, Snapshot
from auditor.ports import Ask
from connectors import _read
from connectors._setup import Setup

log = logging.getLogger(__name__)

SHOWN = "shown"  # in Snapshot.extra: the fingerprint of what the profile's answer showed
DAYS = 7  # everything is asked for whole at least this often, a seventh of it every day
NIGHT = timedelta(hours=12)  # a second run within it is one of the same night


def shown(resource: Mapping[str, Any], *counters: str) -> str:
    """A fingerprint of a profile as the platform tells it, without the counters that move by themselves."""
    kept = {
        name: {n: v for n, v in value.items() if n not in counters} if isinstance(value, dict) else value
        for name, value in resource.items()
        if name not in counters
    }
    try:
        text = json.dumps(kept, sort_keys=True)
    except (RecursionError, ValueError, TypeError):
        return ""
    return hashlib.sha256(text.encode("ascii", "replace")).hexdigest()[:16]


def unchanged(ask: Ask, **facts: str) -> bool:
    """Whether the last good snapshot noted just these facts; one that nobody noted proves nothing."""
    return all(value and ask.known.get(name) == value for name, value in facts.items())


def recalled(setup: Setup, asks: Sequence[Ask]) -> Mapping[str, Snapshot]:
    """The last good snapshots by account id; none where somebody waits for what is true now."""
    return {} if setup.fresh else before(setup, asks)


def before(setup: Setup, asks: Sequence[Ask]) -> Mapping[str, Snapshot]:
    """The last good snapshots by account id, as far as history can tell."""
    if not asks:
        return {}
    try:
        return setup.recall([ask.account for ask in asks])
    except Exception:
        log.exception("what was seen last cannot be read, so everything is asked for anew")
        return {}


def posts_call(snapshot: Snapshot, source: str) -> Call | None:
    """The call that told a snapshot's posts; None where they were not seen whole, or no longer hold their texts."""
    posts = snapshot.posts
    if not isinstance(posts, Seen) or posts.value.reach != "timeline":
        return None
    if posts.value.items and not any(_read.text(p.text) or p.title for p in posts.value.items):
        return None  # removed after [history] keep_post_texts_days: they would be judged as if they were empty
    return next((call for call in snapshot.calls if call.source == source), None)


def is_tonight(call: Call, now: datetime) -> bool:
    """Whether an answer came earlier in the same night."""
    return now - NIGHT <= call.at <= now


def nothing_to_mend(posts: Iterable[Post]) -> bool:
    """Whether every picture is described and every film subtitled: what lacks that is mended without a new post."""
    media = [one for post in posts for one in post.media]
    return all(m.alt not in {Seen(None), Seen("")} and m.captions != Seen(False) for m in media)


def is_due(name: str, seen: datetime, now: datetime) -> bool:
    """Whether the day of the week of an account has come since it was last asked for whole; a look in the future is none."""
    first = seen.toordinal() + 1
    return seen > now or now.toordinal() >= first + (zlib.crc32(name.encode()) - first) % DAYS
