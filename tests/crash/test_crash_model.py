"""Nights, deaths, resumptions, changed answers, an edited register and checks in between, in any order, against a small model."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.crash.invariants import as_it_lies, violations
from tests.crash.living import NOW, SMALL, Nursery, mails_of, small_house
from tests.night.driving import findings

BAD = "Books."
WATCHED = "purpose-stated"
ACCOUNTS = ("library-x", "library-bluesky")
PLATFORM_OF = {"library-x": "x", "library-bluesky": "bluesky"}
HALF_DAY = timedelta(hours=12)
UNFINISHED = ("after-begin:exit", "before-shard-commit:exit:2", "after-shard:exit:1", "after-shard:exit:2", "after-shard:exit:3",
              "after-judge:exit", "before-conclude-commit:exit")  # fmt: skip
FINISHED = ("after-conclude:exit", "before-rename:exit:2", "before-last-files:exit:2", "after-publish:exit")

WALK: tuple[tuple[str, dict[str, Any]], ...] = (
    ("a_run_that_dies", {"point": "after-shard:exit:2"}),
    ("answers_change", {"account": "library-x"}),  # stored or not yet: the model says which
    ("time_passes", {"hours": 1}),
    ("a_run", {}),
    ("a_check", {"account": "library-bluesky"}),
    ("answers_change", {"account": "library-x"}),
    ("time_passes", {"hours": 24}),
    ("a_run_that_dies", {"point": "after-conclude:exit"}),
    ("a_part", {}),
    ("a_run", {}),
    ("a_run_that_dies", {"point": "before-shard-commit:exit:2"}),
    ("register_is_edited", {}),
    ("a_run", {}),
    ("a_run_that_dies", {"point": "after-judge:exit"}),
    ("time_passes", {"hours": 30}),
    ("a_run", {}),
)


class Nights(RuleBasedStateMachine):
    """The house is the program's; everything else here is the model's."""

    births: ClassVar[Nursery]

    def __init__(self) -> None:
        super().__init__()
        self.stack = contextlib.ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.home = self.stack.enter_context(small_house(Path(folder) / "house", recipients=("one@liverpool.ac.uk",)))
        self.now: datetime = NOW
        self.good = {a: self.home.estate.world.accounts[a].bio for a in ACCOUNTS}
        self.bad = dict.fromkeys(ACCOUNTS, False)  # what the platforms answer now
        self.runs: list[list[Any]] = []  # [id, kind, state], oldest first
        self.open: tuple[str, datetime, dict[str, bool]] | None = (
            None  # the run that was cut off, and what it has stored
        )
        self.told: dict[str, tuple[str, str | None, date | None]] = {}  # by the last full run: outcome, status, since
        self.published: str | None = None
        self.behind: str | None = None  # a finished run whose report or mails are not out yet
        self.edited = 0

    def teardown(self) -> None:
        self.stack.close()

    # --- what happens outside

    @rule(account=st.sampled_from(ACCOUNTS))
    def answers_change(self, account: str) -> None:
        self.bad[account] = not self.bad[account]
        self.home.estate.edit(account, bio=BAD if self.bad[account] else self.good[account])

    @rule()
    def register_is_edited(self) -> None:
        self.edited += 1
        path = self.home.folder / "register" / "accounts.csv"
        text = path.read_text("utf-8")
        name = (
            f"Mil{'a' * self.edited} Merrivale"  # never a text that was there before: that would be the same register
        )
        path.write_text(re.sub(r"Mil\w+ Merrivale", name, text), encoding="utf-8")
        if self.open is not None:
            self._give_up()

    @rule(hours=st.sampled_from([1, 5, 24, 30]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    # --- what is called

    @rule()
    def a_run(self) -> None:
        self._go("")

    @rule(point=st.sampled_from(UNFINISHED + FINISHED))
    def a_run_that_dies(self, point: str) -> None:
        self._go(point)

    @precondition(lambda self: self.runs)
    @rule(account=st.sampled_from(ACCOUNTS))
    def a_check(self, account: str) -> None:
        self.now += timedelta(minutes=1)
        self.home.now = self.now
        assert self.births.run(self.home, "check", account).code in {0, 4, 11, 12, 13, 14}
        self.runs.append([self._id(), "check", "finished"])

    @rule()
    def a_part(self) -> None:
        self.now += timedelta(minutes=1)
        self.home.now = self.now
        assert self.births.run(self.home, "run", "--platform", "x").code in {0, 4, 11, 12, 13, 14}
        self.runs.append([self._id(), "partial", "finished"])

    # --- the model of a full run

    def _go(self, point: str) -> None:
        self.now += timedelta(minutes=1)
        self.home.now = self.now
        self._forget_what_is_too_old()
        resumes_report = self.behind is not None
        died = self.births.run(self.home, failpoint=point)
        assert died.code == 137 if point and died.code == 137 else died.code in {0, 4, 13, 14}, died.err
        if resumes_report:  # the findings stand; only the report and the mails are brought to their end
            if died.code != 137 or not self._left_to_do():
                self._is_published()
            return
        if self.open is None:
            self.runs.append([self._id(), "full", "running"])
            self.open = (self._id(), self.now, {})
        run_id, begun, stored = self.open
        done = self._platforms(run_id)
        seen = {a: stored.get(a, self.bad[a]) for a in ACCOUNTS if PLATFORM_OF[a] in done}
        self.open = (run_id, begun, seen)
        if died.code == 137 and point in UNFINISHED:
            return
        assert set(seen) == set(ACCOUNTS)
        self._concluded(run_id, seen)
        self.behind = run_id
        if died.code != 137 or not self._left_to_do():
            self._is_published()

    def _forget_what_is_too_old(self) -> None:
        if self.open is not None and self.now - self.open[1] >= HALF_DAY:
            self._give_up()
        if self.behind is not None and self.now - self._begun(self.behind) > HALF_DAY:
            self.behind = None

    def _give_up(self) -> None:
        """An unfinished run is given up by the next full run, which is what the model is compared after."""
        assert self.open is not None
        self._row(self.open[0])[2] = "abandoned later"
        self.open = None

    def _concluded(self, run_id: str, seen: dict[str, bool]) -> None:
        self._row(run_id)[2] = "finished"
        self.open = None
        today = self.now.date()
        for account in ACCOUNTS:
            outcome = "fail" if seen[account] else "pass"
            was, _status, since = self.told.get(account, (None, None, None))
            if outcome == "fail":
                self.told[account] = (outcome, "open", since) if was == "fail" else (outcome, "new", today)
            else:
                self.told[account] = (outcome, "fixed", today) if was == "fail" else (outcome, None, None)

    def _is_published(self) -> None:
        self.published, self.behind = self.behind, None

    # --- looking into the house

    def _id(self) -> str:
        return self.now.strftime("%Y-%m-%dT%H-%M-%SZ")

    def _begun(self, run_id: str) -> datetime:
        return datetime.strptime(run_id, "%Y-%m-%dT%H-%M-%SZ").replace(tzinfo=NOW.tzinfo)

    def _row(self, run_id: str) -> list[Any]:
        return next(row for row in self.runs if row[0] == run_id)

    def _platforms(self, run_id: str) -> set[str]:
        with as_it_lies(self.home) as history:
            return set(history.shard_calls(run_id)) if history is not None else set()

    def _left_to_do(self) -> bool:
        """Whether the newest full run still has to be published, or has mails that nobody sent."""
        with as_it_lies(self.home) as history:
            newest = history.latest() if history is not None else None
            assert history is not None
            assert newest is not None
            waiting = [m for m in history.outbox.of_run(newest) if m.state in {"queued", "sending"}]
            return history.published_at(newest) is None or bool(waiting)

    @invariant()
    def nothing_is_broken(self) -> None:
        assert violations(self.home) == []

    @invariant()
    def the_runs_are_those_of_the_model(self) -> None:
        if not self.runs:
            return
        with as_it_lies(self.home) as history:
            assert history is not None
            stored = [[r.id, r.kind, r.state] for r in reversed(history.runs(limit=100))]
        assert len(stored) == len(self.runs)
        for real, wanted in zip(stored, self.runs, strict=True):
            if wanted[2] == "abandoned later":
                assert real[2] in {"running", "abandoned"}
                assert real[:2] == wanted[:2]
            else:
                assert real == wanted

    @invariant()
    def the_newest_full_run_says_what_the_model_says(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            if self.published is not None and self.behind is None:
                run = self.home.run_json()
                assert run["run"]["id"] == self.published
                assert [a["id"] for a in run["accounts"]] == [i for i in _register_order(self.home) if i in SMALL]
                for account, (outcome, status, since) in self.told.items():
                    finding = findings(run)[account, WATCHED]
                    told = (finding["outcome"], finding.get("status"), finding.get("since"))
                    assert told == (outcome, status, since.isoformat() if since else None), account

    @invariant()
    def nobody_has_a_mail_twice(self) -> None:
        for mails in mails_of(self.home).values():
            assert len({identity for identity, _ in mails}) == len(mails)


def _register_order(home: Any) -> list[str]:
    lines = (home.folder / "register" / "accounts.csv").read_text("utf-8").splitlines()
    return [line.partition(",")[0] for line in lines[1:]]


def _try(births: Nursery, examples: int, steps: int) -> None:
    Nights.births = births
    run_state_machine_as_test(
        Nights,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None, derandomize=examples < 10,
            suppress_health_check=list(HealthCheck), print_blob=False, phases=(Phase.generate,),
        ),
    )  # fmt: skip


def test_a_walk_through_every_kind_of_event_ends_as_the_model_says(births: Nursery) -> None:
    Nights.births = births
    walk = Nights()
    try:
        for event, given in WALK:
            getattr(walk, event)(**given)
            walk.nothing_is_broken()
            walk.the_runs_are_those_of_the_model()
            walk.the_newest_full_run_says_what_the_model_says()
            walk.nobody_has_a_mail_twice()
    finally:
        walk.teardown()


def test_any_order_of_events_ends_as_the_model_says(births: Nursery) -> None:
    _try(births, examples=1, steps=6)


@pytest.mark.slow
def test_many_orders_of_events_end_as_the_model_says(births: Nursery) -> None:
    _try(births, examples=int(os.environ.get("NIGHTS", "30")), steps=12)
