"""Reads X's users and posts, in the old vocabulary (tweet), the new one (post), or both mixed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from auditor.model import (
    Call,
    Image,
    Link,
    Media,
    Observed,
    Post,
    Posts,
    Seen,
    Snapshot,
    Unseen,
    Why,
)
from auditor.ports import Ask
from connectors import _links, _read

_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=UTC)  # where the clock inside X's ids begins
_SMALLEST_CLOCKED = 10**15  # ids below carry no usable clock
_PROTECTED = Unseen(Why.WITHHELD, "The account is protected: only approved followers see its posts.")
_KINDS = {"3": "image", "7": "video", "13": "video", "16": "gif"}
_WITHHELD_PROBLEMS = frozenset({"not-authorized-for-field", "field-unauthorized", "not-authorized-for-resource"})


def posts_by_id(answer: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The expanded posts of an answer."""
    included = _read.table(answer.get("includes"))
    return {
        p["id"]: p
        for name in ("tweets", "posts")
        for p in _read.items(included.get(name))
        if isinstance(p.get("id"), str)
    }


def problem(entry: Mapping[str, Any]) -> str:
    """The kind of a problem, without the host that names it: the last part of its type."""
    return _read.text(entry.get("type")).rstrip("/").rpartition("/")[2]


def snapshot(  # noqa: PLR0917 - one of each
    ask: Ask,
    user: Mapping[str, Any],
    expanded: Mapping[str, Mapping[str, Any]],
    problems: tuple[Mapping[str, Any], ...],
    call: Call,
    taken_at: datetime,
) -> Snapshot:
    """The profile of one user, with the newest and the pinned post that came along."""
    metrics = _read.table(user.get("public_metrics"))
    private = user.get("protected") is True
    newest, posts = (_PROTECTED, _PROTECTED) if private else _newest(user, expanded, metrics)
    pinned = expanded.get(_pinned_id(user))
    fields: dict[str, Any] = {
        "handle": _read.seen_text(user, "username"),
        "name": _read.seen_text(user, "name"),
        "bio": _read.seen_text(user, "description"),
        "links": _links_of(user),
        "image": _image(user),
        "banner": Seen(_read.text(user.get("profile_banner_url")) or None),
        "location": _read.seen_text(user, "location", default=""),
        "verified": Seen(_verified(user)),
        "created_at": _read.seen_moment(user, "created_at"),
        "followers": _read.seen_count(metrics, "followers_count"),
        "following": _read.seen_count(metrics, "following_count"),
        "posts_count": _read.seen_count(metrics, "tweet_count", "post_count"),
        "newest_post_at": newest,
        "posts": posts,
        "texts": Seen((("pinned post", _full_text(pinned)),) if pinned and not private else ()),
    }
    fields.update(_hidden(problems, fields))
    return Snapshot(
        account_id=ask.account.id, taken_at=taken_at, native_id=user["id"], private=private,
        exchanges=_PROTECTED if private else Unseen(Why.WITHHELD, "Mentions cost money on X and are switched off."),
        calls=(call,), extra=_extra(user), **fields,
    )


def post(node: Mapping[str, Any], handle: str, *, pinned: bool = False) -> Post | None:
    """One post, or None where it has neither id nor time."""
    post_id, at = node.get("id"), post_time(node)
    if not isinstance(post_id, str) or at is None:
        return None
    text = _full_text(node)
    referenced = {
        _read.text(r.get("type")): _read.text(r.get("id"))
        for r in _read.items(_read.either(node, "referenced_tweets", "referenced_posts"))
    }
    conversation = _read.text(node.get("conversation_id"))
    return Post(
        id=post_id, at=at, text=text, url=f"https://x.com/{handle}/status/{post_id}",
        lang=_read.text(node.get("lang")) or None, links=tuple(_post_links(node)), media=tuple(_media(node)),
        pinned=pinned, repost="retweeted" in referenced or text.startswith("RT @"),
        reply_to=referenced.get("replied_to") or (conversation if conversation not in {"", post_id} else None),
        app=_read.text(node.get("source")) or None,
    )


def post_time(node: Mapping[str, Any]) -> datetime | None:
    """When a post was made: as stated, else by the clock inside its id."""
    return _read.moment(node.get("created_at")) or id_time(_read.text(node.get("id")))


def id_time(post_id: str) -> datetime | None:
    """The time inside an id of X, which counts milliseconds since November 2010 above its lowest 22 bits."""
    if not (post_id.isascii() and post_id.isdigit() and len(post_id) < 20) or int(post_id) < _SMALLEST_CLOCKED:
        return None
    return _EPOCH + timedelta(milliseconds=int(post_id) >> 22)


