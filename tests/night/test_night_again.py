"""The nightly job once more in the same night, and on the night after: what it need not ask again."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.night.driving import House, findings, house, night_after

HOUR = timedelta(hours=1)


def without_questions(home: House) -> None:
    home.set('platforms = ["facebook", "instagram", "youtube"]', "platforms = []")


def asked(home: House) -> Counter[str]:
    """Requests by platform, pictures aside, since the last count."""
    counted = Counter(r["platform"] for r in home.estate.requests() if r["platform"] != "images")
    home.estate.reset()
    return counted


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, list[Any], list[Counter[str]]]]:
    """The rough week, run twice within an hour; what the runs said and asked, and what the second one's plan foresaw."""
    with house(tmp_path_factory.mktemp("again"), "rough-week") as home:
        without_questions(home)
        runs, counts = [], []
        for turn in range(2):
            then = dataclasses.replace(home, now=home.now + turn * HOUR)
            plan = then.auditor("plan", "--json").json
            assert then.auditor("run", "--no-mail").code == 14
            runs.append(then.run_json() | {"plan": plan})
            counts.append(asked(home))
        yield home, runs, counts


def test_a_second_run_of_one_night_asks_a_third_at_most(again: tuple[House, list[Any], list[Counter[str]]]) -> None:
    _, _, (first, second) = again
    assert second.total() <= first.total() / 3, (first, second)


def test_a_second_run_of_one_night_costs_nothing_on_x(again: tuple[House, list[Any], list[Counter[str]]]) -> None:
    _, (first, second), _ = again
    assert first["calls"]["x"]["price_usd"] > 1
    assert second["calls"]["x"]["price_usd"] == 0


def test_a_second_run_says_what_the_first_said(again: tuple[House, list[Any], list[Counter[str]]]) -> None:
    _, (first, second), _ = again
    before, after = findings(first), findings(second)
    compared = {"identity-unchanged", "usual-activity", "account-live"}  # what needs an earlier audit to compare with
    changed = {k for k in before if k[1] not in compared and before[k]["outcome"] != after[k]["outcome"]}
    assert changed == set()


def test_the_plan_of_a_second_run_foresees_no_less_than_it_asks(
    again: tuple[House, list[Any], list[Counter[str]]]
) -> None:
    home, (_, second), (_, count) = again
    plan = second["plan"]
    assert count.total() <= plan["requests"] * 1.05
    assert any(line["what"].startswith("uploads of channels that changed, at most") for line in plan["lines"])
    assert not any(line["what"] == "feed discovery" and line["requests"] > 1 for line in plan["lines"])
    assert home.estate.requests() == []


def test_what_happens_between_two_nights_is_seen_although_unchanged_channels_are_not_asked(tmp_path: Path) -> None:
    with house(tmp_path, "calm") as home:
        without_questions(home)
        assert home.auditor("run", "--no-mail").code == 0
    with night_after(home, "rebrand") as later:
        (account,) = [a for a in later.estate.world.of("youtube") if a.image == "photo-new-mark"]
        later.auditor("run", "--no-mail")
        run = later.run_json()
    assert findings(run)[account.id, "approved-image"]["outcome"] == "fail"
    old = [f for f in findings(run).values() if any(e["source"].startswith("youtube") for e in f["evidence"])]
    assert old


def test_evidence_from_an_earlier_look_says_when_that_was(tmp_path: Path) -> None:
    with house(tmp_path, "calm") as home:
        without_questions(home)
        home.auditor("run", "--no-mail")
        later = dataclasses.replace(home, now=home.now + HOUR)
        assert later.auditor("run", "--no-mail").code == 0
        run = later.run_json()
        checked = dataclasses.replace(home, now=home.now + 2 * HOUR).auditor("check", "library-youtube", "--json").json
    told = {
        (e["source"], e["seen_at"])
        for a in run["accounts"]
        if a["id"] == "library-youtube"
        for f in a["findings"]
        for e in f["evidence"]
        if e["source"].startswith("youtube:")
    }
    assert ("youtube:posts", "2026-11-22T02:00:00Z") in told
    assert ("youtube:profiles", "2026-11-22T03:00:00Z") in told
    asked_now = {e["seen_at"] for a in checked["accounts"] for f in a["findings"] for e in f["evidence"] if e["source"] == "youtube:posts"}  # fmt: skip
    assert asked_now == {"2026-11-22T04:00:00Z"}
