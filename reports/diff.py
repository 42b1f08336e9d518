"""What changed between two runs. Only a control that both runs judged on an account can have changed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from auditor.model import Account, AccountResult, Finding, Outcome, Run, outline
from reports.words import OPEN, Status, of_finding

Kind = Literal["new", "worse", "fixed", "open", "lost", "eased"]

_UNSEEN = frozenset({Outcome.NOT_AUDITED, Outcome.NOT_EXPOSED})


@dataclass(frozen=True, slots=True)
class Change:
    """One finding of one account, now and before."""

    kind: Kind
    account: Account
    before: Finding
    now: Finding
    place: int = 0  # of the account in the run

    @property
    def status(self) -> Status:
        """What counts for the reader: the status now, for something fixed the status it had."""
        return of_finding(self.before if self.kind in {"fixed", "lost", "eased"} else self.now)


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference between two runs.

    `new` were not wrong before and are now; `fixed` were and meet the policy now; `open` are wrong in both, and `worse`
    are those of them that go by a graver word now; `lost` were judged before and could not be checked now; `eased` were
    wrong and are now accepted or no longer apply. Controls that one of the runs did not have stand in `new_checks` and
    `gone_checks`, accounts likewise in `added` and `removed`: neither is a new problem.
    """

    new: tuple[Change, ...] = ()
    worse: tuple[Change, ...] = ()
    fixed: tuple[Change, ...] = ()
    open: tuple[Change, ...] = ()
    lost: tuple[Change, ...] = ()
    eased: tuple[Change, ...] = ()
    added: tuple[AccountResult, ...] = ()
    removed: tuple[AccountResult, ...] = ()
    new_checks: tuple[str, ...] = ()
    gone_checks: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether a reader would want to know."""
        return bool(self.new or self.worse or self.fixed or self.lost or self.eased or self.added or self.removed)


def changes(run: Run, previous: Run) -> Changes:
    """Compare a run with an earlier one, account by account (by register id) and control by control.

    Findings of large runs come from their outlines; `in_full` gives the words.
    """
    before = {r.account.id: r for r in outline(previous)}
    now = {r.account.id for r in outline(run)}
    found: dict[Kind, list[Change]] = {"new": [], "worse": [], "fixed": [], "open": [], "lost": [], "eased": []}
    for place, result in enumerate(outline(run)):
        earlier = before.get(result.account.id)
        if earlier is None:
            continue
        old = {f.control: f for f in earlier.findings}
        for finding in result.findings:
            was = old.get(finding.control)
            kind = _kind(was, finding) if was else None
            if was and kind:
                found[kind].append(Change(kind, result.account, was, finding, place))
                if kind == "worse":
                    found["open"].append(found[kind][-1])
    old_checks, new_checks = _checks(previous), _checks(run)
    return Changes(
        new=tuple(found["new"]),
        worse=tuple(found["worse"]),
        fixed=tuple(found["fixed"]),
        open=tuple(found["open"]),
        lost=tuple(found["lost"]),
        eased=tuple(found["eased"]),
        added=tuple(r for r in outline(run) if r.account.id not in before),
        removed=tuple(r for r in outline(previous) if r.account.id not in now) if run.kind == "full" else (),
        new_checks=tuple(sorted(new_checks - old_checks)) if old_checks else (),
        gone_checks=tuple(sorted(old_checks - new_checks)) if new_checks else (),
    )


def in_full(run: Run, change: Change) -> Finding:
    """The finding of a change with its message, evidence and remedy."""
    return next(f for f in run.results[change.place].findings if f.control == change.now.control)


def _kind(was: Finding, now: Finding) -> Kind | None:
    """How one finding changed; of what was hidden for a night the run itself knows whether it is old."""
    was_open, is_open = of_finding(was) in OPEN, of_finding(now) in OPEN
    if is_open:
        if was_open and of_finding(now).rank < of_finding(was).rank:
            return "worse"
        if was_open or (was.outcome in _UNSEEN and now.status == "open"):
            return "open"
        return "new"
    if now.outcome in _UNSEEN:
        return "lost" if was.outcome not in _UNSEEN | {Outcome.NOT_APPLICABLE} else None
    if was_open:
        return "fixed" if now.outcome is Outcome.PASS else "eased"
    if now.outcome is Outcome.PASS and was.outcome in _UNSEEN and now.status == "fixed":
        return "fixed"
    return None


def _checks(run: Run) -> set[str]:
    return {f.control for r in outline(run) for f in r.findings}
