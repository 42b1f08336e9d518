"""The nouns: what the register says, what a platform showed, what was concluded. Plain frozen data, standard library only.

Times are aware datetimes in UTC. A field of a snapshot is `Seen` (with a value, which may be empty) or `Unseen` (with the
reason); empty and unseen are different facts and no code may confuse them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, Literal, TypeAlias, TypeVar

T_co = TypeVar("T_co", covariant=True)


# --- words ------------------------------------------------------------------------------------------------------------


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


# --- the register -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the register: file (or workbook), sheet, 1-based row as a spreadsheet shows it, column header.

    In config.toml it is `line` (1-based) and `key` (the dotted path) instead.
    """

    file: str
    row: int | None = None
    sheet: str | None = None
    column: str | None = None
    line: int | None = None
    key: str | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet:
            parts.append(f"sheet {self.sheet}")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.key:
            parts.append(f"key {self.key}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One row of the register: what the organisation believes about one account. Blank cells are None or empty."""

    id: str
    platform: str  # canonical name, see auditor.platforms
    handle: str  # without a leading "@"; the register's spelling
    unit: str
    native_id: str | None = None
    url: str | None = None
    name: str | None = None
    purpose: str | None = None
    audience: str | None = None
    hours: str | None = None
    owner_name: str | None = None
    owner_email: str | None = None
    manager_name: str | None = None
    manager_email: str | None = None
    deputies: tuple[str, ...] = ()
    central: bool = False
    status: Literal["live", "paused", "closed"] = "live"
    opened_on: date | None = None
    activity_plan: str | None = None
    password_changed_on: date | None = None
    password_store: str | None = None
    press_access: bool | date | None = None  # yes/no, or the day on which it was last confirmed
    two_factor: str | None = None  # the method attested: "app", "key", "sms", or "no"/"none"
    two_factor_on: date | None = None
    two_factor_by: str | None = None
    safeguards_on: date | None = None
    access_reviewed_on: date | None = None
    posting_days: int | None = None
    posts_checked_on: date | None = None
    transcripts_on: date | None = None
    live_titles: tuple[str, ...] = ()
    notes: str | None = None
    where: Where = Where("register")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One line of the access log: a person who has or had the password. Whoever has `ended_on` in the past has left."""

    account_id: str
    person: str
    granted_on: date
    email: str | None = None
    role: str | None = None
    kind: Literal["standing", "temporary"] = "standing"
    ends_on: date | None = None
    ended_on: date | None = None
    where: Where = Where("access")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A named person's acceptance of a failing control, through the day `until`. `account_id` may be "*"."""

    account_id: str
    control: str
    reason: str
    approved_by: str
    until: date
    where: Where = Where("waivers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of a profile announced in advance: `field` is one of handle, name, bio, link, image, verification or "*"."""

    account_id: str
    field: str
    start: date  # column "from"
    until: date
    value: str | None
    announced_by: str
    where: Where = Where("changes")


@dataclass(frozen=True, slots=True)
class Register:
    """Everything the organisation recorded. Rows keep the order of the sheet; ids are unique."""

    accounts: tuple[Account, ...]
    access: tuple[Access, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    changes: tuple[Change, ...] = ()
    has_access_log: bool = False  # False where no access log was given at all
    sha256: str = ""

    def access_of(self, account_id: str) -> tuple[Access, ...]:
        """The access log of one account, in its order."""
        return tuple(a for a in self.access if a.account_id == account_id)


# --- what a platform showed -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen(Generic[T_co]):
    """A field that the platform showed; the value may be empty."""

    value: T_co


@dataclass(frozen=True, slots=True)
class Unseen:
    """A field that was not shown, and why. `note` is plain English for the reader, without secrets."""

    why: Why
    note: str = ""


Observed: TypeAlias = Seen[T_co] | Unseen

UNSUPPORTED = Unseen(Why.UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a visitor would follow it: `url` is what stands there, `expanded` where the platform says it leads."""

    url: str
    expanded: str | None = None
    where: str = "link"  # "link" (a link field) or "bio" (an address written in the text)

    @property
    def target(self) -> str:
        """The best known destination."""
        return self.expanded or self.url


@dataclass(frozen=True, slots=True)
class Image:
    """A profile image. `key` is the address without query (its identity between nights); `fingerprint` a 64-bit
    perceptual hash in hex where the picture was fetched.
    """

    url: str
    is_default: bool = False
    key: str = ""
    fingerprint: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """One picture or film in a post. `alt` is None where the author gave none; Unseen where the platform does not tell."""

    kind: Literal["image", "video", "gif", "other"]
    alt: Observed[str | None] = UNSUPPORTED
    captions: Observed[bool] = UNSUPPORTED
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post, film, entry or edit. `live` covers broadcasts and premieres, which the APIs cannot tell apart."""

    id: str
    at: datetime
    text: str = ""
    url: str | None = None
    title: str | None = None
    lang: str | None = None
    links: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    pinned: bool = False
    repost: bool = False
    reply_to: str | None = None
    live: bool = False
    app: str | None = None
    day_only: bool = False  # the platform gives only the date; `at` is then that day's start in UTC


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts seen, newest first.

    `reach` says how much of the timeline they stand for: "newest" = only the newest one (and a pinned one); "timeline" =
    every post from `since` on. `since` is None when they are all that the account has.
    """

    items: tuple[Post, ...]
    reach: Literal["newest", "timeline"] = "timeline"
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Something a visitor wrote to the account, and when the account first replied to it (None = not yet)."""

    id: str
    at: datetime
    text: str
    url: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exchanges:
    """Comments and mentions by others, newest first, complete from `since` on (None = all there are)."""

    items: tuple[Exchange, ...]
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonFactor:
    """The second factor of one person with access, as the platform states it. `ref` is an opaque id, never a name."""

    ref: str
    role: str
    state: Literal["on", "off", "unknown"]
    raw: str = ""


@dataclass(frozen=True, slots=True)
class SecurityFacts:
    """What the platform or its business manager states about second factors.

    `policy` is the asset's or business's rule ("all_required", "admin_required", "none", "on", "off"), None if unknown.
    """

    policy: str | None
    people: tuple[PersonFactor, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """Which call told it: `source` like "x:users", the instant, and the SHA-256 of the answer's body."""

    source: str
    at: datetime
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a platform showed of one account at one moment: normalised, complete, comparable, storable.

    `texts` are the profile texts beyond `bio` that a visitor reads as the profile (about, mission, a pinned post's text),
    by name. Counts are whole numbers. `extra` holds platform facts that no control needs but a reader may want.
    """

    account_id: str
    taken_at: datetime
    native_id: str | None
    private: bool = False
    handle: Observed[str | None] = UNSUPPORTED
    name: Observed[str] = UNSUPPORTED
    bio: Observed[str] = UNSUPPORTED
    texts: Observed[tuple[tuple[str, str], ...]] = Seen(())
    links: Observed[tuple[Link, ...]] = UNSUPPORTED
    image: Observed[Image | None] = UNSUPPORTED
    banner: Observed[str | None] = UNSUPPORTED
    location: Observed[str] = UNSUPPORTED
    verified: Observed[str] = UNSUPPORTED  # the platform's word for the kind of mark; "" = none
    created_at: Observed[datetime] = UNSUPPORTED
    followers: Observed[int] = UNSUPPORTED
    following: Observed[int] = UNSUPPORTED
    posts_count: Observed[int] = UNSUPPORTED
    newest_post_at: Observed[datetime | None] = UNSUPPORTED  # None = never posted
    posts: Observed[Posts] = UNSUPPORTED
    films: Observed[tuple[Post, ...]] = UNSUPPORTED  # the newest films (at most 5) where the platform tells captions
    exchanges: Observed[Exchanges] = UNSUPPORTED
    security: Observed[SecurityFacts] = UNSUPPORTED
    calls: tuple[Call, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    def source_of(self, part: Literal["profile", "posts", "films", "exchanges", "security"]) -> str:
        """The source name of the call that told this part ("x:users"), for evidence; the first call's where unsure."""
        for call in self.calls:
            if call.source.partition(":")[2].startswith(part):
                return call.source
        return self.calls[0].source if self.calls else ""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The honest result for an account that could not be shown: the trouble, in words, with what to do about it."""

    account_id: str
    taken_at: datetime
    trouble: Trouble
    message: str  # what happened, plain English, no secrets
    remedy: str  # what to do, by whom
    source: str = ""  # the call, like "x:users"
    native_id: str | None = None
    retry_at: datetime | None = None
    held_by: str | None = None  # the permanent id of another account that carries the registered handle now


Sight: TypeAlias = Snapshot | Unreachable


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that carries the organisation's prefix or name but is not on the register. Holds a handle, nothing else."""

    platform: str
    handle: str
    native_id: str | None
    reason: str  # "prefix", "name", "look-alike"
    found_by: str  # source, like "facebook:owned_pages"


# --- what was concluded -----------------------------------------------------------------------------------------------


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
    results: tuple[AccountResult, ...]
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
