from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import jsonschema
import pytest

from auditor.model import (
    Account,
    AccountResult,
    CallCount,
    Candidate,
    Evidence,
    Finding,
    Outcome,
    Run,
    Severity,
    State,
    Waiver,
)
from reports import json_v1

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
FINDING = Finding(
    account_id="library-x",
    control="hours-stated",
    clause="2.2.2",
    severity=Severity.MEDIUM,
    outcome=Outcome.FAIL,
    message="The profile does not say when the account is monitored.",
    evidence=(Evidence("profile.bio", "News from the Library.", "x:users"),),
    expected="Hours.",
    remedy="Add them.",
    fingerprint="f1",
    status="new",
    since=date(2026, 11, 22),
)
RESULT = AccountResult(
    account=Account(id="library-x", platform="x", handle="livunilibrary", unit="Library"),
    state=State.LIVE,
    findings=(FINDING,),
    score=0.913046,
    fetched_at=AT,
    native_id="1001",
)
RUN = Run(
    id="2026-11-22T02-00-00Z",
    kind="full",
    started_at=AT,
    finished_at=AT,
    version="0.1.0",
    policy_sha256="p",
    register_sha256="r",
    results=(RESULT,),
    calls={"x": CallCount(3, 250, 2.5)},
)


def _valid(run):
    dumped = json.loads(json_v1.dumps(run))
    jsonschema.Draft202012Validator(json_v1.schema()).validate(dumped)
    return dumped


def test_the_shape_is_the_one_of_the_contract():
    dumped = _valid(RUN)

    assert list(dumped) == ["schema", "run", "coverage", "totals", "accounts", "candidates", "calls"]
    assert dumped["schema"] == "auditor/run/1"
    assert dumped["run"]["started_at"] == "2026-11-22T02:00:00Z"
    assert dumped["coverage"] == {
        "registered": 1, "audited": 1, "unreachable": 0, "no_credential": 0, "retired": 0, "closed": 0,
    }
    assert dumped["totals"] == {
        "pass": 0, "fail": 1, "review": 0, "waived": 0, "not_applicable": 0, "not_exposed": 0, "not_audited": 0,
    }
    assert dumped["calls"] == {"x": {"requests": 3, "units": 250, "price_usd": 2.5}}
    account = dumped["accounts"][0]
    assert account.pop("findings") == [
        {
            "control": "hours-stated",
            "clause": "2.2.2",
            "severity": "medium",
            "outcome": "fail",
            "message": "The profile does not say when the account is monitored.",
            "evidence": [
                {"field": "profile.bio", "value": "News from the Library.", "seen_at": "2026-11-22T02:00:00Z", "source": "x:users"}
            ],
            "expected": "Hours.",
            "remedy": "Add them.",
            "fingerprint": "f1",
            "status": "new",
            "since": "2026-11-22",
            "waiver": None,
            "last_known": None,
        }
    ]
    assert account == {
        "id": "library-x", "platform": "x", "handle": "livunilibrary", "native_id": "1001", "unit": "Library", "state": "live",
        "score": 0.913, "fetched_at": "2026-11-22T02:00:00Z",
    }


def test_nothing_known_is_null_and_never_a_missing_key():
    bare = replace(FINDING, evidence=(), expected=None, remedy=None, status=None, since=None)
    dumped = _valid(replace(RUN, results=(replace(RESULT, findings=(bare,), score=None, fetched_at=None, native_id=None),), finished_at=None))

    account = dumped["accounts"][0]
    assert account["score"] is account["fetched_at"] is account["native_id"] is None
    assert {k for k, v in account["findings"][0].items() if v is None} == {"expected", "remedy", "status", "since", "waiver", "last_known"}
    assert dumped["run"]["finished_at"] is None


def test_evidence_without_a_time_of_its_own_was_seen_when_the_account_was_fetched():
    own = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    finding = replace(FINDING, evidence=(Evidence("a", "1", "x:users"), Evidence("b", "2", "x:users", own)))

    found = _valid(replace(RUN, results=(replace(RESULT, findings=(finding,)),)))["accounts"][0]["findings"][0]["evidence"]

    assert [e["seen_at"] for e in found] == ["2026-11-22T02:00:00Z", "2026-11-20T09:30:00Z"]


def test_an_exception_tells_its_end_and_reason_but_no_person():
    waiver = Waiver(account_id="library-x", control="hours-stated", reason="Building works", approved_by="Ann Person", until=date(2026, 12, 1))
    finding = replace(FINDING, outcome=Outcome.WAIVED, waiver=waiver)

    raw = json_v1.dumps(replace(RUN, results=(replace(RESULT, findings=(finding,)),)))

    assert json.loads(raw)["accounts"][0]["findings"][0]["waiver"] == {"until": "2026-12-01", "reason": "Building works"}
    assert b"Ann Person" not in raw


def test_candidates_stand_apart_from_the_accounts():
    dumped = _valid(replace(RUN, candidates=(Candidate("x", "livuni_fake", None, "prefix", "x:search"),)))

    assert dumped["candidates"] == [
        {"platform": "x", "handle": "livuni_fake", "native_id": None, "reason": "prefix", "found_by": "x:search"}
    ]
    assert len(dumped["accounts"]) == 1


def test_broken_characters_survive_and_the_file_stays_plain_ascii():
    text = "half \ud800 pair, \u202e turned, \u2028 line, <script>"
    finding = replace(FINDING, evidence=(Evidence("profile.bio", text, "x:users"),))

    raw = json_v1.dumps(replace(RUN, results=(replace(RESULT, findings=(finding,)),)))

    assert raw.isascii()
    assert json.loads(raw)["accounts"][0]["findings"][0]["evidence"][0]["value"] == text


def test_a_large_run_is_valid_adds_up_and_dumps_to_equal_bytes_twice(sample):
    run = sample.run(80)
    dumped = _valid(run)

    assert json_v1.dumps(run) == json_v1.dumps(sample.run(80))
    coverage = dumped["coverage"]
    assert coverage["registered"] == sum(v for k, v in coverage.items() if k != "registered") == len(dumped["accounts"])
    assert sum(dumped["totals"].values()) == sum(len(a["findings"]) for a in dumped["accounts"])


@pytest.mark.parametrize("state", list(State))
def test_every_state_counts_once_in_the_coverage(state):
    coverage = _valid(replace(RUN, results=(replace(RESULT, state=state),)))["coverage"]

    assert coverage["registered"] == 1
    assert sum(coverage.values()) == 2
