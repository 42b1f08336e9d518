"""posts-regularly: no gap over the limit in the last 90 days, the time until now included."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from auditor.checks import discover
from auditor.model import Outcome, Seen
from tests.checks.builders import NOW, ORG, UNSUPPORTED, account, case, judged, post, snapshot, timeline

ID = "posts-regularly"


def verdict_of(*days, row=None, org=ORG, since=None, options=None, **changes):
    posts = timeline(*(d if not isinstance(d, (int, float)) else post(d) for d in days), since=since)
    return judged(ID, case(row, snapshot(posts=posts, **changes), org=org), **(options or {}))


def every(step, until=200):
    return [post(d) for d in range(0, until, step)]


def test_a_post_every_fortnight_passes():
    assert verdict_of(*every(14)).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        ([1, 15, 29, 43, 57, 71, 85, 99], Outcome.PASS),
        ([1, 16, 29, 43, 57, 71, 85, 99], Outcome.FAIL),
        ([1, 15.9, 29, 43, 57, 71, 85, 99], Outcome.PASS),
        ([15, 29, 43, 57, 71, 85, 99], Outcome.FAIL),
        ([1, 14, 28, 42, 56, 70], Outcome.FAIL),
        ([1, 14, 28, 42, 56, 70, 84], Outcome.PASS),
        ([95], Outcome.FAIL),
    ],
)
def test_every_gap_counts_from_the_windows_start_until_now(days, outcome):
    assert verdict_of(*days).outcome is outcome


def test_the_longest_gap_is_told_with_its_dates():
    verdict = verdict_of(1, 10, 40, 50, 60, 70, 80, 90)
    assert "30 days, from 13 October 2026 to 12 November 2026" in verdict.message
    assert verdict.details["longest_gap_days"] == 30


def test_the_gap_until_now_is_told_as_such():
    assert "to now" in verdict_of(20, 30, 40, 50, 60, 70, 80, 90).message


def test_closures_do_not_count():
    closed = replace(ORG, closures=((date(2026, 10, 20), date(2026, 11, 8)),))
    days = [1, 30, 42, 56, 70, 84, 98]
    assert verdict_of(*days).outcome is Outcome.FAIL
    assert verdict_of(*days, org=closed).outcome is Outcome.PASS


def test_the_window_begins_with_the_account():
    created = Seen(NOW - timedelta(days=20))
    assert verdict_of(1, 10, 19, created_at=created).outcome is Outcome.PASS
    row = account(opened_on=date(2026, 11, 2))
    assert verdict_of(1, 10, 19, row=row, created_at=UNSUPPORTED).outcome is Outcome.PASS
    assert verdict_of(1, 10, 19, created_at=UNSUPPORTED).outcome is Outcome.FAIL


def test_where_less_was_seen_that_part_is_judged_and_told():
    since = NOW - timedelta(days=30)
    verdict = verdict_of(1, 10, 20, 30, since=since)
    assert verdict.outcome is Outcome.PASS
    assert "Only posts since 23 October 2026 were seen" in verdict.message
    assert verdict_of(1, 25, 30, since=since).outcome is Outcome.FAIL


def test_only_the_newest_post_is_not_enough():
    shot = snapshot(posts=timeline(post(1), reach="newest"))
    assert judged(ID, case(shot=shot)).outcome is Outcome.NOT_EXPOSED


def test_a_pinned_post_out_of_order_is_put_in_its_place():
    posts = [post(300, pinned=True), *every(10)]
    assert verdict_of(*posts).outcome is Outcome.PASS


def test_reposts_count_unless_told_not_to():
    posts = [*(post(d, repost=True) for d in range(0, 100, 7)), post(1)]
    assert verdict_of(*posts).outcome is Outcome.PASS
    assert verdict_of(*posts, options={"count_reposts": False}).outcome is Outcome.FAIL


def test_the_limit_is_the_accounts_own_and_90_for_blogs_and_wikis():
    assert verdict_of(*every(30), row=account(posting_days=30)).outcome is Outcome.PASS
    assert discover()[ID].builtin["blog"] == {"max_days": 90}
    assert discover()[ID].options_of == "posted-recently"
    assert verdict_of(options={"max_days": 90}).outcome is Outcome.PASS


def test_a_paused_account_and_a_new_one_without_posts_are_not_judged():
    assert verdict_of(80, row=account(status="paused")).outcome is Outcome.NOT_APPLICABLE
    assert verdict_of(created_at=Seen(NOW - timedelta(days=20))).outcome is Outcome.NOT_APPLICABLE
    assert verdict_of(created_at=Seen(NOW - timedelta(days=40))).outcome is Outcome.FAIL


def test_a_post_of_which_only_the_day_is_known_counts_for_the_whole_day():
    midnight = datetime(2026, 11, 7, tzinfo=UTC)
    posts = [post(0, at=midnight, day_only=True), *(post(d) for d in range(16, 100, 10))]
    assert verdict_of(*posts).outcome is Outcome.PASS
