"""Mastodon: accounts 40 a call and one page of posts per account, server by server; no credential on open servers."""

from __future__ import annotations

import re
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
    Seen,
    Sight,
    Snapshot,
    Trouble,
    Unseen,
    Why,
)
from auditor.ports import Ask, PlanLine
from connectors import _html, _read, _recall, _replies
from connectors import _mastodon_shapes as shapes
from connectors._answer import Answer
from connectors._asks import calls_for, chunks, lost, shared
from connectors._mastodon_api import BATCH, Instance
from connectors._mastodon_posts import Told, same_night, shown, unread
from connectors._parallel import each
from connectors._setup import Setup
from connectors._token import Token
from connectors._values import image, whole

PLATFORMS = ("mastodon",)
_HANDLE = re.compile(r"@?([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,200}[A-Za-z0-9_])?)@([^\s@/?#\\]{1,253})")
_NUMBER = re.compile(r"[A-Za-z0-9]{1,64}")
_PROFILES = "mastodon:profiles"


def connect(setup: Setup) -> Mastodon:
    """The connector; only closed servers need a token."""
    return Mastodon(setup)


@dataclass(frozen=True, slots=True)
class _Key:
    """How an account is asked for: by number where it is known, else by name."""

    host: str
    name: str
    number: str | None


@dataclass(frozen=True, slots=True)
class _Found:
    """An account as shown, and by which answer."""

    account: Mapping[str, Any]
    call: Call


class Mastodon:
    """Asks each account's own server, several servers side by side."""

    platform = "mastodon"
    portion = 500  # accounts asked about at a time

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._instances: dict[str, Instance] = {}

    def plan(self, asks: Sequence[Ask]) -> list[PlanLine]:
        """Accounts 40 a call (one a call the first time, by name), then one page of posts an account."""
        keys = {key for ask in asks if (key := _key(ask))}
        numbered = grouped_by_host(k for k in keys if k.number)
        batches = sum(calls_for(len(group), BATCH) for group in numbered.values())
        named = sum(1 for key in keys if not key.number)
        lines = [PlanLine("mastodon", f"profiles, up to {BATCH} a call and server", batches)] if batches else []
        if named:
            lines.append(PlanLine("mastodon", "profiles by name, until their number is known", named))
        lines.append(PlanLine("mastodon", "posts, one call an account", len(keys)))
        if self._setup.questions:
            lines.append(PlanLine("mastodon", "replies, at most 5 calls an account", 5 * len(keys), least=False))
        return lines

    def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
        """Ask, and give one result per account."""
        for ask in asks:
            if _key(ask) is None:
                yield from lost([ask], _no_handle(ask), now, _PROFILES)
        groups: dict[_Key, list[Ask]] = {}
        for ask in asks:
            if key := _key(ask):
                groups.setdefault(key, []).append(ask)
        servers = list(grouped_by_host(groups).items())
        first = {key: group[0] for key, group in groups.items()}
        for (_, keys), outcome in each(servers, lambda pair: self._server(*pair, first, now)):
            sights = dict.fromkeys(keys, outcome) if isinstance(outcome, Exception) else outcome
            for key in keys:
                sight = sights[key]
                if isinstance(sight, Exception):
                    yield from lost(groups[key], sight, now, _PROFILES)
                else:
                    yield from shared(groups[key], sight)

    def candidates(self) -> Sequence[Candidate]:
        """None: accounts that nobody registered are not searched for here."""
        return ()

    def counts(self) -> Mapping[str, CallCount]:
        """Requests so far."""
        return self._setup.ledger.counts()

    def tokens(self) -> Sequence[Token]:
        """The tokens of the servers asked so far, as these describe them."""
        told = (
            (host, instance.scopes()) for host, instance in self._instances.items() if self._setup.secret_of("tokens", host)
        )
        return [
            Token(
                name=f"Mastodon {host}", platform="mastodon", granted=scopes,
                beyond=tuple(s for s in scopes if s.partition(":")[0] not in {"read", "profile"}),
            )
            for host, scopes in told
            if scopes
        ]  # fmt: skip

    def close(self) -> None:
        """Close the connections."""
        for instance in self._instances.values():
            instance.close()

    def _server(
        self, host: str, keys: list[_Key], asks: Mapping[_Key, Ask], now: datetime
    ) -> dict[_Key, Snapshot | Exception]:
        if host not in self._instances:
            self._instances[host] = Instance(host, self._setup)
        instance = self._instances[host]
        sights: dict[_Key, Snapshot | Exception] = {}
        found: list[tuple[_Key, _Found]] = []
        for key, outcome in self._accounts(instance, keys):
            if isinstance(outcome, Exception):
                sights[key] = outcome
            elif outcome.account.get("suspended") is True:
                sights[key] = _suspended(host, outcome.call)
            else:
                found.append((key, outcome))
        before = self._unchanged([(asks[key], told) for key, told in found])
        for (key, _), sight in each(
            found, lambda pair: self._snapshot(instance, *pair, before.get(asks[pair[0]].account.id), now)
        ):
            sights[key] = sight
        return sights

    def _unchanged(self, found: Sequence[tuple[Ask, _Found]]) -> Mapping[str, Snapshot]:
        """The last good snapshots of those whose profile shows nothing new; replies can only be read off the posts."""
        if self._setup.questions:
            return {}
        same = [ask for ask, told in found if _recall.unchanged(ask, shown=shown(told.account))]
        return _recall.recalled(self._setup, same)

    def _accounts(self, instance: Instance, keys: list[_Key]) -> Iterator[tuple[_Key, _Found | Exception]]:
        single = [key for key in keys if not key.number]
        batches = chunks((key for key in keys if key.number), BATCH)
        for batch, outcome in each(batches, lambda b: instance.accounts([str(key.number) for key in b])):
            if isinstance(outcome, Exception):
                yield from ((key, outcome) for key in batch)
                continue
            answer, accounts = outcome or (None, {})
            for key in batch:
                if answer is not None and key.number in accounts:
                    yield key, _Found(accounts[key.number], answer.call)
                else:
                    single.append(key)
        yield from each(single, lambda key: _single(instance, key))

    def _snapshot(
        self, instance: Instance, key: _Key, found: _Found, before: Snapshot | None, now: datetime
    ) -> Snapshot:
        account, number = found.account, str(found.account["id"])
        calls = [found.call]
        told = same_night(before, account, calls, now) or self._posts(instance, account, calls)
        username = _read.seen_text(account, "username")
        return Snapshot(
            account_id="",
            taken_at=found.call.at,
            native_id=number,
            handle=Seen(f"{username.value}@{key.host}") if isinstance(username, Seen) else username,
            name=_read.seen_text(account, "display_name", default=""),
            bio=_plain(_read.seen_text(account, "note", default="")),
            texts=Seen(shapes.field_texts(account)),
            links=Seen(shapes.links(account)),
            image=Seen(image(account.get("avatar"), is_default=shapes.is_default_avatar(account))),
            banner=Seen(shapes.banner(account)),
            verified=Seen("rel-me" if shapes.proven(account) else ""),
            created_at=_read.seen_moment(account, "created_at"),
            followers=_read.seen_count(account, "followers_count"),
            following=_read.seen_count(account, "following_count"),
            posts_count=_read.seen_count(account, "statuses_count"),
            newest_post_at=told.newest,
            posts=told.posts,
            exchanges=self._exchanges(instance, number, told, calls, now),
            calls=tuple(calls),
            extra=_extra(key.host, account),
        )

    def _posts(self, instance: Instance, account: Mapping[str, Any], calls: list[Call]) -> Told:
        day = _read.moment(account.get("last_status_at"))  # a date: the start of that day
        counted = whole(account.get("statuses_count"))
        try:
            answer, statuses = instance.statuses(str(account["id"]), shapes.PAGE)
            posts = shapes.timeline(statuses, more=len(statuses) >= shapes.PAGE or _has_next(answer))
        except PlatformError as error:
            return unread(f"The recent posts could not be read: {error.message}", day)
        except ValueError:
            return unread("Some of the recent posts could not be read.", day)
        calls.append(answer.call)
        if posts.items:
            return Told(Seen(posts), Seen(max(p.at for p in posts.items)), tuple(statuses))
        if counted or day:
            return unread("The server counts posts of this account, but shows none in public.", day, Why.WITHHELD)
        return Told(Seen(posts), Seen(None))

    def _exchanges(
        self, instance: Instance, number: str, told: Told, calls: list[Call], now: datetime
    ) -> Observed[Exchanges]:
        if not self._setup.questions:
            return _replies.OFF
        if isinstance(told.posts, Unseen):
            return told.posts

        def look(status: str) -> tuple[Answer, Iterator[Exchange]]:
            answer, descendants = instance.context(status)
            return answer, shapes.exchanges(status, descendants, number)

        wanted = _replies.newest(shapes.replied_to(told.statuses), now)
        return _replies.gather(wanted, look, told.posts.value, calls, now)


