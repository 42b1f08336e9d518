"""Bluesky: profiles 25 a call and one feed per account from the public AppView; no credential."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auditor.errors import PlatformError
from auditor.model import (
    Call,
    CallCount,
    Candidate,
    Exchange,
    Exchanges,
    Observed,
    Post,
    Posts,
    Seen,
    Sight,
    Snapshot,
    Trouble,
    Unseen,
    Why,
)
from auditor.ports import Ask, PlanLine
from connectors import _bluesky_shapes as shapes
from connectors import _read, _recall, _replies
from connectors._answer import Answer
from connectors._asks import calls_for, chunks, grouped, lost, shared
from connectors._bluesky_refusal import flaw, refusal
from connectors._candidates import candidate
from connectors._parallel import each
from connectors._setup import Setup
from connectors._values import every, image, web, whole

log = logging.getLogger(__name__)

PLATFORMS = ("bluesky",)
BASE_URL = "https://public.api.bsky.app"
BATCH = 25
PAGE = 100
_PROFILES, _PROFILE, _POSTS, _THREAD = "bluesky:profiles", "bluesky:profile", "bluesky:posts", "bluesky:exchanges"
_SEARCH = "bluesky:search"
_NO_PROOF = "handle.invalid"  # what stands in place of a handle whose domain no longer vouches for it


def connect(setup: Setup) -> Bluesky:
    """The connector; Bluesky needs no credential."""
    return Bluesky(setup)


@dataclass(frozen=True, slots=True)
class _Found:
    """A profile as shown, and by which answer."""

    profile: Mapping[str, Any]
    call: Call


@dataclass(frozen=True, slots=True)
class _Feed:
    """What an author's feed told, or why it did not."""

    posts: Observed[Posts]
    items: tuple[Mapping[str, Any], ...] = ()
    call: Call | None = None


