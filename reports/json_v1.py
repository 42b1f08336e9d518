"""A run for machines, as the contract shows it; the schema stands in assets/run.schema.json."""

from __future__ import annotations

import io
import json
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO

from auditor.model import AccountResult, CallCount, Candidate, Evidence, Finding, Outcome, Run, State, outline
from reports.dates import iso
from reports.words import AUDITED

SCHEMA = "auditor/run/1"

_encoder = json.JSONEncoder(ensure_ascii=True, allow_nan=False, check_circular=False, separators=(",", ":"))


def dump(run: Run) -> dict[str, Any]:
    """The run as plain data; every key is always there, null where nothing is known."""
    return {
        **_head(run),
        "accounts": [_account(result, run.started_at) for result in run.results],
        **_tail(run),
    }


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
    stream.write(_text(_head(run))[:-1] + b',"accounts":[')
    for number, result in enumerate(results):
        stream.write((b"," if number else b"") + _text(_account(result, run.started_at)))
        yield result
    stream.write(b"]," + _text(_tail(run))[1:] + b"\n")


def _text(plain: dict[str, Any]) -> bytes:
    return _encoder.encode(plain).encode("ascii")


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


def _account(result: AccountResult, started_at: datetime) -> dict[str, Any]:
    account = result.account
    seen_at = iso(result.fetched_at or started_at)
    return {
        "id": account.id,
        "platform": account.platform,
        "handle": account.handle,
        "native_id": result.native_id or account.native_id,
        "unit": account.unit,
        "state": result.state.value,
        "score": None if result.score is None else round(result.score, 4),
        "fetched_at": iso(result.fetched_at),
        "findings": [_finding(f, seen_at) for f in result.findings],
    }


def _finding(finding: Finding, seen_at: str | None) -> dict[str, Any]:
    waiver, last = finding.waiver, finding.last_known
    return {
        "control": finding.control,
        "clause": finding.clause,
        "severity": finding.severity.value,
        "outcome": finding.outcome.value,
        "message": finding.message,
        "evidence": [_evidence(e, seen_at) for e in finding.evidence],
        "expected": finding.expected,
        "remedy": finding.remedy,
        "fingerprint": finding.fingerprint,
        "status": finding.status,
        "since": finding.since.isoformat() if finding.since else None,
        "waiver": {"until": waiver.until.isoformat(), "reason": waiver.reason} if waiver else None,
        "last_known": {"outcome": last[0].value, "at": iso(last[1])} if last else None,
    }


def _evidence(evidence: Evidence, seen_at: str | None) -> dict[str, Any]:
    return {
        "field": evidence.field,
        "value": evidence.value,
        "seen_at": iso(evidence.seen_at) or seen_at,
        "source": evidence.source,
    }


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
