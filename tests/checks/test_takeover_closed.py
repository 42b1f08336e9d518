"""takeover-closed: a guest gets a temporary password, an end, and the password is changed afterwards."""

from __future__ import annotations

from datetime import date

import pytest

from auditor.model import Outcome
from tests.checks.builders import TODAY, access, account, case, judged

ID = "takeover-closed"


def guest(**changes):
    given = {"person": "G. Uest", "role": "student", "kind": "temporary", "granted_on": date(2026, 11, 10)}
    return access(**{**given, **changes})


@pytest.mark.parametrize(
    ("row", "changed", "outcome", "words"),
    [
        # while it runs
        (guest(ends_on=date(2026, 11, 30)), date(2026, 11, 10), Outcome.PASS, "1 running"),
        (guest(ends_on=date(2026, 11, 30)), date(2026, 11, 9), Outcome.FAIL, "without a temporary password"),
        (guest(ends_on=date(2026, 11, 30)), None, Outcome.FAIL, "without a temporary password"),
        (guest(ends_on=TODAY), date(2026, 11, 10), Outcome.PASS, "1 running"),
        (guest(granted_on=date(2026, 12, 1), ends_on=date(2026, 12, 5)), None, Outcome.PASS, "none of them open"),
        # after it has ended
        (guest(ends_on=date(2026, 11, 12)), date(2026, 11, 10), Outcome.FAIL, "10 days later"),
        (guest(ends_on=date(2026, 11, 12)), date(2026, 11, 12), Outcome.PASS, "none of them open"),
        (guest(ended_on=date(2026, 11, 12)), date(2026, 11, 11), Outcome.FAIL, "12 November 2026"),
        (guest(ended_on=date(2026, 11, 12)), date(2026, 11, 12), Outcome.PASS, "none of them open"),
        (guest(ended_on=TODAY), date(2026, 11, 10), Outcome.FAIL, "not changed back"),
        (
            guest(ended_on=date(2026, 11, 15), ends_on=date(2026, 11, 12)),
            date(2026, 11, 13),
            Outcome.FAIL,
            "15 November",
        ),
        # no end
        (guest(), TODAY, Outcome.FAIL, "no planned end"),
        (guest(ends_on=date(2026, 11, 12)), date(2027, 11, 12), Outcome.FAIL, "not changed back"),
    ],
)
def test_temporary_access_is_judged_by_its_dates(row, changed, outcome, words):
    verdict = judged(ID, case(account(password_changed_on=changed), log=[access(), row]))
    assert verdict.outcome is outcome
    assert words in verdict.message
    assert "Uest" not in verdict.message


def test_standing_access_is_no_takeover():
    assert judged(ID, case(log=[access()])).outcome is Outcome.NOT_APPLICABLE


def test_several_open_cases_are_counted():
    verdict = judged(ID, case(log=[guest(), guest(), guest()]))
    assert "and 2 more cases" in verdict.message
    assert verdict.details["open_cases"] == 3
