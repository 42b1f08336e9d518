"""emergency-silence: nothing but the central accounts posts while an incident is live."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auditor.model import Incident, Outcome, Seen
from tests.checks.builders import NOW, UNAVAILABLE, WITHHELD, account, case, judged, post, snapshot, timeline

ID = "emergency-silence"
START = NOW - timedelta(days=5)
END = START + timedelta(hours=3)
INCIDENT = Incident("i1", START, END)


def at(minutes, **changes):
    return post(0, id=f"m{minutes}", at=START + timedelta(minutes=minutes), **changes)


def verdict_of(*posts, row=None, incidents=(INCIDENT,), since=None, reach="timeline", **changes):
    shot = snapshot(posts=timeline(*posts, since=since, reach=reach), **changes)
    return judged(ID, case(row, shot, incidents=incidents))


def test_silence_passes():
    assert verdict_of(at(-10), at(200)).outcome is Outcome.PASS
    assert verdict_of().outcome is Outcome.PASS


@pytest.mark.parametrize("minutes", [0, 1, 90, 180])
@pytest.mark.parametrize("change", [{}, {"repost": True}, {"app": "Scheduler"}, {"reply_to": "x"}])
def test_any_post_inside_the_window_fails(minutes, change):
    assert verdict_of(at(minutes, **change), at(-400)).outcome is Outcome.FAIL


@pytest.mark.parametrize("minutes", [-1, 181])
def test_posts_beside_the_window_pass(minutes):
    assert verdict_of(at(minutes)).outcome is Outcome.PASS


def test_posts_are_listed_with_their_minutes():
    verdict = verdict_of(at(95), at(12), at(-30))
    assert "2 posts went out during a live incident: 12 minutes and 95 minutes after it began" in verdict.message
    assert [p["minutes"] for p in verdict.details["posts"]] == [12, 95]


@pytest.mark.parametrize(("minutes", "outcome"), [(-1, Outcome.PASS), (60, Outcome.FAIL), (181, Outcome.NOT_EXPOSED)])
def test_where_only_the_newest_post_is_seen_what_came_after_hides_what_came_before(minutes, outcome):
    assert verdict_of(at(minutes), reach="newest").outcome is outcome
    shot = snapshot(posts=WITHHELD, newest_post_at=Seen(START + timedelta(minutes=minutes)))
    assert judged(ID, case(shot=shot, incidents=(INCIDENT,))).outcome is outcome


def test_an_account_that_never_posted_was_silent():
    shot = snapshot(posts=WITHHELD, newest_post_at=Seen(None))
    assert judged(ID, case(shot=shot, incidents=(INCIDENT,))).outcome is Outcome.PASS


def test_posts_that_do_not_reach_back_to_the_start_prove_nothing():
    late = START + timedelta(minutes=30)
    assert verdict_of(at(300), since=late).outcome is Outcome.NOT_EXPOSED
    assert verdict_of(at(60), since=late).outcome is Outcome.FAIL
    assert verdict_of(at(300), since=START - timedelta(days=1)).outcome is Outcome.PASS


@pytest.mark.parametrize(("why", "outcome"), [(UNAVAILABLE, Outcome.NOT_AUDITED), (WITHHELD, Outcome.NOT_EXPOSED)])
def test_posts_that_were_not_shown_are_no_silence(why, outcome):
    shot = snapshot(posts=why, newest_post_at=why)
    assert judged(ID, case(shot=shot, incidents=(INCIDENT,))).outcome is outcome


@pytest.mark.parametrize("row", [account(central=True), account(handle="HarUni"), account(id="x:haruni")])
def test_central_accounts_may_speak(row):
    assert verdict_of(at(10), row=row).outcome is Outcome.NOT_APPLICABLE


def test_the_central_handle_on_another_platform_is_not_central():
    row = account(platform="mastodon", handle="haruni")
    assert verdict_of(at(10), row=row).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("incidents", "outcome"),
    [
        ((), Outcome.NOT_APPLICABLE),
        ((Incident("old", NOW - timedelta(days=95), NOW - timedelta(days=91)),), Outcome.NOT_APPLICABLE),
        ((Incident("long", NOW - timedelta(days=95), NOW - timedelta(days=89)),), Outcome.PASS),
        ((Incident("next", NOW + timedelta(days=1), None),), Outcome.NOT_APPLICABLE),
    ],
)
def test_only_incidents_of_the_last_90_days_count(incidents, outcome):
    assert verdict_of(at(10), incidents=incidents).outcome is outcome


def test_an_incident_that_is_still_live_reaches_until_now():
    live = Incident("i2", NOW - timedelta(hours=2), None)
    assert verdict_of(post(0.01), incidents=(live,)).outcome is Outcome.FAIL
    verdict = verdict_of(post(1), incidents=(live,))
    assert verdict.outcome is Outcome.PASS
    assert "still live" in verdict.message


def test_a_post_of_which_only_the_day_is_known_has_to_be_looked_at():
    day = START.replace(hour=0, minute=0)
    assert verdict_of(post(0, at=day, day_only=True)).outcome is Outcome.REVIEW
    assert verdict_of(post(0, at=day - timedelta(days=2), day_only=True)).outcome is Outcome.PASS
