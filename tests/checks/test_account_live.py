"""account-live: live, private, suspended, deactivated, gone, or not askable, each told apart."""

from __future__ import annotations

import pytest

from auditor.model import Outcome, Trouble
from tests.checks.builders import account, case, judged, snapshot, trouble

ID = "account-live"


def test_an_account_that_was_shown_is_live():
    assert judged(ID, case(shot=snapshot())).outcome is Outcome.PASS


def test_a_private_account_fails():
    verdict = judged(ID, case(shot=snapshot(private=True)))
    assert verdict.outcome is Outcome.FAIL
    assert "private" in verdict.message


@pytest.mark.parametrize(
    ("kind", "before", "outcome", "words"),
    [
        (Trouble.SUSPENDED, False, Outcome.FAIL, "suspended"),
        (Trouble.DEACTIVATED, False, Outcome.FAIL, "deactivated"),
        (Trouble.PRIVATE, False, Outcome.FAIL, "hides"),
        (Trouble.GONE, False, Outcome.REVIEW, "first time"),
        (Trouble.GONE, True, Outcome.FAIL, "second run in a row"),
        (Trouble.NO_CREDENTIAL, False, Outcome.NOT_AUDITED, "no credential for X"),
        *(
            (kind, False, Outcome.NOT_AUDITED, "did not answer")
            for kind in (
                Trouble.DENIED,
                Trouble.EXPIRED,
                Trouble.THROTTLED,
                Trouble.EXHAUSTED,
                Trouble.BROKEN,
                Trouble.TIMEOUT,
                Trouble.REFUSED,
                Trouble.CANCELLED,
            )
        ),
    ],
)
def test_each_trouble_has_its_own_answer(kind, before, outcome, words):
    verdict = judged(ID, case(sight=trouble(kind), gone_before=before))
    assert verdict.outcome is outcome
    assert words in verdict.message
    assert verdict.remedy


def test_four_failures_are_told_apart():
    kinds = (Trouble.SUSPENDED, Trouble.DEACTIVATED, Trouble.PRIVATE, Trouble.GONE)
    messages = {judged(ID, case(sight=trouble(kind), gone_before=True)).message for kind in kinds}
    assert len(messages) == 4


def test_an_account_that_was_not_asked_about_is_not_audited():
    assert judged(ID, case(account(platform="tiktok"))).outcome is Outcome.NOT_AUDITED


@pytest.mark.parametrize(("before", "outcome"), [(False, Outcome.REVIEW), (True, Outcome.FAIL)])
def test_a_handle_that_another_account_has_speaks_of_a_hijack_from_the_first_night(before, outcome):
    sight = trouble(Trouble.GONE, held_by="2002")
    verdict = judged(ID, case(account(native_id="1001"), sight=sight, previous=snapshot(), gone_before=before))
    assert verdict.outcome is outcome
    assert verdict.details["hijack"]
    assert verdict.details["changes"] == [{"field": "native_id", "before": "1001", "after": "2002"}]
    assert [e.value for e in verdict.evidence[1:]] == ["1001", "2002"]
