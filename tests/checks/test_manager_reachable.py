"""manager-reachable: one address, well formed, at the organisation, of somebody who is still there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from auditor.model import Outcome
from tests.checks.builders import ORG, TODAY, access, account, case, judged

ID = "manager-reachable"


@pytest.mark.parametrize(
    "address", ["a.b@harrowgate.ac.uk", "LIB@HARROWGATE.AC.UK", "x@lib.harrowgate.ac.uk", " a@harrowgate.ac.uk "]
)
def test_an_address_of_the_organisation_passes(address):
    assert judged(ID, case(account(manager_email=address))).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("a@gmail.com", "is at gmail.com"),
        ("a@notharrowgate.ac.uk", "is at notharrowgate.ac.uk"),
        ("a@harrowgate.ac.uk.evil.example", "evil.example"),
        ("not an address", "not a mail address"),
        ("a@harrowgate", "not a mail address"),
        ("a..b@harrowgate.ac.uk", "not a mail address"),
        (".a@harrowgate.ac.uk", "not a mail address"),
        ("a@-harrowgate.ac.uk", "not a mail address"),
        ("@harrowgate.ac.uk", "not a mail address"),
        ("a b@harrowgate.ac.uk", "not a mail address"),
        ("a@harrowgate.ac.uk; b@harrowgate.ac.uk", "more than one"),
        (None, "names no account manager"),
        ("  ", "names no account manager"),
    ],
)
def test_another_address_or_none_fails(address, words):
    verdict = judged(ID, case(account(manager_email=address)))
    assert verdict.outcome is Outcome.FAIL
    assert words in verdict.message


def test_several_managers_on_the_log_and_none_registered_fails_by_its_own_words():
    log = [access(person="A", email="a@harrowgate.ac.uk"), access(person="B", email=None, role=" Manager ")]
    verdict = judged(ID, case(account(manager_email=None), log=log))
    assert verdict.outcome is Outcome.FAIL
    assert "lists 2 managers" in verdict.message


def test_several_managers_on_the_log_with_one_registered_passes():
    log = [access(), access(person="B", email="b@harrowgate.ac.uk")]
    assert judged(ID, case(log=log)).outcome is Outcome.PASS


@pytest.mark.parametrize("ended", [date(2026, 11, 21), TODAY])
def test_a_manager_who_has_left_fails(ended):
    verdict = judged(ID, case(log=[access(ended_on=ended)]))
    assert verdict.outcome is Outcome.FAIL
    assert "has left" in verdict.message
    assert verdict.evidence[-1].source == "access.csv, row 2"


def test_a_manager_known_by_name_only_has_left_too():
    log = [access(email=None, ended_on=date(2026, 1, 1))]
    assert judged(ID, case(account(manager_name="m.  person"), log=log)).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    "log",
    [
        [access(ended_on=date(2026, 12, 1))],
        [access(ended_on=date(2026, 1, 1)), access(granted_on=date(2026, 2, 1))],
        [access(person="Someone else", email="e@harrowgate.ac.uk", ended_on=date(2026, 1, 1))],
        [access(account_id="other", ended_on=date(2026, 1, 1))],
    ],
)
def test_a_manager_who_is_still_there_passes(log):
    assert judged(ID, case(log=log)).outcome is Outcome.PASS


def test_without_configured_domains_any_address_passes():
    verdict = judged(ID, case(account(manager_email="a@example.org"), org=replace(ORG, mail_domains=())))
    assert verdict.outcome is Outcome.PASS
