"""password-after-leaver: the password changes when somebody who knows it has gone."""

from __future__ import annotations

from datetime import date

import pytest

from auditor.model import Outcome
from tests.checks.builders import TODAY, access, account, case, judged

ID = "password-after-leaver"
LEFT = date(2026, 9, 30)


def leaver(**changes):
    return access(
        **{"person": "L. Eaver", "email": "l@harrowgate.ac.uk", "role": "editor", "ended_on": LEFT, **changes}
    )


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        (date(2026, 9, 29), Outcome.FAIL),
        (LEFT, Outcome.PASS),
        (date(2026, 10, 5), Outcome.PASS),
        (None, Outcome.FAIL),
        (date(2027, 1, 1), Outcome.FAIL),
    ],
)
def test_the_change_has_to_come_on_or_after_the_last_day(changed, outcome):
    verdict = judged(ID, case(account(password_changed_on=changed), log=[access(), leaver()]))
    assert verdict.outcome is outcome
    assert "editor" in verdict.message
    assert "Eaver" not in verdict.message


def test_the_last_of_several_leavers_counts():
    log = [leaver(), leaver(person="Second", email="s@harrowgate.ac.uk", ended_on=date(2026, 11, 1))]
    assert judged(ID, case(account(password_changed_on=date(2026, 10, 5)), log=log)).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    "log",
    [
        [],
        [access()],
        [leaver(ended_on=date(2026, 12, 24))],
        [leaver(ended_on=None, ends_on=date(2026, 1, 1))],
        [leaver(), leaver(ended_on=None, granted_on=date(2026, 10, 1))],
        [leaver(account_id="other")],
    ],
)
def test_where_nobody_has_left_there_is_nothing_to_judge(log):
    assert judged(ID, case(log=log)).outcome is Outcome.NOT_APPLICABLE


def test_whoever_left_today_has_left():
    row = account(password_changed_on=date(2026, 11, 21))
    assert judged(ID, case(row, log=[leaver(ended_on=TODAY)])).outcome is Outcome.FAIL
