"""Facebook Pages and Instagram accounts of one business: wide reads of its Pages, then a batch for whoever is missing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from auditor.errors import PlatformError
from auditor.model import Call, CallCount, Candidate, Observed, SecurityFacts, Sight, Trouble
from auditor.ports import Ask, PlanLine
from connectors import _graph_security, _read, facebook, instagram
from connectors._answer import UNREADABLE, Answer
from connectors._asks import as_platform_error
from connectors._candidates import candidate
from connectors._graph import BATCH, Graph, concerns_all, error_of, raise_error, unknown_field
from connectors._graph_asks import Open, pick
from connectors._graph_comments import Comments, Met
from connectors._graph_shape import Shape
from connectors._graph_token import token_of
from connectors._pages import pages
from connectors._setup import Setup, unreachable
from connectors._token import Token

PLATFORMS = ("facebook", "instagram")
_PAGES_A_CALL = 25
_MOST_FEW = 5  # so few accounts are asked for by id in a batch, without reading a whole edge
_FEW = 4


def connect(setup: Setup) -> Meta:
    """The connector for Facebook and Instagram."""
    return Meta(setup)


class Meta:
    """The connector for both platforms of one credential; see `auditor.ports.Connector`."""

    platform = "facebook"

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._graph = Graph(setup)
        self._comments = Comments(self._graph)
        self._business = str(setup.options.get("business_id") or "")
        self._candidates: dict[tuple[str, str], Candidate] = {}
        self._security: tuple[Observed[SecurityFacts], tuple[Call, ...]] | None = None

    def plan(self, asks: Sequence[Ask]) -> Sequence[PlanLine]:
        """Pages come 25 a call with their Instagram accounts; the business itself is one more."""
        if not asks:
            return []
        most = max(sum(a.account.platform == p for a in asks) for p in PLATFORMS)
        requests = math.ceil(most / _PAGES_A_CALL)
        lines = [PlanLine("facebook", "Pages and their Instagram accounts, with posts and comments, 25 a call", requests)]
        if self._business:
            lines.append(PlanLine("facebook", "second factors of the business, one call", 1, least=False))
        if self._setup.questions:
            lines.append(PlanLine("facebook", "comments under busy posts, 50 posts a call, about", requests, least=False))
        return lines

    def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
        """One sight per account."""
        if not asks:
            return
        waiting = Open(asks)
        problem: PlatformError | None = None
        try:
            self._security = _graph_security.read(self._graph, self._business)
            if not self._few(asks):
                try:
                    yield from self._edge(waiting, self._pages_edge(), "owned_pages", now)
                except PlatformError as error:
                    if error.stops_credential or _is_down(error):
                        raise
                    problem = error
            if self._business:
                yield from self._side_edges(waiting, now)
            yield from self._batches(waiting, now)
        except Exception as error:  # noqa: BLE001 - whatever it is, everybody still gets a result
            problem = as_platform_error(error, "facebook:owned_pages")
        for ask in waiting.rest():
            yield unreachable(ask, problem or _not_met(ask), now, source="facebook:owned_pages")

    def candidates(self) -> Sequence[Candidate]:
        """Pages and linked accounts of the business that look like the organisation's and are not on the register."""
        return tuple(self._candidates.values())

    def counts(self) -> Mapping[str, CallCount]:
        """Requests so far; the units count each read inside a batch."""
        return self._setup.ledger.counts()

    def tokens(self) -> Sequence[Token]:
        """The token, as Meta describes it."""
        secret = self._setup.secret("token")
        token = token_of(self._graph, secret) if secret else None
        return [token] if token else []

    def close(self) -> None:
        """Close the connections."""
        self._graph.door.close()

    def _few(self, asks: Sequence[Ask]) -> bool:
        registered = sum(len(self._setup.registered.get(p, ())) for p in PLATFORMS)
        named = all(a.native_id or a.account.platform == "facebook" for a in asks)
        return named and len(asks) <= _MOST_FEW and len(asks) * _FEW < registered

    def _pages_edge(self) -> str:
        return f"{self._business}/owned_pages" if self._business else "me/accounts"

    def _edge(self, waiting: Open, edge: str, part: str, now: datetime) -> Iterator[Sight]:
        """Every Page of the business with its Instagram account, or every Instagram account."""
        source = f"facebook:{part}"
        users = part == "owned_instagram_accounts"
        shape = Shape(pages=waiting.any("facebook"), instagram=waiting.any("instagram"))

        def fetch(cursor: str | None) -> tuple[tuple[Answer, Mapping[str, Any]], str | None]:
            nonlocal shape
            more = {"after": cursor} if cursor else {}
            while True:
                try:
                    fields = shape.instagram_fields() if users else shape.page_fields()
                    answer, body = self._graph.get(edge, source=source, limit=shape.limit, fields=fields, **more)
                except PlatformError as error:
                    shape = _lesser(shape, error)
                    continue
                if not isinstance(body.get("data"), list):
                    raise answer.broken("the list of Pages is missing in the answer")
                return (answer, body), _graph_security.next_cursor(body)

        for answer, body in pages(fetch, source=source):
            nodes = list(_read.items(body["data"]))
            if users:
                met = [Met("instagram", node) for node in nodes]
            else:
                met = [Met("facebook", node) for node in nodes]
                met += [Met("instagram", _read.table(node.get("instagram_business_account"))) for node in nodes]
            yield from self._told(waiting, met, answer, shape, now)

    def _told(
        self, waiting: Open, met: Sequence[Met], answer: Answer, shape: Shape, now: datetime
    ) -> Iterator[Sight]:
        asked: list[tuple[list[Ask], Met]] = []
        for one in met:
            if isinstance(one.node.get("id"), str):
                asks = waiting.take(one.platform, one.node)
                if asks:
                    asked.append((asks, one))
                else:
                    self._consider(one.platform, one.node, answer.source)
        full, calls = self._completed([one for _, one in asked], shape, now)
        for (asks, _), one in zip(asked, full, strict=True):
            for ask in asks:
                yield self._sight(ask, one.node, answer, calls, shape)

    def _completed(self, met: Sequence[Met], shape: Shape, now: datetime) -> tuple[Sequence[Met], tuple[Call, ...]]:
        """Busy posts' further comments take calls of their own, so they are asked for only where config wants them."""
        return self._comments.complete(met, shape, now) if self._setup.questions else (met, ())

    def _sight(
        self, ask: Ask, node: Mapping[str, Any], answer: Answer, more: tuple[Call, ...], shape: Shape
    ) -> Sight:
        if error_of(node):
            return unreachable(ask, _raised(answer, node), answer.at)
        assert self._security is not None
        security, calls = self._security
        read = facebook.snapshot if ask.account.platform == "facebook" else instagram.snapshot
        try:
            return read(ask, node, (answer.call, *more, *calls), security, shape.dropped)
        except Exception as fault:  # noqa: BLE001 - one account that trips us must not take the others along
            return unreachable(ask, as_platform_error(fault, answer.source), answer.at)

    def _consider(self, platform: str, node: Mapping[str, Any], source: str) -> None:
        """Keep the handle of an account that looks like ours; drop everything else unread."""
        handle, name = _read.text(node.get("username")), _read.text(node.get("name"))
        registered = self._setup.registered.get(platform, frozenset())
        if handle.lower() in registered or node["id"].lower() in registered:
            return
        met = candidate(self._setup, platform, handle=handle, name=name, native_id=node["id"], source=source)
        if met is not None:
            self._candidates[platform, node["id"]] = met

    def _side_edges(self, waiting: Open, now: datetime) -> Iterator[Sight]:
        """Accounts on no Page and clients' Pages, where many wait, or one that a batch could not ask for by id."""
        for platform, edge in (("facebook", "client_pages"), ("instagram", "owned_instagram_accounts")):
            left = [ask for ask in waiting.rest() if ask.account.platform == platform]
            if len(left) <= _MOST_FEW and all(map(pick, left)):
                continue
            try:
                yield from self._edge(waiting, f"{self._business}/{edge}", edge, now)
            except PlatformError as error:
                if error.stops_credential:
                    raise

    def _batches(self, waiting: Open, now: datetime) -> Iterator[Sight]:
        """Whoever was not met is asked for by permanent id, or a Page by its name, 50 in one request."""
        named = [(ask, path) for ask in waiting.rest() if (path := pick(ask))]
        for at in range(0, len(named), BATCH):
            yield from self._batch(waiting, named[at : at + BATCH], now)

    def _batch(self, waiting: Open, named: Sequence[tuple[Ask, str]], now: datetime) -> Iterator[Sight]:
        source = "facebook:batch"
        shape = Shape()
        reads = [(path, {"fields": _fields(shape, ask)}) for ask, path in named]
        for (ask, path), answer in zip(named, self._graph.batch(reads, source=source), strict=True):
            waiting.done(ask)
            try:
                yield self._singly(ask, path, answer, shape, now)
            except PlatformError as error:
                if concerns_all(error):
                    self._graph.door.stop(error)
                yield unreachable(ask, error, now, source=source)

    def _singly(self, ask: Ask, path: str, answer: Answer | None, shape: Shape, now: datetime) -> Sight:
        """One entry of a batch; one that Graph did not finish, or refused in part, is asked for once more alone."""
        node: Mapping[str, Any] = {}
        while True:
            try:
                if answer is None:
                    answer, node = self._graph.get(path, source="facebook:batch", fields=_fields(shape, ask))
                else:
                    node = answer.object()
                    raise_error(answer, node)
                break
            except PlatformError as error:
                shape = _lesser(shape, error)
                answer = None
        if not isinstance(node.get("id"), str) or (ask.native_id and node["id"] != ask.native_id):
            raise answer.broken("the answer is about another account than the one asked for")
        (full,), calls = self._completed([Met(ask.account.platform, node)], shape, now)
        return self._sight(ask, full.node, answer, calls, shape)


