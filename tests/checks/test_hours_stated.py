"""hours-stated: the profile gives the hours in which the account is monitored, with clock times."""

from __future__ import annotations

import pytest

from auditor.model import Outcome, Seen
from tests.checks.builders import UNAVAILABLE, account, case, judged, snapshot

ID = "hours-stated"
ROW = account(purpose="News and help for readers", hours="Mon-Thu 08:30-16:00, Fri 08:30-15:00")


def verdict_of(bio, row=ROW, options=None, **changes):
    return judged(ID, case(row, snapshot(bio=Seen(bio), **changes)), **(options or {}))


@pytest.mark.parametrize(
    "bio",
    [
        "News. Monitored Mon-Fri 9am-5pm.",
        "We answer weekdays 08:00 to 16:30.",
        "This account is staffed 24/7.",
        "Not monitored 24/7. We reply Mon-Fri 9-5.",
    ],
)
def test_hours_of_monitoring_pass(bio):
    verdict = verdict_of(bio)
    assert verdict.outcome is Outcome.PASS
    assert verdict.details["hours"]


@pytest.mark.parametrize(
    ("bio", "words"),
    [
        ("News from the Library.", "does not say when"),
        ("The building is open Mon-Fri 9am-5pm.", "does not say when"),
        ("We reply within 2 hours.", "does not say when"),
        ("Not monitored 24/7.", "does not say when"),
        ("This account is not monitored.", "is not monitored"),
        ("Monitored in office hours.", "no clock times"),
        ("", "no text"),
    ],
)
def test_everything_else_fails_by_its_own_words(bio, words):
    verdict = verdict_of(bio)
    assert verdict.outcome is Outcome.FAIL
    assert words in verdict.message


def test_vague_hours_can_be_accepted_but_silence_cannot():
    assert verdict_of("Monitored in office hours.", options={"accept_vague": True}).outcome is Outcome.PASS
    assert verdict_of("News.", options={"accept_vague": True}).outcome is Outcome.FAIL
    assert verdict_of("This account is not monitored.", options={"accept_vague": True}).outcome is Outcome.FAIL


def test_a_pinned_post_shown_as_part_of_the_profile_counts():
    texts = Seen((("pinned", "We are here Mon-Fri 9am-5pm to answer your questions."),))
    assert verdict_of("News.", texts=texts).outcome is Outcome.PASS
    assert verdict_of("News.", texts=UNAVAILABLE).outcome is Outcome.NOT_AUDITED


def test_a_suggestion_carries_the_registered_hours():
    verdict = verdict_of("News and events for readers.")
    assert verdict_of(verdict.details["suggestion"]).outcome is Outcome.PASS
    hours = verdict_of(verdict.details["suggestion"]).details["hours"]
    assert {"days": "Fri", "from": "08:30", "to": "15:00"} in hours


def test_texts_that_share_a_name_are_kept_apart():
    texts = Seen((("bio", "Monitored Mon-Fri 9am-5pm."), ("bio", "Hi."), ("", "x"), ("", "y")))
    verdict = verdict_of("News from the Library, for all its readers.", texts=texts)
    assert verdict.outcome is Outcome.PASS
    ((start, end),) = verdict.evidence[0].marks
    assert verdict.evidence[0].value[start:end] in verdict.message
