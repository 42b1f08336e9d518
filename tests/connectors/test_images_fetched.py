from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from auditor.model import Image
from connectors._budget import Budget
from connectors._guard import Guard
from connectors._http import Door
from connectors._ledger import Ledger
from connectors.images import describe
from tests.connectors.loopback import Loopback, Reply


@pytest.fixture
def door() -> Iterator[Door]:
    made = Door("images", trusted=False, guard=Guard(("127.0.0.1",)), budget=Budget(sleep=lambda _: None), ledger=Ledger())
    yield made
    made.close()


def fingerprint(body: bytes) -> str | None:
    return f"{len(body):016x}" if body.startswith(b"PNG") else None


def fetched(door: Door, *replies: Any, image: Image | None = None, known: dict[str, tuple[str, str | None]] | None = None) -> tuple[Image, int]:
    with Loopback(replies) as server:
        told = describe(door, image or Image(f"{server.url}/p.png", key="k"), known or {}, fingerprint=fingerprint)
        return told, len(server.asked)


def test_a_new_picture_is_fetched_and_described(door: Door) -> None:
    told, calls = fetched(door, Reply(b"PNG-and-more"))
    assert (told.fingerprint, len(told.sha256 or ""), calls) == (f"{12:016x}", 64, 1)


def test_a_known_picture_a_default_one_and_a_described_one_are_not_fetched(door: Door) -> None:
    told, asked = fetched(door, Reply(b"PNG"), known={"k": ("abc", "0f")})
    assert (told.fingerprint, told.sha256, asked) == ("abc", "0f", 0)
    for image in (Image("http://127.0.0.1:9/x", is_default=True), Image("http://127.0.0.1:9/x", fingerprint="f"), Image("")):
        assert fetched(door, Reply(b"PNG"), image=image) == (image, 0)


@pytest.mark.parametrize("reply", [Reply(b"PNG", 404), Reply(b""), Reply(b"x" * (5 * 2**20 + 1)), Reply(b"", 503)])
def test_what_cannot_be_fetched_stays_undescribed(door: Door, reply: Reply) -> None:
    assert fetched(door, reply)[0].fingerprint is None


def test_an_address_inside_is_not_asked(door: Door) -> None:
    assert fetched(door, Reply(b"PNG"), image=Image("http://localhost/p.png"))[1] == 0
