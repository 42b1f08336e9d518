"""Clause 2.2.5: two-factor authentication is on for everyone with access."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks._api import Case, Control, Options, failed, not_audited, not_exposed, passed, review
from auditor.checks._attestation import Attestation, attestation_of
from auditor.checks._factors import Stance, stance_of
from auditor.checks._seen import label
from auditor.model import Seen, Severity, Snapshot, Trouble, Unreachable, Unseen, Verdict, Why
from auditor.platforms import PLATFORMS

_ATTEST = (
    "Check in the account's security settings that the second step is on for everyone, then record it: "
    "method, day and name in the columns two_factor, two_factor_on and two_factor_by of the register."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorOptions(Options):
    """`max_days`: how long an attestation holds."""

    max_days: int = 365


def judge(case: Case, options: FactorOptions) -> Verdict:
    """Go by what the platform states, else by the attestation; where the two contradict each other, fail and show both."""
    attested = attestation_of(case, options.max_days)
    if case.snapshot is not None and isinstance(case.snapshot.security, Seen):
        stance = stance_of(case, case.snapshot.security.value)
        if stance is not None:
            return _stated(case, stance, attested)
    if attested.kind == "off":
        return failed(attested.words, *attested.evidence)
    if (failure := _failure(case)) is not None:
        return not_audited(failure, remedy="Nothing to do on the account: the next run asks again.")
    if attested.kind == "none":
        return not_exposed(
            f"{label(case)} does not tell whether two-factor authentication is on, and the register holds no attestation.",
            remedy=_ATTEST,
        )
    if attested.kind == "bad":
        return failed(attested.words, *attested.evidence, remedy=_ATTEST, basis="attestation")
    return passed(attested.words, *attested.evidence, basis="attestation")


def _stated(case: Case, stance: Stance, attested: Attestation) -> Verdict:
    evidence = (*stance.evidence, *attested.evidence)
    if (stance.kind == "on" and attested.kind == "off") or (stance.kind == "off" and attested.kind == "on"):
        return failed(
            f"{label(case)} and the register contradict each other about the second step at sign-in: {stance.words}, while the "
            f'register attests "{(case.account.two_factor or "").strip()}".',
            *evidence,
            remedy="Look at the account's security settings, turn the second step on for everyone, and record the truth.",
            basis="conflict",
        )
    if stance.kind == "on":
        return passed(f"Two-factor authentication is on: {stance.words}.", *stance.evidence, basis="platform")
    if stance.kind == "off":
        return failed(
            f"Two-factor authentication is not on for everyone: {stance.words}.", *stance.evidence, basis="platform"
        )
    if attested.kind == "off":
        return failed(attested.words, *evidence, basis="attestation")
    return review(
        f"It is not certain that two-factor authentication is on for everyone: {stance.words}.",
        *evidence,
        remedy=f"Look at the list of people in the business settings of {label(case)} and see that everyone has the second step.",
    )


def _failure(case: Case) -> str | None:
    """Why the platform, which could tell, was not heard this time; None where it never tells or nobody may ask."""
    if isinstance(case.snapshot, Snapshot):
        field = case.snapshot.security
        if isinstance(field, Unseen) and field.why is Why.UNAVAILABLE:
            return field.note or f"{label(case)} did not answer when asked for second factors."
        return None
    if "security" not in PLATFORMS[case.account.platform].shows:
        return None
    if isinstance(case.sight, Unreachable):
        return None if case.sight.trouble is Trouble.NO_CREDENTIAL else case.sight.message
    return f"{label(case)} was not asked about second factors in this run."


CONTROL = Control(
    id="two-factor",
    title="Two-factor authentication is on for everyone with access",
    clause="2.2.5",
    severity=Severity.CRITICAL,
    basis="mixed",
    judge=judge,
    options=FactorOptions,
    expected="Everyone with access signs in with a second step (an app, a key, or at least a text message).",
    remedy="Turn on two-factor authentication in the account's security settings for everyone with access, with an app or a key, "
    "then record it in the register.",
    why="A stolen password alone then opens nothing.",
    minutes=15,
)
