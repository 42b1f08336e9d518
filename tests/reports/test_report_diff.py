from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from auditor.model import Account, AccountResult, Finding, Outcome, Run, Severity, State
from reports.diff import changes

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def _finding(control, outcome, status=None):
    return Finding(
        account_id="a", control=control, clause="1", severity=Severity.HIGH, outcome=outcome, message="m", status=status
    )


def _run(night, *accounts):
    results = tuple(
        AccountResult(account=account, state=State.LIVE, findings=tuple(findings)) for account, findings in accounts
    )
    at = AT + timedelta(days=night)
    return Run(
        id=f"r{night}", kind="full", started_at=at, finished_at=at, version="1", policy_sha256="", register_sha256="", results=results
    )


ARTS = Account(id="a", platform="x", handle="wma", unit="Arts")
LAW = Account(id="b", platform="x", handle="wmb", unit="Law")


@pytest.mark.parametrize(
    ("before", "now", "status", "kind"),
    [
        (Outcome.PASS, Outcome.FAIL, None, "new"),
        (Outcome.NOT_APPLICABLE, Outcome.FAIL, None, "new"),
        (Outcome.WAIVED, Outcome.FAIL, None, "new"),
        (Outcome.PASS, Outcome.REVIEW, None, "new"),
        (Outcome.FAIL, Outcome.FAIL, None, "open"),
        (Outcome.REVIEW, Outcome.FAIL, None, "worse"),
        (Outcome.FAIL, Outcome.REVIEW, None, "open"),
        (Outcome.NOT_AUDITED, Outcome.FAIL, "open", "open"),
        (Outcome.NOT_AUDITED, Outcome.FAIL, "new", "new"),
        (Outcome.FAIL, Outcome.PASS, None, "fixed"),
        (Outcome.REVIEW, Outcome.PASS, None, "fixed"),
        (Outcome.NOT_AUDITED, Outcome.PASS, "fixed", "fixed"),
        (Outcome.NOT_AUDITED, Outcome.PASS, None, None),
        (Outcome.FAIL, Outcome.NOT_AUDITED, None, "lost"),
        (Outcome.PASS, Outcome.NOT_AUDITED, None, "lost"),
        (Outcome.FAIL, Outcome.NOT_EXPOSED, None, "lost"),
        (Outcome.NOT_EXPOSED, Outcome.NOT_AUDITED, None, None),
        (Outcome.FAIL, Outcome.WAIVED, None, "eased"),
        (Outcome.FAIL, Outcome.NOT_APPLICABLE, None, "eased"),
        (Outcome.PASS, Outcome.PASS, None, None),
        (Outcome.PASS, Outcome.WAIVED, None, None),
    ],
)
def test_how_one_finding_changed(before, now, status, kind):
    found = changes(_run(1, (ARTS, [_finding("c", now, status)])), _run(0, (ARTS, [_finding("c", before)])))

    kinds = {name: len(getattr(found, name)) for name in ("new", "worse", "fixed", "open", "lost", "eased")}
    assert kinds == {name: int(name == kind or (name == "open" and kind == "worse")) for name in kinds}


def test_a_check_that_was_added_brings_no_new_problem():
    found = changes(
        _run(1, (ARTS, [_finding("old", Outcome.PASS), _finding("added", Outcome.FAIL)])),
        _run(0, (ARTS, [_finding("old", Outcome.PASS)])),
    )

    assert found.new == ()
    assert found.new_checks == ("added",)
    assert not found.anything


def test_losing_sight_of_an_account_fixes_nothing():
    found = changes(_run(1, (ARTS, [_finding("c", Outcome.NOT_AUDITED)])), _run(0, (ARTS, [_finding("c", Outcome.FAIL)])))

    assert found.fixed == ()
    assert [c.now.control for c in found.lost] == ["c"]


def test_a_renamed_handle_stays_the_same_account():
    renamed = replace(ARTS, handle="wmarts")

    found = changes(_run(1, (renamed, [_finding("c", Outcome.PASS)])), _run(0, (ARTS, [_finding("c", Outcome.FAIL)])))

    assert len(found.fixed) == 1
    assert found.added == found.removed == ()


def test_accounts_that_came_or_went_are_told_apart_from_problems():
    found = changes(_run(1, (LAW, [_finding("c", Outcome.FAIL)])), _run(0, (ARTS, [_finding("c", Outcome.FAIL)])))

    assert [r.account.id for r in found.added] == ["b"]
    assert [r.account.id for r in found.removed] == ["a"]
    assert found.new == found.fixed == ()


def test_a_run_over_a_part_of_the_register_removes_nobody():
    part = replace(_run(1, (ARTS, [_finding("c", Outcome.PASS)])), kind="partial")

    assert changes(part, _run(0, (ARTS, [_finding("c", Outcome.PASS)]), (LAW, []))).removed == ()
