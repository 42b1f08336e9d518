"""What is offered to copy or to enter never builds on a profile that may be a stranger's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.checks._offers import without_offers
from auditor.checks.display_name import CONTROL as NAME
from auditor.checks.handle_as_registered import CONTROL as HANDLE
from auditor.checks.hours_stated import CONTROL as HOURS
from auditor.checks.identity_unchanged import CONTROL as IDENTITY
from auditor.checks.profile_link import CONTROL as LINK
from auditor.checks.purpose_stated import CONTROL as PURPOSE
from auditor.model import Link, Outcome, Seen
from tests.checks.builders import account, case, snapshot

ROW = account(purpose="News for readers.", hours="Mon-Fri 9am-5pm", native_id=None)
BEFORE = snapshot(bio=Seen("Hello from the Library."))
CONTROLS = (HOURS, PURPOSE, HANDLE, LINK, NAME, IDENTITY)


def verdicts(shot, previous=BEFORE, row=ROW):
    given = case(row, shot=shot, previous=previous)
    raw = [(c, c.judge(given, c.options())) for c in CONTROLS]
    return {control.id: verdict for control, verdict in without_offers(raw)}


def test_a_text_and_an_id_are_offered_where_the_profile_is_as_it_was():
    found = verdicts(BEFORE)
    assert "For example: Hello from the Library." in found["hours-stated"].remedy
    assert found["hours-stated"].details["suggestion"]
    assert found["handle-as-registered"].details["suggest_native_id"] == BEFORE.native_id


STRANGE = replace(BEFORE, links=Seen((Link("https://prize.example"),)))
LOOKALIKE = replace(BEFORE, name=Seen("Lіbrary"))  # a Cyrillic letter


@pytest.mark.parametrize(
    ("shot", "previous"),
    [
        (replace(BEFORE, bio=Seen("Claim your prize, friends.")), BEFORE),
        (replace(BEFORE, native_id="6666"), BEFORE),
        (replace(BEFORE, handle=Seen("somebodyelse")), BEFORE),
        (STRANGE, BEFORE),
        (STRANGE, STRANGE),
        (LOOKALIKE, LOOKALIKE),
    ],
)
def test_nothing_is_offered_where_it_may_be_a_strangers(shot, previous):
    found = verdicts(shot, previous)

    assert found["hours-stated"].outcome is Outcome.FAIL
    for verdict in found.values():
        assert "For example" not in (verdict.remedy or "")
        assert "enter it" not in verdict.message
        assert not verdict.details.get("suggestion")
        assert not verdict.details.get("suggest_native_id")
        assert verdict.message.endswith((".", '."'))
    assert found["hours-stated"].remedy.endswith('"Monitored Mon-Fri 09:00-17:00".')


def test_an_own_link_that_is_not_encrypted_casts_no_doubt():
    shot = replace(BEFORE, links=Seen((Link("http://harrowgate.ac.uk/library"),)))
    found = verdicts(shot, shot)
    assert found["profile-link"].outcome is Outcome.FAIL
    assert "For example" in found["hours-stated"].remedy
