"""What a platform showed of an account at one moment, or the honest answer that it could not be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, Literal, TypeAlias, TypeVar

from auditor.model.words import Trouble, Why

T_co = TypeVar("T_co", covariant=True)

Part: TypeAlias = Literal["profile", "posts", "films", "exchanges", "security"]
_ONE_LOOK = timedelta(minutes=5)  # the calls of one look at an account lie closer together


@dataclass(frozen=True, slots=True)
class Seen(Generic[T_co]):
    """A field that the platform showed; the value may be empty."""

    value: T_co


@dataclass(frozen=True, slots=True)
class Unseen:
    """A field that was not shown, and why. `note` is plain English for the reader, without secrets."""

    why: Why
    note: str = ""


Observed: TypeAlias = Seen[T_co] | Unseen

UNSUPPORTED = Unseen(Why.UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a visitor would follow it: `url` is what stands there, `expanded` where the platform says it leads."""

    url: str
    expanded: str | None = None
    where: str = "link"  # "link" (a link field) or "bio" (an address written in the text)

    @property
    def target(self) -> str:
        """The best known destination."""
        return self.expanded or self.url


@dataclass(frozen=True, slots=True)
class Image:
    """A profile image. `key` is the address without query (its identity between nights); `fingerprint` a 64-bit
    perceptual hash in hex where the picture was fetched.
    """

    url: str
    is_default: bool = False
    key: str = ""
    fingerprint: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """One picture or film in a post. `alt` is None where the author gave none; Unseen where the platform does not tell."""

    kind: Literal["image", "video", "gif", "other"]
    alt: Observed[str | None] = UNSUPPORTED
    captions: Observed[bool] = UNSUPPORTED
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post, film, entry or edit. `live` covers broadcasts and premieres, which the APIs cannot tell apart."""

    id: str
    at: datetime
    text: str = ""
    url: str | None = None
    title: str | None = None
    lang: str | None = None
    links: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    pinned: bool = False
    repost: bool = False
    reply_to: str | None = None
    live: bool = False
    app: str | None = None
    day_only: bool = False  # the platform gives only the date; `at` is then that day's start in UTC


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts seen, newest first.

    `reach` says how much of the timeline they stand for: "newest" = only the newest one (and a pinned one); "timeline" =
    every post from `since` on. `since` is None when they are all that the account has.
    """

    items: tuple[Post, ...]
    reach: Literal["newest", "timeline"] = "timeline"
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Something a visitor wrote to the account, and when the account first replied to it (None = not yet)."""

    id: str
    at: datetime
    text: str
    url: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exchanges:
    """Comments and mentions by others, newest first, complete from `since` on (None = all there are)."""

    items: tuple[Exchange, ...]
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonFactor:
    """The second factor of one person with access, as the platform states it. `ref` is an opaque id, never a name."""

    ref: str
    role: str
    state: Literal["on", "off", "unknown"]
    raw: str = ""


@dataclass(frozen=True, slots=True)
class SecurityFacts:
    """What the platform or its business manager states about second factors.

    `policy` is the asset's or business's rule ("all_required", "admin_required", "none", "on", "off"), None if unknown.
    """

    policy: str | None
    people: tuple[PersonFactor, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """Which call told it: `source` like "x:users", the instant, and the SHA-256 of the answer's body."""

    source: str
    at: datetime
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a platform showed of one account at one moment: normalised, complete, comparable, storable.

    `texts` are the profile texts beyond `bio` that a visitor reads as the profile (about, mission, a pinned post's text),
    by name. Counts are whole numbers. `extra` holds platform facts that no control needs but a reader may want.
    """

    account_id: str
    taken_at: datetime
    native_id: str | None
    private: bool = False
    handle: Observed[str | None] = UNSUPPORTED
    name: Observed[str] = UNSUPPORTED
    bio: Observed[str] = UNSUPPORTED
    texts: Observed[tuple[tuple[str, str], ...]] = Seen(())
    links: Observed[tuple[Link, ...]] = UNSUPPORTED
    image: Observed[Image | None] = UNSUPPORTED
    banner: Observed[str | None] = UNSUPPORTED
    location: Observed[str] = UNSUPPORTED
    verified: Observed[str] = UNSUPPORTED  # the platform's word for the kind of mark; "" = none
    created_at: Observed[datetime] = UNSUPPORTED
    followers: Observed[int] = UNSUPPORTED
    following: Observed[int] = UNSUPPORTED
    posts_count: Observed[int] = UNSUPPORTED
    newest_post_at: Observed[datetime | None] = UNSUPPORTED  # None = never posted
    posts: Observed[Posts] = UNSUPPORTED
    films: Observed[tuple[Post, ...]] = UNSUPPORTED  # the newest films (at most 5) where the platform tells captions
    exchanges: Observed[Exchanges] = UNSUPPORTED
    security: Observed[SecurityFacts] = UNSUPPORTED
    calls: tuple[Call, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    def call_of(self, part: Part) -> Call | None:
        """The call that told this part, for evidence; the first call where unsure."""
        for call in self.calls:
            if call.source.partition(":")[2].startswith(part):
                return call
        return self.calls[0] if self.calls else None

    def source_of(self, part: Part) -> str:
        """The source name of the call that told this part ("x:users")."""
        call = self.call_of(part)
        return call.source if call else ""

    def recalled_from(self, part: Part) -> datetime | None:
        """When this part was really seen, where that was an earlier look than the rest; None where it was the same."""
        call = self.call_of(part)
        return call.at if call and call.at < self.taken_at - _ONE_LOOK else None


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The honest result for an account that could not be shown: the trouble, in words, with what to do about it."""

    account_id: str
    taken_at: datetime
    trouble: Trouble
    message: str  # what happened, plain English, no secrets
    remedy: str  # what to do, by whom
    source: str = ""  # the call, like "x:users"
    native_id: str | None = None
    retry_at: datetime | None = None
    held_by: str | None = None  # the permanent id of another account that carries the registered handle now


Sight: TypeAlias = Snapshot | Unreachable


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that carries the organisation's prefix or name but is not on the register. Holds a handle, nothing else."""

    platform: str
    handle: str
    native_id: str | None
    reason: str  # "prefix", "name", "look-alike"
    found_by: str  # source, like "facebook:owned_pages"
