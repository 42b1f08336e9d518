"""The real night dies at every named point; the next `auditor run` mends it, and ends where an undisturbed night ends."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from dataclasses import dataclass

import pytest

from auditor.failpoints import NAMES
from demo.worlds.making import healthy
from demo.worlds.words import UNITS
from tests.crash.invariants import violations, whole
from tests.crash.living import RECIPIENTS, ROOT, RUN_ID, Nursery, Outcome, differences, outcome, small_house
from tests.night.driving import House

BILLED = ("x", "mastodon", "bluesky")


@dataclass(frozen=True)
class Row:
    """What a death at one point means for the next run."""

    point: str
    nth: int = 1
    asks: int = 0  # shards that the next run asks for
    run: str = "completes"  # or "publishes", "sends", "nothing": what is left to do


ROWS = (
    Row("before-begin-commit", asks=3),
    Row("after-begin", asks=3),
    Row("before-shard-commit", asks=3),
    Row("before-shard-commit", 3, asks=1),
    Row("after-shard", asks=2),
    Row("after-shard", 3),
    Row("after-judge"),
    Row("before-conclude-commit"),
    Row("after-conclude", run="publishes"),
    Row("after-render", run="publishes"),
    Row("before-rename", run="publishes"),
    Row("before-rename", 20, run="publishes"),
    Row("after-rename", run="publishes"),
    Row("after-rename", 20, run="publishes"),
    Row("before-last-files", run="publishes"),
    Row("before-last-files", 2, run="publishes"),
    Row("after-publish", run="sends"),
    Row("before-send", run="sends"),
    Row("after-sending-mark", run="sends"),
    Row("after-sending-mark", 2, run="sends"),
    Row("after-outbox-file", 2, run="sends"),
    Row("before-sent-mark", 3, run="sends"),
    Row("after-sent-mark", run="sends"),
    Row("after-sent-mark", 2, run="sends"),
    Row("after-send", run="nothing"),
    Row("before-retain-commit", run="nothing"),
    Row("after-ping", run="nothing"),
)


def _late(row: Row) -> list[pytest.MarkDecorator]:
    """A second row of a point is for the long run."""
    return [] if row is next(r for r in ROWS if r.point == row.point) else [pytest.mark.slow]


@pytest.fixture(scope="module")
def undisturbed(births: Nursery, tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, dict[str, int]]:
    """The night as it is when nothing happens, and what it asks of each platform."""
    with small_house(tmp_path_factory.mktemp("undisturbed") / "house") as home:
        assert births.run(home).code == 0
        assert whole(home, 3) == []
        return outcome(home), home.estate.counts()


def asked(home: House) -> Counter[str]:
    """Requests to the platforms that cost something, as their servers count them."""
    return Counter({p: n for p, n in home.estate.counts().items() if p in BILLED})


@pytest.mark.parametrize("row", [pytest.param(r, id=f"{r.point}-{r.nth}", marks=_late(r)) for r in ROWS])
def test_a_death_at_any_point_is_mended_by_the_next_run(
    row: Row, home: House, births: Nursery, undisturbed: tuple[Outcome, dict[str, int]]
) -> None:
    died = births.run(home, failpoint=f"{row.point}:exit:{row.nth}")
    assert died.code == 137, died.err
    assert violations(home) == []
    before = asked(home)
    if row.run == "nothing":  # all was done; what the next run starts is the next night
        assert whole(home, 3) == []
        assert differences(undisturbed[0], outcome(home)) == []
        return

    said = births.run(home)

    assert (said.code, said.out) == (0, ""), said.err
    assert whole(home, 3) == []
    assert differences(undisturbed[0], outcome(home)) == []
    assert outcome(home).runs == [(RUN_ID, "full", "finished")]
    again = asked(home) - before
    assert len(again) <= row.asks
    assert all(again[p] <= undisturbed[1][p] for p in again)
    assert {to: len(mails) for to, mails in outcome(home).mails.items()} == dict.fromkeys(RECIPIENTS, 1)


def test_a_half_written_page_of_a_killed_run_is_never_named_and_swept_after_a_day(home: House, births: Nursery) -> None:
    assert births.run(home, failpoint="before-rename:exit:5").code == 137
    assert list(home.folder.glob(".building-*"))
    assert not list(home.reports.rglob(".auditor-*.tmp"))
    left = home.reports / "a" / ".auditor-copied.tmp"  # where the report lies on another disk, pages are copied beside
    left.write_text("half a page")
    births.run(home)
    assert left.exists()
    os.utime(left, (time.time(), home.now.timestamp() - 2 * 86_400))

    home.now = home.now.replace(day=23)
    assert births.run(home).code == 0

    assert not left.exists()
    assert not list(home.folder.glob(".building-*"))


@pytest.mark.parametrize("action", ["raise", "sigterm"])
@pytest.mark.parametrize(
    "point",
    [
        "after-shard",
        "after-conclude",
        *(pytest.param(p, marks=pytest.mark.slow) for p in ("after-begin", "after-judge", "after-publish")),
    ],
)
def test_a_fault_or_a_stop_there_is_mended_as_well(
    point: str, action: str, home: House, births: Nursery, undisturbed: tuple[Outcome, dict[str, int]]
) -> None:
    died = births.run(home, failpoint=f"{point}:{action}:{2 if point == 'after-shard' else 1}")

    assert died.code == (1 if action == "raise" else 143), died.err
    assert "Traceback" not in died.err
    assert ("fault of the auditor" if action == "raise" else "Stopped cleanly") in died.err
    assert violations(home) == []
    assert births.run(home).code == 0
    assert whole(home, 3) == []
    assert differences(undisturbed[0], outcome(home)) == []


def test_a_death_while_mending_is_mended_too(
    home: House, births: Nursery, undisturbed: tuple[Outcome, dict[str, int]]
) -> None:
    for wanted in ("after-shard:exit", "before-shard-commit:exit", "before-conclude-commit:exit", "before-rename:exit:7",
                   "before-last-files:exit:2", "before-sent-mark:exit", "after-sent-mark:exit:2"):  # fmt: skip
        assert births.run(home, failpoint=wanted).code == 137, wanted
        assert violations(home) == []

    assert births.run(home).code == 0

    assert whole(home, 3) == []
    assert differences(undisturbed[0], outcome(home)) == []


def test_the_second_night_after_a_crash_compares_with_the_night_that_was_mended(home: House, births: Nursery) -> None:
    births.run(home, failpoint="after-shard:exit:2")
    births.run(home)
    home.now = home.now.replace(day=23)

    said = births.run(home)

    assert said.code == 0, said.err
    assert home.run_json()["run"]["id"] == "2026-11-23T02-00-00Z"
    assert outcome(home).runs == [("2026-11-23T02-00-00Z", "full", "finished"), (RUN_ID, "full", "finished")]


@pytest.mark.parametrize("change", ["register", "policy"])
def test_under_other_rules_a_cut_off_run_is_abandoned_and_a_new_one_begun(
    change: str, home: House, births: Nursery
) -> None:
    assert births.run(home, failpoint="after-shard:exit:2").code == 137
    if change == "register":
        path = home.folder / "register" / "accounts.csv"
        path.write_text(path.read_text("utf-8").replace("Milo Merrivale", "Mila Merrivale"), encoding="utf-8")
    else:
        home.append("[controls.posted-recently]\nmax_days = 20")

    assert births.run(home).code == 0

    runs = [(i, s) for i, _kind, s in outcome(home).runs]
    assert runs == [(f"{RUN_ID}-2", "finished"), (RUN_ID, "abandoned")]
    assert whole(home, 3) == []


def test_every_point_of_the_document_has_its_row_here() -> None:
    told = (ROOT / "docs" / "crashes.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([a-z-]+)` \|", told, flags=re.MULTILINE))
    assert documented == NAMES == {row.point for row in ROWS}


def test_every_point_is_fired_somewhere_in_the_program() -> None:
    fired: set[str] = set()
    for file in (ROOT / "auditor").rglob("*.py"):
        fired |= set(re.findall(r'failpoint\("([^"]+)"\)', file.read_text(encoding="utf-8")))
    assert fired == NAMES


def test_candidates_met_before_the_crash_are_still_told_after_it(home: House, births: Nursery) -> None:
    stranger = healthy(home.estate.world, "bluesky", UNITS[0], key="stranger")
    stranger.handle, stranger.row = "livuni-offers.bsky.social", None
    assert births.run(home, failpoint="after-shard:exit:3").code == 137

    births.run(home)

    assert [c["handle"] for c in home.run_json()["candidates"]] == ["livuni-offers.bsky.social"]
