"""usual-activity: plain thresholds over the account's own earlier figures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auditor.model import Figures, Outcome, Seen
from tests.checks.builders import NOW, UNAVAILABLE, UNSUPPORTED, case, judged, post, snapshot, timeline

ID = "usual-activity"


def past(days=20, followers=1000, posts_24h=1, **changes):
    given = {
        "posts_count": None,
        "newest_post_at": None,
        "link_domains": ("harrowgate.ac.uk", "www.paper.example"),
        "langs": ("en",),
        "hours_utc": (9, 12, 16),
    }
    return tuple(
        Figures(at=NOW - timedelta(days=n), followers=followers, posts_24h=posts_24h, **{**given, **changes})
        for n in range(days, 0, -1)
    )


def at_hour(hour, n=0, **changes):
    when = NOW.replace(hour=hour, minute=n) - timedelta(days=1)
    return post(0, **{"id": f"h{hour}-{n}", "at": when, "lang": "en", **changes})


def verdict_of(*posts, figures=None, audits=20, posts_seen=None, **now):
    seen = posts_seen or timeline(*posts, since=NOW - timedelta(days=10))
    shot = snapshot(**{"followers": Seen(1000), "posts": seen, **now})
    return judged(ID, case(shot=shot, past=past() if figures is None else figures, past_audits=audits))


def test_an_ordinary_day_passes():
    assert verdict_of(at_hour(9), at_hour(12)).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("audits", "outcome"), [(0, Outcome.NOT_APPLICABLE), (13, Outcome.NOT_APPLICABLE), (14, Outcome.FAIL)]
)
def test_it_is_silent_until_there_are_14_earlier_audits(audits, outcome):
    assert verdict_of(followers=Seen(1), audits=audits).outcome is outcome


@pytest.mark.parametrize(
    ("usual", "now", "outcome"),
    [
        (1000, 801, Outcome.PASS),
        (1000, 800, Outcome.FAIL),
        (1000, 5000, Outcome.PASS),
        (100, 51, Outcome.PASS),
        (100, 50, Outcome.FAIL),
        (40, 0, Outcome.PASS),
    ],
)
def test_a_loss_of_a_fifth_and_at_least_50_followers_is_told_with_its_numbers(usual, now, outcome):
    verdict = verdict_of(figures=past(followers=usual), followers=Seen(now))
    assert verdict.outcome is outcome
    if outcome is Outcome.FAIL:
        assert f"usually {usual:,}, now {now:,}" in verdict.message


@pytest.mark.parametrize(
    ("posts", "usual", "outcome"),
    [(15, 1, Outcome.PASS), (16, 1, Outcome.FAIL), (30, 10, Outcome.PASS), (31, 10, Outcome.FAIL)],
)
def test_a_burst_is_over_15_posts_and_three_times_the_busiest_day(posts, usual, outcome):
    made = [at_hour(12, n) for n in range(posts)]
    assert verdict_of(*made, figures=past(posts_24h=usual)).outcome is outcome


def test_a_burst_shows_in_the_platforms_own_count_too():
    figures = past(posts_count=500)
    hidden = {"posts_seen": Seen(timeline(post(1), reach="newest").value)}
    assert verdict_of(figures=figures, posts_count=Seen(540), **hidden).outcome is Outcome.FAIL
    assert verdict_of(figures=figures, posts_count=Seen(505), **hidden).outcome is Outcome.PASS


def test_three_posts_far_outside_its_hours_are_told():
    assert verdict_of(*(at_hour(3, n) for n in range(3))).outcome is Outcome.FAIL
    assert verdict_of(*(at_hour(3, n) for n in range(2))).outcome is Outcome.PASS
    assert verdict_of(*(at_hour(19, n) for n in range(3))).outcome is Outcome.PASS


def test_hours_are_compared_across_midnight():
    late = past(hours_utc=(23,))
    assert verdict_of(*(at_hour(2, n) for n in range(3)), figures=late).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("links", "outcome"),
    [
        (["https://www.harrowgate.ac.uk/a"], Outcome.PASS),
        (["https://new.library.harrowgate.ac.uk/a"], Outcome.PASS),
        (["https://paper.example/1"], Outcome.PASS),
        (["https://coin.example/1"], Outcome.REVIEW),
        (["https://coin.example/1"] * 3, Outcome.FAIL),
    ],
)
def test_domains_never_used_before_are_told(links, outcome):
    made = [at_hour(12, n, links=(url,)) for n, url in enumerate(links)]
    verdict = verdict_of(*made)
    assert verdict.outcome is outcome
    if outcome is not Outcome.PASS:
        assert "coin.example" in verdict.message


def test_a_sudden_change_of_language_is_told():
    assert verdict_of(*(at_hour(12, n, lang="ru") for n in range(3))).outcome is Outcome.FAIL
    assert verdict_of(*(at_hour(12, n, lang="ru") for n in range(2))).outcome is Outcome.PASS
    assert verdict_of(*(at_hour(12, n, lang="ru") for n in range(3)), at_hour(13)).outcome is Outcome.PASS
    assert verdict_of(*(at_hour(12, n, lang="und") for n in range(3))).outcome is Outcome.PASS
    assert verdict_of(*(at_hour(12, n, lang="en-GB") for n in range(3))).outcome is Outcome.PASS


def test_what_was_not_shown_is_no_pass():
    nothing = {"followers": UNSUPPORTED, "posts_seen": UNSUPPORTED}
    assert verdict_of(**nothing).outcome is Outcome.NOT_EXPOSED
    assert verdict_of(followers=UNAVAILABLE).outcome is Outcome.NOT_AUDITED
    assert verdict_of(posts_seen=UNAVAILABLE).outcome is Outcome.NOT_AUDITED
