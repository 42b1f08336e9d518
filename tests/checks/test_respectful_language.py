"""respectful-language: a small list with context, always for a person to read."""

from __future__ import annotations

import pytest

from auditor.model import Outcome
from tests.checks.builders import case, judged, post, snapshot, timeline
from tests.effort import within

ID = "respectful-language"


def verdict_of(text, **changes):
    return judged(ID, case(shot=snapshot(posts=timeline(post(1, text=text, **changes)))))


@pytest.mark.parametrize(
    "text",
    ["You're an idiot!", "YOU MORON", "Go back to where you came from.", "kill   yourself", "What a bunch of retards"],
)
def test_attacks_are_left_to_a_person(text):
    verdict = verdict_of(text)
    assert verdict.outcome is Outcome.REVIEW
    assert "https://x.example/p1" in verdict.evidence[0].value


@pytest.mark.parametrize(
    "text",
    [
        "Dostoevsky's The Idiot, discussed tonight",
        "A walk along Offa's Dyke",
        "Faggots and peas in the canteen",
        "New trial in spastic diplegia",
        "Flame retardant textiles",
        "A chink in the armour of the virus",
        "Meet Misty, our Maine Coon",
        "Pakistan society welcome night",
        "Open late this week.",
        "",
    ],
)
def test_harmless_contexts_pass(text):
    assert verdict_of(text).outcome is Outcome.PASS


def test_speaking_about_a_word_is_not_using_it():
    assert verdict_of("Tonight's lecture: the history of the word 'spastic' in medicine").outcome is Outcome.PASS


def test_reposts_are_not_ours():
    assert verdict_of("You idiot", repost=True).outcome is Outcome.NOT_APPLICABLE


def test_an_endless_post_is_read_in_time():
    with within(0.5):
        verdict_of("you idiot " * 100_000)
