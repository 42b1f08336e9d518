"""Turns verdicts into findings: severity, waivers, how they stand against the last run, the score, the exit code. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from auditor.checks._api import Control
from auditor.judge import Judged, problem
from auditor.model import (
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

_Status: TypeAlias = Literal["new", "open", "fixed"] | None
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
    general = waivers.get("*", ())
    for one in judged:
        account_id, severities = one.account.id, policy.ruling(one.account).severities
        own = (*waivers.get(account_id, ()), *general)
        findings = tuple(
            _finding(
                control,
                verdict,
                account_id,
                verdict.severity or severities[control.id],
                own,
                before.get((account_id, control.id)),
                today,
                compare=compare,
            )
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
    outcomes = [f.outcome for f in findings]
    passed, failed = outcomes.count(Outcome.PASS), outcomes.count(Outcome.FAIL)
    return passed / (passed + failed) if passed + failed else None


def fingerprint(account_id: str, control: str, subject: str = "") -> str:
    """The identity of a finding between runs: account, control and what exactly it is about."""
    return hashlib.sha256(f"{account_id}\x1f{control}\x1f{subject}".encode("utf-8", "surrogatepass")).digest()[:8].hex()


def _finding(
    control: Control,
    verdict: Verdict,
    account_id: str,
    severity: Severity,
    waivers: Sequence[Waiver],
    before: Before | None,
    today: date,
    *,
    compare: bool,
) -> Finding:
    outcome, message, waiver = verdict.outcome, verdict.message, None
    if outcome is Outcome.FAIL and waivers:
        outcome, message, waiver = _waived(message, [w for w in waivers if w.control == control.id], today)
    status, since = _standing(outcome, before, today, compare=compare)
    return Finding(
        account_id=account_id,
        control=control.id,
        clause=control.clause,
        severity=severity,
        outcome=outcome,
        message=message,
        evidence=verdict.evidence,
        expected=verdict.expected or control.expected or None,
        remedy=verdict.remedy or (control.remedy if problem(verdict.outcome) else "") or None,
        fingerprint=fingerprint(account_id, control.id, verdict.subject),
        status=status,
        since=since,
        waiver=waiver,
        last_known=before.known if before and outcome is Outcome.NOT_AUDITED else None,
        details=verdict.details,
    )


def _waived(message: str, waivers: Sequence[Waiver], today: date) -> tuple[Outcome, str, Waiver | None]:
    """Waived through the waiver's last day; after it, a fail that says so."""
    if not waivers:
        return Outcome.FAIL, message, None
    latest = max(waivers, key=lambda w: w.until)
    if latest.until >= today:
        return Outcome.WAIVED, message, latest
    return (
        Outcome.FAIL,
        f"{message} The exception that was granted for this ended on {_day(latest.until)}.",
        latest,
    )


def _standing(outcome: Outcome, before: Before | None, today: date, *, compare: bool) -> tuple[_Status, date | None]:
    """How a finding stands against the last run, and since when."""
    was = before.since if before else None
    if problem(outcome):
        if was is not None:
            return "open", was
        return ("new", today) if compare else (None, None)
    if outcome is Outcome.NOT_AUDITED:
        return None, was
    if outcome in SETTLED and was is not None and compare:
        return "fixed", today
    return None, None


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
