"""The results of a large run without words and evidence: small enough to hold, and cheap to go through again and again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from auditor.model.outcome import AccountResult, Finding, Run
from auditor.model.snapshot import Unreachable
from auditor.model.words import Outcome

WAITING = frozenset({Outcome.FAIL, Outcome.REVIEW})  # for somebody who puts it right, or judges

_IN_FULL = frozenset({"identity-unchanged", "account-live"})  # what may speak of a hijack is told from the outline itself
_WITH_DETAILS = frozenset({"password-rotated"})  # whose due day reminders go by
OWN_WORDS = _IN_FULL | _WITH_DETAILS  # controls whose outline may hold more than outcome, severity, status and since


def outline(run: Run) -> Sequence[AccountResult]:
    """The results of a run to count, compare and sort by.

    Of a run that is held on disk they lack the snapshot, and most findings lack account id, message, evidence and remedy; what was
    accepted and what may speak of a hijack is whole. Of a small run they are the results themselves.
    """
    short: Sequence[AccountResult] = getattr(run.results, "outline", run.results)
    return short


def waiting(run: Run) -> Iterable[Sequence[str]]:
    """What each result says of its findings that wait for somebody, in their order; a large run is not read for it."""
    known: Iterable[Sequence[str]] | None = getattr(run.results, "waiting", None)
    if known is not None:
        return known
    return map(waiting_of, run.results)


def waiting_of(result: AccountResult) -> Sequence[str]:
    """What one result says of them."""
    return [f.message for f in result.findings if f.outcome in WAITING]


class Outliner:
    """Makes outlines that share whatever is alike: of a hundred thousand accounts most stand as some other one does."""

    def __init__(self) -> None:
        self._findings: dict[tuple[object, ...], Finding] = {}
        self._groups: dict[tuple[int, ...], tuple[Finding, ...]] = {}

    def of(self, result: AccountResult) -> AccountResult:
        """The outline of one account's result."""
        account = result.account
        return AccountResult(
            account=account,
            state=result.state,
            findings=self.group([self.short(f) for f in result.findings]),
            sight=result.sight if isinstance(result.sight, Unreachable) else None,
            score=result.score,
            fetched_at=result.fetched_at,
            native_id=account.native_id if result.native_id == account.native_id else result.native_id,
        )

    def group(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Findings in short together; where all of them are shared, so is the whole."""
        return self._groups.setdefault(tuple(map(id, findings)), tuple(findings))

    def short(self, finding: Finding) -> Finding:
        """One finding in short."""
        if finding.waiver is not None or (
            finding.control in _IN_FULL and (finding.details or finding.outcome in WAITING)
        ):
            return finding
        due = str(finding.details.get("due_on", "")) if finding.control in _WITH_DETAILS else ""
        key = (finding.control, finding.outcome, finding.severity, finding.status, finding.since, due)
        short = self._findings.get(key)
        if short is None:
            details = finding.details if due else {}
            short = self._findings[key] = replace(
                finding, account_id="", message="", evidence=(), expected=None, remedy=None, fingerprint="",
                last_known=None, details=details,
            )  # fmt: skip
        return short
