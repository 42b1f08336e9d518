"""How accounts stand in one run, in the numbers that trends and histories are drawn from."""

from __future__ import annotations

from collections import Counter

from auditor.model import AccountResult, Run
from reports.view import Past, Trend
from reports.words import Status, of_account, of_finding


def trend_of(run: Run) -> Trend:
    """A run as a point of the trend: each account once, by the worst that is said of it."""
    counts = Counter(of_account(result) for result in run.results)
    return Trend(
        run.id,
        run.started_at,
        must=counts[Status.MUST],
        should=counts[Status.SHOULD],
        review=counts[Status.REVIEW],
        unclear=counts[Status.UNCLEAR],
        meets=counts[Status.MEETS],
        total=len(run.results),
    )


def past_of(run: Run, result: AccountResult) -> Past:
    """One account in a run as a point of its history: its findings by what a reader is told of them."""
    counts = Counter(of_finding(finding) for finding in result.findings)
    return Past(
        run.id,
        run.started_at,
        must=counts[Status.MUST],
        should=counts[Status.SHOULD],
        review=counts[Status.REVIEW],
        unclear=counts[Status.UNCLEAR],
        meets=counts[Status.MEETS],
    )
