"""With link checking on, a shortener is judged by where it leads."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from auditor.cli._follow import WithLinks
from auditor.model import Account, CallCount, Candidate, Link, Seen, Sight, Snapshot, Trouble, Unreachable
from auditor.ports import Ask, PlanLine
from connectors._guard import Guard
from connectors._setup import Setup

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302 if self.path == "/short" else 200)
        if self.path == "/short":
            self.send_header("Location", "/long")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Fixed:
    platform = "x"

    def __init__(self, *sights: Sight) -> None:
        self._sights = sights

    def plan(self, asks: Sequence[Ask]) -> Sequence[PlanLine]:
        return [PlanLine("x", "users", 1)]

    def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
        yield from self._sights

    def candidates(self) -> Sequence[Candidate]:
        return ()

    def counts(self) -> Mapping[str, CallCount]:
        return {"x": CallCount(1)}


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def followed(*sights: Sight, allow: tuple[str, ...] = ("127.0.0.1",)) -> tuple[list[Sight], Mapping[str, CallCount]]:
    setup = Setup(guard=Guard(allow))
    connector = WithLinks(_Fixed(*sights), setup.open_door("links"), setup.ledger)
    found = list(connector.fetch([Ask(Account(id="a", platform="x", handle="h", unit="U"))], now=NOW))
    connector.close()
    return found, connector.counts()


def snapshot(*links: str) -> Snapshot:
    return Snapshot(account_id="a", taken_at=NOW, native_id="1", links=Seen(tuple(Link(u) for u in links)))


def targets(sight: Sight) -> list[str]:
    assert isinstance(sight, Snapshot)
    assert isinstance(sight.links, Seen)
    return [link.target for link in sight.links.value]


def test_a_redirect_is_followed_to_its_end_and_counted_apart(address: str) -> None:
    (sight,), counts = followed(snapshot(f"{address}/short", f"{address}/long"))
    assert targets(sight) == [f"{address}/long", f"{address}/long"]
    assert set(counts) == {"x", "links"}


def test_a_link_that_may_not_or_cannot_be_followed_stays_as_it_stood(address: str) -> None:
    (sight,), _ = followed(snapshot(f"{address}/short"), allow=())
    assert targets(sight) == [f"{address}/short"]


def test_what_has_no_links_passes_untouched(address: str) -> None:
    lost = Unreachable("a", NOW, Trouble.TIMEOUT, "no answer", "wait")
    assert followed(lost)[0] == [lost]
