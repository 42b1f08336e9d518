"""Severity, waivers, standing against the last run, score and exit code."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from auditor.checks import discover
from auditor.checks._api import Control, failed, not_applicable, not_audited, passed, review
from auditor.judge import Judged
from auditor.model import Account, AccountResult, Outcome, Register, Severity, State, Verdict, Waiver
from auditor.policy import Policy, build
from auditor.triage import Before, exit_code, fingerprint, score, triage

TODAY = date(2026, 11, 22)
ACCOUNT = Account(id="library-x", platform="x", handle="livunilibrary", unit="Library")
OWNER = discover()["owner-designated"]


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    from auditor.config import load

    (tmp_path / "config.toml").write_text('[organisation]\nname = "U"\n[register]\naccounts = "a.csv"\n')
    return build(load(tmp_path / "config.toml", {}))


def result_of(
    policy: Policy,
    verdict: Verdict,
    *,
    control: Control = OWNER,
    waivers: tuple[Waiver, ...] = (),
    before: Before | None = None,
    compare: bool = True,
    state: State = State.LIVE,
) -> AccountResult:
    judged = Judged(ACCOUNT, state, None, ((control, verdict),))
    (result,) = triage(
        [judged],
        register=Register((ACCOUNT,), waivers=waivers),
        policy=policy,
        before={(ACCOUNT.id, control.id): before} if before else {},
        today=TODAY,
        compare=compare,
    )
    return result


def waiver(until: date, account: str = "library-x") -> Waiver:
    return Waiver(account_id=account, control="owner-designated", reason="Being hired", approved_by="Head", until=until)


def test_a_fail_of_tonight_is_new_and_dated_today(policy: Policy) -> None:
    (finding,) = result_of(policy, failed("No owner.")).findings
    assert (finding.status, finding.since, finding.severity) == ("new", TODAY, Severity.HIGH)


def test_a_fail_that_stood_before_is_open_since_then(policy: Policy) -> None:
    since = date(2026, 11, 1)
    (finding,) = result_of(policy, failed("No owner."), before=Before(Outcome.FAIL, since)).findings
    assert (finding.status, finding.since) == ("open", since)


def test_a_night_without_sight_keeps_the_date_and_the_last_result(policy: Policy) -> None:
    since, at = date(2026, 11, 1), datetime(2026, 11, 21, tzinfo=UTC)
    before = Before(Outcome.FAIL, since, (Outcome.FAIL, at))
    (finding,) = result_of(policy, not_audited("The platform did not answer."), before=before).findings
    assert (finding.outcome, finding.status, finding.since) == (Outcome.NOT_AUDITED, None, since)
    assert finding.last_known == (Outcome.FAIL, at)


def test_what_was_open_and_passes_is_fixed(policy: Policy) -> None:
    (finding,) = result_of(policy, passed("Fine."), before=Before(Outcome.FAIL, date(2026, 11, 1))).findings
    assert (finding.status, finding.since) == ("fixed", TODAY)


def test_a_single_check_calls_nothing_new(policy: Policy) -> None:
    (finding,) = result_of(policy, failed("No owner."), compare=False).findings
    assert (finding.status, finding.since) == (None, None)


@pytest.mark.parametrize(("until", "outcome"), [
    (TODAY, Outcome.WAIVED),
    (date(2026, 11, 21), Outcome.FAIL),
])  # fmt: skip
def test_a_waiver_holds_through_its_last_day(policy: Policy, until: date, outcome: Outcome) -> None:
    (finding,) = result_of(policy, failed("No owner."), waivers=(waiver(until),)).findings
    assert finding.outcome is outcome


def test_an_expired_waiver_is_a_fail_that_says_so(policy: Policy) -> None:
    (finding,) = result_of(policy, failed("No owner."), waivers=(waiver(date(2026, 11, 2)),)).findings
    assert finding.message == "No owner. The exception that was granted for this ended on 2 November 2026."


def test_a_waiver_for_all_accounts_counts(policy: Policy) -> None:
    (finding,) = result_of(policy, failed("No owner."), waivers=(waiver(TODAY, "*"),)).findings
    assert finding.outcome is Outcome.WAIVED


def test_a_waiver_does_not_touch_what_passes(policy: Policy) -> None:
    (finding,) = result_of(policy, passed("Fine."), waivers=(waiver(TODAY),)).findings
    assert (finding.outcome, finding.waiver) == (Outcome.PASS, None)


def test_the_score_counts_only_pass_and_fail(policy: Policy) -> None:
    findings = [
        result_of(policy, v).findings[0]
        for v in (passed("a"), passed("b"), failed("c"), review("d"), not_applicable("e"), not_audited("f"))
    ]
    assert score(findings) == pytest.approx(2 / 3)
    assert score(findings[3:]) is None


@pytest.mark.parametrize(("severity", "code"), [
    (Severity.LOW, 0), (Severity.MEDIUM, 0), (Severity.HIGH, 13), (Severity.CRITICAL, 14),
])  # fmt: skip
def test_the_exit_code_is_the_worst_failing_severity_at_the_threshold(
    policy: Policy, severity: Severity, code: int
) -> None:
    assert exit_code([result_of(policy, failed("x", severity=severity))], Severity.HIGH) == code


def test_failing_wins_over_incomplete_and_incomplete_over_nothing(policy: Policy) -> None:
    dark = result_of(policy, not_audited("dark"))
    assert exit_code([dark], Severity.HIGH) == 4
    assert exit_code([dark, result_of(policy, failed("x"))], Severity.HIGH) == 13
    assert exit_code([result_of(policy, passed("x"))], Severity.HIGH) == 0


def test_a_platform_without_credential_is_not_incomplete(policy: Policy) -> None:
    assert exit_code([result_of(policy, not_audited("dark"), state=State.NO_CREDENTIAL)], Severity.HIGH) == 0


def test_never_means_that_no_fail_changes_the_exit_code(policy: Policy) -> None:
    assert exit_code([result_of(policy, failed("x", severity=Severity.CRITICAL))], None) == 0


def test_fingerprints_tell_accounts_controls_and_subjects_apart() -> None:
    prints = {fingerprint(*parts) for parts in (("a", "b"), ("ab", ""), ("a", "b", "c"), ("a", "bc"))}
    assert len(prints) == 4
