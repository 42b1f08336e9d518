"""posted-recently: age in whole days of 24 hours, closures out, against the account's limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from auditor.checks import discover
from auditor.model import Outcome, Seen
from tests.checks.builders import (
    NOW,
    ORG,
    UNAVAILABLE,
    UNSUPPORTED,
    WITHHELD,
    account,
    case,
    judged,
    post,
    snapshot,
    timeline,
)

ID = "posted-recently"


def newest(ago: timedelta | None, row=None, org=ORG, options=None, **changes):
    at = None if ago is None else NOW - ago
    return judged(ID, case(row, snapshot(newest_post_at=Seen(at), **changes), org=org), **(options or {}))


@pytest.mark.parametrize(
    ("ago", "outcome"),
    [
        (timedelta(0), Outcome.PASS),
        (timedelta(days=14), Outcome.PASS),
        (timedelta(days=14, hours=23, minutes=59), Outcome.PASS),
        (timedelta(days=15), Outcome.FAIL),
        (timedelta(days=800), Outcome.FAIL),
    ],
)
def test_the_default_limit_is_14_whole_days(ago, outcome):
    assert newest(ago).outcome is outcome


def test_the_message_tells_the_day_the_age_and_the_limit():
    message = newest(timedelta(days=19)).message
    assert message == "The newest post is of 3 November 2026, 19 days ago; the limit is 14 days."


def test_blogs_and_wikis_have_90_days_built_in():
    builtin = discover()[ID].builtin
    assert builtin["blog"] == builtin["wiki"] == {"max_days": 90}


def test_the_accounts_own_limit_wins():
    row = account(posting_days=30)
    assert newest(timedelta(days=30), row).outcome is Outcome.PASS
    assert newest(timedelta(days=31), row).outcome is Outcome.FAIL
    assert newest(timedelta(days=10), account(posting_days=7), options={"max_days": 60}).outcome is Outcome.FAIL


def test_days_of_closure_do_not_count_but_bank_holidays_do():
    closed = replace(ORG, closures=((date(2026, 11, 10), date(2026, 11, 14)),))
    assert newest(timedelta(days=19), org=closed).outcome is Outcome.PASS
    assert newest(timedelta(days=20), org=closed).outcome is Outcome.FAIL
    january = datetime(2027, 1, 8, 12, tzinfo=UTC)
    shot = snapshot(newest_post_at=Seen(january - timedelta(days=15)))  # with Christmas and New Year in between
    assert judged(ID, case(shot=shot, now=january)).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("age", "outcome"),
    [(0, Outcome.NOT_APPLICABLE), (30, Outcome.NOT_APPLICABLE), (31, Outcome.FAIL), (900, Outcome.FAIL)],
)
def test_an_account_that_never_posted_has_30_days_to_begin(age, outcome):
    created = Seen(NOW - timedelta(days=age))
    verdict = newest(None, created_at=created)
    assert verdict.outcome is outcome
    if outcome is Outcome.FAIL:
        assert "never posted" in verdict.message


def test_the_registers_opening_day_stands_in_for_the_platforms():
    row = account(opened_on=date(2026, 11, 1))
    assert newest(None, row, created_at=UNSUPPORTED).outcome is Outcome.NOT_APPLICABLE
    assert newest(None, account(opened_on=date(2026, 1, 1)), created_at=UNSUPPORTED).outcome is Outcome.FAIL
    assert newest(None, created_at=UNSUPPORTED).outcome is Outcome.FAIL


def test_a_paused_account_is_not_judged():
    assert newest(timedelta(days=300), account(status="paused")).outcome is Outcome.NOT_APPLICABLE


def test_a_pinned_old_post_counts_by_its_own_date():
    posts = timeline(post(400, pinned=True), post(3))
    shot = snapshot(newest_post_at=UNSUPPORTED, posts=posts)
    assert judged(ID, case(shot=shot)).outcome is Outcome.PASS
    only = snapshot(newest_post_at=UNSUPPORTED, posts=timeline(post(400, pinned=True), reach="newest"))
    assert judged(ID, case(shot=only)).outcome is Outcome.FAIL


def test_a_repost_counts_unless_it_is_told_not_to():
    shot = snapshot(newest_post_at=Seen(NOW - timedelta(days=1)), posts=timeline(post(1, repost=True), post(20)))
    assert judged(ID, case(shot=shot)).outcome is Outcome.PASS
    assert judged(ID, case(shot=shot), count_reposts=False).outcome is Outcome.FAIL


def test_without_reposts_only_what_was_seen_is_judged():
    since = NOW - timedelta(days=3)
    few = snapshot(posts=timeline(post(1, repost=True), since=since))
    assert judged(ID, case(shot=few), count_reposts=False).outcome is Outcome.NOT_EXPOSED
    many = snapshot(posts=timeline(post(1, repost=True), since=NOW - timedelta(days=40)))
    assert judged(ID, case(shot=many), count_reposts=False).outcome is Outcome.FAIL
    hidden = snapshot(posts=WITHHELD)
    assert judged(ID, case(shot=hidden), count_reposts=False).outcome is Outcome.NOT_EXPOSED


@pytest.mark.parametrize(("field", "outcome"), [(UNAVAILABLE, Outcome.NOT_AUDITED), (UNSUPPORTED, Outcome.NOT_EXPOSED)])
def test_what_was_not_shown_is_not_judged(field, outcome):
    assert judged(ID, case(shot=snapshot(newest_post_at=field))).outcome is outcome


def test_a_post_from_the_far_future_is_not_believed():
    shot = snapshot(newest_post_at=Seen(NOW + timedelta(days=400)))
    assert judged(ID, case(shot=shot)).outcome is Outcome.NOT_AUDITED
    seen = snapshot(newest_post_at=Seen(NOW + timedelta(days=400)), posts=timeline(post(30)))
    assert judged(ID, case(shot=seen)).outcome is Outcome.FAIL
    skewed = snapshot(newest_post_at=Seen(NOW + timedelta(minutes=3)))
    assert judged(ID, case(shot=skewed)).outcome is Outcome.PASS
