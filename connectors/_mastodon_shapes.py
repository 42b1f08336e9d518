"""Turns Mastodon's entities into the nouns; notes, fields and posts are HTML there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from auditor.model import Exchange, Link, Media, Post, Posts, Seen
from connectors import _html, _read
from connectors._links import in_text
from connectors._values import key_of, web, whole

PAGE = 40
_NO_AVATAR = "/avatars/original/missing.png"
_NO_HEADER = "/headers/original/missing.png"
_KINDS = {"image": "image", "gifv": "gif", "video": "video"}


def is_default_avatar(account: Mapping[str, Any]) -> bool:
    """Whether the server's stand-in for a missing picture is shown."""
    return key_of(_read.text(account.get("avatar"))).endswith(_NO_AVATAR)


def banner(account: Mapping[str, Any]) -> str | None:
    """The header picture, None for the stand-in."""
    url = web(account.get("header"))
    return None if url is None or key_of(url).endswith(_NO_HEADER) else url


def links(account: Mapping[str, Any]) -> tuple[Link, ...]:
    """The fields' links, then the links and addresses in the note, each once."""
    found = [Link(url) for field in _read.items(account.get("fields")) for url in _addresses(field.get("value"))]
    note = _read.text(account.get("note"))
    found += [Link(url, where="bio") for url in _addresses(note)]
    if "<a" not in note.lower():
        found += in_text(_html.plain(note))
    unique: dict[str, Link] = {}
    for link in found:
        unique.setdefault(link.target, link)
    return tuple(unique.values())


def field_texts(account: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The profile's fields as a visitor reads them."""
    named = [
        (_html.plain(_read.text(field.get("name"))), _html.plain(_read.text(field.get("value"))))
        for field in _read.items(account.get("fields"))
    ]
    return tuple((name or "field", f"{name}: {value}") for name, value in named if value)


def proven(account: Mapping[str, Any]) -> list[str]:
    """The links that point back (rel=me), as the server has verified."""
    return [
        url
        for field in _read.items(account.get("fields"))
        if _read.moment(field.get("verified_at"))
        for url in _addresses(field.get("value"))
    ]


def post(status: Mapping[str, Any]) -> Post:
    """A post or a boost; raises ValueError where it has no id or time."""
    number, at = _read.text(status.get("id")), _read.moment(status.get("created_at"))
    if not number or at is None:
        raise ValueError("a post without number or time")
    boosted = _read.table(status.get("reblog"))
    shown = boosted or status
    markup = _html.read(_read.text(shown.get("content")))
    warning = _read.text(shown.get("spoiler_text")).strip()
    return Post(
        id=number,
        at=at,
        text=f"{warning}\n{markup.text}".strip() if warning else markup.text,
        url=web(status.get("url")) or web(shown.get("url")),
        lang=_read.text(shown.get("language")) or None,
        links=tuple(url for url, words in markup.anchors if web(url) and not words.startswith(("@", "#"))),
        media=tuple(_media(shown)),
        pinned=status.get("pinned") is True,
        repost=bool(boosted),
        reply_to=_read.text(status.get("in_reply_to_id")) or None,
        app=_read.text(_read.table(status.get("application")).get("name")) or None,
    )


def timeline(statuses: Sequence[Mapping[str, Any]], *, more: bool) -> Posts:
    """The posts newest first, each once."""
    unique = {p.id: p for p in map(post, statuses)}
    items = tuple(sorted(unique.values(), key=lambda p: p.at, reverse=True))
    unpinned = [p.at for p in items if not p.pinned] or [p.at for p in items]
    return Posts(items, since=unpinned[-1] if more and unpinned else None)


def replied_to(statuses: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, datetime]]:
    """Own posts that got replies, with their times."""
    for status in statuses:
        if (whole(status.get("replies_count")) or 0) > 0 and not (one := post(status)).repost:
            yield one.id, one.at


def exchanges(root: str, descendants: Sequence[Mapping[str, Any]], own_id: str) -> Iterator[Exchange]:
    """What others replied to the account's posts of a thread, and when the account first replied to that."""
    told = [(post(one), _read.text(_read.table(one.get("account")).get("id")) == own_id) for one in descendants]
    own = {root} | {p.id for p, mine in told if mine}
    for p, mine in told:
        if mine or p.reply_to not in own:
            continue
        answers = [answer.at for answer, by_us in told if by_us and answer.reply_to == p.id]
        yield Exchange(id=p.id, at=p.at, text=p.text, url=p.url, answered_at=min(answers, default=None))


def _addresses(value: Any) -> list[str]:
    """Where the links of a piece of HTML lead, mentions and hashtags aside."""
    source = _read.text(value)
    anchors = _html.read(source).anchors if "<" in source else [(link.target, "") for link in in_text(source)]
    return [url for url, words in anchors if url and not words.startswith(("@", "#"))]


def _media(status: Mapping[str, Any]) -> Iterator[Media]:
    for one in _read.items(status.get("media_attachments")):
        kind = _KINDS.get(_read.text(one.get("type")), "other")
        alt = _read.text(one.get("description")).strip() or None
        shown = web(one.get("preview_url")) or web(one.get("url"))
        yield Media(kind, Seen(alt), url=shown)  # type: ignore[arg-type]
