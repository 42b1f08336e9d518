"""What costs money per post on X: whole timelines, and mentions with their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from auditor.errors import PlatformError
from auditor.model import Exchange, Exchanges, Observed, Post, Posts, Seen, Snapshot, Unseen, Why
from connectors import _read
from connectors._http import Answer
from connectors._x_ask import Api
from connectors._x_money import POST_USD, Purse
from connectors._x_read import post

_WINDOW = timedelta(days=90)  # what `posts-regularly` looks back over
_ASKED = timedelta(days=7)  # how far back mentions are paid for every night
_PAGE = 100
_SMALLEST_PAGE = 5


class Talk:
    """Deepens snapshots, within the cap on money."""

    def __init__(self, api: Api, purse: Purse, *, timelines: bool, questions: bool) -> None:
        self._api, self._purse = api, purse
        self._timelines, self._questions = timelines, questions

    def deepen(self, seen: Snapshot, now: datetime) -> Snapshot:
        """The snapshot with the parts that were paid for; a part that failed is unseen, with the reason."""
        start = now - (_WINDOW if self._timelines else _ASKED)
        posts = self._page(seen, "timeline", start)
        if self._timelines:
            seen = _with_posts(seen, posts, start)
        if self._questions:
            mentions = self._page(seen, "mentions", now - _ASKED)
            seen = _with_exchanges(seen, posts, mentions, now - _ASKED)
        return seen

    def _page(self, seen: Snapshot, part: str, start: datetime) -> tuple[Answer, Mapping[str, Any]] | PlatformError:
        most = min(_PAGE, self._purse.affords(POST_USD))
        if most < _SMALLEST_PAGE:
            return self._purse.empty()
        reserved = most * POST_USD
        posts: list[str] = []
        at = None
        try:
            self._purse.reserve(reserved)
        except PlatformError as error:
            return error
        try:
            answer: Answer = getattr(self._api, part)(str(seen.native_id), start, most)
            at = answer.at
            if answer.status != 200:
                return answer.broken("the platform did not show these posts")
            body = answer.object()
            posts = [_read.text(p.get("id")) for p in _read.items(body.get("data"))]
        except PlatformError as error:
            return error
        finally:
            self._purse.settle(reserved, at, posts=posts)
        if "data" not in body and _read.table(body.get("meta")).get("result_count") != 0:
            return answer.broken("the answer holds no posts and does not say that there are none")
        return answer, body


def _with_posts(
    seen: Snapshot, page: tuple[Answer, Mapping[str, Any]] | PlatformError, start: datetime
) -> Snapshot:
    if isinstance(page, PlatformError):
        if isinstance(seen.posts, Seen) and not seen.posts.value.items:
            return seen
        return replace(seen, posts=Unseen(Why.UNAVAILABLE, page.message))
    answer, body = page
    found, since = _posts(seen, body, start)
    known = seen.posts.value.items if isinstance(seen.posts, Seen) else ()
    pinned = {p.id for p in known if p.pinned}
    merged = {p.id: replace(p, pinned=p.id in pinned) for p in found}
    merged = {**{p.id: p for p in known}, **merged}
    items = tuple(sorted(merged.values(), key=lambda p: p.at, reverse=True))
    newest: Observed[datetime | None] = seen.newest_post_at
    if items and not (isinstance(newest, Seen) and newest.value and newest.value >= items[0].at):
        newest = Seen(items[0].at)
    return replace(
        seen, posts=Seen(Posts(items, "timeline", since)), newest_post_at=newest, calls=(*seen.calls, answer.call)
    )


def _with_exchanges(
    seen: Snapshot,
    own: tuple[Answer, Mapping[str, Any]] | PlatformError,
    asked: tuple[Answer, Mapping[str, Any]] | PlatformError,
    start: datetime,
) -> Snapshot:
    for page in (own, asked):
        if isinstance(page, PlatformError):
            return replace(seen, exchanges=Unseen(Why.UNAVAILABLE, page.message))
    assert not isinstance(own, PlatformError)
    assert not isinstance(asked, PlatformError)
    mine, mine_since = _posts(seen, own[1], start)
    theirs, since = _posts(seen, asked[1], start)
    my_ids = {p.id for p in mine}
    conversations = {_read.text(n.get("id")): _read.text(n.get("conversation_id")) for n in _nodes(own[1], asked[1])}
    items = tuple(
        Exchange(
            id=p.id, at=p.at, text=p.text, url=f"https://x.com/i/status/{p.id}",
            answered_at=_answered(p, mine, conversations),
        )
        for p in theirs
        if p.id not in my_ids and not p.repost
    )
    # An answer is looked for among our own posts, so nothing before the oldest of them can be judged.
    edge = max(since, mine_since) if mine_since > start else since
    return replace(
        seen,
        exchanges=Seen(Exchanges(tuple(e for e in items if e.at >= edge), edge)),
        calls=(*seen.calls, asked[0].call),
    )


def _answered(asked: Post, mine: Sequence[Post], conversations: Mapping[str, str]) -> datetime | None:
    later = [p for p in mine if p.at >= asked.at and not p.repost]
    direct = [p.at for p in later if p.reply_to == asked.id]
    conversation = conversations.get(asked.id)
    same = [p.at for p in later if conversation and conversations.get(p.id) == conversation]
    return min(direct or same, default=None)


def _posts(seen: Snapshot, body: Mapping[str, Any], start: datetime) -> tuple[list[Post], datetime]:
    """The posts of a page, newest first, and since when it is complete."""
    handle = (seen.handle.value if isinstance(seen.handle, Seen) else None) or "i"
    found = [p for node in _read.items(body.get("data")) if (p := post(node, handle))]
    found.sort(key=lambda p: p.at, reverse=True)
    more = bool(_read.table(body.get("meta")).get("next_token"))
    return found, found[-1].at if more and found else start


def _nodes(*bodies: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [node for body in bodies for node in _read.items(body.get("data"))]
