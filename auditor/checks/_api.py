"""What a control is made of: metadata, options, the case it judges, and the words for its verdicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from auditor.model import (
    Account,
    Change,
    Evidence,
    Figures,
    Incident,
    Outcome,
    Register,
    Severity,
    Sight,
    Snapshot,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """The part of config that controls may see."""

    name: str
    short_names: tuple[str, ...] = ()
    link_domains: tuple[str, ...] = ()  # a domain includes its subdomains
    mail_domains: tuple[str, ...] = ()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/London"))
    holiday_country: str | None = None
    holiday_subdivision: str | None = None
    closures: tuple[tuple[date, date], ...] = ()  # inclusive day ranges
    effective_on: date | None = None  # since when the policy binds
    handle_prefix: str = ""
    central_accounts: tuple[str, ...] = ()  # "platform:handle" or register ids
    contact_mail: str = ""  # whom account managers turn to
    contact_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Base of a control's own options; subclasses add frozen fields with defaults, validated from config.toml.

    Field types allowed: bool, int, float, str, tuple[str, ...], and None unions of these.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything one check may look at for one account. No clock, no files, no network: what it needs stands here."""

    account: Account
    now: datetime  # the moment judged for, UTC
    org: Organisation
    register: Register
    snapshot: Snapshot | None = None  # None where the platform gave none; then only register evidence exists
    sight: Sight | None = None  # the snapshot or the honest "could not ask"; None for closed and retired rows
    previous: Snapshot | None = None  # the last good snapshot before this one
    undisputed: Snapshot | None = None  # while a hijack is suspected: the last good snapshot before it
    past: Sequence[Figures] = ()  # earlier good audits, oldest first, without this one
    past_audits: int = 0  # how many earlier good audits of this account there are
    gone_before: bool = False  # the last full run already found it gone
    incidents: Sequence[Incident] = ()
    changes: Sequence[Change] = ()  # announced for this account and in force now
    peers: Mapping[str, tuple[Account, ...]] = field(default_factory=dict)  # see judge.peers_of: shared look-ups
    known: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)  # see `once`

    @property
    def today(self) -> date:
        """The day of `now` in the organisation's time zone."""
        return _today(self)

    @property
    def trusted(self) -> Snapshot | None:
        """The last snapshot that is known to show the organisation's own account."""
        return self.previous if self.undisputed is None else self.undisputed

    def mine(self, text: str, name: str) -> Evidence:
        """Evidence from this account's register row: the column and its value; names file and row, never a person."""
        return Evidence(field=f"register.{name}", value=text, source=_place(self))

    def seen(self, name: str, value: str, part: str = "profile", marks: tuple[tuple[int, int], ...] = ()) -> Evidence:
        """Evidence from the snapshot: a field such as "profile.bio" and its value as shown, and when, if not tonight."""
        if part not in self.known:
            self.known[part] = _told(self.snapshot, part)
        source, at = self.known[part]
        return Evidence(field=name, value=value, source=source, seen_at=at, marks=marks)


def _told(snapshot: Snapshot | None, part: str) -> tuple[str, datetime | None]:
    """By which call a part of the snapshot was told, and when, if not tonight."""
    if snapshot is None:
        return "", None
    return snapshot.source_of(part), snapshot.recalled_from(part)  # type: ignore[arg-type]


_T = TypeVar("_T")


def once(work: Callable[[Case], _T]) -> Callable[[Case], _T]:
    """Have a question to a case answered once, however many controls ask it."""

    @wraps(work)
    def answer(case: Case) -> _T:
        if work not in case.known:
            case.known[work] = work(case)
        found: _T = case.known[work]
        return found

    return answer


@once
def _place(case: Case) -> str:
    return str(case.account.where)


@once
def _today(case: Case) -> date:
    return case.now.astimezone(case.org.zone).date()


Basis = Literal["register", "platform", "mixed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control: literal metadata and a pure function.

    `basis` says on what it rests: "register" controls are judged even when the platform could not be asked; "platform"
    ones then become not_audited; "mixed" ones are called with `snapshot` None and decide themselves.
    `needs` names snapshot fields ("bio", "posts"); if one is Unseen the runner answers for the check (not_exposed or
    not_audited by the reason), so the function may rely on them being Seen.
    """

    id: str
    title: str  # the rule as a statement that holds when the control passes
    clause: str
    severity: Severity
    basis: Basis
    judge: Callable[[Case, Any], Verdict]
    needs: tuple[str, ...] = ()
    applies: Callable[[Case, Any], Verdict | None] | None = (
        None  # asked before `needs`: a not_applicable verdict, or None
    )
    options: type[Options] = Options
    options_of: str | None = None  # the control whose settings also fill this one's options of the same name
    expected: str = ""  # default for findings: what the policy expects
    remedy: str = ""  # default for failing findings: what the account manager does next
    why: str = ""  # one sentence for readers: why it matters
    minutes: int = 5  # about how long the remedy takes
    builtin: Mapping[str, Mapping[str, object]] = field(default_factory=dict)  # platform -> option -> value
    since: str = "0.1"


def passed(message: str, *evidence: Evidence, **details: object) -> Verdict:
    """The control holds; the message says on what evidence."""
    return Verdict(outcome=Outcome.PASS, message=message, evidence=evidence, details=details)


def failed(
    message: str,
    *evidence: Evidence,
    remedy: str | None = None,
    expected: str | None = None,
    severity: Severity | None = None,
    **details: object,
) -> Verdict:
    """The control does not hold; evidence is verbatim."""
    return Verdict(
        outcome=Outcome.FAIL,
        message=message,
        evidence=evidence,
        remedy=remedy,
        expected=expected,
        severity=severity,
        details=details,
    )


def review(message: str, *evidence: Evidence, remedy: str | None = None, **details: object) -> Verdict:
    """A person has to decide; the message says what to look at."""
    return Verdict(outcome=Outcome.REVIEW, message=message, evidence=evidence, remedy=remedy, details=details)


def not_applicable(why: str, *evidence: Evidence) -> Verdict:
    """The control does not concern this account, for this reason."""
    return Verdict(outcome=Outcome.NOT_APPLICABLE, message=why, evidence=evidence)


def not_exposed(why: str, *, remedy: str | None = None) -> Verdict:
    """The platform does not tell, and the register holds no attestation."""
    return Verdict(outcome=Outcome.NOT_EXPOSED, message=why, remedy=remedy)


def not_audited(why: str, *, remedy: str | None = None) -> Verdict:
    """The platform could not be asked."""
    return Verdict(outcome=Outcome.NOT_AUDITED, message=why, remedy=remedy)
