"""Wikis: one query a wiki tells users, blocks, edits and user pages (MediaWiki's api.php, formatversion 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from auditor.errors import PlatformError
from auditor.model import (
    Call,
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
from connectors import _read
from connectors import _wiki_shapes as shapes
from connectors._asks import lost, shared
from connectors._links import in_text
from connectors._parallel import each
from connectors._setup import Setup
from connectors._values import whole
from connectors._wiki_api import USERS, WAIT, Api, Told

PLATFORMS = ("wiki",)
BATCH = 50
_LONGEST_NAMES = 1500  # characters, encoded: they stand in the address three times
_GAPS = Unseen(Why.UNAVAILABLE, "Some of the edits could not be read.")
_HANDLE = re.compile(r"@?([^@]{1,300}(?:@[^@/]{1,100})?)@(https?://\S{1,1000})")


def connect(setup: Setup) -> Wikis:
    """The connector; public wikis need no credential."""
    return Wikis(setup)


@dataclass(frozen=True, slots=True)
class _Key:
    api: str
    user: str


class Wikis:
    """Asks each wiki about all its users at once."""

    platform = "wiki"
    portion = 250  # accounts asked about at a time

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._api = Api(setup)

    def plan(self, asks: Sequence[Ask]) -> list[PlanLine]:
        """One query for up to 50 users of a wiki."""
        return [PlanLine("wiki", f"users, edits and user pages, {BATCH} users a call", len(_batches(_by_key(asks))))]

    def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
        """Ask, and give one result per account."""
        for ask in asks:
            if _key(ask) is None:
                yield from lost([ask], _no_handle(ask), now, USERS)
        groups = _by_key(asks)
        for batch, outcome in each(_batches(groups), self._batch):
            for key in batch:
                sight = outcome if isinstance(outcome, Exception) else outcome[key]
                if isinstance(sight, Exception):
                    yield from lost(groups[key], sight, now, USERS)
                else:
                    yield from shared(groups[key], sight)

    def candidates(self) -> Sequence[Candidate]:
        """None: accounts that nobody registered are not searched for here."""
        return ()

    def counts(self) -> Mapping[str, CallCount]:
        """Requests so far."""
        return self._setup.ledger.counts()

    def close(self) -> None:
        """Close the connections."""
        self._api.close()

    def _batch(self, keys: list[_Key]) -> dict[_Key, Snapshot | Exception]:
        told = self._api.users(keys[0].api, [key.user for key in keys])
        results: dict[_Key, Snapshot | Exception] = {}
        for key in keys:
            try:
                alone = told if key.user in told.users else self._api.users(key.api, [key.user])
                results[key] = self._user(key, alone)
            except Exception as error:  # noqa: BLE001 - one odd user must not take the others along
                results[key] = error
        return results

    def _user(self, key: _Key, told: Told) -> Snapshot:
        user = told.users.get(key.user)
        if user is None:
            raise _error(Trouble.BROKEN, "The wiki's answer says nothing about this user.", WAIT)
        if user.get("missing") is True:
            raise _error(
                Trouble.GONE,
                "The wiki says that there is no such user.",
                "The account manager checks the name in the register, or closes the entry.",
            )
        if user.get("invalid") is True:
            raise _error(
                Trouble.REFUSED, "The wiki says that this cannot be a user's name.", "Correct the name in the register."
            )
        if shapes.is_blocked(user):
            raise _error(
                Trouble.SUSPENDED,
                "The wiki has blocked this user.",
                "The account manager asks the wiki's administrators, or closes the register entry.",
            )
        calls = [told.call]
        posts = self._edits(key, told, whole(user.get("editcount")), calls)
        number = user.get("userid")
        bio = _bio(told.pages.get(key.user))
        return Snapshot(
            account_id="",
            taken_at=told.call.at,
            native_id=str(number) if isinstance(number, int) and number > 0 else None,
            handle=_read.seen_text(user, "name"),
            name=_read.seen_text(user, "name"),
            bio=bio,
            links=Seen(in_text(bio.value)) if isinstance(bio, Seen) else bio,
            created_at=_registered(user),
            posts_count=_read.seen_count(user, "editcount"),
            newest_post_at=_newest(posts),
            posts=posts,
            calls=tuple(calls),
            extra={name: value for name, value in {"wiki": told.site[:200], "groups": _groups(user)}.items() if value},
        )

    def _edits(self, key: _Key, told: Told, counted: int | None, calls: list[Call]) -> Observed[Posts]:
        """The user's edits; where the shared page of edits held none although there are some, one question of its own."""
        if told.gaps:
            return _GAPS
        found, more = told.edits.get(key.user, []), told.more
        if not found and (more or counted):
            try:
                own = self._api.edits(key.api, key.user)
            except PlatformError as error:
                return Unseen(Why.UNAVAILABLE, f"The edits could not be read: {error.message}")
            calls.append(own.call)
            if own.gaps:
                return _GAPS
            found, more = own.edits.get(key.user, []), own.more
        if not found and counted:
            return Unseen(Why.WITHHELD, "The wiki counts edits of this user but shows none.")
        unique = {post.id: post for post in found}
        items = tuple(sorted(unique.values(), key=lambda p: p.at, reverse=True))
        whole_story = not more or (counted is not None and len(items) >= counted)
        return Seen(Posts(items, since=None if whole_story or not items else items[-1].at))


