"""press-access: yes, or a confirmation not older than a year."""

from __future__ import annotations

from datetime import date

import pytest

from auditor.model import Outcome
from tests.checks.builders import TODAY, account, case, judged


@pytest.mark.parametrize(
    ("cell", "outcome"),
    [
        (True, Outcome.PASS),
        (False, Outcome.FAIL),
        (None, Outcome.FAIL),
        (TODAY, Outcome.PASS),
        (date(2025, 11, 22), Outcome.PASS),
        (date(2025, 11, 21), Outcome.FAIL),
        (date(2026, 11, 23), Outcome.FAIL),
    ],
)
def test_yes_or_a_recent_date_passes(cell, outcome):
    assert judged("press-access", case(account(press_access=cell))).outcome is outcome
