"""two-factor: by the platform, else by an attestation; a contradiction fails and shows both."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from auditor.model import Outcome, PersonFactor, SecurityFacts, Seen, Trouble
from tests.checks.builders import TODAY, UNAVAILABLE, UNSUPPORTED, WITHHELD, account, case, judged, snapshot, trouble

ID = "two-factor"
RECENT = date(2026, 6, 1)


def attested(method="app", given=RECENT, by="the account manager", **changes):
    return account(two_factor=method, two_factor_on=given, two_factor_by=by, **changes)


def person(state, role="editor"):
    return PersonFactor("p", role, state, raw=state)


def facts(policy=None, *states):
    return Seen(SecurityFacts(policy, tuple(person(s) for s in states), "facebook:security"))


def verdict_of(security, row=None):
    return judged(ID, case(row, snapshot(security=security)))


@pytest.mark.parametrize(
    ("security", "outcome"),
    [
        (facts("all_required"), Outcome.PASS),
        (facts("on"), Outcome.PASS),
        (facts("off"), Outcome.FAIL),
        (facts("admin_required"), Outcome.REVIEW),
        (facts("none"), Outcome.REVIEW),
        (facts("admin_required", "on", "on"), Outcome.PASS),
        (facts("none", "on"), Outcome.PASS),
        (facts("none", "on", "off"), Outcome.FAIL),
        (facts("none", "on", "unknown"), Outcome.REVIEW),
        (facts("none", "off", "unknown"), Outcome.FAIL),
        (facts(None, "on"), Outcome.PASS),
        (facts(None, "off"), Outcome.FAIL),
        (facts("something new"), Outcome.REVIEW),
        (facts("something new", "on"), Outcome.PASS),
    ],
)
def test_what_the_platform_states_comes_first(security, outcome):
    assert verdict_of(security).outcome is outcome


@pytest.mark.parametrize(
    ("row", "outcome", "words"),
    [
        (attested(), Outcome.PASS, '"app"'),
        (attested("authenticator app and key"), Outcome.PASS, "attestation"),
        (attested("SMS"), Outcome.PASS, "safer"),
        (attested("text message"), Outcome.PASS, "safer"),
        (attested(by=None), Outcome.PASS, "does not say who"),
        (attested(given=TODAY - timedelta(days=365)), Outcome.PASS, "good until 22 November 2026"),
        (attested(given=TODAY - timedelta(days=366)), Outcome.FAIL, "expired on 21 November 2026, 1 day ago"),
        (attested(given=date(2027, 1, 1)), Outcome.FAIL, "in the future"),
        (attested(given=None), Outcome.FAIL, "no date"),
        (attested("sms to the shared phone"), Outcome.PASS, "safer"),
        (attested("no"), Outcome.FAIL, "not on"),
        (attested("No 2FA yet"), Outcome.FAIL, "not on"),
        (attested("n/a", given=None), Outcome.NOT_EXPOSED, "no attestation"),
        (attested("n/a"), Outcome.FAIL, "no method"),
        (attested("None", given=None), Outcome.FAIL, "not on"),
        (attested(None), Outcome.FAIL, "no method"),
        (account(), Outcome.NOT_EXPOSED, "no attestation"),
    ],
)
@pytest.mark.parametrize("security", [UNSUPPORTED, WITHHELD, Seen(SecurityFacts(None))])
def test_where_the_platform_tells_nothing_the_attestation_counts(security, row, outcome, words):
    verdict = verdict_of(security, row)
    assert verdict.outcome is outcome
    assert words in verdict.message


def test_the_remedy_says_how_to_attest():
    assert "two_factor_on" in (verdict_of(UNSUPPORTED).remedy or "")


@pytest.mark.parametrize(
    ("security", "row"),
    [(facts("all_required"), attested("no")), (facts("none", "off"), attested("app")), (facts("off"), attested("key"))],
)
def test_a_contradiction_fails_and_shows_both(security, row):
    verdict = verdict_of(security, row)
    assert verdict.outcome is Outcome.FAIL
    assert "contradict" in verdict.message
    assert {e.field.partition(".")[0] for e in verdict.evidence} == {"security", "register"}


def test_an_expired_attestation_is_no_contradiction():
    old = attested(given=date(2020, 1, 1))
    assert verdict_of(facts("all_required"), old).outcome is Outcome.PASS
    assert "contradict" not in verdict_of(facts("none", "off"), old).message


def test_an_uncertain_platform_stays_a_review_beside_an_attestation():
    assert verdict_of(facts("none"), attested()).outcome is Outcome.REVIEW
    assert verdict_of(facts("none"), attested("no")).outcome is Outcome.FAIL


def test_a_failed_call_is_never_turned_into_a_pass():
    assert verdict_of(UNAVAILABLE, attested()).outcome is Outcome.NOT_AUDITED
    assert verdict_of(UNAVAILABLE, attested("no")).outcome is Outcome.FAIL
    page = attested(platform="facebook")
    assert judged(ID, case(page, sight=trouble(Trouble.TIMEOUT))).outcome is Outcome.NOT_AUDITED


def test_a_platform_that_never_tells_is_judged_by_the_attestation_even_when_unreachable():
    assert judged(ID, case(attested(), sight=trouble(Trouble.TIMEOUT))).outcome is Outcome.PASS
    assert judged(ID, case(sight=trouble(Trouble.TIMEOUT))).outcome is Outcome.NOT_EXPOSED


def test_without_a_credential_the_attestation_counts():
    page = attested(platform="facebook")
    assert judged(ID, case(page, sight=trouble(Trouble.NO_CREDENTIAL))).outcome is Outcome.PASS


def test_nobody_who_attested_is_repeated():
    verdict = verdict_of(UNSUPPORTED, attested(by="Quite Unusual Name"))
    assert "Unusual" not in repr(verdict)


def test_an_app_beside_text_messages_needs_no_note():
    assert "safer" not in verdict_of(UNSUPPORTED, attested("app or SMS")).message
