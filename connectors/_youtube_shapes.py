"""Turns YouTube's resources into the nouns: channels, uploads, films with captions, comment threads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from auditor.model import Exchange, Image, Link, Media, Observed, Post, Posts, Seen, Unseen, Why
from connectors import _read
from connectors._links import in_text
from connectors._values import image, web, whole

NEWEST = 5
_VIDEO = re.compile(r"[A-Za-z0-9_-]{1,64}")  # eleven characters today
_NO_LINKS = Unseen(Why.UNSUPPORTED, "YouTube's API does not show the links of the About page.")
_HIDDEN_COUNT = Unseen(Why.WITHHELD, "The channel hides its number of subscribers.")


def part(channel: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """One part of a resource, empty where it is missing."""
    return _read.table(channel.get(name))


def uploads_of(channel: Mapping[str, Any]) -> str:
    """The id of the playlist of all uploads."""
    return _read.text(_read.table(part(channel, "contentDetails").get("relatedPlaylists")).get("uploads"))


def films_counted(channel: Mapping[str, Any]) -> int | None:
    """How many public videos the channel counts."""
    return whole(part(channel, "statistics").get("videoCount"))


def handle(channel: Mapping[str, Any]) -> Observed[str | None]:
    """The handle without "@"; None for a channel that never chose one."""
    value = part(channel, "snippet").get("customUrl")
    if value is None:
        return Seen(None)
    return Seen(value.removeprefix("@")) if isinstance(value, str) else _read.ODD


def links(channel: Mapping[str, Any]) -> Observed[tuple[Link, ...]]:
    """The addresses written in the description; the link fields themselves are not in the API."""
    found = in_text(_read.text(part(channel, "snippet").get("description")))
    return Seen(found) if found else _NO_LINKS


def picture(channel: Mapping[str, Any]) -> Image | None:
    """The largest profile picture offered."""
    sizes = _read.table(part(channel, "snippet").get("thumbnails"))
    return next(
        (found for size in ("high", "medium", "default") if (found := image(_read.table(sizes.get(size)).get("url")))),
        None,
    )


def banner(channel: Mapping[str, Any]) -> str | None:
    """The banner's address."""
    return web(_read.table(part(channel, "brandingSettings").get("image")).get("bannerExternalUrl"))


def followers(channel: Mapping[str, Any]) -> Observed[int]:
    """Subscribers, unless the channel hides them."""
    statistics = part(channel, "statistics")
    return (
        _HIDDEN_COUNT
        if statistics.get("hiddenSubscriberCount") is True
        else _read.seen_count(statistics, "subscriberCount")
    )


def upload(item: Mapping[str, Any]) -> Post | None:
    """A published, public upload from the playlist; None for upcoming, private and unlisted ones.

    Raises ValueError for one that cannot be read.
    """
    content, snippet = part(item, "contentDetails"), part(item, "snippet")
    video, at = _read.text(content.get("videoId")), _read.moment(content.get("videoPublishedAt"))
    if not _VIDEO.fullmatch(video) or (at is None and content.get("videoPublishedAt") is not None):
        raise ValueError("an upload without video or with a date that is none")
    if at is None or is_hidden(item):
        return None
    words = _read.text(snippet.get("description"))
    return Post(
        id=video,
        at=at,
        text=words,
        title=_read.text(snippet.get("title")) or None,
        url=f"https://www.youtube.com/watch?v={video}",
        links=tuple(link.target for link in in_text(words)),
        media=(Media("video"),),
    )


def is_hidden(resource: Mapping[str, Any]) -> bool:
    """Whether a video is private or unlisted."""
    return _read.text(part(resource, "status").get("privacyStatus")) in {"private", "unlisted"}


def timeline(items: Sequence[Mapping[str, Any]], *, more: bool) -> Posts:
    """The uploads newest first, each once."""
    unique = {p.id: p for item in items if (p := upload(item))}
    posts = tuple(sorted(unique.values(), key=lambda p: p.at, reverse=True))
    return Posts(posts, since=posts[-1].at if more and posts else None)


def film(post: Post, video: Mapping[str, Any]) -> Post | None:
    """An upload with what its video resource adds or knows better. None where it is not public."""
    if is_hidden(video):
        return None
    snippet = part(video, "snippet")
    flag = part(video, "contentDetails").get("caption")
    captions: Observed[bool] = (
        Seen(flag == "true") if _read.text(flag) in {"true", "false"} else _read.ODD
    )  # text, no boolean
    words = _read.text(snippet.get("description")) or post.text
    return replace(
        post,
        text=words,
        links=post.links if words == post.text else tuple(link.target for link in in_text(words)),
        title=_read.text(snippet.get("title")) or post.title,
        live=isinstance(video.get("liveStreamingDetails"), dict),
        lang=_read.text(snippet.get("defaultAudioLanguage")) or None,
        media=(Media("video", captions=captions),),
    )


@dataclass(frozen=True, slots=True)
class Thread:
    """A visitor's comment; `incomplete` where more replies exist than came along and none of them is the channel's."""

    exchange: Exchange
    incomplete: bool


def threads(items: Sequence[Mapping[str, Any]], channel_id: str) -> Iterator[Thread]:
    """The comments by others among the threads of a channel; raises ValueError where one cannot be read."""
    for item in items:
        snippet = part(item, "snippet")
        top = _read.table(snippet.get("topLevelComment"))
        told = part(top, "snippet")
        at, number = _read.moment(told.get("publishedAt")), _read.text(item.get("id")) or _read.text(top.get("id"))
        if at is None or not number:
            raise ValueError("a comment without number or time")
        if author(top) == channel_id:
            continue
        replies = list(_read.items(part(item, "replies").get("comments")))
        answered = first_reply(replies, channel_id)
        video = _read.text(snippet.get("videoId"))
        yield Thread(
            Exchange(
                id=number,
                at=at,
                text=_read.text(told.get("textOriginal")) or _read.text(told.get("textDisplay")),
                url=f"https://www.youtube.com/watch?v={video}&lc={number}" if video else None,
                answered_at=answered,
            ),
            incomplete=answered is None and (whole(snippet.get("totalReplyCount")) or 0) > len(replies),
        )


def author(comment: Mapping[str, Any]) -> str:
    """The channel id of who wrote a comment."""
    return _read.text(_read.table(part(comment, "snippet").get("authorChannelId")).get("value"))


def first_reply(replies: Sequence[Mapping[str, Any]], channel_id: str) -> datetime | None:
    """When the channel first replied."""
    times = [_read.moment(part(r, "snippet").get("publishedAt")) for r in replies if author(r) == channel_id]
    return min((at for at in times if at), default=None)
