"""hours-agree: weekly windows are compared, not words."""

from __future__ import annotations

import pytest

from auditor.model import Outcome, Seen
from tests.checks.builders import UNAVAILABLE, account, case, judged, snapshot

ID = "hours-agree"


def verdict_of(bio, hours, **changes):
    return judged(ID, case(account(hours=hours), snapshot(bio=Seen(bio), **changes)))


@pytest.mark.parametrize(
    ("bio", "hours"),
    [
        ("Monitored Mon-Fri 9am-5pm.", "Mon-Fri 09:00-17:00"),
        ("Monitored weekdays 9-5.", "Monday to Friday, 9am to 5pm"),
        ("Monitored Mon-Thu 9-5 & Fri 9-5.", "Mon-Fri 09:00-17:00"),
        ("Monitored 24/7.", "Mon-Sun 00:00-24:00"),
        ("Monitored 9am-5pm.", "Mon-Fri 09:00-17:00"),
    ],
)
def test_the_same_minutes_of_the_week_agree(bio, hours):
    assert verdict_of(bio, hours).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("bio", "hours"),
    [
        ("Monitored Mon-Fri 9am-5pm.", "Mon-Fri 09:00-16:00"),
        ("Monitored Mon-Fri 9am-5pm.", "Mon-Thu 09:00-17:00"),
        ("Monitored Mon-Sun 9am-5pm.", "Mon-Fri 09:00-17:00"),
        ("Monitored 9am-4pm.", "Mon-Fri 09:00-17:00"),
    ],
)
def test_other_minutes_fail_and_both_are_told(bio, hours):
    verdict = verdict_of(bio, hours)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.details["profile_hours"] in verdict.message
    assert verdict.details["register_hours"] in verdict.message


@pytest.mark.parametrize(
    ("bio", "hours"),
    [
        ("Monitored Mon-Fri 9am-5pm.", None),
        ("Monitored Mon-Fri 9am-5pm.", " "),
        ("Monitored Mon-Fri 9am-5pm.", "office hours"),
        ("Monitored in office hours.", "Mon-Fri 09:00-17:00"),
        ("News.", "Mon-Fri 09:00-17:00"),
    ],
)
def test_without_two_sides_there_is_nothing_to_compare(bio, hours):
    assert verdict_of(bio, hours).outcome is Outcome.NOT_APPLICABLE


def test_hours_that_may_stand_in_a_text_that_failed_to_arrive_are_not_audited():
    assert verdict_of("News.", "Mon-Fri 09:00-17:00", texts=UNAVAILABLE).outcome is Outcome.NOT_AUDITED
