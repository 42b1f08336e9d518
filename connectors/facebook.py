"""Facebook Pages as Graph shows them, read into snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

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

_TEXTS = ("bio", "description", "mission", "general_info", "company_overview")
_KINDS: Mapping[str, Literal["image", "video", "gif", "other"]] = {
    "photo": "image", "video": "video", "animated_image_share": "gif", "animated_image_video": "gif",
}
# Alternative text hangs on the Photo behind a post's picture, one more read for each; a post's attachments do not tell.
_NO_ALT = Unseen(Why.UNSUPPORTED, "Facebook tells alternative text only picture by picture.")


def snapshot(
    ask: Ask, page: Mapping[str, Any], calls: tuple[Call, ...], security: Observed[SecurityFacts], dropped: frozenset[str]
) -> Snapshot:
    """One Page, with its posts and what visitors wrote under them."""
    texts = {name: text for name in _TEXTS if (text := _read.text(page.get(name)))}
    about = _read.text(page.get("about")) or texts.pop("bio", "")
    found = list(_posts(page))
    timeline = _graph_read.posts(found, cut=_graph_read.has_more(page, "published_posts"))
    posts: Observed[Posts] = Seen(timeline)
    newest: Observed[datetime | None] = Seen(timeline.items[0].at if found else None)
    if "published_posts" in dropped:
        newest = posts = NO_PERMISSION
    elif not found and any(_graph_read.rows(page, "published_posts")):
        newest = posts = _read.ODD
    return Snapshot(
        account_id=ask.account.id,
        taken_at=calls[0].at,
        native_id=page["id"],
        private=page.get("is_published") is False,
        handle=Seen(_read.text(page.get("username")) or None),
        name=_read.seen_text(page, "name"),
        bio=NO_PERMISSION if "about" in dropped else Seen(about),
        texts=Seen(tuple(texts.items())),
        links=NO_PERMISSION if "website" in dropped else Seen(
            _graph_read.links(page.get("website"), (about, *texts.values()))),
        image=_image(page, dropped),
        banner=Seen(_read.text(_read.table(page.get("cover")).get("source")) or None),
        location=Seen(_place(page)),
        verified=_verified(page, dropped),
        followers=_read.seen_count(page, "followers_count", "fan_count"),
        newest_post_at=newest,
        posts=posts,
        exchanges=_exchanges(page, timeline.since, dropped),
        security=security,
        calls=calls,
        extra=_opening_hours(page),
    )


def _image(page: Mapping[str, Any], dropped: frozenset[str]) -> Observed[Image | None]:
    if "picture" in dropped:
        return NO_PERMISSION
    picture = _read.table(_read.table(page.get("picture")).get("data"))
    url = _read.text(picture.get("url"))
    if not url:
        return _read.ODD
    return Seen(_graph_read.image(url, is_default=picture.get("is_silhouette") is True))


def _place(page: Mapping[str, Any]) -> str:
    place = _read.table(page.get("location"))
    return ", ".join(part for name in ("city", "country") if (part := _read.text(place.get(name))))


def _verified(page: Mapping[str, Any], dropped: frozenset[str]) -> Observed[str]:
    if "verification_status" in dropped:
        return NO_PERMISSION
    status = _read.text(page.get("verification_status"))
    return Seen("" if status == "not_verified" else status)


def _opening_hours(page: Mapping[str, Any]) -> dict[str, str]:
    """When the place is open; that says nothing of when the Page is monitored, so it is kept apart from the texts."""
    hours = _read.table(page.get("hours"))
    parts = [f"{key.replace('_', ' ')} {hours[key]}" for key in sorted(hours) if isinstance(hours[key], str)]
    return {"opening_hours": ", ".join(parts)[:500]} if parts else {}


def _posts(page: Mapping[str, Any]) -> Iterator[Post]:
    for node in _graph_read.rows(page, "published_posts"):
        at, post_id = _read.moment(node.get("created_time")), _read.text(node.get("id"))
        if at is None or not post_id:
            continue
        text = _read.text(node.get("message"))
        attached = list(_graph_read.rows(node, "attachments"))
        yield Post(
            id=post_id, at=at, text=text, url=_read.text(node.get("permalink_url")) or None,
            links=tuple(dict.fromkeys([link.target for link in _links.in_text(text)] + list(_shared(attached)))),
            media=tuple(_media(attached)), repost=bool(node.get("parent_id")),
            app=_read.text(_read.table(node.get("application")).get("name")) or None,
        )


def _shared(attached: list[Mapping[str, Any]]) -> Iterator[str]:
    for one in attached:
        url = _read.text(_read.either(one, "unshimmed_url", "url"))
        if url and one.get("media_type") == "link":
            yield url


def _media(attached: list[Mapping[str, Any]]) -> Iterator[Media]:
    for one in attached:
        parts = list(_graph_read.rows(one, "subattachments")) or [one]
        for part in parts:
            kind = _KINDS.get(_read.text(part.get("media_type")))
            if kind:
                yield Media(kind, alt=_NO_ALT, url=_read.text(one.get("url")) or None)


def _exchanges(page: Mapping[str, Any], since: datetime | None, dropped: frozenset[str]) -> Observed[Exchanges]:
    if dropped & {"comments", "published_posts", "from"}:
        return NO_PERMISSION
    own = frozenset({page["id"].lower()})
    talk = _graph_read.Talk(since)
    for post in _graph_read.rows(page, "published_posts"):
        comments = list(_graph_read.rows(post, "comments"))
        _gather(talk, comments, own, _read.text(post.get("permalink_url")))
        if _graph_read.has_more(post, "comments"):
            talk.cut(_graph_read.times(comments, "created_time"))
    visits = list(_graph_read.rows(page, "visitor_posts"))
    _gather(talk, visits, own, "")
    if _graph_read.has_more(page, "visitor_posts"):
        talk.cut(_graph_read.times(visits, "created_time"))
    return Seen(talk.exchanges())


def _gather(talk: _graph_read.Talk, nodes: list[Mapping[str, Any]], own: frozenset[str], url: str) -> None:
    for node in nodes:
        at = _read.moment(node.get("created_time"))
        if at is None or _graph_read.wrote(node) & own:
            continue
        replies = _graph_read.rows(node, "comments")
        answered_at = _graph_read.first_own(replies, own, "created_time", at)
        if _graph_read.unsettled(node, "comments", answered_at):
            talk.cut([at])
            continue
        talk.add(Exchange(
            id=_read.text(node.get("id")), at=at, text=_read.text(node.get("message")),
            url=_read.text(node.get("permalink_url")) or url or None, answered_at=answered_at,
        ))
