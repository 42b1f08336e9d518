"""film-subtitled: produced film among the newest five has subtitles."""

from __future__ import annotations

import pytest

from auditor.model import Media, Outcome, Seen
from tests.checks.builders import UNAVAILABLE, UNSUPPORTED, account, case, judged, post, snapshot

ID = "film-subtitled"


def film(days, captions=True, **changes):
    told = captions if not isinstance(captions, bool) else Seen(captions)
    return post(days, **{"title": f"Film {days}", "media": (Media("video", captions=told),), **changes})


def verdict_of(*films, row=None):
    return judged(ID, case(row, snapshot(films=Seen(tuple(films)))))


def test_subtitled_films_pass():
    assert verdict_of(film(1), film(2)).outcome is Outcome.PASS


def test_one_bare_film_fails_and_is_named():
    verdict = verdict_of(film(1), film(2, captions=False))
    assert verdict.outcome is Outcome.FAIL
    assert '"Film 2"' in verdict.message


def test_only_the_newest_five_count():
    assert verdict_of(*(film(n) for n in range(1, 6)), film(9, captions=False)).outcome is Outcome.PASS
    assert verdict_of(film(9, captions=False), *(film(n) for n in range(1, 5))).outcome is Outcome.FAIL


def test_live_film_is_exempt():
    assert verdict_of(film(1, captions=False, live=True), film(2)).outcome is Outcome.PASS
    assert verdict_of(film(1, captions=False, live=True)).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        ("Graduation LIVE: day one", Outcome.NOT_APPLICABLE),
        ("Quick clip from the lab", Outcome.NOT_APPLICABLE),
        ("Quick-Clip!", Outcome.NOT_APPLICABLE),
        ("Where students live", Outcome.NOT_APPLICABLE),
        ("Alive and well", Outcome.FAIL),
        ("Clip of the week", Outcome.FAIL),
        (None, Outcome.FAIL),
    ],
)
def test_titles_with_a_registered_word_are_exempt(title, outcome):
    row = account(live_titles=("live", "quick clip", ""))
    assert verdict_of(film(1, captions=False, title=title), row=row).outcome is outcome


def test_no_films_are_nothing_to_judge():
    assert verdict_of().outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(("why", "outcome"), [(UNAVAILABLE, Outcome.NOT_AUDITED), (UNSUPPORTED, Outcome.NOT_EXPOSED)])
def test_a_film_of_which_nothing_was_told_is_no_pass(why, outcome):
    assert verdict_of(film(1), film(2, captions=why)).outcome is outcome
    assert verdict_of(film(1, captions=False), film(2, captions=why)).outcome is Outcome.FAIL
