"""device-safeguards: a dated confirmation that holds for a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from auditor.model import Outcome
from tests.checks.builders import TODAY, account, case, judged


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        (TODAY, Outcome.PASS),
        (TODAY - timedelta(days=365), Outcome.PASS),
        (TODAY - timedelta(days=366), Outcome.FAIL),
        (date(2026, 11, 23), Outcome.FAIL),
        (None, Outcome.FAIL),
    ],
)
def test_the_confirmation_expires_after_a_year(given, outcome):
    assert judged("device-safeguards", case(account(safeguards_on=given))).outcome is outcome
