"""no-personal-disclaimer: a corporate account disowns none of its posts."""

from __future__ import annotations

import pytest

from auditor.model import Outcome, Seen
from tests.checks.builders import UNAVAILABLE, case, judged, snapshot

ID = "no-personal-disclaimer"


@pytest.mark.parametrize(
    "bio", ["News from the lab. Views my own.", "All opinions are our own.", "Views are not those of the University."]
)
def test_a_disclaimer_fails_with_its_words(bio):
    verdict = judged(ID, case(shot=snapshot(bio=Seen(bio))))
    assert verdict.outcome is Outcome.FAIL
    assert verdict.evidence[0].marks


@pytest.mark.parametrize("bio", ["News from the lab.", "RT is not endorsement.", "Great views of the campus.", ""])
def test_a_profile_without_one_passes(bio):
    assert judged(ID, case(shot=snapshot(bio=Seen(bio)))).outcome is Outcome.PASS


def test_a_text_that_failed_to_arrive_might_hold_one():
    assert judged(ID, case(shot=snapshot(texts=UNAVAILABLE))).outcome is Outcome.NOT_AUDITED
