"""What was concluded: evidence, verdicts, findings, runs, and what is kept of them for later nights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from auditor.model.register import Account, Waiver
from auditor.model.snapshot import Candidate, Sight
from auditor.model.words import Outcome, Severity, State


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing seen, verbatim: the field, the value, when (None = when the account was fetched), and by which source."""

    field: str
    value: str
    source: str
    seen_at: datetime | None = None
    marks: tuple[tuple[int, int], ...] = ()  # half-open character ranges of `value` that the verdict rests on


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one check concluded of one account. `severity` only where the rule itself lowers or raises it."""

    outcome: Outcome
    message: str
    evidence: tuple[Evidence, ...] = ()
    expected: str | None = None
    remedy: str | None = None
    severity: Severity | None = None
    subject: str = ""  # distinguishes findings of one control on one account in the fingerprint; usually empty
    details: Mapping[str, object] = field(default_factory=dict)  # numbers and lists for reports, JSON-able


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A verdict stamped with what it is about and how it stands against earlier runs."""

    account_id: str
    control: str
    clause: str
    severity: Severity
    outcome: Outcome
    message: str
    evidence: tuple[Evidence, ...] = ()
    expected: str | None = None
    remedy: str | None = None
    fingerprint: str = ""
    status: Literal["new", "open", "fixed"] | None = None
    since: date | None = None
    waiver: Waiver | None = None
    last_known: tuple[Outcome, datetime] | None = None  # for not_audited: what was known last, and when
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountResult:
    """Everything a run says about one register row."""

    account: Account
    state: State
    findings: tuple[Finding, ...]
    sight: Sight | None = None  # None for closed and retired rows, which are never asked
    score: float | None = None
    fetched_at: datetime | None = None
    native_id: str | None = None


@dataclass(frozen=True, slots=True)
class CallCount:
    """What one platform was asked: HTTP requests made, the platform's own units (quota, resources), US dollars."""

    requests: int = 0
    units: int = 0
    price_usd: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One audit, immutable once finished. `kind` is "full" for the nightly job over the whole register."""

    id: str
    kind: Literal["full", "partial", "check"]
    started_at: datetime
    finished_at: datetime | None
    version: str
    policy_sha256: str
    register_sha256: str
    results: Sequence[AccountResult]  # read or decoded anew at each pass where the estate is large
    candidates: tuple[Candidate, ...] = ()
    calls: Mapping[str, CallCount] = field(default_factory=dict)
    first: bool = False  # no earlier full, finished run exists
    previous_id: str | None = None
    selection: str = ""  # words for what was selected, empty for everything


@dataclass(frozen=True, slots=True)
class Incident:
    """A live emergency (clause 2.2.7): from `started_at` until `ended_at` (None = still live)."""

    id: str
    started_at: datetime
    ended_at: datetime | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one earlier good audit counted, kept small so that a year of them can be held in memory."""

    at: datetime
    followers: int | None
    posts_count: int | None
    newest_post_at: datetime | None
    posts_24h: int | None  # posts in the 24 h before, None where the timeline was not seen
    link_domains: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    hours_utc: tuple[int, ...] = ()  # hours of day (0-23) of the posts seen
    exchanges_24h: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlInfo:
    """What a reader may know of a control, for reports that know no rule."""

    id: str
    title: str
    clause: str
    severity: Severity
    basis: str
    expected: str
    remedy: str
    why: str
    minutes: int
    options: Mapping[str, object] = field(default_factory=dict)