def _by_key(asks: Sequence[Ask]) -> dict[_Key, list[Ask]]:
    groups: dict[_Key, list[Ask]] = {}
    for ask in asks:
        if key := _key(ask):
            groups.setdefault(key, []).append(ask)
    return groups


def _batches(keys: Mapping[_Key, Any]) -> list[list[_Key]]:
    """The users of each wiki, as many a query as the wiki and the length of an address allow."""
    open_batches: dict[str, tuple[list[_Key], int]] = {}
    full: list[list[_Key]] = []
    for key in keys:
        size = len(quote(key.user)) + 3
        batch, length = open_batches.get(key.api, ([], 0))
        if batch and (len(batch) >= BATCH or length + size > _LONGEST_NAMES):
            full.append(batch)
            batch, length = [], 0
        batch.append(key)
        open_batches[key.api] = (batch, length + size)
    return full + [batch for batch, _ in open_batches.values() if batch]


def _key(ask: Ask) -> _Key | None:
    match = _HANDLE.fullmatch(ask.account.handle.strip())
    user = shapes.name(match[1]) if match else ""
    return _Key(match[2].partition("#")[0], user) if match and user else None


def _registered(user: Mapping[str, Any]) -> Observed[datetime]:
    if "registration" in user and user["registration"] is None:
        return Unseen(Why.WITHHELD, "The wiki did not yet record registrations when this user came.")
    return _read.seen_moment(user, "registration")


def _bio(page: Mapping[str, Any] | None) -> Observed[str]:
    text = shapes.page_text(page) if page is not None else None
    if text is None:
        return Unseen(Why.UNAVAILABLE, "The user page could not be read.")
    return Seen(shapes.words(text))


def _newest(posts: Observed[Posts]) -> Observed[datetime | None]:
    if isinstance(posts, Unseen):
        return posts
    return Seen(posts.value.items[0].at if posts.value.items else None)


def _groups(user: Mapping[str, Any]) -> str:
    groups = user.get("groups")
    return ", ".join(g for g in groups if isinstance(g, str) and g != "*")[:500] if isinstance(groups, list) else ""


def _error(trouble: Trouble, message: str, remedy: str) -> PlatformError:
    return PlatformError(trouble, message, remedy, source=USERS)


def _no_handle(ask: Ask) -> PlatformError:
    return PlatformError(
        Trouble.REFUSED,
        f"{ask.account.handle!r} is no user of a wiki, so nothing was asked.",
        "Write User@https://wiki.example/api.php into the register.",
        source=USERS,
    )
