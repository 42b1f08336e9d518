"""password-rotated: a quarter is 92 days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from auditor.model import Outcome
from tests.checks.builders import TODAY, account, case, judged

ID = "password-rotated"


@pytest.mark.parametrize(
    ("days", "outcome", "words"),
    [
        (0, Outcome.PASS, "in 92 days"),
        (91, Outcome.PASS, "in 1 day"),
        (92, Outcome.PASS, "today"),
        (93, Outcome.FAIL, "1 day overdue"),
        (400, Outcome.FAIL, "308 days overdue"),
    ],
)
def test_it_is_due_after_92_days(days, outcome, words):
    verdict = judged(ID, case(account(password_changed_on=TODAY - timedelta(days=days))))
    assert verdict.outcome is outcome
    assert words in verdict.message


def test_blank_fails():
    assert judged(ID, case()).outcome is Outcome.FAIL


def test_a_date_in_the_future_is_not_believed():
    verdict = judged(ID, case(account(password_changed_on=date(2027, 1, 1))))
    assert verdict.outcome is Outcome.FAIL
    assert "future" in verdict.message


def test_the_limit_can_be_set():
    row = account(password_changed_on=TODAY - timedelta(days=31))
    assert judged(ID, case(row), max_days=30).outcome is Outcome.FAIL


def test_the_day_is_that_of_the_organisations_zone():
    late_evening = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # already the first of July in London
    row = account(password_changed_on=date(2026, 3, 30))
    assert "overdue" in judged(ID, case(row, now=late_evening), max_days=92).message
