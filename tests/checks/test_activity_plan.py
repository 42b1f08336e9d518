"""activity-plan: the register holds a plan, or where it lies."""

from __future__ import annotations

import pytest

from auditor.model import Outcome
from tests.checks.builders import account, case, judged


@pytest.mark.parametrize(
    "cell", ["Plan of May 2026, on the team site", "yes", "https://example.org/plan", "No. 7 of the plans"]
)
def test_a_plan_passes(cell):
    assert judged("activity-plan", case(account(activity_plan=cell))).outcome is Outcome.PASS


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "No", "none", "TBC", "n/a"])
def test_a_blank_cell_or_a_word_for_nothing_fails(cell):
    assert judged("activity-plan", case(account(activity_plan=cell))).outcome is Outcome.FAIL
