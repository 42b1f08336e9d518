"""Turns verdicts into findings: severity, waivers, how they stand against the last run, the score, the exit code. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from auditor.checks._api import Control
from auditor.judge import Judged, problem
from auditor.model import (
    Account,
    AccountResult,
    Finding,
    Outcome,
    Register,
    Severity,
    Snapshot,
    State,
    Unreachable,
    Verdict,
    Waiver,
)
from auditor.policy import Policy

SETTLED = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Before:
    """How one finding stood in the last full run: its outcome, and since when it is an open matter (None = it is not)."""

    outcome: Outcome
    since: date | None
    known: tuple[Outcome, datetime] | None = None  # the last result that was not not_audited


def triage(
    judged: Iterable[Judged],
    *,
    register: Register,
    policy: Policy,
    before: Mapping[tuple[str, str], Before],
    today: date,
    compare: bool,
) -> Iterable[AccountResult]:
    """Findings account by account. `compare` is False for single checks and partial runs, which are never called new."""
    waivers = _by_account(register.waivers)
    for one in judged:
        findings = tuple(
            _finding(control, verdict, one.account, policy, waivers, before, today, compare=compare)
            for control, verdict in one.verdicts
        )
        yield AccountResult(
            account=one.account,
            state=one.state,
            findings=findings,
            sight=one.sight,
            score=score(findings),
            fetched_at=one.sight.taken_at if one.sight is not None else None,
            native_id=_native_id(one),
        )


def _native_id(one: Judged) -> str | None:
    if isinstance(one.sight, Snapshot | Unreachable) and one.sight.native_id:
        return one.sight.native_id
    return one.account.native_id


def score(findings: Iterable[Finding]) -> float | None:
    """Give pass / (pass + fail), or None without either."""
    counts = Counter(f.outcome for f in findings)
    total = counts[Outcome.PASS] + counts[Outcome.FAIL]
    return counts[Outcome.PASS] / total if total else None


def fingerprint(account_id: str, control: str, subject: str = "") -> str:
    """The identity of a finding between runs: account, control and what exactly it is about."""
    return hashlib.sha256(f"{account_id}\x1f{control}\x1f{subject}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _finding(
    control: Control,
    verdict: Verdict,
    account: Account,
    policy: Policy,
    waivers: Mapping[str, list[Waiver]],
    before: Mapping[tuple[str, str], Before],
    today: date,
    *,
    compare: bool,
) -> Finding:
    finding = Finding(
        account_id=account.id,
        control=control.id,
        clause=control.clause,
        severity=verdict.severity or policy.severity(control, account),
        outcome=verdict.outcome,
        message=verdict.message,
        evidence=verdict.evidence,
        expected=verdict.expected or control.expected or None,
        remedy=verdict.remedy or (control.remedy if problem(verdict.outcome) else "") or None,
        fingerprint=fingerprint(account.id, control.id, verdict.subject),
        details=verdict.details,
    )
    if finding.outcome is Outcome.FAIL:
        finding = _waive(finding, [*waivers.get(account.id, ()), *waivers.get("*", ())], today)
    return _stand(finding, before.get((account.id, control.id)), today, compare=compare)


def _waive(finding: Finding, waivers: Iterable[Waiver], today: date) -> Finding:
    """Waived through the waiver's last day; after it, a fail that says so."""
    own = [w for w in waivers if w.control == finding.control]
    if not own:
        return finding
    latest = max(own, key=lambda w: w.until)
    if latest.until >= today:
        return replace(finding, outcome=Outcome.WAIVED, waiver=latest)
    words = f"{finding.message} The exception that was granted for this ended on {_day(latest.until)}."
    return replace(finding, message=words, waiver=latest)


def _stand(finding: Finding, before: Before | None, today: date, *, compare: bool) -> Finding:
    was = before.since if before else None
    if problem(finding.outcome):
        if was is not None:
            return replace(finding, status="open", since=was)
        return replace(finding, status="new", since=today) if compare else finding
    if finding.outcome is Outcome.NOT_AUDITED:
        return replace(finding, since=was, last_known=before.known if before else None)
    if finding.outcome in SETTLED and was is not None and compare:
        return replace(finding, status="fixed", since=today)
    return finding


def _by_account(waivers: Iterable[Waiver]) -> dict[str, list[Waiver]]:
    found: dict[str, list[Waiver]] = {}
    for waiver in waivers:
        found.setdefault(waiver.account_id, []).append(waiver)
    return found


def incomplete(results: Iterable[AccountResult]) -> bool:
    """Whether something asked for could not be audited (contract: exit code 4)."""
    return any(
        f.outcome is Outcome.NOT_AUDITED or (f.control == "account-live" and f.outcome is Outcome.REVIEW)
        for r in results
        if r.state is not State.NO_CREDENTIAL
        for f in r.findings
    )


def exit_code(results: Iterable[AccountResult], fail_on: Severity | None) -> int:
    """11 to 14 for the worst failing severity at or above the threshold, else 4 if incomplete, else 0."""
    results = tuple(results)
    worst = max((f.severity.rank for r in results for f in r.findings if f.outcome is Outcome.FAIL), default=-1)
    if fail_on is not None and worst >= fail_on.rank:
        return 11 + worst
    return 4 if incomplete(results) else 0


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
