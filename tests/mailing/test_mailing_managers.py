"""Mails to managers: silence unless something is new or due, and nothing of anybody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from auditor.mailing import Digest
from auditor.model import Access, State, Trouble
from tests.mailing.mailing_nights import (
    ANN,
    BEN,
    FAIL,
    HEAD,
    HIDDEN,
    LOST,
    MUST,
    PASS,
    REVIEW,
    RULES,
    SHOULD,
    TEAM,
    WAIVED,
    Nights,
    Said,
    account,
    kinds,
    to_managers,
)


def test_the_first_audit_is_told_to_the_team_alone() -> None:
    nights = Nights(account("a"))

    letters = nights.night({"a": {MUST: FAIL}})

    assert [(w.kind, w.recipient) for w in letters] == [("nightly", TEAM)]


def test_what_must_be_fixed_is_mailed_when_it_has_been_so_for_two_runs() -> None:
    nights = Nights(account("a"))
    nights.night()

    assert to_managers(nights.night({"a": {MUST: FAIL}})) == []
    letters = nights.night({"a": {MUST: FAIL}})

    (digest,) = [w for w in letters if w.recipient == ANN]
    assert digest.facts == Digest(frozenset({("a", MUST)}), frozenset({("a", MUST)}))


def test_a_finding_that_comes_and_goes_is_never_mailed() -> None:
    nights = Nights(account("a"))
    nights.night()
    mailed = [to_managers(nights.night({"a": {MUST: FAIL if n % 2 else PASS}})) for n in range(8)]

    assert mailed == [[]] * 8


def test_the_same_thing_is_mailed_once() -> None:
    nights = Nights(account("a"))
    for _ in range(3):
        last = nights.night({"a": {MUST: FAIL}})
    assert to_managers(last) == []


def test_what_should_be_fixed_waits_for_the_weekly_day() -> None:
    nights = Nights(account("a"))  # Monday night; the weekly hour strikes later that day
    mailed = {}
    for _ in range(10):
        letters = nights.night({"a": {SHOULD: FAIL}} if nights.previous else None)
        if to_managers(letters):
            mailed[nights.at.strftime("%a %d")] = to_managers(letters)
    assert mailed == {"Tue 01": ["digest"]}  # the first run after Monday 30 November 07:30


def test_a_graver_word_is_news() -> None:
    nights = Nights(account("a"))
    nights.night()
    nights.night({"a": {MUST: REVIEW}}, days=7)
    assert to_managers(nights.night({"a": {MUST: REVIEW}}, days=8)) == ["digest"]

    assert to_managers(nights.night({"a": {MUST: FAIL}})) == ["digest"]


@pytest.mark.parametrize("closed", [PASS, WAIVED])
def test_when_the_last_item_closes_there_is_exactly_one_thank_you(closed: object) -> None:
    nights = Nights(account("a"), account("b"))
    for _ in range(3):
        nights.night({"a": {MUST: FAIL}, "b": {MUST: FAIL}})

    assert to_managers(nights.night({"b": {MUST: FAIL}})) == []
    assert to_managers(nights.night({"b": {MUST: closed}})) == ["clear"]  # type: ignore[dict-item]
    assert to_managers(nights.night()) == []


@pytest.mark.parametrize("unseen", [{MUST: LOST}, {MUST: HIDDEN}])
def test_what_could_not_be_looked_at_is_no_reason_for_thanks(unseen: dict[str, object]) -> None:
    nights = Nights(account("a"))
    for _ in range(3):
        nights.night({"a": {MUST: FAIL}})

    assert to_managers(nights.night({"a": unseen})) == []  # type: ignore[dict-item]
    assert to_managers(nights.night()) == ["clear"]


def test_nobody_is_thanked_for_what_was_never_told() -> None:
    nights = Nights(account("a"))
    nights.night()
    nights.night({"a": {MUST: FAIL}})

    assert to_managers(nights.night()) == []


def test_nobody_is_thanked_while_something_else_is_open() -> None:
    nights = Nights(account("a"))
    for _ in range(3):
        nights.night({"a": {MUST: FAIL}})

    assert to_managers(nights.night({"a": {SHOULD: FAIL}})) == []
    assert to_managers(nights.night()) == ["clear"]


def test_accounts_that_could_not_be_checked_are_no_managers_business() -> None:
    nights = Nights(account("a"))
    nights.night()
    mailed = [to_managers(nights.night({"a": Said(trouble=Trouble.TIMEOUT)})) for _ in range(9)]

    assert mailed == [[]] * 9


def test_mails_that_can_wait_wait_for_a_working_day() -> None:
    nights = Nights(account("a"))
    nights.night()
    nights.night({"a": {MUST: FAIL}}, days=4)  # Friday

    assert to_managers(nights.night({"a": {MUST: FAIL}})) == []  # Saturday
    assert to_managers(nights.night({"a": {MUST: FAIL}})) == []
    assert to_managers(nights.night({"a": {MUST: FAIL}})) == ["digest"]  # Monday


def test_bank_holidays_and_closures_are_quiet_as_well() -> None:
    closed = {date(2026, 11, 25), date(2026, 11, 26)}
    nights = Nights(account("a"), rules=replace(RULES, works=lambda day: day not in closed))
    nights.night()
    nights.night({"a": {MUST: FAIL}})

    mailed = [to_managers(nights.night({"a": {MUST: FAIL}})) for _ in range(3)]

    assert mailed == [[], [], ["digest"]]


def test_thanks_that_waited_for_a_working_day_come_on_it() -> None:
    nights = Nights(account("a"))
    for _ in range(4):
        nights.night({"a": {MUST: FAIL}})  # until Thursday
    nights.night({"a": {MUST: FAIL}})

    assert to_managers(nights.night()) == []  # fixed on Saturday
    assert to_managers(nights.night()) == []
    assert to_managers(nights.night()) == ["clear"]


@pytest.mark.parametrize(
    "address",
    [None, "", "ann", "ann@elsewhere.example", "ann@uni.example, ben@uni.example", "ann@uni.example\nBcc: b@c.de"],
)
def test_an_account_without_a_reachable_manager_stays_with_the_team(address: str | None) -> None:
    nights = Nights(account("a", address))
    for _ in range(3):
        letters = nights.night({"a": {MUST: FAIL}})
        assert to_managers(letters) == []


def test_a_manager_who_has_left_is_not_written_to() -> None:
    nights = Nights(account("a"))
    nights.access = (
        Access(account_id="a", person="Ann", email=ANN, granted_on=date(2020, 1, 1), ended_on=date(2026, 11, 1)),
    )
    for _ in range(3):
        assert to_managers(nights.night({"a": {MUST: FAIL}})) == []


def test_switched_off_managers_get_nothing() -> None:
    nights = Nights(account("a"), rules=replace(RULES, managers=False))
    for _ in range(9):
        assert to_managers(nights.night({"a": {MUST: FAIL}})) == []


def test_every_manager_is_told_of_own_accounts_only() -> None:
    nights = Nights(account("a", ANN), account("b", BEN, platform="youtube"), account("c", "Ann@Uni.example"))
    for _ in range(2):
        letters = nights.night({"a": {MUST: FAIL}, "b": {MUST: FAIL}, "c": {SHOULD: FAIL}})

    told = {w.recipient: (w.accounts, w.facts.told) for w in letters if isinstance(w.facts, Digest)}
    assert told == {
        ANN: (("a", "c"), frozenset({("a", MUST), ("c", SHOULD)})),
        BEN: (("b",), frozenset({("b", MUST)})),
    }


def test_a_run_whose_mails_were_off_is_as_if_it_had_not_been() -> None:
    nights = Nights(account("a"))
    nights.night()
    nights.night({"a": {MUST: FAIL}})
    nights.night({"a": {MUST: FAIL}}, mail=False)

    assert to_managers(nights.night({"a": {MUST: FAIL}})) == ["digest"]


def test_closed_accounts_are_not_mailed_about() -> None:
    nights = Nights(account("a"))
    for _ in range(3):
        assert to_managers(nights.night({"a": Said({MUST: FAIL}, state=State.CLOSED)})) == []


def test_after_two_weeks_the_head_of_the_unit_is_told_once_and_the_manager_again() -> None:
    nights = Nights(account("a"), account("b", unit="Law"))
    nights.night()
    seen: list[tuple[int, str, str]] = []
    for day in range(1, 31):
        letters = nights.night({"a": {MUST: FAIL, SHOULD: FAIL}, "b": {MUST: FAIL}})
        seen += [(day, w.stream, w.recipient) for w in letters if w.recipient in {ANN, HEAD}]

    assert [s for s in seen if s[2] == HEAD] == [(15, "escalation", HEAD)]
    assert [s[0] for s in seen if s[2] == ANN] == [2, 15]  # of "b", whose unit names no head, nobody else is told


def test_what_is_fixed_and_opens_again_is_new_again() -> None:
    nights = Nights(account("a"))
    for _ in range(3):
        nights.night({"a": {MUST: FAIL}})
    assert "clear" in kinds(nights.night(), ANN)
    nights.night({"a": {MUST: FAIL}}, days=4)

    assert "digest" in kinds(nights.night({"a": {MUST: FAIL}}), ANN)
