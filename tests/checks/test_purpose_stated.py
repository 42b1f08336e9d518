"""purpose-stated: the profile says what the account is for, not only whose it is."""

from __future__ import annotations

import pytest

from auditor.model import Outcome, Seen
from auditor.platforms import PLATFORMS
from tests.checks.builders import UNAVAILABLE, WITHHELD, account, case, judged, snapshot

ID = "purpose-stated"
ROW = account(purpose="News and help for readers", hours="Mon-Fri 09:00-17:00")


def verdict_of(bio, row=ROW, options=None, **changes):
    return judged(ID, case(row, snapshot(bio=Seen(bio), **changes)), **(options or {}))


@pytest.mark.parametrize(
    "bio",
    [
        "News and events from the School of Geography.",
        "Follow us for reading tips and opening times.",
        "Here to answer your questions about student finance.",
    ],
)
def test_a_purpose_passes_and_its_words_are_marked(bio):
    verdict = verdict_of(bio)
    assert verdict.outcome is Outcome.PASS
    (start, end), *_ = verdict.evidence[0].marks
    assert bio[start:end] in verdict.message


def test_saying_only_whose_account_it_is_fails_by_its_own_words():
    bio = "The official account of the University of Harrowgate."
    verdict = verdict_of(bio)
    assert verdict.outcome is Outcome.FAIL
    assert "whose account it is" in verdict.message
    assert verdict_of(bio, options={"accept_identity": True}).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("bio", "words"), [("Bold. Bright. Ready.", "does not state"), ("", "no text"), (" \n", "no text")]
)
def test_no_purpose_fails(bio, words):
    verdict = verdict_of(bio)
    assert verdict.outcome is Outcome.FAIL
    assert words in verdict.message
    assert verdict_of(bio, options={"accept_identity": True}).outcome is Outcome.FAIL


def test_other_texts_of_the_profile_count():
    texts = Seen((("about", "News and events from the School of Geography."),))
    verdict = verdict_of("Bold. Bright. Ready.", texts=texts)
    assert verdict.outcome is Outcome.PASS
    assert verdict.evidence[0].field == "profile.about"


def test_a_text_that_failed_to_arrive_might_hold_the_purpose():
    assert verdict_of("Bold. Bright.", texts=UNAVAILABLE).outcome is Outcome.NOT_AUDITED
    assert verdict_of("Bold. Bright.", texts=WITHHELD).outcome is Outcome.FAIL


@pytest.mark.parametrize("platform", ["x", "instagram", "tiktok", "mastodon"])
def test_a_suggestion_is_offered_that_passes_and_fits(platform):
    row = account(platform=platform, purpose="News and help for readers", hours="Mon-Fri 09:00-17:00")
    verdict = verdict_of("Bold. Bright. Ready.", row)
    suggested = verdict.details["suggestion"]
    assert suggested
    assert suggested in (verdict.remedy or "")
    assert len(suggested) <= (PLATFORMS[platform].bio_limit or 10_000)
    assert verdict_of(suggested, row).outcome is Outcome.PASS


def test_nothing_is_invented_where_the_register_is_silent():
    verdict = verdict_of("Bold. Bright. Ready.", account())
    assert verdict.details["suggestion"] is None
    assert "in the register, a text can be suggested" in (verdict.remedy or "")
