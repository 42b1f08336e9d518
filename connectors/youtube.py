"""YouTube: channels 50 a call, the uploads of each, captions of the newest five, comments where asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from auditor.errors import PlatformError
from auditor.model import (
    CallCount,
    Candidate,
    Observed,
    Posts,
    Seen,
    Sight,
    Snapshot,
    Trouble,
    Unseen,
    Why,
)
from auditor.ports import Ask, PlanLine
from connectors import _read, _youtube_unchanged
from connectors import _youtube_shapes as shapes
from connectors._asks import calls_for, chunks, grouped, lost, shared
from connectors._parallel import each
from connectors._setup import Setup
from connectors._values import every, whole
from connectors._youtube_api import Api
from connectors._youtube_comments import Comments
from connectors._youtube_films import BATCH, Channel, add_films
from connectors._youtube_unchanged import UPLOADS

PLATFORMS = ("youtube",)
_PARTS = "snippet,contentDetails,statistics,status,brandingSettings"
_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")
_CHANNELS, _SINGLE = "youtube:profiles", "youtube:profile"


def connect(setup: Setup) -> YouTube:
    """The connector for one API key."""
    return YouTube(setup)


class YouTube:
    """Asks about channels by id where it is known, else by handle."""

    platform = "youtube"
    portion = 250  # accounts asked about at a time

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._api = Api(setup)
        self._comments = Comments(self._api)

    def plan(self, asks: Sequence[Ask]) -> list[PlanLine]:
        """Channels 50 a call (by handle one a call), uploads one call a channel, the newest videos 50 a call.

        Which channels are unchanged shows only in the night: their line is what they cost at most.
        """
        keys = grouped(filter(_key, asks), _key)
        ids = sum(1 for key in keys if _CHANNEL.fullmatch(key))
        known = 0 if self._setup.fresh else sum(_youtube_unchanged.may_be_unchanged(group[0]) for group in keys.values())
        wanted = [
            (f"channels, {BATCH} a call", calls_for(ids, BATCH), True),
            ("channels by handle, until their id is known", len(keys) - ids, True),
            ("uploads, one call a channel", len(keys) - known, True),
            ("uploads of channels that changed, at most", known, True),
            (
                f"captions of the newest {shapes.NEWEST} videos, {BATCH} a call",
                calls_for(len(keys) * shapes.NEWEST, BATCH),
                True,
            ),
            ("comments, one call a channel", len(keys) if self._setup.questions else 0, False),
        ]
        return [PlanLine("youtube", what, n, units=n, least=least) for what, n, least in wanted if n]

    def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
        """Ask, and give one result per account."""
        for ask in asks:
            if not _key(ask):
                yield from lost([ask], _no_handle(ask), now, _CHANNELS)
        groups = grouped(filter(_key, asks), _key)
        channels: list[Channel] = []
        for key, outcome in self._channels(list(groups)):
            if isinstance(outcome, Exception):
                yield from lost(groups[key], outcome, now, _CHANNELS)
            else:
                channels.append(outcome)
        _youtube_unchanged.recall(self._setup, channels, {key: group[0] for key, group in groups.items()}, now)
        self._list_uploads([c for c in channels if not c.recalled])
        add_films(self._api, channels)
        if doubtful := [c for c in channels if c.doubtful]:
            for channel in doubtful:
                channel.forget()
            self._list_uploads(doubtful)
            add_films(self._api, doubtful)
        for channel, snapshot in each(channels, lambda one: self._snapshot(one, now)):
            if isinstance(snapshot, Exception):
                yield from lost(groups[channel.key], snapshot, now, _CHANNELS)
            else:
                yield from shared(groups[channel.key], snapshot)

    def candidates(self) -> Sequence[Candidate]:
        """None: searching has a small quota of its own and is not done here."""
        return ()

    def counts(self) -> Mapping[str, CallCount]:
        """Requests and units so far."""
        return self._setup.ledger.counts()

    def close(self) -> None:
        """Close the connections."""
        self._api.close()

    def _channels(self, keys: list[str]) -> Iterator[tuple[str, Channel | Exception]]:
        missing = [key for key in keys if not _CHANNEL.fullmatch(key)]
        for batch, outcome in each(chunks((k for k in keys if _CHANNEL.fullmatch(k)), BATCH), self._batch):
            for key in batch:
                if isinstance(outcome, Exception):
                    yield key, outcome
                elif key in outcome:
                    yield key, outcome[key]
                else:
                    missing.append(key)
        yield from each(missing, self._one)

    def _batch(self, ids: list[str]) -> dict[str, Channel]:
        answer, data = self._api.list("channels", _CHANNELS, part=_PARTS, id=",".join(ids), maxResults=BATCH)
        found: dict[str, Channel] = {}
        for resource in _read.items(data.get("items")):
            key = _read.text(resource.get("id"))
            if key in ids and isinstance(resource.get("snippet"), dict):
                found.setdefault(key, Channel(key, resource, [answer.call]))
        return found

    def _one(self, key: str) -> Channel:
        """A channel by handle, or one that a batch left out: missing alone as well, it is gone."""
        by_id = _CHANNEL.fullmatch(key) is not None
        which = {"id": key} if by_id else {"forHandle": f"@{key}"}
        answer, data = self._api.list("channels", _SINGLE, part=_PARTS, maxResults=BATCH, **which)
        for resource in _read.items(data.get("items")):
            told = _read.text(resource.get("id"))
            if (told == key if by_id else _CHANNEL.fullmatch(told)) and isinstance(resource.get("snippet"), dict):
                return Channel(key, resource, [answer.call])
        if not _says_none(data):
            raise answer.broken("the answer is about another channel, or about none")
        raise PlatformError(
            Trouble.GONE,
            "YouTube shows no such channel: it was deleted, terminated, or never existed.",
            "The account manager checks the channel id or handle in the register, or closes the entry.",
            source=_SINGLE,
            status=answer.status,
        )

    def _list_uploads(self, channels: Sequence[Channel]) -> None:
        for channel, failed in each(channels, self._uploads):
            if isinstance(failed, Exception):
                channel.posts = channel.films = channel.lacks("The uploads", failed, UPLOADS)

    def _uploads(self, channel: Channel) -> None:
        counted = shapes.films_counted(channel.resource)
        playlist = shapes.uploads_of(channel.resource)
        if counted == 0:
            channel.posts, channel.films = Seen(Posts(())), Seen(())
            return
        if not playlist:
            channel.posts = channel.films = Unseen(Why.UNAVAILABLE, "YouTube did not name the list of uploads.")
            return
        try:
            answer, data = self._api.list(
                "playlistItems", UPLOADS, part="snippet,contentDetails,status", playlistId=playlist, maxResults=BATCH
            )
            items = every(data.get("items", []), answer)
            posts = shapes.timeline(items, more=bool(data.get("nextPageToken")) or len(items) >= BATCH)
        except PlatformError as error:
            channel.posts = channel.films = channel.lacks("The uploads", error, UPLOADS)
            return
        except ValueError:
            channel.posts = channel.films = Unseen(Why.UNAVAILABLE, "Some of the uploads could not be read.")
            return
        channel.calls.append(answer.call)
        if posts.items or (not counted and isinstance(data.get("items"), list)):
            channel.posts = Seen(posts)
        else:
            channel.posts = channel.films = Unseen(
                Why.UNAVAILABLE, "YouTube counts videos of this channel, but listed none that could be read."
            )

    def _snapshot(self, channel: Channel, now: datetime) -> Snapshot:
        resource, snippet = channel.resource, shapes.part(channel.resource, "snippet")
        exchanges = self._comments.of(channel.id, channel.calls, now, wanted=self._setup.questions)
        posts = channel.posts
        newest: Observed[datetime | None] = (
            Seen(max((p.at for p in posts.value.items), default=None)) if isinstance(posts, Seen) else posts
        )
        extra = _youtube_unchanged.facts(resource) | channel.extra
        return Snapshot(
            account_id="",
            taken_at=channel.calls[0].at,
            native_id=channel.id,
            private=shapes.part(resource, "status").get("privacyStatus") == "private",
            handle=shapes.handle(resource),
            name=_read.seen_text(snippet, "title"),
            bio=_read.seen_text(snippet, "description", default=""),
            links=shapes.links(resource),
            image=Seen(shapes.picture(resource)),
            banner=Seen(shapes.banner(resource)),
            location=_read.seen_text(snippet, "country", default=""),
            created_at=_read.seen_moment(snippet, "publishedAt"),
            followers=shapes.followers(resource),
            posts_count=_read.seen_count(shapes.part(resource, "statistics"), "videoCount"),
            newest_post_at=newest,
            posts=posts,
            films=channel.films,
            exchanges=exchanges,
            calls=tuple(channel.calls),
            extra={name: value for name, value in extra.items() if value},
        )


def _says_none(data: Mapping[str, Any]) -> bool:
    """Whether an answer really says that nothing was found: an empty list, or none at all and a total of zero."""
    total = whole(_read.table(data.get("pageInfo")).get("totalResults"))
    return total in {0, None} if data.get("items") == [] else "items" not in data and total == 0


def _key(ask: Ask) -> str:
    """The channel id where it is known, else the handle in lower case."""
    handle = ask.account.handle.strip().lstrip("@")
    for candidate in (ask.native_id or "", handle):
        if _CHANNEL.fullmatch(candidate):
            return candidate
    return handle.lower() if handle and not re.search(r"[\s/?#&@]", handle) and len(handle) <= 100 else ""


def _no_handle(ask: Ask) -> PlatformError:
    return PlatformError(
        Trouble.REFUSED,
        f"{ask.account.handle!r} is no YouTube handle or channel id, so YouTube was not asked.",
        "Write the handle (the part after the @) or the channel id (UC...) into the register.",
        source=_CHANNELS,
    )
