"""A run for machines, as the contract shows it; the schema stands in assets/run.schema.json."""

from __future__ import annotations

import functools
import io
import json
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from auditor.model import (
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
    outline,
)
from reports.dates import iso
from reports.words import AUDITED

SCHEMA = "auditor/run/1"

_text = json.JSONEncoder(ensure_ascii=True, allow_nan=False, check_circular=False, separators=(",", ":")).encode
_quoted = json.encoder.encode_basestring_ascii


def dump(run: Run) -> dict[str, Any]:
    """The run as plain data; every key is always there, null where nothing is known."""
    plain: dict[str, Any] = json.loads(dumps(run))
    return plain


def dumps(run: Run) -> bytes:
    """The same as bytes; equal runs give equal bytes, and broken characters survive as escapes."""
    stream = io.BytesIO()
    write(run, stream)
    return stream.getvalue()


def write(run: Run, stream: BinaryIO) -> None:
    """The same, account by account, into an open binary stream."""
    deque(along(run, run.results, stream), maxlen=0)


def along(run: Run, results: Iterable[AccountResult], stream: BinaryIO) -> Iterator[AccountResult]:
    """The results of the run, each of which is written on its way past: the text is complete when they are exhausted."""
    stream.write(f'{_text(_head(run))[:-1]},"accounts":['.encode("ascii"))
    for number, result in enumerate(results):
        stream.write((b"," if number else b"") + _account(result, run.started_at).encode("ascii"))
        yield result
    stream.write(f"],{_text(_tail(run))[1:]}\n".encode("ascii"))




def _head(run: Run) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "run": {
            "id": run.id,
            "started_at": iso(run.started_at),
            "finished_at": iso(run.finished_at),
            "version": run.version,
            "policy_sha256": run.policy_sha256,
            "register_sha256": run.register_sha256,
            "kind": run.kind,
            "selection": run.selection,
            "previous": run.previous_id,
        },
        "coverage": coverage(run),
        "totals": totals(run),
    }


def _tail(run: Run) -> dict[str, Any]:
    return {
        "candidates": [_candidate(c) for c in run.candidates],
        "calls": {platform: _calls(run.calls[platform]) for platform in sorted(run.calls)},
    }


def schema() -> dict[str, Any]:
    """The JSON Schema of what `dump` gives."""
    from importlib import resources

    loaded: dict[str, Any] = json.loads(resources.files("reports").joinpath("assets", "run.schema.json").read_text("utf-8"))
    return loaded


def coverage(run: Run) -> dict[str, int]:
    """How many rows were registered and what became of them; the last five add up to the first."""
    states = Counter(result.state for result in outline(run))
    return {
        "registered": len(run.results),
        "audited": sum(states[s] for s in AUDITED),
        "unreachable": states[State.UNREACHABLE],
        "no_credential": states[State.NO_CREDENTIAL],
        "retired": states[State.RETIRED],
        "closed": states[State.CLOSED],
    }


def totals(run: Run) -> dict[str, int]:
    """How many findings came to each outcome."""
    outcomes = Counter(f.outcome for result in outline(run) for f in result.findings)
    return {outcome.value: outcomes[outcome] for outcome in Outcome}


def _account(result: AccountResult, started_at: datetime) -> str:
    """One account as JSON: of its findings there are so many that their text is put together from parts made once."""
    account = result.account
    about = {
        "id": account.id,
        "platform": account.platform,
        "handle": account.handle,
        "native_id": result.native_id or account.native_id,
        "unit": account.unit,
        "state": result.state.value,
        "score": None if result.score is None else round(result.score, 4),
        "fetched_at": iso(result.fetched_at),
    }
    seen_at = _text(iso(result.fetched_at or started_at))
    findings = ",".join([_finding(f, seen_at) for f in result.findings])
    return f'{_text(about)[:-1]},"findings":[{findings}]}}'


def _finding(finding: Finding, seen_at: str) -> str:
    about = _about(finding.control, finding.clause, finding.severity, finding.outcome)
    evidence = ",".join([_evidence(e, seen_at) for e in finding.evidence])
    advice = _advice(finding.expected, finding.remedy)
    standing = _standing(finding.status, finding.since, finding.waiver, finding.last_known)
    return (
        f'{{{about},"message":{_quoted(finding.message)},"evidence":[{evidence}],{advice},'
        f'"fingerprint":{_quoted(finding.fingerprint)},{standing}}}'
    )


@functools.lru_cache(maxsize=1_024)
def _about(control: str, clause: str, severity: Severity, outcome: Outcome) -> str:
    return _members(control=control, clause=clause, severity=severity.value, outcome=outcome.value)


@functools.lru_cache(maxsize=1_024)
def _advice(expected: str | None, remedy: str | None) -> str:
    return _members(expected=expected, remedy=remedy)


@functools.lru_cache(maxsize=1_024)
def _standing(
    status: str | None, since: date | None, waiver: Waiver | None, last: tuple[Outcome, datetime] | None
) -> str:
    return _members(
        status=status,
        since=since.isoformat() if since else None,
        waiver={"until": waiver.until.isoformat(), "reason": waiver.reason} if waiver else None,
        last_known={"outcome": last[0].value, "at": iso(last[1])} if last else None,
    )


def _members(**members: object) -> str:
    """Members of an object, without its braces."""
    return _text(members)[1:-1]


def _evidence(evidence: Evidence, seen_at: str) -> str:
    at = _quoted(iso(evidence.seen_at) or "") if evidence.seen_at else seen_at
    return (
        f'{{"field":{_quoted(evidence.field)},"value":{_quoted(evidence.value)},"seen_at":{at},'
        f'"source":{_quoted(evidence.source)}}}'
    )


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "platform": candidate.platform,
        "handle": candidate.handle,
        "native_id": candidate.native_id,
        "reason": candidate.reason,
        "found_by": candidate.found_by,
    }


def _calls(calls: CallCount) -> dict[str, Any]:
    return {"requests": calls.requests, "units": calls.units, "price_usd": round(calls.price_usd, 6)}