def grouped_by_host(keys: Iterator[_Key] | Mapping[_Key, Any]) -> dict[str, list[_Key]]:
    """The accounts by server."""
    groups: dict[str, list[_Key]] = {}
    for key in keys:
        groups.setdefault(key.host, []).append(key)
    return groups


def _key(ask: Ask) -> _Key | None:
    match = _HANDLE.fullmatch(ask.account.handle.strip())
    if match is None:
        return None
    name, host = match[1].lower(), match[2].lower().rstrip(".")
    native = ask.native_id or ""
    elsewhere = ask.known.get("instance", host) != host  # numbers mean nothing on another server
    return _Key(host, name, native if _NUMBER.fullmatch(native) and not elsewhere else None)


def _single(instance: Instance, key: _Key) -> _Found:
    answer, account = instance.account(key.number) if key.number else instance.lookup(key.name)
    return _Found(account, answer.call)


def _plain(note: Observed[str]) -> Observed[str]:
    return Seen(_html.plain(note.value)) if isinstance(note, Seen) else note


def _has_next(answer: Answer) -> bool:
    return 'rel="next"' in answer.headers.get("Link", "")


def _extra(host: str, account: Mapping[str, Any]) -> dict[str, str]:
    moved = _read.table(account.get("moved"))
    facts = {
        "instance": host,
        "moved_to": _read.text(moved.get("url")) or _read.text(moved.get("acct")),
        "verified_links": " ".join(shapes.proven(account)),
        _recall.SHOWN: shown(account),
        **{name: "yes" if account.get(name) is True else "" for name in ("memorial", "limited", "bot", "locked")},
    }
    return {name: value for name, value in facts.items() if value}


def _no_handle(ask: Ask) -> PlatformError:
    return PlatformError(
        Trouble.REFUSED,
        f"{ask.account.handle!r} is no Mastodon handle, so no server was asked.",
        "Write name@server, like library@social.example.ac.uk, into the register.",
        source=_PROFILES,
    )


def _suspended(host: str, call: Call) -> PlatformError:
    return PlatformError(
        Trouble.SUSPENDED,
        f"{host} says that this account is suspended.",
        "The account manager asks the server's moderators, or closes the register entry.",
        source=call.source,
    )
