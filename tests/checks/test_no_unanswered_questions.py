"""no-unanswered-questions: no question waits over eight operating hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from auditor.model import Exchange, Exchanges, Outcome, Seen
from tests.checks.builders import case, judged, snapshot

ID = "no-unanswered-questions"
THURSDAY = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)  # until NOW there are 16 operating hours


def asked(at, answered=None, text="When do you open?", name="q"):
    return Exchange(id=name, at=at, text=text, url=f"https://x.example/{name}", answered_at=answered)


def verdict_of(*items, **options):
    shot = snapshot(bio=Seen("Books."), exchanges=Seen(Exchanges(tuple(items))))
    return judged(ID, case(shot=shot), **options)


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        (THURSDAY, Outcome.FAIL),
        (THURSDAY.replace(hour=16, minute=59), Outcome.FAIL),
        (THURSDAY.replace(hour=17), Outcome.PASS),  # exactly eight operating hours on Friday
        (THURSDAY + timedelta(days=1, hours=3), Outcome.PASS),
        (THURSDAY + timedelta(days=2), Outcome.PASS),
    ],
)
def test_eight_operating_hours_are_the_limit(at, outcome):
    assert verdict_of(asked(at)).outcome is outcome


def test_a_late_answer_is_an_answer():
    assert verdict_of(asked(THURSDAY - timedelta(days=30), THURSDAY)).outcome is Outcome.PASS


def test_links_are_listed_oldest_first():
    late = [asked(THURSDAY - timedelta(days=n), name=f"q{n}") for n in (0, 9, 3)]
    verdict = verdict_of(*late)
    assert verdict.details["links"] == ["https://x.example/q9", "https://x.example/q3", "https://x.example/q0"]
    assert verdict.message.startswith("3 questions are unanswered for more than 8 h of operating hours")


def test_remarks_are_no_questions():
    assert verdict_of(asked(THURSDAY, text="Lovely library.")).outcome is Outcome.NOT_APPLICABLE


def test_the_limit_can_be_set():
    assert verdict_of(asked(THURSDAY), hours=40).outcome is Outcome.PASS
