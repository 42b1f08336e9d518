"""Questions put to an account, and how long they waited on the account's own clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from auditor.calendar import DEFAULT_WINDOWS, operating_time
from auditor.checks._api import Case, once
from auditor.checks._links import without_addresses
from auditor.checks._profile import clock_windows, profile_of
from auditor.checks._time import calendar_of
from auditor.checks._words import local_day
from auditor.model import Evidence, Exchange, Exchanges, Seen
from auditor.statements import Window, windows

_MARK = re.compile("[?？؟⁇⁈⁉՞፧⸮‽]")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question and the operating time until the answer, or until now where there is none."""

    question: Exchange
    waited: timedelta

    @property
    def answered(self) -> bool:
        """Whether the account has replied."""
        return self.question.answered_at is not None


@dataclass(frozen=True, slots=True)
class Clock:
    """The weekly hours that time is counted in, and where they were found."""

    windows: tuple[Window, ...]
    source: str

    def __str__(self) -> str:
        return f"{', '.join(str(w) for w in self.windows[:4])} ({self.source})"


def is_question(text: str) -> bool:
    """Whether there is a question mark outside web addresses."""
    return _MARK.search(text) is not None and _MARK.search(without_addresses(text)) is not None


@once
def clock_of(case: Case) -> Clock:
    """The hours that the profile states, else the register's, else the usual ones."""
    if case.snapshot is not None and isinstance(case.snapshot.bio, Seen):
        stated = clock_windows(profile_of(case).statement.hours)
        if stated:
            return Clock(_weekly(stated), "by the profile")
    registered = clock_windows(windows(case.account.hours or ""))
    if registered:
        return Clock(_weekly(registered), "by the register")
    return Clock(tuple(DEFAULT_WINDOWS), "the usual hours")


@once
def questions_of(case: Case) -> list[Waiting]:
    """All questions seen, oldest first, with their waiting times by the account's clock."""
    assert case.snapshot is not None
    assert isinstance(case.snapshot.exchanges, Seen)
    seen: Exchanges = case.snapshot.exchanges.value
    clock, calendar = clock_of(case), calendar_of(case.org)
    asked = sorted((e for e in seen.items if e.at <= case.now and is_question(e.text)), key=lambda e: e.at)
    return [Waiting(e, operating_time(clock.windows, e.at, e.answered_at or case.now, calendar)) for e in asked]


def evidence_of(case: Case, waiting: Waiting) -> Evidence:
    """Where and when a question was asked; not who asked, nor the words."""
    question = waiting.question
    when = local_day(question.at, case.org.zone)
    return case.seen("exchanges.question", f"{question.url or question.id} (asked on {when})", part="exchanges")


def limit(hours: float) -> timedelta:
    """A limit given in operating hours."""
    return timedelta(hours=hours)


def _weekly(stated: tuple[Window, ...]) -> tuple[Window, ...]:
    """Times without days are taken for working days."""
    return tuple(w if w.days is not None else Window("Mon-Fri", w.start, w.end) for w in stated)
