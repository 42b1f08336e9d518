"""The fixed words of every report: one table, so that page, mail, sheet and terminal say the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum

from auditor.model import AccountResult, Finding, Outcome, Severity, State


class Status(StrEnum):
    """What a reader is told of a finding or an account, worst first; the value is the style name in pages."""

    MUST = "must"
    SHOULD = "should"
    REVIEW = "review"
    UNCLEAR = "unclear"
    NA = "na"
    MEETS = "meets"
    ACCEPTED = "accepted"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _ORDER[self]

    @property
    def label(self) -> str:
        """The fixed words."""
        return LABELS[self]

    @property
    def symbol(self) -> str:
        """One character that differs in shape from all the others."""
        return SYMBOLS[self]


_ORDER = {status: rank for rank, status in enumerate(Status)}

LABELS = {
    Status.MUST: "Must fix",
    Status.SHOULD: "Should fix",
    Status.REVIEW: "For you to judge",
    Status.UNCLEAR: "Could not check",
    Status.NA: "Does not apply",
    Status.MEETS: "Meets policy",
    Status.ACCEPTED: "Accepted",
}

SYMBOLS = {
    Status.MUST: "✕",
    Status.SHOULD: "▲",
    Status.REVIEW: "◆",
    Status.UNCLEAR: "?",
    Status.NA: "–",
    Status.MEETS: "✓",
    Status.ACCEPTED: "○",
}

OPEN = (Status.MUST, Status.SHOULD, Status.REVIEW)

STATES = {
    State.LIVE: "live",
    State.GONE: "no longer there",
    State.SUSPENDED: "suspended by the platform",
    State.DEACTIVATED: "deactivated",
    State.PRIVATE: "private",
    State.UNREACHABLE: "could not be reached",
    State.NO_CREDENTIAL: "no access to the platform",
    State.RETIRED: "platform has closed",
    State.CLOSED: "closed on the register",
}

AUDITED = frozenset({State.LIVE, State.PRIVATE, State.SUSPENDED, State.DEACTIVATED, State.GONE})
_WEIGHTY = frozenset({Outcome.FAIL, Outcome.REVIEW, Outcome.NOT_AUDITED})
_UNCHECKED = frozenset({State.UNREACHABLE, State.NO_CREDENTIAL})
_NOT_OURS = frozenset({State.RETIRED, State.CLOSED})

_BY_OUTCOME = {
    Outcome.PASS: Status.MEETS,
    Outcome.REVIEW: Status.REVIEW,
    Outcome.WAIVED: Status.ACCEPTED,
    Outcome.NOT_APPLICABLE: Status.NA,
    Outcome.NOT_EXPOSED: Status.UNCLEAR,
    Outcome.NOT_AUDITED: Status.UNCLEAR,
}


def of_finding(finding: Finding) -> Status:
    """The word for one finding: a failing control must be fixed from severity high on."""
    return _WORDS[finding.outcome, finding.severity]


def of_outcome(outcome: Outcome, severity: Severity) -> Status:
    """The word for an outcome of a control of this severity."""
    return _WORDS[outcome, severity]


def of_failure(severity: Severity) -> Status:
    """The word for a failing control of this severity."""
    return Status.MUST if severity in {Severity.HIGH, Severity.CRITICAL} else Status.SHOULD


_WORDS = {
    (outcome, severity): of_failure(severity) if outcome is Outcome.FAIL else _BY_OUTCOME[outcome]
    for outcome in Outcome
    for severity in Severity
}


def of_account(result: AccountResult) -> Status:
    """The worst of an account's findings.

    What its platform never shows (`not_exposed`) counts beside it and does not stop it from meeting the policy; an account
    that was not looked at never meets it; one that is closed, or whose platform is, is nothing to judge.
    """
    if result.state is State.GONE:
        return Status.MUST
    weighty = {_WORDS[f.outcome, f.severity] for f in result.findings if f.outcome in _WEIGHTY}
    worst = min(weighty, key=lambda s: s.rank, default=Status.MEETS)
    if worst.rank <= Status.UNCLEAR.rank:
        return worst
    if result.state in _UNCHECKED:
        return Status.UNCLEAR
    return Status.NA if result.state in _NOT_OURS else Status.MEETS


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings or accounts stand under each word; all of them together make the total."""

    must: int = 0
    should: int = 0
    review: int = 0
    unclear: int = 0
    na: int = 0
    meets: int = 0
    accepted: int = 0

    @property
    def total(self) -> int:
        """The sum of all counts."""
        return self.must + self.should + self.review + self.unclear + self.na + self.meets + self.accepted

    @property
    def open(self) -> int:
        """What waits for somebody: must fix, should fix, for you to judge."""
        return self.must + self.should + self.review

    def shown(self, *, always: Iterable[Status] = ()) -> tuple[tuple[Status, int], ...]:
        """Status and number in reading order, without empty ones except those asked for."""
        wanted = set(always)
        return tuple((s, n) for s in Status if (n := int(getattr(self, s.value))) or s in wanted)


_NAMES = tuple(f.name for f in fields(Counts))  # a status is its own name


def count(statuses: Iterable[Status]) -> Counts:
    """Counts of some statuses."""
    numbers = dict.fromkeys(_NAMES, 0)
    for status in statuses:
        numbers[status] += 1
    return Counts(**numbers)


def in_words(counts: Counts) -> str:
    """Counts as a phrase: "2 must fix, 1 should fix, 30 meet policy"."""
    return ", ".join(f"{n:,} {_PHRASES[s][n != 1]}" for s, n in counts.shown()) or "nothing was checked"


_PHRASES = {  # of one, of several
    Status.MUST: ("must fix", "must fix"),
    Status.SHOULD: ("should fix", "should fix"),
    Status.REVIEW: ("for you to judge", "for you to judge"),
    Status.UNCLEAR: ("could not check", "could not check"),
    Status.NA: ("does not apply", "do not apply"),
    Status.MEETS: ("meets policy", "meet policy"),
    Status.ACCEPTED: ("accepted", "accepted"),
}


def plural(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 account", "1,204 accounts"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
