"""Conditional requests: a site is told what was last seen of its feed, and may answer that nothing has changed.

Such an answer is as good as the feed itself, so what rests on it counts as seen tonight. Once a week the feed is asked for
whole: a site that answers "not changed" for ever, whatever was written, is found out by then.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from auditor.model import Call, Seen, Snapshot
from connectors import _recall
from connectors._answer import Answer
from connectors._feed import Feed

ETAG, MODIFIED = "feed_etag", "feed_modified"  # in Snapshot.extra, beside the address of the feed
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{1,190}"')
_DATE = re.compile(r"[A-Za-z]{3}, \d{2} [A-Za-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT")


def marks(answer: Answer) -> dict[str, str]:
    """What a site says of this state of its feed, to be sent back tomorrow; what does not look like that is left out."""
    etag, modified = answer.headers.get("ETag", "").strip(), answer.headers.get("Last-Modified", "").strip()
    return {ETAG: etag if _ETAG.fullmatch(etag) else "", MODIFIED: modified if _DATE.fullmatch(modified) else ""}


def conditions(known: Mapping[str, str]) -> dict[str, str]:
    """The headers that make a request for the known feed conditional; none where nothing is known of its state.

    The date goes out only without an ETag: it is the weaker of the two, as it counts in seconds.
    """
    for header, name, form in (("If-None-Match", ETAG, _ETAG), ("If-Modified-Since", MODIFIED, _DATE)):
        if form.fullmatch(known.get(name, "")):
            return {header: known[name]}
    return {}


def last_whole(snapshot: Snapshot | None, source: str, address: str, now: datetime) -> Call | None:
    """The call that last told the whole feed, where what it told may be taken over once more."""
    if snapshot is None or not isinstance(snapshot.name, Seen) or _recall.posts_call(snapshot, source) is None:
        return None
    if snapshot.extra.get("undated"):
        return None  # an entry dated in the future then may have come out by now
    call = next((c for c in snapshot.calls if c.source == source and c.sha256), None)
    return None if call is None or _recall.is_due(address, call.at, now) else call


def feed_of(snapshot: Snapshot) -> Feed:
    """The feed as the last look told it; a description that came from the home page is not the feed's."""
    own = isinstance(snapshot.bio, Seen) and not snapshot.extra.get("about")
    return Feed(
        title=snapshot.name.value if isinstance(snapshot.name, Seen) else "",
        description=snapshot.bio.value if own and isinstance(snapshot.bio, Seen) else "",
        language=snapshot.extra.get("language", ""),
        posts=snapshot.posts.value.items if isinstance(snapshot.posts, Seen) else (),
        undated=0,
    )