def _newest(
    user: Mapping[str, Any], expanded: Mapping[str, Mapping[str, Any]], metrics: Mapping[str, Any]
) -> tuple[Observed[datetime | None], Observed[Posts]]:
    handle = _read.text(user.get("username"))
    newest_id = _read.text(_read.either(user, "most_recent_tweet_id", "most_recent_post_id"))
    pinned_id = _pinned_id(user)
    count = _read.seen_count(metrics, "tweet_count", "post_count")
    found = [
        made
        for post_id in dict.fromkeys((newest_id, pinned_id))
        if post_id in expanded and (made := post(expanded[post_id], handle, pinned=post_id == pinned_id))
    ]
    found.sort(key=lambda p: p.at, reverse=True)
    if any(p.id == newest_id for p in found):
        return Seen(found[0].at), Seen(Posts(tuple(found), "newest", found[0].at))
    if newest_id and (at := id_time(newest_id)):
        return Seen(at), Unseen(Why.UNAVAILABLE, "X named the newest post but did not show it.")
    if not newest_id and count == Seen(0):
        return Seen(None), Seen(Posts((), "newest"))
    gap = Unseen(Why.UNAVAILABLE, "X did not tell the newest post, although the account has some.")
    return gap, gap


def _pinned_id(user: Mapping[str, Any]) -> str:
    return _read.text(_read.either(user, "pinned_tweet_id", "pinned_post_id"))


def _full_text(node: Mapping[str, Any]) -> str:
    note = _read.table(_read.either(node, "note_tweet", "note_post"))
    return _read.text(note.get("text")) or _read.text(node.get("text"))


def _links_of(user: Mapping[str, Any]) -> Observed[tuple[Link, ...]]:
    if not isinstance(user.get("url", ""), str):
        return _read.ODD
    entities = _read.table(user.get("entities"))
    found = [
        Link(_read.text(u.get("url")), _read.text(u.get("expanded_url")) or None, where)
        for where, part in (("link", "url"), ("bio", "description"))
        for u in _read.items(_read.table(entities.get(part)).get("urls"))
    ]
    url = user.get("url")
    if url and not any(one.where == "link" for one in found):
        found.insert(0, _links.link(url))
    known = {one.url for one in found}
    bio = _read.text(user.get("description"))
    found += [one for one in _links.in_text(bio) if one.url not in known]
    return Seen(tuple(one for one in found if one.url))


def _image(user: Mapping[str, Any]) -> Observed[Image | None]:
    url = user.get("profile_image_url")
    if url is not None and not isinstance(url, str):
        return _read.ODD
    if not url:
        return Seen(None)
    return Seen(Image(url, is_default="default_profile_images" in url, key=url.partition("?")[0]))


def _verified(user: Mapping[str, Any]) -> str:
    kind = _read.text(user.get("verified_type"))
    if kind and kind != "none":
        return kind
    return "verified" if user.get("verified") is True and not kind else ""


def _hidden(problems: tuple[Mapping[str, Any], ...], fields: Mapping[str, Any]) -> dict[str, Unseen]:
    """Fields that X says it could not or would not show; what came all the same stays."""
    names = {
        "username": "handle", "description": "bio", "url": "links", "entities": "links", "name": "name",
        "profile_image_url": "image", "profile_banner_url": "banner", "verified_type": "verified",
        "location": "location", "created_at": "created_at",
    }
    hidden: dict[str, Unseen] = {}
    for entry in problems:
        field = names.get(_read.text(entry.get("field")).rpartition(".")[2] or _read.text(entry.get("parameter")))
        if field is None or (isinstance(fields[field], Seen) and fields[field].value):
            continue
        why = Why.WITHHELD if problem(entry) in _WITHHELD_PROBLEMS else Why.UNAVAILABLE
        hidden[field] = Unseen(why, "X did not show this field in tonight's answer.")
    return hidden


def _extra(user: Mapping[str, Any]) -> dict[str, str]:
    extra = {}
    withheld = _read.table(user.get("withheld")).get("country_codes")
    if isinstance(withheld, list) and withheld:
        extra["withheld"] = ", ".join(c for c in withheld if isinstance(c, str))
    if user.get("parody") is True:
        extra["parody"] = "yes"
    return extra


def _post_links(node: Mapping[str, Any]) -> Iterator[str]:
    for url in _read.items(_read.table(node.get("entities")).get("urls")):
        target = _read.text(_read.either(url, "unwound_url", "expanded_url", "url"))
        if target and not url.get("media_key"):  # a picture's own address is no link of the author
            yield target


def _media(node: Mapping[str, Any]) -> Iterator[Media]:
    attached = _read.table(node.get("attachments")).get("media_keys")
    described = {
        _read.text(m.get("media_key")): _read.text(m.get("alt_text")).strip() or None
        for m in _read.items(node.get("media_metadata"))
    }
    for key in attached if isinstance(attached, list) else list(described):
        if not isinstance(key, str):
            continue
        kind: Any = _KINDS.get(key.partition("_")[0], "other")
        # X leaves empty fields out of its answers, so an image that is missing in the list has no text.
        alt: Observed[str | None] = Seen(described.get(key)) if kind == "image" else Unseen(Why.UNSUPPORTED)
        yield Media(kind, alt=alt)
