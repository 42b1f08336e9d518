"""A suspected hijack stands night after night, until all is as it was or somebody owns up to it."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from typing import Any

import pytest

from tests.night.driving import House, findings
from tests.night.test_night_mails import Post, night, stream, text_of

TAKEN: dict[str, Any] = {"name": "Prize Desk", "links": ["https://prize-claim.example/win"]}


@pytest.fixture
def was(calm_house: House) -> dict[str, Any]:
    """What library-x looked like before."""
    account = calm_house.estate.world.accounts["library-x"]
    return {name: copy(getattr(account, name)) for name in TAKEN}


@pytest.fixture
def taken(calm_house: House, was: dict[str, Any]) -> House:
    """The night after the first, in which library-x is in other hands."""
    assert was.keys() == TAKEN.keys()
    night(calm_house)
    calm_house.estate.edit("library-x", **TAKEN)
    night(calm_house)
    return calm_house


def identity(home: House) -> dict[str, Any]:
    return findings(home.run_json())["library-x", "identity-unchanged"]


def front(home: House) -> str:
    return (home.reports / "index.html").read_text(encoding="utf-8")


def test_it_is_not_fixed_by_another_night(taken: House) -> None:
    first = identity(taken)
    for _ in range(2):
        night(taken)
        told = identity(taken)
        assert (told["outcome"], told["status"], told["since"]) == ("fail", "open", first["since"])
        assert told["message"].startswith("Suspected hijack")
        assert told["remedy"] == first["remedy"]
        assert "1 account may be in the wrong hands" in front(taken)


def test_a_night_in_which_nobody_could_look_forgets_nothing(taken: House) -> None:
    taken.estate.fault("503", "x")
    night(taken)
    assert identity(taken)["outcome"] == "not_audited"
    taken.estate.faults.clear()
    night(taken)
    assert identity(taken)["message"].startswith("Suspected hijack")


def test_whoever_asks_about_the_account_is_told_too(taken: House) -> None:
    taken.now += timedelta(hours=3)
    assert "Suspected hijack" in taken.auditor("check", "library-x").out


def test_one_part_put_back_is_not_enough_and_all_of_it_is(taken: House, was: dict[str, Any]) -> None:
    post = Post(taken)
    post.new()
    taken.estate.edit("library-x", links=was["links"])
    night(taken)
    assert identity(taken)["message"].startswith("Suspected hijack: the display name changed")
    assert [m for m in post.new() if stream(m) == "alert"] == []

    taken.estate.edit("library-x", **was)
    night(taken)
    told = identity(taken)
    assert (told["outcome"], told["status"]) == ("pass", "fixed")
    assert "wrong hands" not in front(taken)
    alerts = [m for m in post.new() if stream(m) == "alert"]
    assert alerts
    assert all("closed" in text_of(m) for m in alerts)

    night(taken)
    assert "since the last audit" in identity(taken)["message"]


def test_a_change_that_is_announced_afterwards_becomes_what_is_compared_with(taken: House) -> None:
    (taken.folder / "register" / "changes.csv").write_text(
        "account_id,field,from,until,announced_by\nlibrary-x,*,2026-11-20,2026-11-24,Milo\n", encoding="utf-8"
    )
    night(taken)
    assert identity(taken)["outcome"] == "pass"
    for _ in range(2):  # the second night is after the announcement
        night(taken)
        assert identity(taken)["outcome"] == "pass"


def test_one_unannounced_change_is_told_once(calm_house: House) -> None:
    night(calm_house)
    calm_house.estate.edit("library-x", name="University of Liverpool Libraries")
    night(calm_house)
    assert identity(calm_house)["outcome"] == "fail"
    night(calm_house)
    assert identity(calm_house)["outcome"] == "pass"
