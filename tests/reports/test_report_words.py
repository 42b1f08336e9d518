from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.model import Account, AccountResult, Finding, Outcome, Severity, State
from reports.words import LABELS, SYMBOLS, Counts, Status, count, in_words, of_account, of_finding

FINDING = Finding(
    account_id="a", control="c", clause="2.2.2", severity=Severity.MEDIUM, outcome=Outcome.PASS, message="It is as it should be."
)
ACCOUNT = Account(id="a", platform="x", handle="wma", unit="Arts")


def _result(*outcomes, state=State.LIVE):
    findings = tuple(replace(FINDING, outcome=o, severity=s) for o, s in outcomes)
    return AccountResult(account=ACCOUNT, state=state, findings=findings)


@pytest.mark.parametrize(
    ("outcome", "severity", "words"),
    [
        (Outcome.FAIL, Severity.CRITICAL, "Must fix"),
        (Outcome.FAIL, Severity.HIGH, "Must fix"),
        (Outcome.FAIL, Severity.MEDIUM, "Should fix"),
        (Outcome.FAIL, Severity.LOW, "Should fix"),
        (Outcome.REVIEW, Severity.CRITICAL, "For you to judge"),
        (Outcome.NOT_AUDITED, Severity.HIGH, "Could not check"),
        (Outcome.NOT_EXPOSED, Severity.HIGH, "Could not check"),
        (Outcome.NOT_APPLICABLE, Severity.HIGH, "Does not apply"),
        (Outcome.PASS, Severity.HIGH, "Meets policy"),
        (Outcome.WAIVED, Severity.HIGH, "Accepted"),
    ],
)
def test_each_outcome_has_its_fixed_words(outcome, severity, words):
    assert of_finding(replace(FINDING, outcome=outcome, severity=severity)).label == words


def test_every_status_has_words_and_a_symbol_of_its_own():
    assert set(LABELS) == set(SYMBOLS) == set(Status)
    assert len(set(SYMBOLS.values())) == len(Status)


@pytest.mark.parametrize(
    ("outcomes", "state", "status"),
    [
        ([(Outcome.PASS, Severity.LOW), (Outcome.FAIL, Severity.HIGH)], State.LIVE, Status.MUST),
        ([(Outcome.REVIEW, Severity.HIGH), (Outcome.FAIL, Severity.LOW)], State.LIVE, Status.SHOULD),
        ([(Outcome.NOT_AUDITED, Severity.HIGH), (Outcome.REVIEW, Severity.LOW)], State.LIVE, Status.REVIEW),
        ([(Outcome.PASS, Severity.HIGH), (Outcome.NOT_AUDITED, Severity.LOW)], State.LIVE, Status.UNCLEAR),
        ([(Outcome.PASS, Severity.HIGH), (Outcome.NOT_EXPOSED, Severity.LOW)], State.LIVE, Status.MEETS),
        ([(Outcome.PASS, Severity.HIGH), (Outcome.WAIVED, Severity.LOW)], State.LIVE, Status.MEETS),
        ([(Outcome.PASS, Severity.HIGH)], State.GONE, Status.MUST),
        ([(Outcome.PASS, Severity.HIGH)], State.UNREACHABLE, Status.UNCLEAR),
        ([(Outcome.PASS, Severity.HIGH), (Outcome.NOT_EXPOSED, Severity.LOW)], State.NO_CREDENTIAL, Status.UNCLEAR),
        ([(Outcome.PASS, Severity.HIGH), (Outcome.NOT_APPLICABLE, Severity.LOW)], State.CLOSED, Status.NA),
        ([(Outcome.FAIL, Severity.MEDIUM)], State.RETIRED, Status.SHOULD),
    ],
)
def test_an_account_is_called_by_its_worst_finding_and_never_meets_the_policy_unseen(outcomes, state, status):
    assert of_account(_result(*outcomes, state=state)) is status


def test_counts_always_add_up():
    counts = count([Status.MUST, Status.MEETS, Status.MEETS, Status.NA])

    assert counts.total == 4
    assert counts == Counts(must=1, na=1, meets=2)
    assert in_words(counts) == "1 must fix, 1 does not apply, 2 meet policy"


def test_counts_are_told_worst_first_and_without_empty_ones_save_those_asked_for():
    assert count([Status.MEETS]).shown(always=[Status.MUST]) == ((Status.MUST, 0), (Status.MEETS, 1))
