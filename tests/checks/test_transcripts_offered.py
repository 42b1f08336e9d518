"""transcripts-offered: only where live film was seen in the last year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from auditor.model import Media, Outcome, Seen, Trouble
from tests.checks.builders import (
    TODAY,
    UNAVAILABLE,
    UNSUPPORTED,
    account,
    case,
    judged,
    post,
    snapshot,
    timeline,
    trouble,
)

ID = "transcripts-offered"
LIVE = Seen((post(30, live=True, title="Open day"),))


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        (TODAY - timedelta(days=365), Outcome.PASS),
        (TODAY - timedelta(days=366), Outcome.FAIL),
        (None, Outcome.FAIL),
        (date(2027, 1, 1), Outcome.FAIL),
    ],
)
def test_with_live_film_the_confirmation_has_to_be_of_the_last_year(given, outcome):
    assert judged(ID, case(account(transcripts_on=given), snapshot(films=LIVE))).outcome is outcome


@pytest.mark.parametrize("films", [Seen(()), Seen((post(30),)), Seen((post(366, live=True),)), UNSUPPORTED])
def test_without_live_film_there_is_nothing_to_judge(films):
    assert judged(ID, case(shot=snapshot(films=films))).outcome is Outcome.NOT_APPLICABLE


def test_live_posts_and_marked_titles_count():
    shot = snapshot(posts=timeline(post(3, live=True)))
    assert judged(ID, case(shot=shot)).outcome is Outcome.FAIL
    clip = snapshot(films=Seen((post(3, title="Clip: rain", media=(Media("video"),)),)))
    assert judged(ID, case(account(live_titles=("clip",)), clip)).outcome is Outcome.FAIL


def test_films_that_could_not_be_read_are_not_audited():
    assert judged(ID, case(shot=snapshot(films=UNAVAILABLE))).outcome is Outcome.NOT_AUDITED
    channel = account(platform="youtube")
    assert judged(ID, case(channel, sight=trouble(Trouble.TIMEOUT))).outcome is Outcome.NOT_AUDITED


def test_live_film_seen_before_still_counts():
    made = case(account(platform="youtube"), sight=trouble(Trouble.TIMEOUT), previous=snapshot(films=LIVE))
    assert judged(ID, made).outcome is Outcome.FAIL


def test_a_platform_that_tells_nothing_of_film_is_not_applicable():
    assert judged(ID, case(sight=trouble(Trouble.TIMEOUT))).outcome is Outcome.NOT_APPLICABLE
