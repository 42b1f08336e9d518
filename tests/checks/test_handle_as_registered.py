"""handle-as-registered: renames are told as renames, and a handle in other hands is found out."""

from __future__ import annotations

import pytest

from auditor.model import Outcome, Seen
from tests.checks.builders import account, case, judged, snapshot

ID = "handle-as-registered"


@pytest.mark.parametrize(
    ("platform", "registered", "shown"),
    [
        ("x", "harunilibrary", "HarUniLibrary"),
        ("youtube", "HarUniLibrary", "@harunilibrary"),
        ("mastodon", "library@social.example", "library"),
        ("mastodon", "library@social.example", "Library@social.example"),
        ("bluesky", "harunilibrary", "harunilibrary.bsky.social"),
        ("wiki", "Library_Bot@https://wiki.example/api.php", "Library Bot"),
        ("wiki", "library bot@https://wiki.example/api.php", "User:Library Bot"),
    ],
)
def test_the_same_handle_in_other_spelling_passes(platform, registered, shown):
    row = account(platform=platform, handle=registered)
    assert judged(ID, case(row, snapshot(handle=Seen(shown)))).outcome is Outcome.PASS


def test_a_rename_is_told_from_old_to_new():
    verdict = judged(ID, case(shot=snapshot(handle=Seen("HarUniBooks"))))
    assert verdict.outcome is Outcome.FAIL
    assert "@harunilibrary → @HarUniBooks" in verdict.message
    assert verdict.details["renamed"] == {"from": "harunilibrary", "to": "HarUniBooks"}


def test_another_permanent_id_behind_the_handle_fails():
    verdict = judged(ID, case(shot=snapshot(native_id="6666")))
    assert verdict.outcome is Outcome.FAIL
    assert "another account" in verdict.message


def test_another_permanent_id_than_last_time_fails_even_when_none_is_registered():
    verdict = judged(ID, case(account(native_id=None), snapshot(native_id="6666"), previous=snapshot()))
    assert verdict.outcome is Outcome.FAIL
    assert "another account" in verdict.message


def test_a_missing_permanent_id_is_suggested():
    verdict = judged(ID, case(account(native_id=None), snapshot()))
    assert verdict.outcome is Outcome.PASS
    assert verdict.details["suggest_native_id"] == "1001"
    assert "1001" in verdict.message


def test_other_instances_of_mastodon_are_other_accounts():
    row = account(platform="mastodon", handle="library@social.example")
    assert judged(ID, case(row, snapshot(handle=Seen("library@other.example")))).outcome is Outcome.FAIL


def test_a_blog_has_no_handle():
    row = account(platform="blog", handle="https://blog.example", native_id=None)
    assert judged(ID, case(row, snapshot(handle=Seen(None)))).outcome is Outcome.NOT_APPLICABLE


def test_a_page_registered_by_its_id_has_no_handle_to_compare():
    row = account(platform="facebook", handle="1001")
    assert judged(ID, case(row, snapshot(handle=Seen(None)))).outcome is Outcome.NOT_APPLICABLE


def test_a_handle_that_is_no_longer_shown_fails():
    assert judged(ID, case(account(platform="facebook"), snapshot(handle=Seen(None)))).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("handle", "url"),
    [
        ("https://blog.example/news/", None),
        ("https://blog.example/news/?feed=rss2", None),
        ("Library blog", "http://blog.example/news"),
    ],
)
def test_a_blog_that_answers_at_its_registered_address_passes(handle, url):
    row = account(platform="blog", handle=handle, url=url, native_id=None)
    shot = snapshot(handle=Seen("blog.example/news"), native_id=None)
    assert judged(ID, case(row, shot)).outcome is Outcome.PASS
