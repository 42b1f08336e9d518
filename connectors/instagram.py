"""Professional Instagram accounts as Graph shows them, read into snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from auditor.model import (
    Call,
    Exchange,
    Exchanges,
    Image,
    Media,
    Observed,
    Post,
    Posts,
    SecurityFacts,
    Seen,
    Snapshot,
    Unseen,
    Why,
)
from auditor.ports import Ask
from connectors import _graph_read, _links, _read
from connectors._graph_read import NO_PERMISSION

_NO_CHILDREN = Unseen(Why.UNAVAILABLE, "Instagram did not show the pictures of this album.")


def snapshot(
    ask: Ask, user: Mapping[str, Any], calls: tuple[Call, ...], security: Observed[SecurityFacts], dropped: frozenset[str]
) -> Snapshot:
    """One account, with its posts and the comments under them."""
    bio = _read.text(user.get("biography"))
    timeline = _graph_read.posts(list(_posts(user, dropped)), cut=_graph_read.has_more(user, "media"))
    count = _read.seen_count(user, "media_count")
    posts: Observed[Posts] = NO_PERMISSION if "media" in dropped else Seen(timeline)
    newest: Observed[datetime | None] = Seen(timeline.items[0].at if timeline.items else None)
    if "media" in dropped:
        newest = NO_PERMISSION
    elif not timeline.items and count != Seen(0):
        newest = posts = Unseen(Why.UNAVAILABLE, "Instagram showed no posts, although the account has some.")
    return Snapshot(
        account_id=ask.account.id,
        taken_at=calls[0].at,
        native_id=user["id"],
        handle=_read.seen_text(user, "username"),
        name=_read.seen_text(user, "name", default=""),
        bio=NO_PERMISSION if "biography" in dropped else Seen(bio),
        links=NO_PERMISSION if "website" in dropped else Seen(_graph_read.links(user.get("website"), (bio,))),
        image=_image(user, dropped),
        followers=_read.seen_count(user, "followers_count"),
        following=_read.seen_count(user, "follows_count"),
        posts_count=count,
        newest_post_at=newest,
        posts=posts,
        exchanges=_exchanges(user, timeline.since, dropped),
        security=security,
        calls=calls,
    )


def _image(user: Mapping[str, Any], dropped: frozenset[str]) -> Observed[Image | None]:
    if "profile_picture_url" in dropped:
        return NO_PERMISSION
    url = _read.text(user.get("profile_picture_url"))
    return Seen(_graph_read.image(url, is_default=user.get("has_profile_pic") is False) if url else None)


def _posts(user: Mapping[str, Any], dropped: frozenset[str]) -> Iterator[Post]:
    for node in _graph_read.rows(user, "media"):
        at, post_id = _read.moment(node.get("timestamp")), _read.text(node.get("id"))
        if at is None or not post_id:
            continue
        text = _read.text(node.get("caption"))
        yield Post(
            id=post_id, at=at, text=text, url=_read.text(node.get("permalink")) or None,
            links=tuple(link.target for link in _links.in_text(text)), media=tuple(_media(node, dropped)),
        )


def _media(node: Mapping[str, Any], dropped: frozenset[str]) -> Iterator[Media]:
    if node.get("media_type") != "CAROUSEL_ALBUM":
        yield _one(node, dropped)
        return
    children = list(_graph_read.rows(node, "children"))
    for child in children:
        yield _one(child, dropped)
    if not children:
        yield Media("image", alt=_NO_CHILDREN)


def _one(node: Mapping[str, Any], dropped: frozenset[str]) -> Media:
    kind = node.get("media_type")
    if kind == "VIDEO":
        return Media("video")
    if kind != "IMAGE":
        return Media("other")
    alt = _read.text(node.get("alt_text")).strip() or None
    return Media("image", alt=NO_PERMISSION if "alt_text" in dropped else Seen(alt))


def _exchanges(user: Mapping[str, Any], since: datetime | None, dropped: frozenset[str]) -> Observed[Exchanges]:
    if dropped & {"comments", "replies", "media"}:
        return NO_PERMISSION
    own = frozenset(t.lower() for t in (user["id"], _read.text(user.get("username"))) if t)
    talk = _graph_read.Talk(since)
    for post in _graph_read.rows(user, "media"):
        comments = list(_graph_read.rows(post, "comments"))
        for node in comments:
            _gather(talk, node, own, _read.text(post.get("permalink")))
        if _graph_read.has_more(post, "comments"):
            talk.cut(_graph_read.times(comments, "timestamp"))
    return Seen(talk.exchanges())


def _gather(talk: _graph_read.Talk, node: Mapping[str, Any], own: frozenset[str], url: str) -> None:
    at = _read.moment(node.get("timestamp"))
    if at is None or _graph_read.wrote(node) & own:
        return
    answered_at = _graph_read.first_own(_graph_read.rows(node, "replies"), own, "timestamp", at)
    if _graph_read.unsettled(node, "replies", answered_at):
        talk.cut([at])
    else:
        talk.add(Exchange(
            id=_read.text(node.get("id")), at=at, text=_read.text(node.get("text")), url=url or None, answered_at=answered_at,
        ))
