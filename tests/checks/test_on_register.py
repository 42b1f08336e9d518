"""on-register: every row of the register is on it."""

from __future__ import annotations

from auditor.model import Outcome
from tests.checks.builders import case, judged


def test_a_registered_account_passes_and_the_row_is_named():
    verdict = judged("on-register", case())
    assert verdict.outcome is Outcome.PASS
    assert "accounts.csv, row 2" in verdict.message