class Bluesky:
    """Asks the AppView about accounts by DID where it is known, else by handle."""

    platform = "bluesky"
    portion = 250  # accounts asked about at a time

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._door = setup.door("bluesky", base_url=setup.options.get("base_url") or BASE_URL, flaw=flaw)

    def plan(self, asks: Sequence[Ask]) -> list[PlanLine]:
        """Profiles 25 a call, then one feed per account."""
        actors = len(grouped(filter(_askable, asks), _actor))
        lines = [
            PlanLine("bluesky", f"profiles, {BATCH} a call", calls_for(actors, BATCH)),
            PlanLine("bluesky", "posts, one call an account", actors),
        ]
        if self._setup.questions:
            lines.append(PlanLine("bluesky", "replies, at most 5 calls an account", 5 * actors, least=False))
        if self._setup.discover and self._setup.prefix:
            lines.append(PlanLine("bluesky", "search for unregistered accounts, one call", 1, least=False))
        return lines

    def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
        """Ask, and give one result per account."""
        for ask in asks:
            if not _askable(ask):
                yield from lost([ask], _no_handle(ask), now, _PROFILES)
        groups = grouped(filter(_askable, asks), _actor)
        found: list[tuple[str, _Found]] = []
        for actor, outcome in self._profiles(list(groups)):
            if isinstance(outcome, Exception):
                yield from lost(groups[actor], outcome, now, _PROFILE)
            else:
                found.append((actor, outcome))
        before = self._unchanged([(groups[actor][0], told) for actor, told in found])
        for (actor, _), sight in each(found, lambda pair: self._snapshot(groups[pair[0]][0], pair[1], before, now)):
            if isinstance(sight, Exception):
                yield from lost(groups[actor], sight, now, _PROFILES)
            else:
                yield from shared(groups[actor], sight)

    def candidates(self) -> Sequence[Candidate]:
        """What one search for the prefix shows; a search that fails is no trouble of any account."""
        if not (self._setup.discover and self._setup.prefix):
            return ()
        try:
            answer = self._door.get(
                "/xrpc/app.bsky.actor.searchActors", source=_SEARCH, params={"q": self._setup.prefix, "limit": PAGE}
            )
            actors = _read.items(answer.object().get("actors")) if answer.status == 200 else []
        except PlatformError as error:
            log.info("%s: %s", _SEARCH, error.message)
            return ()
        met = (
            candidate(
                self._setup, "bluesky", handle=_read.text(a.get("handle")), name=_read.text(a.get("displayName")),
                native_id=_read.text(a.get("did")) or None, source=_SEARCH,
            )
            for a in actors
        )  # fmt: skip
        return tuple(c for c in met if c is not None)

    def counts(self) -> Mapping[str, CallCount]:
        """Requests so far."""
        return self._setup.ledger.counts()

    def close(self) -> None:
        """Close the connections."""
        self._door.close()

    def _profiles(self, actors: list[str]) -> Iterator[tuple[str, _Found | Exception]]:
        missing: list[str] = []
        for batch, outcome in each(chunks(actors, BATCH), self._batch):
            if isinstance(outcome, Exception):
                yield from ((actor, outcome) for actor in batch)
                continue
            for actor in batch:
                if actor in outcome:
                    yield actor, outcome[actor]
                else:
                    missing.append(actor)
        yield from each(missing, self._single)

    def _batch(self, actors: list[str]) -> dict[str, _Found]:
        answer = self._door.get("/xrpc/app.bsky.actor.getProfiles", source=_PROFILES, params={"actors": actors})
        if answer.status == 400:
            return {}  # one name that it cannot read spoils the batch; asked one by one, each gets its own answer
        if answer.status != 200:
            raise refusal(answer)
        found: dict[str, _Found] = {}
        for profile in _listed(answer, answer.object(), "profiles"):
            for name in (_read.text(profile.get("did")), _read.text(profile.get("handle")).lower()):
                if name in actors and shapes.DID.fullmatch(_read.text(profile.get("did"))):
                    found.setdefault(name, _Found(profile, answer.call))
        return found

    def _single(self, actor: str) -> _Found:
        answer = self._ask("getProfile", _PROFILE, {"actor": actor})
        profile = answer.object()
        names = {_read.text(profile.get("did")), _read.text(profile.get("handle")).lower()}
        if not names & {actor, _NO_PROOF} or not shapes.DID.fullmatch(_read.text(profile.get("did"))):
            raise answer.broken("the answer is about another account")
        return _Found(profile, answer.call)

    def _unchanged(self, found: Sequence[tuple[Ask, _Found]]) -> Mapping[str, Snapshot]:
        """The last good snapshots of those whose profile shows nothing new; replies can only be read off the posts."""
        if self._setup.questions:
            return {}
        same = [ask for ask, told in found if _recall.unchanged(ask, shown=_shown(told.profile))]
        return _recall.recalled(self._setup, same)

    def _snapshot(self, ask: Ask, found: _Found, before: Mapping[str, Snapshot], now: datetime) -> Snapshot:
        profile, did = found.profile, str(found.profile["did"])
        feed = _same_night(before.get(ask.account.id), did, now) or self._feed(did, whole(profile.get("postsCount")))
        calls = [found.call, *([feed.call] if feed.call else [])]
        exchanges = self._exchanges(feed, did, now, calls)
        posts = feed.posts
        extra = {
            "labels": ", ".join(sorted(filter(None, shapes.labels(profile)))),
            _recall.SHOWN: _shown(profile),
        }
        return Snapshot(
            account_id=ask.account.id,
            taken_at=found.call.at,
            native_id=did,
            handle=_read.seen_text(profile, "handle"),
            name=_read.seen_text(profile, "displayName", default=""),
            bio=_read.seen_text(profile, "description", default=""),
            texts=_pinned(posts, profile),
            links=Seen(shapes.links(profile)),
            image=Seen(image(profile.get("avatar"))),
            banner=Seen(web(profile.get("banner"))),
            verified=Seen(shapes.verified(profile)),
            created_at=_read.seen_moment(profile, "createdAt"),
            followers=_read.seen_count(profile, "followersCount"),
            following=_read.seen_count(profile, "followsCount"),
            posts_count=_read.seen_count(profile, "postsCount"),
            newest_post_at=_newest(posts),
            posts=posts,
            films=Seen(shapes.films(posts.value)) if isinstance(posts, Seen) else posts,
            exchanges=exchanges,
            calls=tuple(calls),
            extra={k: v for k, v in extra.items() if v},
        )

    def _ask(self, query: str, source: str, params: Mapping[str, Any]) -> Answer:
        space = "actor" if query == "getProfile" else "feed"
        answer = self._door.get(f"/xrpc/app.bsky.{space}.{query}", source=source, params=params)
        if answer.status != 200:
            raise refusal(answer)
        return answer

    def _feed(self, did: str, counted: int | None) -> _Feed:
        wanted = {"actor": did, "limit": PAGE, "filter": "posts_with_replies", "includePins": "true"}
        try:
            answer = self._ask("getAuthorFeed", _POSTS, wanted)
            data = answer.object()
            items = every(data.get("feed"), answer)
            own = [p for item in items if (p := shapes.post(item, did))]
        except PlatformError as error:
            return _Feed(Unseen(Why.UNAVAILABLE, f"The recent posts could not be read: {error.message}"))
        except ValueError:
            return _Feed(Unseen(Why.UNAVAILABLE, "Some of the recent posts could not be read."))
        if not own and (items or counted):
            note = "Bluesky counts posts of this account but showed none that could be read."
            return _Feed(Unseen(Why.UNAVAILABLE, note), tuple(items), answer.call)
        all_seen = counted is not None and len({p.id for p in own if not p.repost}) >= counted
        more = len(items) >= PAGE or (bool(data.get("cursor")) and not all_seen)
        return _Feed(Seen(shapes.timeline(own, more=more)), tuple(items), answer.call)

    def _exchanges(self, feed: _Feed, did: str, now: datetime, calls: list[Call]) -> Observed[Exchanges]:
        if not self._setup.questions:
            return _replies.OFF
        if isinstance(feed.posts, Unseen):
            return feed.posts

        def look(uri: str) -> tuple[Answer, Iterator[Exchange]]:
            answer = self._ask("getPostThread", _THREAD, {"uri": uri, "depth": 2, "parentHeight": 0})
            return answer, shapes.exchanges(_read.table(answer.object().get("thread")), did)

        wanted = _replies.newest(shapes.replied_to(feed.items, did), now)
        return _replies.gather(wanted, look, feed.posts.value, calls, now)


