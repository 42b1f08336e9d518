"""approved-image: no default picture, and one of the approved marks where there are any."""

from __future__ import annotations

import pytest

from auditor.model import Image, Outcome, Seen
from tests.checks.builders import case, judged, snapshot

ID = "approved-image"
MARK = "ffff0000ffff0000"
SETTINGS = {"marks": ("shield.png",), "fingerprints": (MARK, "0123456789abcdef")}


def verdict_of(image, **options):
    return judged(ID, case(shot=snapshot(image=Seen(image))), **options)


def picture(fingerprint=None, **changes):
    return Image("https://img.example/a.png", fingerprint=fingerprint, **changes)


@pytest.mark.parametrize("options", [{}, SETTINGS])
def test_no_picture_and_the_default_picture_fail_with_and_without_marks(options):
    assert verdict_of(None, **options).outcome is Outcome.FAIL
    verdict = verdict_of(picture(MARK, is_default=True), **options)
    assert verdict.outcome is Outcome.FAIL
    assert "default" in verdict.message


def test_without_marks_there_is_nothing_to_compare():
    assert verdict_of(picture(MARK)).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("fingerprint", "outcome"),
    [
        (MARK, Outcome.PASS),
        ("FFFF0000FFFF0001", Outcome.PASS),
        ("0123456789abcdef", Outcome.PASS),
        ("ffff0000ffff03ff", Outcome.PASS),  # 10 points
        ("ffff0000ffff07ff", Outcome.FAIL),  # 11 points
        (None, Outcome.NOT_AUDITED),
        ("no hash", Outcome.NOT_AUDITED),
    ],
)
def test_pictures_are_compared_by_how_they_look(fingerprint, outcome):
    assert verdict_of(picture(fingerprint), **SETTINGS).outcome is outcome


def test_marks_that_could_not_be_read_are_not_taken_for_a_failure():
    assert verdict_of(picture(MARK), marks=("shield.png",)).outcome is Outcome.NOT_AUDITED
