"""images-described: images of the account's own posts have a text."""

from __future__ import annotations

import pytest

from auditor.model import Media, Outcome, Seen
from tests.checks.builders import UNAVAILABLE, UNSUPPORTED, case, judged, post, snapshot, timeline

ID = "images-described"


def image(alt):
    return Media("image", alt=alt if not isinstance(alt, (str, type(None))) else Seen(alt))


def verdict_of(*posts):
    return judged(ID, case(shot=snapshot(posts=timeline(*posts))))


def test_described_images_pass():
    assert verdict_of(post(1, media=(image("The reading room"), image("A queue")))).outcome is Outcome.PASS


@pytest.mark.parametrize("alt", [None, "", "  \n"])
def test_one_image_without_text_fails_with_the_share_and_an_example(alt):
    verdict = verdict_of(post(1, media=(image("The reading room"),)), post(2, media=(image(alt),)))
    assert verdict.outcome is Outcome.FAIL
    assert "1 of 2 images" in verdict.message
    assert verdict.details["examples"] == ["https://x.example/p2"]


def test_reposts_and_films_are_not_ours_to_describe():
    posts = [post(1, repost=True, media=(image(None),)), post(2, media=(Media("video", alt=Seen(None)),))]
    assert verdict_of(*posts).outcome is Outcome.NOT_APPLICABLE


def test_no_images_are_nothing_to_judge():
    assert verdict_of(post(1)).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(("why", "outcome"), [(UNSUPPORTED, Outcome.NOT_EXPOSED), (UNAVAILABLE, Outcome.NOT_AUDITED)])
def test_images_of_which_nothing_was_told_are_no_pass(why, outcome):
    assert verdict_of(post(1, media=(image(why), image("A queue")))).outcome is outcome
    assert verdict_of(post(1, media=(image(why), image(None)))).outcome is Outcome.FAIL
