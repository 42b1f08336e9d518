"""access-log-kept: somebody is listed, the manager among them, and the log was reviewed this quarter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from auditor.model import Outcome
from tests.checks.builders import TODAY, access, account, case, judged

ID = "access-log-kept"
REVIEWED = account(access_reviewed_on=date(2026, 11, 1))


@pytest.mark.parametrize(
    "log",
    [
        [access()],
        [access(person="Differently Written")],
        [access(email=None)],
        [access(person="Editor", email="e@harrowgate.ac.uk", role="editor"), access(role=None)],
        [access(email="M.PERSON@harrowgate.ac.uk", role=" MANAGER ")],
    ],
)
def test_a_log_with_the_manager_passes(log):
    assert judged(ID, case(REVIEWED, log=log)).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("log", "has_log", "words"),
    [
        ([], False, "There is no access log"),
        ([], True, "lists nobody"),
        ([access(kind="temporary")], True, "lists nobody"),
        ([access(ended_on=date(2026, 3, 1))], True, "lists nobody"),
        ([access(granted_on=date(2026, 12, 1))], True, "lists nobody"),
        ([access(person="E", email="e@harrowgate.ac.uk", role="editor")], True, "not the account manager"),
        ([access(person="E", email="e@harrowgate.ac.uk", role="manager")], True, "not the account manager"),
    ],
)
def test_a_log_without_people_or_without_the_manager_fails(log, has_log, words):
    verdict = judged(ID, case(REVIEWED, log=log, has_log=has_log))
    assert verdict.outcome is Outcome.FAIL
    assert words in verdict.message


@pytest.mark.parametrize(
    ("days", "outcome"), [(0, Outcome.PASS), (92, Outcome.PASS), (93, Outcome.FAIL), (-1, Outcome.FAIL)]
)
def test_the_review_holds_for_a_quarter(days, outcome):
    row = account(access_reviewed_on=TODAY - timedelta(days=days))
    assert judged(ID, case(row, log=[access()])).outcome is outcome


def test_a_missing_review_fails():
    verdict = judged(ID, case(log=[access()]))
    assert verdict.outcome is Outcome.FAIL
    assert "does not say when" in verdict.message
