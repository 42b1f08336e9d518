"""What the rules look at: the run, the one mailed before it, the register, who gets what, and what was mailed already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from auditor.checks._mail import domain_of, under
from auditor.checks._people import has_ended, same_person
from auditor.mailing.letters import Item
from auditor.mailing.memory import Memory
from auditor.model import Account, AccountResult, Finding, Outcome, Register, Run, Severity, State

_GRAVE = frozenset({Severity.HIGH, Severity.CRITICAL})
_OVER = frozenset({State.CLOSED, State.RETIRED})
WORDS = ("review", "should", "must")  # ever graver


def every_day(_day: date) -> bool:
    """A calendar without holidays."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Who gets what, from config, as plain data."""

    to: tuple[str, ...] = ()
    security: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    unit_heads: Mapping[str, str] = field(default_factory=dict)
    managers: bool = True
    mail_domains: tuple[str, ...] = ()
    weekly: tuple[int, time] = (0, time(7, 30))  # day of the week (0 = Monday) and time
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/London"))
    works: Callable[[date], bool] = every_day  # whether a day is no bank holiday and in no closure


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One finished full run and what came before it."""

    run: Run
    previous: Run | None  # the last run that was mailed; None if none ever was
    register: Register
    rules: Rules
    memory: Memory
    at: datetime  # the moment mailed at
    changed: bool  # whether anything differs from `previous`
    abandoned: int = 0  # full runs in a row before this one that never finished
    unmailed: tuple[AccountResult, ...] = ()  # of audits since `previous` whose mails were off, the newest last

    @property
    def today(self) -> date:
        """The day in the organisation's zone."""
        return self.at.astimezone(self.rules.zone).date()

    @property
    def slot(self) -> str:
        """The day of the newest weekly hour that has struck; the week's name."""
        return slot_of(self.at, self.rules)

    @property
    def baseline(self) -> bool:
        """The first finished run: nobody but the team is told of it."""
        return self.run.first

    @property
    def working_day(self) -> bool:
        """Whether mails that can wait go out today."""
        return self.today.weekday() < 5 and self.rules.works(self.today)

    def manager_of(self, account: Account) -> str | None:
        """The address of an account's manager, if it is one, is the organisation's, and its owner has not left."""
        return manager_of(account, self.register, self.rules.mail_domains, self.today)

    def thread(self, *parts: str) -> str:
        """A name for a series of mails about one thing."""
        return ".".join(parts)


def slot_of(at: datetime, rules: Rules) -> str:
    """The day of the newest weekly hour that has struck at a moment; the week's name."""
    weekday, clock = rules.weekly
    local = at.astimezone(rules.zone)
    day = local.date() - timedelta(days=(local.weekday() - weekday) % 7)
    if day == local.date() and local.time() < clock:
        day -= timedelta(days=7)
    return day.isoformat()


def manager_of(account: Account, register: Register, mail_domains: tuple[str, ...], today: date) -> str | None:
    """The address that mails to the manager of an account go to; None where nobody can be reached."""
    address = (account.manager_email or "").strip()
    domain = domain_of(address)
    if domain is None or (mail_domains and not under(domain, mail_domains)):
        return None
    rows = [
        row
        for row in register.access_of(account.id)
        if same_person(row, email=account.manager_email, name=account.manager_name)
    ]
    if rows and all(has_ended(row, today) for row in rows):
        return None
    return address.lower()


def unique(*mailboxes: str) -> tuple[str, ...]:
    """The same mailboxes, each address once, in order."""
    found: dict[str, str] = {}
    for mailbox in mailboxes:
        address = parseaddr(mailbox)[1].lower()
        if address:
            found.setdefault(address, mailbox)
    return tuple(found.values())


def word_of(finding: Finding) -> str | None:
    """How grave an open finding is; None for what is not open."""
    if finding.outcome is Outcome.FAIL:
        return "must" if finding.severity in _GRAVE else "should"
    return "review" if finding.outcome is Outcome.REVIEW else None


def graver(now: str, before: str | None) -> bool:
    """Whether something open is worse than what was told of it."""
    return before is None or WORDS.index(now) > WORDS.index(before)


def held(result: AccountResult) -> dict[Item, str]:
    """What has been open for two runs, with its word: a finding that comes and goes is nobody's work."""
    return {
        (result.account.id, f.control): word
        for f in result.findings
        if f.status == "open" and (word := word_of(f)) is not None
    }


def in_use(result: AccountResult) -> bool:
    """Whether the account is neither closed nor on a platform that is."""
    return result.state not in _OVER
