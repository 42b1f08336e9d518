"""Which accounts met on the way are brought to a person's attention."""

from __future__ import annotations

import pytest

from connectors._candidates import candidate
from connectors._setup import Setup

SETUP = Setup(
    prefix="livuni",
    names=("University of Liverpool", "UoL"),
    registered={"bluesky": frozenset({"livunilibrary.bsky.social", "did:plc:registered"})},
)


def met(handle: str, name: str = "", native_id: str | None = "did:plc:somebody") -> str | None:
    found = candidate(SETUP, "bluesky", handle=handle, name=name, native_id=native_id, source="bluesky:search")
    return found.reason if found else None


@pytest.mark.parametrize(("handle", "name", "reason"), [
    ("livunitickets.bsky.social", "Tickets", "prefix"),
    ("LivUniTickets", "", "prefix"),
    ("tickets", "University of Liverpool Tickets", "name"),
    ("tickets", "uol tickets", "name"),
    ("1ivunitickets", "", "look-alike"),
    ("l\u0456vunitickets", "", "look-alike"),
    ("tickets", "Univers\u0456ty of Liverpool", "look-alike"),
])  # fmt: skip
def test_prefix_name_and_what_only_looks_like_them_are_told_apart(handle: str, name: str, reason: str) -> None:
    assert met(handle, name) == reason


@pytest.mark.parametrize(("handle", "name"), [
    ("somebody", "A student"),
    ("tickets", "The Suoli choir"),
    ("ourlivuni", "Our page"),
])  # fmt: skip
def test_accounts_of_others_are_dropped_unread(handle: str, name: str) -> None:
    assert met(handle, name) is None


def test_what_is_registered_by_handle_or_permanent_id_is_no_candidate() -> None:
    assert met("LivUniLibrary.bsky.social") is None
    assert met("livuniother", native_id="did:plc:registered") is None
