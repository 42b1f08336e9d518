"""Turns Bluesky's views into the nouns: profiles, feed items, media, threads (app.bsky lexicons of August 2026)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from auditor.model import Exchange, Link, Media, Post, Posts, Seen
from connectors import _read
from connectors._links import in_text
from connectors._values import key_of, web, whole

DID = re.compile(r"did:[a-z]+:[a-zA-Z0-9._:%-]{1,2000}")
HANDLE = re.compile(r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?")
HIDDEN_LABEL = "!no-unauthenticated"
_REPOST, _PIN = "#reasonRepost", "#reasonPin"


def links(profile: Mapping[str, Any]) -> tuple[Link, ...]:
    """The website field and the addresses written in the description."""
    site = _read.text(profile.get("website")).strip()
    own = (Link(site),) if site else ()
    return own + tuple(in_text(_read.text(profile.get("description"))))


def verified(profile: Mapping[str, Any]) -> str:
    """The kind of mark beside the name, empty without one."""
    state = _read.table(profile.get("verification"))
    if state.get("trustedVerifierStatus") == "valid":
        return "trusted verifier"
    return "verified" if state.get("verifiedStatus") == "valid" else ""


def labels(profile: Mapping[str, Any]) -> list[str]:
    """The labels on a profile."""
    return [_read.text(label.get("val")) for label in _read.items(profile.get("labels"))]


def post(item: Mapping[str, Any], did: str) -> Post | None:
    """A post of a feed item; None where it is not this account's doing. Raises ValueError where it cannot be read."""
    view = _read.table(item.get("post"))
    reason = _read.table(item.get("reason"))
    kind = _read.text(reason.get("$type"))
    uri = _read.text(view.get("uri"))
    repost = kind.endswith(_REPOST)
    author = _author(view)
    at = _read.moment(reason.get("indexedAt")) if repost else posted_at(view)
    if not uri or not author or at is None:
        raise ValueError("a post without address, author or time")
    if author != did and not repost:
        return None
    record = _read.table(view.get("record"))
    langs = record.get("langs")
    return Post(
        id=f"{uri}#repost" if repost else uri,
        at=at,
        text=_read.text(record.get("text")),
        url=_page(uri),
        lang=next((lang for lang in langs if isinstance(lang, str)), None) if isinstance(langs, list) else None,
        links=tuple(_links(view, record)),
        media=tuple(_media(_read.table(view.get("embed")), _read.table(record.get("embed")))),
        pinned=kind.endswith(_PIN),
        repost=repost,
        reply_to=_read.text(_read.table(_read.table(record.get("reply")).get("parent")).get("uri")) or None,
    )


def posted_at(view: Mapping[str, Any]) -> datetime | None:
    """When a post was made: its author's word, unless that is later than when the network first saw it."""
    told = _read.moment(_read.table(view.get("record")).get("createdAt"))
    met = _read.moment(view.get("indexedAt"))
    return min(told, met) if told and met else met or None


def timeline(items: list[Post], *, more: bool) -> Posts:
    """The posts newest first, each once; `items` in the feed's order, `more` if there are older ones."""
    unique: dict[str, Post] = {}
    for one in items:
        if one.id not in unique:
            unique[one.id] = one
    flow = [one.at for one in unique.values() if not one.pinned] or [one.at for one in unique.values()]
    since = flow[-1] if more and flow else None
    return Posts(tuple(sorted(unique.values(), key=lambda p: p.at, reverse=True)), since=since)


def films(posts: Posts, most: int = 5) -> tuple[Post, ...]:
    """The newest posts of the account's own that carry a video; moving pictures without sound are none."""
    return tuple(p for p in posts.items if not p.repost and any(m.kind == "video" for m in p.media))[:most]


def replied_to(feed: Sequence[Mapping[str, Any]], did: str) -> Iterator[tuple[str, datetime]]:
    """Own posts that got replies, with their times."""
    for item in feed:
        view = _read.table(item.get("post"))
        at = posted_at(view)
        if at and _author(view) == did and (whole(view.get("replyCount")) or 0) > 0:
            yield _read.text(view.get("uri")), at


def exchanges(thread: Mapping[str, Any], did: str) -> Iterator[Exchange]:
    """What others replied to a post, and when the account first replied to that. Deleted and hidden replies are none."""
    for reply in _read.items(thread.get("replies")):
        view = _read.table(reply.get("post"))
        if reply.get("notFound") is True or reply.get("blocked") is True or _author(view) == did:
            continue
        at = posted_at(view)
        if at is None or not _author(view):
            raise ValueError("a reply without author or time")
        answers = [
            when
            for below in _read.items(reply.get("replies"))
            if _author(_read.table(below.get("post"))) == did and (when := posted_at(_read.table(below.get("post"))))
        ]
        uri = _read.text(view.get("uri"))
        yield Exchange(
            id=uri,
            at=at,
            text=_read.text(_read.table(view.get("record")).get("text")),
            url=_page(uri),
            answered_at=min(answers, default=None),
        )


def _author(view: Mapping[str, Any]) -> str:
    return _read.text(_read.table(view.get("author")).get("did"))


def _page(uri: str) -> str | None:
    parts = uri.removeprefix("at://").split("/")
    return f"https://bsky.app/profile/{parts[0]}/post/{parts[2]}" if len(parts) == 3 else None


def _links(view: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[str]:
    for facet in _read.items(record.get("facets")):
        for feature in _read.items(facet.get("features")):
            if (url := web(feature.get("uri"))) and _read.text(feature.get("$type")).endswith("#link"):
                yield url
    if url := web(_read.table(_read.table(view.get("embed")).get("external")).get("uri")):
        yield url


def _media(embed: Mapping[str, Any], recorded: Mapping[str, Any]) -> Iterator[Media]:
    kind = _read.text(embed.get("$type"))
    if kind.startswith("app.bsky.embed.recordWithMedia"):
        yield from _media(_read.table(embed.get("media")), _read.table(recorded.get("media")))
    elif kind.startswith("app.bsky.embed.video"):
        moving = embed.get("presentation", recorded.get("presentation")) == "gif"
        captions = Seen(any(True for _ in _read.items(recorded.get("captions"))))
        alt = Seen(_read.text(embed.get("alt", recorded.get("alt"))).strip() or None)
        yield (
            Media("gif", alt, url=web(embed.get("thumbnail")))
            if moving
            else Media("video", alt, captions, web(embed.get("thumbnail")))
        )
    elif kind.startswith(("app.bsky.embed.images", "app.bsky.embed.gallery")):
        for image in chain(_read.items(embed.get("images")), _read.items(embed.get("items"))):
            shown = web(image.get("fullsize"))
            alt = Seen(_read.text(image.get("alt")).strip() or None)  # the lexicon demands alt, so none is ""
            yield Media("image", alt, url=key_of(shown) if shown else None)