def _listed(answer: Answer, data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    if not isinstance(data.get(name), list):
        raise answer.broken(f"the answer holds no list of {name}")
    return list(_read.items(data[name]))


def _actor(ask: Ask) -> str:
    native = ask.native_id or ""
    if shapes.DID.fullmatch(native):
        return native
    handle = ask.account.handle.strip().lstrip("@").lower()
    return handle if "." in handle or ":" in handle else f"{handle}.bsky.social"


def _askable(ask: Ask) -> bool:
    actor = _actor(ask)
    return bool(shapes.DID.fullmatch(actor) or (len(actor) <= 253 and shapes.HANDLE.fullmatch(actor)))


def _no_handle(ask: Ask) -> PlatformError:
    return PlatformError(
        Trouble.REFUSED,
        f"{ask.account.handle!r} is no Bluesky handle, so Bluesky was not asked.",
        "Write the full handle, like library.example.ac.uk or name.bsky.social, into the register.",
        source=_PROFILES,
    )


def _shown(profile: Mapping[str, Any]) -> str:
    return _recall.shown(profile, "followersCount", "followsCount", "viewer")


def _same_night(snapshot: Snapshot | None, did: str, now: datetime) -> _Feed | None:
    """The posts seen earlier tonight: the count of posts alone does not prove more, as reposts are not counted."""
    if snapshot is None or snapshot.native_id != did:
        return None
    call = _recall.posts_call(snapshot, _POSTS)
    return _Feed(snapshot.posts, call=call) if call is not None and _recall.is_tonight(call, now) else None


def _newest(posts: Observed[Posts]) -> Observed[datetime | None]:
    if isinstance(posts, Unseen):
        return posts
    return Seen(max((p.at for p in posts.value.items), default=None))


def _pinned(posts: Observed[Posts], profile: Mapping[str, Any]) -> Observed[tuple[tuple[str, str], ...]]:
    if isinstance(posts, Unseen):
        return posts if profile.get("pinnedPost") else Seen(())
    pinned: list[Post] = [p for p in posts.value.items if p.pinned and p.text]
    return Seen(tuple(("pinned post", p.text) for p in pinned[:1]))
