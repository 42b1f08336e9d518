"""What is true out there, as data: accounts, their posts and visitors, what the register says of them, what follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeVar, cast

T = TypeVar("T")

Condition = Literal["live", "suspended", "deactivated", "gone", "protected", "unpublished"]


@dataclass(slots=True)
class Media:
    """A picture or film in a post. `alt` is None where nobody wrote one; `captions` counts for films."""

    kind: Literal["image", "video", "gif"] = "image"
    alt: str | None = None
    captions: bool = False
    picture: str = "photo-1"


@dataclass(slots=True)
class Reply:
    """An answer under a comment, by the account itself (`own`) or by another visitor."""

    id: str
    at: datetime
    text: str
    own: bool = True


@dataclass(slots=True)
class Comment:
    """What a visitor wrote under a post, or to the account."""

    id: str
    at: datetime
    text: str
    author: str = "visitor"
    replies: list[Reply] = field(default_factory=list)


@dataclass(slots=True)
class Post:
    """One post, film, entry or edit by the account."""

    id: str
    at: datetime
    text: str
    title: str = ""
    media: list[Media] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    live: bool = False
    pinned: bool = False
    repost: bool = False
    reply_to: str | None = None
    lang: str = "en"
    app: str = "Web App"


@dataclass(slots=True)
class WorldAccount:
    """One account as its platform knows it.

    `native_id` is the platform's permanent id. `host` is the Mastodon instance, the wiki's or blog's folder. `row` is the
    register's opinion, which may differ from the truth; None = the account is on no register. `extras` holds what only
    one platform has. `pieces` caches JSON already made; clear it with `World.edit`.
    """

    id: str
    platform: str
    handle: str
    native_id: str
    name: str
    bio: str
    number: int
    created_at: datetime
    links: list[str] = field(default_factory=list)
    image: str = "shield"  # a picture's name; "default" = the platform's own placeholder, "" = none
    banner: str = "banner-1"
    location: str = "Liverpool"
    verified: str = ""
    followers: int = 1000
    following: int = 80
    posts_count: int = 400
    posts: list[Post] = field(default_factory=list)
    mentions: list[Comment] = field(default_factory=list)
    state: Condition = "live"
    host: str = ""
    row: dict[str, str] | None = None
    extras: dict[str, Any] = field(default_factory=dict)
    pieces: dict[Any, Any] = field(default_factory=dict)

    def newest_first(self) -> list[Post]:
        """The posts, newest first."""
        return sorted(self.posts, key=lambda p: p.at, reverse=True)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the author of the world says a correct audit concludes of one account and control, and why."""

    account: str
    control: str
    outcome: str
    why: str


@dataclass(slots=True)
class World:
    """All accounts, the register beside them, and what is expected. `options` are switches the platforms read."""

    name: str
    now: datetime
    seed: int
    accounts: dict[str, WorldAccount] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)  # rows of no account out there, or extra rows
    access: list[dict[str, str]] = field(default_factory=list)
    waivers: list[dict[str, str]] = field(default_factory=list)
    changes: list[dict[str, str]] = field(default_factory=list)
    expected: list[Expectation] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    candidates: list[dict[str, str]] = field(default_factory=list)
    incident: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    version: int = 0  # grows with every change, so that what was derived can be derived again
    _memo: dict[str, tuple[int, Any]] = field(default_factory=dict)

    def of(self, platform: str) -> list[WorldAccount]:
        """The accounts of one platform, in their order."""
        return list(self.memo(f"of:{platform}", lambda: [a for a in self.accounts.values() if a.platform == platform]))

    def memo(self, name: str, build: Callable[[], T]) -> T:
        """Something derived from the world, made once until the world changes."""
        version, made = self._memo.get(name, (-1, None))
        if version != self.version:
            version, made = self.version, build()
            self._memo[name] = (version, made)
        return cast("T", made)

    def add(self, account: WorldAccount) -> WorldAccount:
        """Take an account in."""
        self.accounts[account.id] = account
        self.version += 1
        return account

    def edit(self, account_id: str, **changes: Any) -> WorldAccount:
        """Change what the world answers about one account; its count of posts moves with the posts unless told otherwise."""
        account = self.accounts[account_id]
        if "posts" in changes:
            changes.setdefault("posts_count", max(0, account.posts_count + len(changes["posts"]) - len(account.posts)))
        for name, value in changes.items():
            if not hasattr(account, name):
                raise AttributeError(f"an account of the world has no {name!r}")
            setattr(account, name, value)
        self.version += 1
        for other in self.accounts.values():
            other.pieces.clear()
        return account

    def expect(self, account_id: str, control: str, outcome: str, why: str) -> None:
        """Note what is wrong by design."""
        self.expected.append(Expectation(account_id, control, outcome, why))
