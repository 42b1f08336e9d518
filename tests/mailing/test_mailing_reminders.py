"""Reminders of passwords and of temporary access: one a stage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from auditor.mailing import Password, Takeover, Wanted
from auditor.model import Access, Outcome, Trouble
from tests.mailing.mailing_nights import ANN, FAIL, MONDAY, PASS, RULES, TEAM, WAIVED, Nights, Said, account

START = MONDAY.date()


def _rotation(due: date, today: date) -> Said:
    outcome = FAIL if today > due else PASS
    return Said({"password-rotated": outcome}, {"password-rotated": {"due_on": due.isoformat()}})


def _reminders(letters: list[Wanted]) -> list[tuple[str, str, int]]:
    return [(w.recipient, w.stream, w.facts.stage) for w in letters if isinstance(w.facts, Password | Takeover)]


def _lived(nights: Nights, due: date, days: int) -> dict[int, list[tuple[str, str, int]]]:
    found = {}
    nights.night({"a": _rotation(due, START)})
    for _ in range(days):
        letters = nights.night({"a": _rotation(due, nights.at.date() + timedelta(days=1))})
        if told := _reminders(letters):
            found[(nights.at.date() - due).days] = told
    return found


def test_each_stage_of_a_password_is_told_once_and_the_last_to_the_team_as_well() -> None:
    due = START + timedelta(days=28)  # a Monday

    found = _lived(Nights(account("a")), due, 90)

    assert found == {
        -14: [(ANN, "password", -14)],
        0: [(ANN, "password", 0)],
        7: [(ANN, "password", 7)],
        21: [(ANN, "password", 21), (TEAM, "password", 21)],
    }


def test_a_stage_on_a_weekend_waits_for_monday() -> None:
    due = START + timedelta(days=26)  # a Saturday

    assert list(_lived(Nights(account("a")), due, 60)) == [-12, 2, 9, 23]


def test_a_password_changed_in_time_ends_the_series() -> None:
    due = START + timedelta(days=28)
    nights = Nights(account("a"))
    nights.night()
    nights.night({"a": _rotation(due, START)}, days=14)
    for _ in range(40):
        letters = nights.night({"a": _rotation(due + timedelta(days=92), nights.at.date())})
        assert _reminders(letters) == []


def test_what_is_long_overdue_at_the_start_is_left_to_the_digest() -> None:
    assert _lived(Nights(account("a")), START - timedelta(days=60), 30) == {}


def test_a_new_account_that_is_due_now_is_reminded() -> None:
    nights = Nights(account("a"))
    nights.night()
    nights.accounts.append(account("b"))

    letters = nights.night({"b": _rotation(START + timedelta(days=3), START)})

    assert _reminders(letters) == [(ANN, "password", -14)]


@pytest.mark.parametrize(
    "case", ["managers off", "nobody to write to", "accepted", "held back", "blank"],
)  # fmt: skip
def test_nobody_is_reminded(case: str) -> None:
    rules = replace(RULES, managers=case != "managers off")
    nights = Nights(account("a", None if case == "nobody to write to" else ANN), account("b", ANN), rules=rules)
    said = _rotation(START + timedelta(days=2), START)
    if case == "accepted":
        said = Said({"password-rotated": WAIVED}, said.details)
    if case == "blank":
        said = Said({"password-rotated": FAIL})
    nights.night()
    lost = {"b": Said(trouble=Trouble.BROKEN), "a": Said(trouble=Trouble.BROKEN)} if case == "held back" else {}

    assert _reminders(nights.night({"a": said} | lost)) == []


def test_the_reminders_of_one_due_day_hang_together_and_no_others() -> None:
    nights = Nights(account("a"), account("b"))
    due = START + timedelta(days=14)
    nights.night()
    threads: dict[str, set[str]] = {}
    for day in (1, 14, 21):
        today = START + timedelta(days=day)
        letters = nights.night({n: _rotation(due, today) for n in "ab"}, days=day - (nights.at.date() - START).days)
        for letter in letters:
            if letter.stream == "password":
                threads.setdefault(letter.accounts[0], set()).add(letter.thread)

    assert {len(t) for t in threads.values()} == {1}
    assert threads["a"] != threads["b"]


def _guest(ends: date | None, ended: date | None = None) -> Access:
    return Access(
        account_id="a", person="Guest", role="agency", kind="temporary", granted_on=START, ends_on=ends, ended_on=ended
    )


def _takeover(access: Access, days: int, *, changed: date | None = None, said: Outcome = FAIL) -> dict[int, list[int]]:
    nights = Nights(account("a", password_changed_on=changed))
    nights.access = (access,)
    nights.night()
    found: dict[int, list[int]] = {}
    for day in range(1, days):
        letters = nights.night({"a": {"takeover-closed": said}})
        if told := [w.facts.stage for w in letters if isinstance(w.facts, Takeover)]:
            found[day] = told
    return found


def test_the_end_of_temporary_access_is_told_the_day_before_and_when_it_is_overdue() -> None:
    assert _takeover(_guest(START + timedelta(days=3)), 12) == {2: [0], 4: [1]}


def test_access_that_ends_on_a_monday_is_told_that_day() -> None:
    assert _takeover(_guest(START + timedelta(days=7)), 12) == {7: [0], 8: [1]}


def test_a_password_changed_at_the_end_closes_it() -> None:
    ends = START + timedelta(days=3)
    assert _takeover(_guest(ends, ended=ends), 12, changed=ends) == {2: [0]}


def test_access_without_an_end_is_the_digests() -> None:
    assert _takeover(_guest(None), 12) == {}


def test_an_accepted_takeover_is_not_reminded_of() -> None:
    assert _takeover(_guest(START + timedelta(days=3)), 12, said=WAIVED) == {}
