"""owner-designated: an owner stands in the register."""

from __future__ import annotations

import pytest

from auditor.model import Outcome
from tests.checks.builders import account, case, judged


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (account(owner_name="O. Owner"), Outcome.PASS),
        (account(owner_email="o@harrowgate.ac.uk"), Outcome.PASS),
        (account(), Outcome.FAIL),
    ],
)
def test_an_owner_by_name_or_address_is_enough(row, outcome):
    verdict = judged("owner-designated", case(row))
    assert verdict.outcome is outcome
    assert "Owner" not in verdict.evidence[0].value
