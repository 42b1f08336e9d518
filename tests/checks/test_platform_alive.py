"""platform-alive: accounts on services that shut down are closed in the register."""

from __future__ import annotations

import pytest

from auditor.model import Outcome
from auditor.platforms import RETIRED
from tests.checks.builders import account, case, judged


def test_a_platform_in_operation_passes():
    assert judged("platform-alive", case()).outcome is Outcome.PASS


@pytest.mark.parametrize("platform", RETIRED)
@pytest.mark.parametrize(
    ("status", "outcome"), [("live", Outcome.FAIL), ("paused", Outcome.FAIL), ("closed", Outcome.PASS)]
)
def test_a_retired_platform_needs_a_closed_row_and_tells_its_last_day(platform, status, outcome):
    verdict = judged("platform-alive", case(account(platform=platform, status=status)))
    assert verdict.outcome is outcome
    assert str(RETIRED[platform].closed_on.year) in verdict.message


def test_the_day_is_written_out():
    assert "17 January 2017" in judged("platform-alive", case(account(platform="vine"))).message
