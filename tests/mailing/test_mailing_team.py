"""The team's mails, and those to the operators."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from auditor.mailing import Broken, Outage, Rules
from auditor.model import State, Trouble
from tests.mailing.mailing_nights import (
    ANN,
    FAIL,
    LOST,
    MUST,
    OPERATORS,
    REVIEW,
    RULES,
    TEAM,
    Nights,
    Said,
    account,
    kinds,
    to_managers,
)

TEN = [account(f"x{n}", f"m{n}@uni.example") for n in range(10)]
OTHER = account("tube", ANN, platform="youtube")


def test_nothing_new_is_no_mail() -> None:
    nights = Nights(account("a"))
    nights.night()
    assert nights.night(days=0.1) == []
    assert nights.night(days=0.1) == []


def test_a_change_or_an_account_newly_out_of_reach_is_told_to_the_team() -> None:
    nights = Nights(account("a"))
    nights.night()
    assert kinds(nights.night({"a": {MUST: FAIL}}), TEAM) == ["nightly", "weekly"]
    assert kinds(nights.night({"a": Said(trouble=Trouble.TIMEOUT)}), TEAM) == ["nightly"]


def test_an_account_that_merely_stays_out_of_reach_is_no_news_but_for_the_weekly_mail() -> None:
    nights = Nights(account("a"), account("b"), account("c"))
    away = {"a": Said(trouble=Trouble.TIMEOUT)}
    nights.night()
    told = [kinds(nights.night(away), TEAM) for _ in range(10)]
    both = kinds(nights.night(away | {"b": Said(trouble=Trouble.TIMEOUT)}), TEAM)
    back = kinds(nights.night({"b": Said(trouble=Trouble.BROKEN)}), TEAM)
    again = kinds(nights.night(away | {"b": Said(trouble=Trouble.TIMEOUT)}), TEAM)

    assert told == [["nightly", "weekly"], *([[]] * 6), ["weekly"], [], []]
    assert (both, back, again) == (["nightly"], [], ["nightly"])


def test_an_account_out_of_reach_in_the_first_audit_is_no_news_in_the_second() -> None:
    nights = Nights(account("a"))
    away = {"a": Said(trouble=Trouble.TIMEOUT)}
    nights.night(away)
    assert kinds(nights.night(away, days=0.1), TEAM) == []


def test_an_account_that_is_gone_is_told_as_gone_once() -> None:
    nights = Nights(account("a"))
    nights.night()
    missing = Said({"account-live": REVIEW}, trouble=Trouble.GONE)
    gone = Said({"account-live": FAIL}, trouble=Trouble.GONE, state=State.GONE)
    told = [kinds(nights.night({"a": said}, days=0.2), TEAM) for said in (missing, gone, gone)]
    assert told == [["nightly"], ["nightly", "weekly"], []]


@pytest.mark.parametrize("step", [0.5, 1, 2, 3])
def test_the_weekly_mail_comes_once_a_week_whatever_happens(step: float) -> None:
    nights = Nights(account("a"))
    sent = []
    for _ in range(int(56 / step)):
        letters = nights.night(days=step)
        sent += [nights.at for stream in kinds(letters, TEAM) if stream == "weekly"]
    assert len(sent) in {7, 8}
    assert max(Counter((at.isocalendar().year, at.isocalendar().week) for at in sent).values()) == 1


def test_the_weekly_mail_keeps_to_the_organisations_clock() -> None:
    late = Nights(account("a"), rules=replace(RULES, weekly=Rules(zone=RULES.zone).weekly))
    late.night()  # Monday 02:00
    assert kinds(late.night(days=5.4 / 24), TEAM) == []  # 07:24 in London
    assert kinds(late.night(days=0.2 / 24), TEAM) == ["weekly"]  # 07:36


def test_weeks_without_a_run_are_not_made_up_for() -> None:
    nights = Nights(account("a"))
    nights.night()
    assert kinds(nights.night(days=40), TEAM) == ["weekly"]
    assert kinds(nights.night(days=0.1), TEAM) == []


def test_nobody_on_the_team_is_mailed_twice() -> None:
    rules = replace(RULES, to=("Team <team@uni.example>", "TEAM@uni.example", "two@uni.example"))
    assert [w.recipient for w in Nights(account("a"), rules=rules).night()] == [
        "Team <team@uni.example>", "two@uni.example",
    ]  # fmt: skip


def test_an_outage_is_one_mail_to_the_operators_and_none_to_managers() -> None:
    nights = Nights(*TEN, OTHER)
    nights.night()
    nights.night({a.id: {MUST: FAIL} for a in TEN[:2]})
    down = {a.id: Said(trouble=Trouble.BROKEN) for a in TEN[:4]} | {"x5": Said({MUST: FAIL})}

    letters = nights.night({**down, "x0": Said({MUST: FAIL})} | {a.id: Said(trouble=Trouble.BROKEN) for a in TEN[6:9]})

    assert to_managers(letters) == []
    assert kinds(letters, OPERATORS) == ["operators"]
    (outage,) = [w.facts for w in letters if isinstance(w.facts, Outage)]
    assert [(f.where, f.accounts) for f in outage.faults] == [("x", 6)]
    assert kinds(nights.night(down), OPERATORS) == []


def test_managers_of_other_platforms_are_mailed_during_an_outage() -> None:
    nights = Nights(*TEN, OTHER)
    nights.night()
    nights.night({"tube": {MUST: FAIL}})

    letters = nights.night({a.id: Said(trouble=Trouble.BROKEN) for a in TEN} | {"tube": Said({MUST: FAIL})})

    assert [w.recipient for w in letters if w.stream == "digest"] == [ANN]


def test_what_was_held_back_is_mailed_when_the_platform_is_back() -> None:
    nights = Nights(*TEN)
    nights.night()
    nights.night({"x0": {MUST: FAIL}})
    nights.night({a.id: Said(trouble=Trouble.BROKEN) for a in TEN[1:]} | {"x0": Said({MUST: FAIL})})

    letters = nights.night({"x0": {MUST: FAIL}})

    assert [w.recipient for w in letters if w.stream == "digest"] == ["m0@uni.example"]


def test_when_a_third_of_a_platform_fails_one_control_at_once_managers_are_spared_for_some_nights() -> None:
    nights = Nights(*TEN)
    nights.night()
    mailed = [nights.night({a.id: {MUST: FAIL} for a in TEN[:4]}) for _ in range(5)]

    assert [len(to_managers(m)) for m in mailed] == [0, 0, 0, 4, 0]
    assert [kinds(m, OPERATORS) for m in mailed] == [["operators"], [], [], [], []]


def test_a_stricter_policy_is_no_outage() -> None:
    nights = Nights(*TEN)
    nights.night()
    nights.policy = "q"
    nights.night({a.id: {MUST: FAIL} for a in TEN})

    assert len(to_managers(nights.night({a.id: {MUST: FAIL} for a in TEN}))) == 10


def test_fewer_than_a_third_is_no_outage() -> None:
    nights = Nights(*TEN)
    nights.night()

    letters = nights.night({a.id: Said(trouble=Trouble.BROKEN) for a in TEN[:2]})

    assert kinds(letters, OPERATORS) == []


def test_a_token_that_ran_out_is_told_to_operators_once_and_again_when_it_comes_back() -> None:
    nights = Nights(*TEN)
    expired = {"x0": Said(trouble=Trouble.EXPIRED)}
    told = [kinds(nights.night(said), OPERATORS) for said in ({}, expired, expired, {}, expired)]

    assert told == [[], ["operators"], [], [], ["operators"]]


def test_operators_hear_of_the_first_night_already() -> None:
    nights = Nights(account("y", platform="youtube"), account("l", platform="linkedin"))
    unset = Said(trouble=Trouble.NO_CREDENTIAL, state=State.NO_CREDENTIAL)

    (letter,) = [w for w in nights.night({"y": unset, "l": unset}) if w.recipient == OPERATORS]

    assert isinstance(letter.facts, Broken)
    assert [f.where for f in letter.facts.faults] == ["youtube"]  # linkedin can only be attested, by nobody's fault


def test_runs_that_never_finished_are_told_by_the_next_that_does() -> None:
    nights = Nights(account("a"))
    nights.night()
    nights.abandoned = 1
    assert kinds(nights.night(), OPERATORS) == []
    nights.abandoned = 2
    assert kinds(nights.night(), OPERATORS) == ["operators"]


def test_part_of_an_account_that_is_never_seen_is_not_told_night_after_night() -> None:
    nights = Nights(account("a"))
    nights.night({"a": {"posts": LOST}})

    assert nights.night({"a": {"posts": LOST}}, days=0.1) == []
