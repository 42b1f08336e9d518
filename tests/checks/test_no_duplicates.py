"""no-duplicates: one row per account, one account per unit, platform and audience."""

from __future__ import annotations

import pytest

from auditor.checks._peers import peers_of
from auditor.model import Outcome, Register, Where
from tests.checks.builders import account, case, judged

ID = "no-duplicates"


def other(**changes):
    return account(
        **{"id": "second", "handle": "other", "native_id": "2002", "where": Where("accounts.csv", 3), **changes}
    )


def pair(first, second):
    rows = (first, second)
    return [judged(ID, case(row, rows=rows)) for row in rows]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (account(), other(handle="HARUNILIBRARY")),
        (account(), other(handle="@harunilibrary")),
        (account(), other(native_id="1001")),
        (
            account(platform="blog", handle="https://news.example/lib/"),
            other(platform="blog", handle="http://news.example/lib"),
        ),
        (
            account(platform="wiki", handle="Lib_Bot@https://wiki.example/api.php"),
            other(platform="wiki", handle="lib bot@https://wiki.example/api.php"),
        ),
    ],
)
def test_the_same_account_twice_fails_in_both_rows(first, second):
    verdicts = pair(first, second)
    assert [v.outcome for v in verdicts] == [Outcome.FAIL, Outcome.FAIL]
    assert "second" in verdicts[0].message
    assert "library-x" in verdicts[1].message


def test_the_same_unit_platform_and_audience_fails_in_both_rows():
    verdicts = pair(account(audience="New students"), other(audience=" new  STUDENTS", unit="LIBRARY"))
    assert [v.outcome for v in verdicts] == [Outcome.FAIL, Outcome.FAIL]
    assert "2 accounts on X" in verdicts[0].message


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (account(), other()),
        (account(audience=""), other(audience="")),
        (account(audience="New students"), other(audience="Staff")),
        (account(audience="Staff"), other(audience="Staff", unit="Sport")),
        (account(audience="Staff"), other(audience="Staff", platform="instagram")),
        (account(), other(handle="harunilibrary", platform="instagram")),
        (account(native_id=None), other(native_id=None)),
        (account(native_id="1001"), other(native_id="1001", platform="instagram")),
    ],
)
def test_rows_that_differ_pass(first, second):
    assert [v.outcome for v in pair(first, second)] == [Outcome.PASS, Outcome.PASS]


def test_a_closed_row_is_history_and_nobodys_duplicate():
    live, closed = account(audience="Staff"), other(audience="Staff", handle="harunilibrary", status="closed")
    assert judged(ID, case(live, rows=(live, closed))).outcome is Outcome.PASS


def test_three_of_a_kind_all_name_the_other_two():
    rows = tuple(account(id=f"a{n}", native_id=None, handle="same") for n in range(3))
    for row in rows:
        verdict = judged(ID, case(row, rows=rows))
        assert verdict.outcome is Outcome.FAIL
        assert len(verdict.details["duplicates"]) == 2


def test_groups_found_once_for_the_register_are_used_where_given():
    rows = (account(), other(handle="harunilibrary"))
    peers = {kind: groups.get("library-x", ()) for kind, groups in peers_of(Register(rows)).items()}
    assert judged(ID, case(rows[0], rows=rows, peers=peers)).outcome is Outcome.FAIL
    empty = {"same-handle": (), "same-audience": ()}
    assert judged(ID, case(rows[0], rows=rows, peers=empty)).outcome is Outcome.PASS
