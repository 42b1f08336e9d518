"""The team's mails: after a night in which something changed, and once a week whatever happened."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.mailing.letters import Nightly, Wanted, Weekly
from auditor.mailing.situation import Situation, unique
from auditor.model import State


def letters(s: Situation) -> Iterator[Wanted]:
    """The nightly mail and the heartbeat."""
    if s.previous is None or s.changed or partial(s):
        for mailbox in unique(*s.rules.to):
            yield Wanted(kind="nightly", recipient=mailbox, facts=Nightly())
    if s.previous is not None and s.memory.weekly and s.slot > s.memory.weekly:
        for mailbox in unique(*s.rules.to):
            yield Wanted(kind="weekly", recipient=mailbox, facts=Weekly())


def partial(s: Situation) -> bool:
    """Whether an account could not be reached at all."""
    return any(r.state is State.UNREACHABLE for r in s.run.results)
