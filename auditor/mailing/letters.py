"""A mail that is wanted: what kind, for whom, about which accounts, with the facts that its wording needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from auditor.model import Finding

Item: TypeAlias = tuple[str, str]  # account id, control id


@dataclass(frozen=True, slots=True)
class Nightly:
    """How the night went, for the team."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """How the week went, for the team, also when nothing happened."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What is open on a manager's accounts; `new` is what this manager was not told before."""

    told: frozenset[Item]
    new: frozenset[Item]


@dataclass(frozen=True, slots=True)
class AllClear:
    """The last open item of a manager has closed."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """Graver things that have been open for two weeks, for the head of the unit."""

    unit: str
    told: frozenset[Item]


@dataclass(frozen=True, slots=True)
class Password:
    """A password falls due; `stage` is days after the due day: -14, 0, 7 or 21."""

    due: date
    stage: int


@dataclass(frozen=True, slots=True)
class Takeover:
    """Temporary access ends, or has ended and the password is still the guest's."""

    ends: date
    role: str
    stage: int  # 0 about to end, 1 overdue


@dataclass(frozen=True, slots=True)
class Alert:
    """An account may be in the wrong hands; `finding` says so, tonight's or that of an audit since the last mails."""

    incident: str
    stage: Literal["new", "update", "closed"]
    note: str = ""
    finding: Finding | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong at one platform, how many accounts it concerns, and what to do."""

    key: str  # the same fault on another night has the same key
    where: str  # a platform's name, or "run"
    accounts: int
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Parts of the run failed, for those who run the auditor."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Outage:
    """A platform changed as a whole: mails to managers about it are held back."""

    faults: tuple[Fault, ...]


Facts: TypeAlias = Nightly | Weekly | Digest | AllClear | Escalation | Password | Takeover | Alert | Broken | Outage


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One mail to one recipient. `kind` is unique for a recipient and run; its first word names the stream."""

    kind: str
    recipient: str  # a mailbox as configured or registered
    facts: Facts
    accounts: tuple[str, ...] = ()  # register ids, in the order of the run
    thread: str = ""  # the same within one incident or one series of reminders, else empty

    @property
    def stream(self) -> str:
        """The kind of mail without what it is about: "digest", "password", "alert"."""
        return self.kind.partition("-")[0]