def _fields(shape: Shape, ask: Ask) -> str:
    return shape.page_alone_fields() if ask.account.platform == "facebook" else shape.instagram_fields()


def _lesser(shape: Shape, error: PlatformError) -> Shape:
    """A smaller or narrower question after Graph refused this one; raises the error where there is none."""
    lesser: Shape | None = None
    if error.code == "too-much":
        lesser = shape.smaller()
    elif field := unknown_field(error):
        lesser = shape.without(field)
    elif error.code.startswith("permission:"):
        lesser = shape.without_permission(error.code.partition(":")[2])
    if lesser is None:
        raise error
    return lesser


def _is_down(error: PlatformError) -> bool:
    """Whether Meta did not answer at all, or not in the words of Graph: then nothing else is worth asking tonight."""
    return error.trouble is Trouble.TIMEOUT or (error.trouble is Trouble.BROKEN and error.code in {"", UNREADABLE})


def _raised(answer: Answer, node: Mapping[str, Any]) -> PlatformError:
    try:
        raise_error(answer, node)
    except PlatformError as error:
        return error
    return answer.broken("an account came with an error that names nothing")


def _not_met(ask: Ask) -> PlatformError:
    if ask.native_id:
        return PlatformError(
            Trouble.REFUSED, "Meta was not asked: the register's native_id cannot be one of Meta, which are all digits.",
            "Correct native_id in the register.", source="facebook:owned_pages",
        )
    where = "the business's Pages" if ask.account.platform == "facebook" else "the accounts linked to the business's Pages"
    return PlatformError(
        Trouble.DENIED, f"This account is not among {where}, and without its permanent id it cannot be asked for.",
        "Link it to the business and assign it to the system user, or enter native_id in the register.",
        source="facebook:owned_pages",
    )
