"""The words of the house: severities, outcomes, states, troubles, and why a field is unseen."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """How bad a failing control is, worst last."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for low to 3 for critical, for comparisons and sorting."""
        return list(Severity).index(self)


class Outcome(StrEnum):
    """What a control came to; the meanings are in policy/controls.md and in docs/controls.md."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    REVIEW = "review"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"
    NOT_EXPOSED = "not_exposed"
    NOT_AUDITED = "not_audited"


class State(StrEnum):
    """What became of one register row in one run."""

    LIVE = "live"
    GONE = "gone"
    SUSPENDED = "suspended"
    DEACTIVATED = "deactivated"
    PRIVATE = "private"
    UNREACHABLE = "unreachable"
    NO_CREDENTIAL = "no_credential"
    RETIRED = "retired"
    CLOSED = "closed"


class Trouble(StrEnum):
    """Why an account could not be shown. The first three are statements of the platform, the rest are ours or theirs tonight."""

    GONE = "gone"  # the platform says there is no such account
    SUSPENDED = "suspended"
    DEACTIVATED = "deactivated"
    PRIVATE = "private"  # exists, but hidden to the point that nothing of it can be read
    DENIED = "denied"  # permission or scope missing
    EXPIRED = "expired"  # token bad, expired or revoked
    THROTTLED = "throttled"  # rate limit
    EXHAUSTED = "exhausted"  # daily quota, credit or our own cap used up
    BROKEN = "broken"  # 5xx, nonsense, cut or oversized answer, connection reset
    TIMEOUT = "timeout"
    REFUSED = "refused"  # our own rules forbid asking (private address, bad handle)
    NO_CREDENTIAL = "no_credential"
    CANCELLED = "cancelled"  # the run was stopped or its deadline passed before this was asked


class Why(StrEnum):
    """Why a field of a snapshot is unseen."""

    UNSUPPORTED = "unsupported"  # the platform never tells            -> not_exposed
    WITHHELD = "withheld"  # permission, privacy or a cost setting      -> not_exposed
    UNAVAILABLE = "unavailable"  # the call failed tonight              -> not_audited
