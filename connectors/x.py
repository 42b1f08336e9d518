"""X: users looked up 100 a call with their newest and pinned post; timelines and mentions only where paid for."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Any

from auditor.errors import PlatformError
from auditor.model import CallCount, Candidate, Seen, Sight, Snapshot, Trouble, Unseen, Why
from auditor.ports import Ask, PlanLine
from connectors import _read, _recall, _x_talk
from connectors._asks import lost
from connectors._http import Answer
from connectors._parallel import each
from connectors._setup import Setup, unreachable
from connectors._token import Token
from connectors._x_ask import Api, invalid_parameters, vocabulary_error
from connectors._x_batches import BATCH, Batch, split
from connectors._x_money import POST_USD, USER_USD, Purse
from connectors._x_problems import about, gone, meaning
from connectors._x_read import posts_by_id, snapshot

PLATFORMS = ("x",)
_USER_AT_MOST = USER_USD + 2 * POST_USD  # with the newest and the pinned post
_MOST_SINGLE = 10
_MOST_HALVINGS = 20  # extra calls to find what X calls invalid in a batch
_FAULT = Unseen(Why.UNAVAILABLE, "The auditor itself failed while reading these posts.")
log = logging.getLogger(__name__)


class _Step(Enum):
    """How often those in a batch were asked for."""

    FIRST = auto()
    TOGETHER = auto()  # once more, all that the first answer left out
    ALONE = auto()


def connect(setup: Setup) -> X:
    """The connector for X."""
    return X(setup)


class X:
    """The connector for X; see `auditor.ports.Connector`."""

    platform = "x"

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._api = Api(setup)
        self._purse = Purse(float(setup.options.get("max_usd_per_run", 5.0)), setup.ledger)
        self._timelines = bool(setup.options.get("timelines"))
        self._questions = setup.questions
        # With posts to pay for, every profile comes before any of them, so that the cap on money leaves nobody without.
        self.portion = None if self._timelines or self._questions else 800
        self._halvings = 0

    def plan(self, asks: Sequence[Ask]) -> Sequence[PlanLine]:
        """Batched look-ups are the least; timelines and mentions cost a call each, and up to 100 posts."""
        batches, _ = split(asks)
        users = sum(len(b.asks) for b in batches)
        if not users:
            return []
        price = min(users * _USER_AT_MOST, self._purse.cap)
        lines = [PlanLine("x", "users with newest and pinned post, 100 a call, at most", len(batches), users * 3, price)]
        paid = (("timelines, 100 posts a call, at most", self._timelines or self._questions),
                ("mentions, 100 posts a call, at most", self._questions))
        for what, wanted in paid:
            if wanted:
                left = max(0.0, self._purse.cap - sum(line.price_usd for line in lines))
                cost = min(users * BATCH * POST_USD, left)
                lines.append(PlanLine("x", what, users, users * BATCH, cost, least=False))
        return lines

    def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
        """One sight per account."""
        batches, wrong = split(asks)
        yield from (unreachable(ask, error, now, source="x:users") for ask, error in wrong)
        users = sum(len(b.asks) for b in batches)
        self._remember_paid([ask for batch in batches for ask in batch.all()], now)
        limit = 8 if self._purse.affords(_USER_AT_MOST) >= users else 1  # near the cap, settle each call before the next
        found: list[Snapshot] = []
        for batch, result in each(batches, lambda b: list(self._ask(b, now)), limit=limit):
            if isinstance(result, Exception):
                yield from lost(list(batch.all()), result, now, "x:users")
            else:
                for sight in result:
                    if isinstance(sight, Snapshot) and not sight.private and (self._timelines or self._questions):
                        found.append(sight)
                    else:
                        yield sight
        yield from self._deepened(found, now)  # only now, so that the cap on money leaves nobody without a profile

    def candidates(self) -> Sequence[Candidate]:
        """X's look-ups meet nobody who was not asked for."""
        return ()

    def counts(self) -> Mapping[str, CallCount]:
        """Requests, resources read and dollars so far."""
        return self._setup.ledger.counts()

    def tokens(self) -> Sequence[Token]:
        """The token's level of access, where X's last answer told it."""
        level = self._setup.ledger.heard().get("x", {}).get("x-access-level", "").strip().lower()[:40]
        if not level:
            return []
        return [Token(name="X", platform="x", granted=(level,), beyond=(level,) if "write" in level else ())]

    def close(self) -> None:
        """Close the connections."""
        self._api.door.close()

    def _remember_paid(self, asks: Sequence[Ask], now: datetime) -> None:
        """What was read earlier on this UTC day. A few accounts tell whether it is worth while to look for all."""
        few = list({ask.account.id: ask for ask in (*asks[:1], *asks[len(asks) // 2 :][:1], *asks[-1:])}.values())
        for some in (few, asks):
            today = [s for s in _recall.before(self._setup, some).values() if s.taken_at.astimezone(UTC).date() == now.astimezone(UTC).date()]
            if not today:
                return
        for seen in today:
            posts = seen.posts.value.items if isinstance(seen.posts, Seen) else ()
            self._purse.paid(seen.taken_at, users=[seen.native_id or ""], posts=[post.id for post in posts])

    def _ask(self, batch: Batch, now: datetime, *, step: _Step = _Step.FIRST) -> Iterator[Sight]:
        """One call, and what it takes to settle whatever the answer left open."""
        affordable = self._purse.affords(_USER_AT_MOST)
        if affordable < len(batch.asks):
            values = list(batch.asks)
            error = self._purse.empty()
            yield from (unreachable(a, error, now) for a in batch.part(values[affordable:]).all())
            if not affordable:
                return
            batch = batch.part(values[:affordable])
        reserved = len(batch.asks) * _USER_AT_MOST
        self._purse.reserve(reserved)
        users: list[str] = []
        posts: list[str] = []
        at = None
        try:
            answer = self._api.users(batch.key, list(batch.asks))
            at = answer.at
            if answer.status == 200:
                body = answer.object()
                users, posts = [_read.text(u.get("id")) for u in _read.items(body.get("data"))], list(posts_by_id(body))
        finally:
            self._purse.settle(reserved, at, users=users, posts=posts)
        if answer.status == 200:
            yield from self._read(batch, answer, body, now, step)
        elif answer.status == 400:
            yield from self._halved(batch, answer, now)
        elif answer.status == 404 and len(batch.asks) == 1:
            yield from (unreachable(a, gone(a, batch.key), now, source=answer.source) for a in batch.all())
        else:
            raise answer.broken("the platform answered in a way that is not known")

    def _read(
        self, batch: Batch, answer: Answer, body: Mapping[str, Any], now: datetime, step: _Step
    ) -> Iterator[Sight]:
        if "data" not in body and "errors" not in body:
            raise answer.broken("the answer holds neither accounts nor errors")
        expanded = posts_by_id(body)
        problems = list(_read.items(body.get("errors")))
        open_values = dict.fromkeys(batch.asks)
        for user in _users(body):
            value = user["id"] if batch.key == "ids" else _read.text(user.get("username")).lower()
            if value not in open_values:
                continue  # asked for by nobody, or told twice
            del open_values[value]
            own = tuple(p for p in problems if user["id"] in (p.get("resource_id"), p.get("value")))
            for ask in batch.asks[value]:
                try:
                    yield snapshot(ask, user, expanded, own, answer.call, answer.at)
                except Exception as error:  # noqa: BLE001 - one account that trips us must not take the others along
                    yield from lost([ask], error, now, answer.source)
        for entry in problems:
            value = about(entry, batch.key)
            if value in open_values:
                del open_values[value]
                for ask in batch.asks[value]:
                    yield unreachable(ask, meaning(entry, ask, batch.key), answer.at, source=answer.source)
        if open_values:
            yield from self._again(batch.part(list(open_values)), answer, now, step, len(batch.asks))

    def _again(self, batch: Batch, answer: Answer, now: datetime, step: _Step, asked: int) -> Iterator[Sight]:
        """What a batch left out is asked for once more: together where it is many, and then one by one."""
        if step is _Step.FIRST and len(batch.asks) > _MOST_SINGLE:
            try:
                yield from self._ask(batch, now, step=_Step.TOGETHER)
            except PlatformError as failed:
                yield from lost(list(batch.all()), failed, now, "x:users")
            return
        if step is _Step.ALONE or (step is _Step.TOGETHER and len(batch.asks) == asked):
            error = answer.broken("the answer left this account out without a reason, also when it was asked for again")
            yield from (unreachable(ask, error, now) for ask in batch.all())
            return
        ones = [batch.part([value]) for value in batch.asks]
        for one, result in each(ones, lambda b: list(self._ask(b, now, step=_Step.ALONE))):
            if isinstance(result, Exception):
                yield from lost(list(one.all()), result, now, "x:users")
            else:
                yield from result

    def _halved(self, batch: Batch, answer: Answer, now: datetime) -> Iterator[Sight]:
        """A 400 fails a whole batch for one bad member: find it by halves."""
        named = invalid_parameters(answer)
        if named and batch.key not in named:
            raise vocabulary_error(answer, named)
        values = list(batch.asks)
        if len(values) == 1:
            error = PlatformError(
                Trouble.REFUSED, f"X does not accept {values[0]!r} as one of its {batch.key}.",
                "Correct native_id or handle in the register.", source=answer.source, status=400,
            )
            yield from (unreachable(ask, error, now) for ask in batch.all())
            return
        self._halvings += 2
        if self._halvings > _MOST_HALVINGS:
            raise answer.broken("the platform calls too many of the accounts asked for invalid")
        middle = len(values) // 2
        for part in (batch.part(values[:middle]), batch.part(values[middle:])):
            try:
                yield from self._ask(part, now)
            except PlatformError as error:
                yield from (unreachable(ask, error, now) for ask in part.all())

    def _deepened(self, sights: Sequence[Snapshot], now: datetime) -> Iterator[Sight]:
        """Add timelines and mentions, which config pays for."""
        talk = _x_talk.Talk(self._api, self._purse, timelines=self._timelines, questions=self._questions)
        for seen, result in each(sights, lambda s: talk.deepen(s, now)):
            if isinstance(result, Exception):
                log.error("x: reading posts failed", exc_info=result)
                yield replace(seen, posts=_FAULT, exchanges=_FAULT)
            else:
                yield result


def _users(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    data = body.get("data")
    for user in _read.items([data] if isinstance(data, dict) else data):
        if isinstance(user.get("id"), str):
            yield user
