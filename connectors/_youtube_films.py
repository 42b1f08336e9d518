"""What is known of a channel so far, and the captions of its newest videos, 50 videos a call across all channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from auditor.model import Call, Observed, Post, Posts, Seen, Unseen, Why
from connectors import _read
from connectors import _youtube_shapes as shapes
from connectors._asks import as_platform_error, chunks
from connectors._parallel import each
from connectors._youtube_api import Api

BATCH = 50
_SOURCE = "youtube:films"
_PARTS = "snippet,contentDetails,status,liveStreamingDetails"
_NOT_YET = Unseen(Why.UNAVAILABLE)


@dataclass(slots=True)
class Channel:
    """One channel: its resource as it came, and what was learned of its uploads since."""

    key: str
    resource: Mapping[str, Any]
    calls: list[Call]
    posts: Observed[Posts] = _NOT_YET
    films: Observed[tuple[Post, ...]] = _NOT_YET
    extra: dict[str, str] = field(default_factory=dict)
    recalled: bool = False  # the uploads are those of an earlier look
    doubtful: bool = False  # and one of the newest is no longer to be seen

    @property
    def id(self) -> str:
        """The channel's permanent id."""
        return str(self.resource["id"])

    def forget(self) -> None:
        """Give up the uploads of the earlier look."""
        self.calls = self.calls[:1]
        self.extra.clear()
        self.posts = self.films = _NOT_YET
        self.recalled = self.doubtful = False

    def lacks(self, what: str, error: Exception, source: str) -> Unseen:
        """Why a part could not be read."""
        return Unseen(Why.UNAVAILABLE, f"{what} could not be read: {as_platform_error(error, source).message}")


@dataclass(slots=True)
class _Videos:
    """Videos by id: found, or asked for in a call that failed; and which call told."""

    found: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    failed: dict[str, Exception] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)


def add_films(api: Api, channels: Sequence[Channel]) -> None:
    """Look up the newest videos of every channel that lacks them; what a call leaves out is asked for once more."""
    newest = {
        c.key: c.posts.value.items[: shapes.NEWEST]
        for c in channels
        if isinstance(c.posts, Seen) and not isinstance(c.films, Seen)
    }
    wanted = list(dict.fromkeys(post.id for posts in newest.values() for post in posts))
    videos = _Videos()
    _look_up(api, wanted, videos)
    _look_up(api, [v for v in wanted if v not in videos.found and v not in videos.failed], videos)
    for channel in channels:
        if channel.key in newest:
            try:
                _apply(channel, newest[channel.key], videos)
            except Exception as error:  # noqa: BLE001 - one odd film must not take the others along
                channel.films = channel.lacks("Captions", error, _SOURCE)


def _look_up(api: Api, wanted: list[str], videos: _Videos) -> None:
    def batch(ids: list[str]) -> tuple[Call, dict[str, Mapping[str, Any]]]:
        answer, data = api.list("videos", _SOURCE, part=_PARTS, id=",".join(ids))
        if "items" in data and not isinstance(data["items"], list):
            raise answer.broken("the answer holds no list of videos")
        return answer.call, {_read.text(v.get("id")): v for v in _read.items(data.get("items"))}

    for ids, outcome in each(chunks(wanted, BATCH), batch):
        if isinstance(outcome, Exception):
            videos.failed.update(dict.fromkeys(ids, outcome))
            continue
        call, told = outcome
        videos.found.update({video: told[video] for video in ids if video in told})
        videos.calls.update(dict.fromkeys(ids, call))


def _apply(channel: Channel, posts: Sequence[Post], videos: _Videos) -> None:
    """Give a channel what was learned of its newest videos; one that could not be asked about leaves all unseen."""
    channel.calls += dict.fromkeys(videos.calls[p.id] for p in posts if p.id in videos.calls)
    failed = next((videos.failed[p.id] for p in posts if p.id in videos.failed), None)
    if failed is not None:
        channel.films = channel.lacks("Captions", failed, _SOURCE)
        return
    found = videos.found
    films = {p.id: film for p in posts if p.id in found and (film := shapes.film(p, found[p.id]))}
    channel.films = Seen(tuple(films.values()))
    if isinstance(channel.posts, Seen):
        told = channel.posts.value
        channel.posts = Seen(replace(told, items=tuple(films.get(p.id, p) for p in told.items)))
    channel.doubtful = channel.recalled and len(films) < len(posts)
    if lacking := sum(1 for p in posts if p.id not in found):
        channel.extra["films_missing"] = str(lacking)
