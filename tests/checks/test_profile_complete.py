"""profile-complete: what the platform offers is filled in."""

from __future__ import annotations

import pytest

from auditor.model import Image, Outcome, Seen
from tests.checks.builders import UNAVAILABLE, UNSUPPORTED, WITHHELD, case, judged, snapshot

ID = "profile-complete"


def verdict_of(**changes):
    return judged(ID, case(shot=snapshot(**changes)))


def test_a_full_profile_passes():
    assert verdict_of().outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"name": Seen(" ")}, "display name"),
        ({"bio": Seen("")}, "profile text"),
        ({"image": Seen(None)}, "picture"),
        ({"image": Seen(Image("https://img.example/d.png", is_default=True))}, "picture"),
        ({"links": Seen(())}, "link"),
    ],
)
def test_an_empty_part_fails_by_its_name(change, part):
    verdict = verdict_of(**change)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.details["missing"] == [part]


@pytest.mark.parametrize("unseen", [UNSUPPORTED, WITHHELD])
@pytest.mark.parametrize("field", ["name", "bio", "image", "links"])
def test_a_part_that_the_platform_does_not_show_is_left_out(field, unseen):
    assert verdict_of(**{field: unseen}).outcome is Outcome.PASS


@pytest.mark.parametrize("field", ["name", "bio", "image", "links"])
def test_a_part_that_failed_to_arrive_is_not_audited(field):
    assert verdict_of(**{field: UNAVAILABLE}).outcome is Outcome.NOT_AUDITED


def test_a_missing_part_fails_even_if_another_failed_to_arrive():
    assert verdict_of(name=UNAVAILABLE, bio=Seen("")).outcome is Outcome.FAIL


def test_an_address_in_the_text_is_a_link():
    assert verdict_of(links=Seen(()), bio=Seen("News: www.harrowgate.ac.uk")).outcome is Outcome.PASS


def test_nothing_shown_at_all_is_not_exposed():
    nothing = dict.fromkeys(("name", "bio", "image", "links"), UNSUPPORTED)
    assert verdict_of(**nothing).outcome is Outcome.NOT_EXPOSED
