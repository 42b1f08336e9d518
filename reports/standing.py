"""How accounts stand in one run, in the numbers that trends and histories are drawn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from auditor.model import AccountResult, Run, outline
from reports.view import Past, Trend
from reports.words import Status, of_account, of_finding


def trend_of(run: Run) -> Trend:
    """A run as a point of the trend: each account once, by the worst that is said of it."""
    counts = Counter(of_account(result) for result in outline(run))
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


class Night(Protocol):
    """How one account stood in an earlier full run."""

    @property
    def run_id(self) -> str:
        """The run."""
        ...

    @property
    def at(self) -> datetime:
        """When it began."""
        ...

    @property
    def must_fix(self) -> int:
        """Findings that must be fixed."""
        ...

    @property
    def should_fix(self) -> int:
        """Findings that should be fixed."""
        ...

    @property
    def review(self) -> int:
        """Findings that a person has to judge."""
        ...

    @property
    def could_not_check(self) -> int:
        """What could not be checked."""
        ...

    @property
    def meets(self) -> int:
        """What met the policy."""
        ...


class Histories(Mapping[str, Sequence[Past]]):
    """The history of every account by id: the nights before, and with a full run this one. Each is made when it is asked for."""

    def __init__(self, nights: Mapping[str, Sequence[Night]], run: Run) -> None:
        self._nights, self._run = nights, run
        self._counted: dict[int, Past] = {}
        self._now = {r.account.id: r for r in outline(run)} if run.kind == "full" else {}

    def __getitem__(self, account_id: str) -> Sequence[Past]:
        if account_id not in self._now:
            return self._before(self._nights[account_id])
        return [*self._before(self._nights.get(account_id, ())), self._tonight(self._now[account_id])]

    def _tonight(self, result: AccountResult) -> Past:
        alike = id(result.findings)  # accounts of a large run that stand alike share them
        known = self._counted.get(alike)
        if known is None:
            known = self._counted[alike] = past_of(self._run, result)
        return known

    def _before(self, nights: Sequence[Night]) -> list[Past]:
        return [Past(n.run_id, n.at, n.must_fix, n.should_fix, n.review, n.could_not_check, n.meets) for n in nights]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._nights, **self._now})

    def __len__(self) -> int:
        return len({*self._nights, *self._now})
