"""no-comment-wave: the last day against the account's own last 30 days; only ever a review."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auditor.model import Exchange, Exchanges, Figures, Outcome, Seen
from tests.checks.builders import NOW, case, judged, snapshot

ID = "no-comment-wave"


def comments(per_day, today, days=30):
    ago = [d + (n + 1) / 1000 for d in range(1, days) for n in range(per_day)] + [n / 1000 for n in range(today)]
    return tuple(Exchange(id=str(d), at=NOW - timedelta(days=d), text="Hm.", url=f"https://x.example/{d}") for d in ago)


def verdict_of(items, since=None, past=()):
    return judged(ID, case(shot=snapshot(exchanges=Seen(Exchanges(items, since=since))), past=past))


@pytest.mark.parametrize(
    ("per_day", "today", "outcome"),
    [
        (0, 9, Outcome.PASS),
        (0, 10, Outcome.REVIEW),
        (2, 9, Outcome.PASS),
        (2, 10, Outcome.REVIEW),
        (10, 49, Outcome.PASS),
        (10, 50, Outcome.REVIEW),
        (3, 0, Outcome.PASS),
    ],
)
def test_a_wave_is_at_least_ten_and_five_times_the_mean(per_day, today, outcome):
    verdict = verdict_of(comments(per_day, today))
    assert verdict.outcome is outcome
    assert f"{today} comment" in verdict.message


def test_a_day_like_an_earlier_one_is_no_wave():
    busy = tuple(Exchange(id=f"b{n}", at=NOW - timedelta(days=9, minutes=n), text="Hm.") for n in range(60))
    assert verdict_of(comments(1, 50) + busy).outcome is Outcome.PASS
    assert verdict_of(comments(1, 62) + busy).outcome is Outcome.REVIEW


def test_where_less_was_seen_those_days_are_what_is_usual():
    assert verdict_of(comments(2, 40), since=NOW - timedelta(days=5)).details["days"] == 4


def test_where_the_page_holds_only_today_earlier_audits_tell_what_is_usual():
    since = NOW - timedelta(hours=8)
    past = tuple(Figures(NOW - timedelta(days=n), None, None, None, None, exchanges_24h=3) for n in range(20, 0, -1))
    assert verdict_of(comments(0, 100), since=since, past=past).outcome is Outcome.REVIEW
    assert verdict_of(comments(0, 100), since=since).outcome is Outcome.NOT_APPLICABLE


def test_the_comments_are_linked():
    verdict = verdict_of(comments(0, 12))
    assert sum(e.value.startswith("https://x.example/") for e in verdict.evidence) == 10
