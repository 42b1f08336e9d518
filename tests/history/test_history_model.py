"""Many nights with changing findings, broken-off runs and checks in between behave like a plain dictionary of runs."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from auditor.history import Earlier, History, figures_of
from auditor.model import (
    Account,
    AccountResult,
    Call,
    CallCount,
    Evidence,
    Finding,
    Outcome,
    Run,
    Seen,
    Severity,
    Snapshot,
    State,
    Trouble,
    Unreachable,
)

START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
ACCOUNTS = ("a", "b", "c")

sights = st.sampled_from(["same", "changed", "timeout", "gone"])
outcomes = st.sampled_from([Outcome.PASS, Outcome.FAIL, Outcome.REVIEW])
plans = st.dictionaries(
    st.sampled_from(ACCOUNTS),
    st.tuples(sights, st.dictionaries(st.sampled_from(["c1", "c2", "c3"]), outcomes, max_size=3)),
    max_size=3,
)


class Nights(RuleBasedStateMachine):
    """Runs against the store and against a dictionary, side by side."""

    @initialize()
    def begin(self):
        self.folder = tempfile.TemporaryDirectory()
        self.url = self.address()
        self.history = History.open(self.url, Path(self.folder.name))
        self.now = START
        self.count = 0
        self.done: dict[str, Run] = {}
        self.goods: dict[str, list[Snapshot]] = {}
        self.value = 0

    def address(self):
        return "sqlite:///h.db"

    def teardown(self):
        self.history.close()
        self.folder.cleanup()

    def _sight(self, name, what):
        if what in {"timeout", "gone"}:
            return Unreachable(name, self.now, Trouble(what), "m", "r")
        self.value += what == "changed"
        return Snapshot(
            account_id=name, taken_at=self.now, native_id=f"{name}{self.value}", bio=Seen(f"bio {self.value}"),
            followers=Seen(self.value), calls=(Call("x:users", self.now, "sha"),),
        )  # fmt: skip

    def _finding(self, name, control, outcome):
        return Finding(
            account_id=name, control=control, clause="1", severity=Severity.LOW, outcome=outcome, message=f"{outcome}",
            evidence=(Evidence("f", "v", "s", self.now),), fingerprint=f"{name}{control}",
            status="open" if outcome is Outcome.FAIL else None,
            since=date(2026, 1, 1) if outcome is Outcome.FAIL else None,
        )  # fmt: skip

    def _collect(self, kind, plan):
        self.now += timedelta(hours=24)
        self.count += 1
        run_id = self.history.begin(
            f"r{self.count}", kind=kind, started_at=self.now, version="v", policy_sha256="p", register_sha256="r"
        )
        seen = {name: self._sight(name, what) for name, (what, _) in plan.items()}
        for name, sight in seen.items():
            self.history.record(run_id, f"x/{name}", [sight], {"x": CallCount(1)})
            if isinstance(sight, Snapshot):
                self.goods.setdefault(name, []).append(sight)
        return run_id, seen

    @rule(plan=plans, kind=st.sampled_from(["full", "full", "full", "check", "partial"]), fresh=st.booleans())
    def a_run(self, plan, kind, fresh):
        run_id, seen = self._collect(kind, plan)
        if fresh:  # another process takes over
            self.history.close()
            self.history = History.open(self.url, Path(self.folder.name), check=True)
            seen = self.history.recorded(run_id)
        results = tuple(
            AccountResult(
                account=Account(id=name, platform="x", handle=name, unit="u"),
                state=State.LIVE if isinstance(seen[name], Snapshot) else State.UNREACHABLE,
                findings=tuple(self._finding(name, c, o) for c, o in sorted(found.items())),
                sight=seen[name], fetched_at=self.now,
            )
            for name, (_, found) in plan.items()
        )  # fmt: skip
        done = Run(
            id=run_id, kind=kind, started_at=self.now, finished_at=self.now, version="v", policy_sha256="p",
            register_sha256="r", results=results,
        )  # fmt: skip
        self.history.conclude(done, ())
        self.done[run_id] = done

    @rule(plan=plans)
    def a_run_that_is_given_up(self, plan):
        run_id, _ = self._collect("full", plan)
        self.history.abandon(run_id)

    @invariant()
    def every_run_reads_as_it_was_written(self):
        for run_id, done in self.done.items():
            assert self.history.load(run_id) == done

    @invariant()
    def the_newest_full_run_is_compared_with(self):
        fulls = [r for r in self.done.values() if r.kind == "full"]
        newest = self.history.latest()
        assert newest == (fulls[-1].id if fulls else None)
        if newest is None:
            return
        found = [f for r in self.done[newest].results for f in r.findings]
        expected = {(f.account_id, f.control, f.fingerprint): Earlier(f.outcome, f.since, f.status) for f in found}
        assert self.history.previous_findings(newest) == expected
        assert len(self.history.trend(1000)) == len(fulls)

    @invariant()
    def good_snapshots_are_remembered(self):
        assert self.history.last_good() == {name: some[-1] for name, some in self.goods.items()}
        assert self.history.good_counts() == {name: len(some) for name, some in self.goods.items()}
        assert self.history.figures(limit=3) == {
            n: [figures_of(s) for s in some[-3:]] for n, some in self.goods.items()
        }
        earlier = {n: kept for n, some in self.goods.items() if (kept := [s for s in some if s.taken_at < self.now])}
        assert self.history.last_good(before=self.now) == {name: some[-1] for name, some in earlier.items()}
        assert self.history.good_counts(before=self.now) == {name: len(some) for name, some in earlier.items()}

    @invariant()
    def nothing_is_found_altered(self):
        assert self.history.verify() == []


Nights.TestCase.settings = settings(
    max_examples=12, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
)
TestNights = Nights.TestCase


@pytest.mark.service
def test_nights_in_postgresql(postgres):
    class NightsThere(Nights):
        def address(self):
            self.database = postgres.database()
            return postgres.url(self.database.__enter__())

        def teardown(self):
            super().teardown()
            self.database.__exit__(None, None, None)

    run_state_machine_as_test(NightsThere, settings=settings(Nights.TestCase.settings, max_examples=6))
