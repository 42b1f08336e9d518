"""Handles given as profile addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.register.tables import HEADER, csv_text, read_accounts

CHANNEL = "UC" + "a" * 22


@pytest.mark.parametrize(
    ("platform", "written", "handle", "native_id"),
    [
        ("x", "@livuni", "livuni", None),
        ("x", "https://x.com/livuni?lang=en", "livuni", None),
        ("x", "https://mobile.twitter.com/livuni/", "livuni", None),
        ("x", "twitter.com/livuni", "livuni", None),
        ("facebook", "https://www.facebook.com/livuni/", "livuni", None),
        ("facebook", "https://www.facebook.com/profile.php?id=100064", "100064", "100064"),
        ("facebook", "https://www.facebook.com/pages/Some-Name/123456", "Some-Name", "123456"),
        ("instagram", "https://instagram.com/livuni", "livuni", None),
        ("youtube", "https://www.youtube.com/@livuni", "livuni", None),
        ("youtube", f"https://www.youtube.com/channel/{CHANNEL}", CHANNEL, CHANNEL),
        ("bluesky", "https://bsky.app/profile/livuni.bsky.social", "livuni.bsky.social", None),
        ("bluesky", "@livuni.liverpool.ac.uk", "livuni.liverpool.ac.uk", None),
        ("mastodon", "https://social.example.ac.uk/@livuni", "livuni@social.example.ac.uk", None),
        ("mastodon", "@livuni@social.example.ac.uk", "livuni@social.example.ac.uk", None),
        ("linkedin", "https://uk.linkedin.com/school/livuni/", "livuni", None),
        ("tiktok", "https://www.tiktok.com/@livuni", "livuni", None),
        ("wiki", "LivUni@https://wiki.example.ac.uk/api.php", "LivUni@https://wiki.example.ac.uk/api.php", None),
        ("blog", "https://blogs.example.ac.uk/livuni/", "https://blogs.example.ac.uk/livuni/", None),
        ("wechat", "livuni", "livuni", None),
    ],
)
def test_a_handle_is_found_in_what_was_written(
    tmp_path: Path, platform: str, written: str, handle: str, native_id: str | None
) -> None:
    register, problems = read_accounts(tmp_path, csv_text([HEADER, ("a", platform, written, "U")]))

    assert problems == ()
    assert (register.accounts[0].handle, register.accounts[0].native_id) == (handle, native_id)


def test_a_registered_permanent_id_wins_over_the_address(tmp_path: Path) -> None:
    row = ("a", "facebook", "https://www.facebook.com/profile.php?id=1", "U", "2")

    register, _ = read_accounts(tmp_path, csv_text([(*HEADER, "native_id"), row]))

    assert register.accounts[0].native_id == "2"


@pytest.mark.parametrize(
    ("platform", "written"),
    [("x", "https://facebook.com/livuni"), ("facebook", "https://www.facebook.com/groups/9"), ("x", "https://x.com/"),
     ("instagram", "https://[broken"), ("mastodon", "livuni")],
)  # fmt: skip
def test_an_address_that_shows_no_profile_there_is_told(tmp_path: Path, platform: str, written: str) -> None:
    register, problems = read_accounts(tmp_path, csv_text([HEADER, ("a", platform, written, "U")]))

    assert register.accounts[0].handle == written
    assert [(p.stops, p.where.column) for p in problems] == [(False, "handle")]
