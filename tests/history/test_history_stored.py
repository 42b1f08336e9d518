"""A large stored run is kept as its cells: it reads as it was concluded, and its outline is that of the night itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from auditor.history import spool
from auditor.history.judged import Judged
from auditor.history.spool import Spool
from auditor.model import Evidence, Finding, Outcome, Severity, State, Waiver, outline

DAY = date(2026, 12, 1)


@pytest.fixture
def various(make) -> list:
    """Whatever results can be: seen, not seen, never asked; every outcome; details, waivers, marks, hostile text."""
    waiver = Waiver(account_id="a", control="hours-stated", reason="Moving \ud800", approved_by="Head", until=DAY)
    marked = (Evidence("profile.bio", "a\x00b \U0001f600", "x:users", make.FIRST, ((0, 1), (2, 3))), Evidence("x", "y", "z"))
    plain = {"account_id": "b", "clause": "2.2", "severity": Severity.HIGH, "message": "\ud800 \u202e"}
    findings = [
        make.finding("a", outcome=Outcome.WAIVED, waiver=waiver, since=DAY),
        make.finding("a", "account-live", Outcome.FAIL, details={"hijack": True, "days": (1, DAY)}, status="new"),
        make.finding("a", "identity-unchanged", details={"changes": ["name"]}),
        make.finding("a", "password-rotated", details={"due_on": "2027-01-01"}),
        make.finding("a", "purpose-stated", Outcome.REVIEW, message="Look at this.", status="open", since=DAY),
        make.finding("a", "posted-recently", Outcome.NOT_AUDITED, last_known=(Outcome.PASS, make.FIRST)),
        make.finding("somebody else", "two-factor"),
        Finding(control="on-register", outcome=Outcome.NOT_EXPOSED, evidence=marked, **plain),
    ]
    return [
        make.result(make.snapshot("a", bio="\x00"), *findings, score=1 / 3, native_id="77"),
        make.result(make.unreachable("b"), make.finding("b", outcome=Outcome.NOT_AUDITED), state=State.UNREACHABLE),
        make.result(None, account_id="c", state=State.CLOSED),
        make.result(make.snapshot("d"), make.finding("d", "two-factor", Outcome.FAIL, message="It is off.")),
    ]


@pytest.fixture
def stored(various, make, history, monkeypatch) -> Spool:
    """These results, concluded and loaded as those of a large run are."""
    monkeypatch.setattr(spool, "IN_MEMORY", 1)
    run = make.store(history, make.run("2026-11-22T02-00-00Z", *various))
    found = history.load(run.id).results
    assert isinstance(found, Spool)
    return found


def test_a_large_stored_run_reads_as_it_was_concluded(various, stored):
    assert list(stored) == various
    assert [stored[n] for n in (2, 0, 3, 1)] == [various[n] for n in (2, 0, 3, 1)]


def test_a_small_stored_run_reads_as_it_was_concluded(various, make, history):
    run = make.store(history, make.run("2026-11-22T02-00-00Z", *various))
    assert history.load(run.id).results == tuple(various)


def test_stored_results_have_the_outline_that_they_had_in_their_night(various, stored):
    night = Spool(various, Judged())
    assert list(night) == various
    assert stored.outline == night.outline
    assert stored.waiting == night.waiting


def test_what_waits_for_somebody_is_told_without_reading_the_results(various, stored):
    assert [len(said) for said in stored.waiting] == [2, 0, 0, 1]
    assert stored.waiting[3] == ("It is off.",)
    assert stored.waiting[0][1] == "Look at this."


def test_remedies_that_differ_from_account_to_account_are_kept_all_the_same(make, monkeypatch):
    monkeypatch.setattr("auditor.history.judged._SHARED", 2)
    some = [make.result(make.snapshot(f"a{n}"), make.finding(f"a{n}", message=f"{n}", control=f"c{n}")) for n in range(5)]
    assert list(Spool(some, Judged())) == some


def test_most_findings_of_a_stored_outline_are_one_object(make, history, monkeypatch):
    monkeypatch.setattr(spool, "IN_MEMORY", 1)
    some = [make.result(make.snapshot(f"a{n}"), make.finding(f"a{n}", message=f"Says {n}.")) for n in range(5)]
    run = make.store(history, make.run("2026-11-22T02-00-00Z", *some))
    short = outline(history.load(run.id))
    assert all(one.findings is other.findings for one, other in pairwise(short))


def test_rows_of_the_register_that_are_held_anyway_are_not_held_twice(various, make, history) -> None:
    run = make.store(history, make.run("2026-11-22T02-00-00Z", *various))
    held = [replace(r.account, unit="Renamed") if r.account.id == "b" else r.account for r in various]

    found = history.load(run.id, whole=False, accounts=held).results

    assert [r.account for r in found] == [r.account for r in various]
    assert [r.account is a for r, a in zip(found, held, strict=True)] == [a.id != "b" for a in held]
