"""Suspected hijacks: at once, once, never to one mailbox alone, and over when it is over."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date

import pytest

from auditor.mailing import Alert, Memory, Wanted
from auditor.model import Access, Change, Outcome, State, Trouble
from tests.mailing.mailing_nights import ANN, FAIL, PASS, REVIEW, RULES, SECURITY, TEAM, Nights, Said, account

ID, LIVE = "identity-unchanged", "account-live"


def _changed(*changes: tuple[str, str, str], hijack: bool = True, fail: bool = True) -> Said:
    rows = [{"field": f, "before": b, "after": a} for f, b, a in changes]
    return Said({ID: FAIL if fail else PASS}, {ID: {"hijack": True, "changes": rows} if hijack else {"changes": rows}})


TAKEN = _changed(("name", "Arts", "Prize Desk"), ("link", "uni.example", "prize.example"))
BACK = _changed(("name", "Prize Desk", "Arts"), ("link", "prize.example", "uni.example"))


def _alerts(letters: list[Wanted]) -> list[tuple[str, str]]:
    return [(w.facts.stage, w.recipient) for w in letters if isinstance(w.facts, Alert)]


def _nights(**more: object) -> Nights:
    nights = Nights(account("a"), rules=replace(RULES, **more))  # type: ignore[arg-type]
    nights.night()
    return nights


def test_an_alert_goes_to_manager_team_and_security_at_once_and_once() -> None:
    nights = _nights()

    assert _alerts(nights.night({"a": TAKEN})) == [("new", ANN), ("new", TEAM), ("new", SECURITY)]
    assert _alerts(nights.night()) == []  # the profile stays as the thief left it
    assert _alerts(nights.night({"a": _changed(("image", "x", "y"), hijack=False)})) != []


def test_weekends_and_switched_off_digests_do_not_hold_an_alert() -> None:
    nights = _nights(managers=False)
    assert ("new", ANN) in _alerts(nights.night({"a": TAKEN}, days=5))


def test_it_is_over_when_everything_is_as_it_was() -> None:
    nights = _nights()
    nights.night({"a": TAKEN})

    half = nights.night({"a": _changed(("name", "Prize Desk", "Arts"), hijack=False)})
    whole = nights.night({"a": _changed(("link", "prize.example", "uni.example"), hijack=False)})

    assert _alerts(half) == []
    assert _alerts(whole) == [("closed", ANN), ("closed", TEAM), ("closed", SECURITY)]
    assert _alerts(nights.night()) == []


def test_putting_all_of_it_back_at_once_is_no_second_hijack() -> None:
    nights = _nights()
    nights.night({"a": TAKEN})

    assert {stage for stage, _ in _alerts(nights.night({"a": BACK}))} == {"closed"}


def test_a_further_change_is_an_update_of_the_same_incident() -> None:
    nights = _nights()
    first = nights.night({"a": TAKEN})
    second = nights.night({"a": _changed(("name", "Prize Desk", "Gift Desk"))})

    assert {stage for stage, _ in _alerts(second)} == {"update"}
    assert {w.thread for w in first + second if isinstance(w.facts, Alert)} == {first[0].thread}
    assert first[0].facts.incident == second[0].facts.incident  # type: ignore[union-attr]


def test_a_change_that_turns_out_to_be_announced_closes_it() -> None:
    nights = _nights()
    nights.night({"a": TAKEN})
    nights.changes = (
        Change(account_id="a", field="*", start=date(2026, 11, 20), until=date(2026, 11, 30), value=None, announced_by="B"),
    )  # fmt: skip
    assert {stage for stage, _ in _alerts(nights.night())} == {"closed"}


def test_a_closed_account_closes_it() -> None:
    nights = _nights()
    nights.night({"a": TAKEN})
    assert {stage for stage, _ in _alerts(nights.night({"a": Said(state=State.CLOSED)}))} == {"closed"}


def test_a_later_hijack_is_another_incident() -> None:
    nights = _nights()
    first = nights.night({"a": TAKEN})
    nights.night({"a": BACK})
    second = nights.night({"a": TAKEN})

    assert {stage for stage, _ in _alerts(second)} == {"new"}
    assert first[0].thread != second[0].thread


def test_one_thing_that_changed_is_no_alert() -> None:
    nights = _nights()
    assert _alerts(nights.night({"a": _changed(("bio", "a", "b"), hijack=False)})) == []


def test_a_manager_who_has_left_is_not_alerted_but_others_are() -> None:
    nights = _nights()
    nights.access = (
        Access(account_id="a", person="Ann", email=ANN, granted_on=date(2020, 1, 1), ended_on=date(2026, 11, 1)),
    )
    assert _alerts(nights.night({"a": TAKEN})) == [("new", TEAM), ("new", SECURITY)]


def test_a_single_mailbox_is_told_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    nights = Nights(account("a", None), rules=replace(RULES, security=()))
    nights.night()
    with caplog.at_level(logging.WARNING):
        nights.night({"a": TAKEN})
    assert "[mail] security" in caplog.text


def test_what_an_audit_without_mails_saw_is_told_by_the_next_that_mails() -> None:
    nights = _nights()
    nights.night({"a": TAKEN}, mail=False)

    letters = nights.night()  # compared with the audit before, nothing changed

    assert {stage for stage, _ in _alerts(letters)} == {"new"}
    (finding,) = {id(w.facts.finding): w.facts.finding for w in letters if isinstance(w.facts, Alert)}.values()
    assert finding is not None
    assert [c["field"] for c in finding.details["changes"]] == ["name", "link"]  # type: ignore[attr-defined]
    assert _alerts(nights.night()) == []


def test_what_was_put_right_before_anybody_could_be_told_is_no_alert() -> None:
    nights = _nights()
    nights.night({"a": TAKEN}, mail=False)
    assert _alerts(nights.night({"a": BACK})) == []


def _held(outcome: Outcome, holder: str = "2002") -> Said:
    """The account has gone, and another carries its handle."""
    change = {"field": "native_id", "before": "1001", "after": holder}
    state = State.GONE if outcome is FAIL else State.LIVE
    return Said({LIVE: outcome}, {LIVE: {"hijack": True, "changes": [change]}}, trouble=Trouble.GONE, state=state)


def test_a_handle_that_another_account_has_is_told_at_once_and_not_again_while_it_stays_so() -> None:
    nights = _nights()
    first = nights.night({"a": _held(REVIEW)})
    later = [_alerts(nights.night({"a": _held(FAIL)}, days=days)) for days in (1, 20, 20, 1, 1)]

    assert _alerts(first) == [("new", ANN), ("new", TEAM), ("new", SECURITY)]
    assert later == [[], [], [], [], []]


def test_another_holder_of_the_handle_is_an_update() -> None:
    nights = _nights()
    nights.night({"a": _held(REVIEW)})
    assert {stage for stage, _ in _alerts(nights.night({"a": _held(FAIL, "3003")}))} == {"update"}


def test_a_handle_that_the_registered_account_has_again_is_over() -> None:
    nights = _nights()
    nights.night({"a": _held(REVIEW)})
    stranger = nights.night({"a": Said(native_id="2002")})
    ours = nights.night({"a": Said(native_id="1001")})

    assert _alerts(stranger) == []
    assert {stage for stage, _ in _alerts(ours)} == {"closed"}


def test_a_handle_that_was_lost_and_won_back_before_anybody_could_be_told_is_no_alert() -> None:
    nights = _nights()
    nights.night({"a": _held(REVIEW)}, mail=False)
    assert _alerts(nights.night({"a": Said(native_id="1001")})) == []


def test_the_memory_holds_no_address_and_no_profile_text_and_reads_back_the_same() -> None:
    nights = _nights()
    for _ in range(3):
        nights.night({"a": replace(TAKEN, outcomes={ID: FAIL, "two-factor": FAIL})})

    text = nights.memory.dumps()

    assert Memory.loads(text).dumps() == text
    assert nights.memory.people
    assert nights.memory.incidents
    for secret in ("ann", "@", "Prize", "prize.example"):
        assert secret not in text
