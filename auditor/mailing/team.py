"""The team's mails: after a night in which something changed, and once a week whatever happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.mailing.letters import Nightly, Wanted, Weekly
from auditor.mailing.situation import Situation, unique
from auditor.model import State


def letters(s: Situation) -> Iterator[Wanted]:
    """The nightly mail and the heartbeat."""
    if s.previous is None or s.changed or newly_missed(s):
        for mailbox in unique(*s.rules.to):
            yield Wanted(kind="nightly", recipient=mailbox, facts=Nightly())
    if s.previous is not None:
        yield from heartbeat(s.slot, s.memory.weekly, s.rules.to)


def heartbeat(slot: str, done: str, to: Iterable[str]) -> Iterator[Wanted]:
    """The weekly mail of a slot, unless it or a later one is done; nothing before the first mails of all."""
    if done and slot > done:
        for mailbox in unique(*to):
            yield Wanted(kind=f"weekly-{slot}", recipient=mailbox, facts=Weekly())


def newly_missed(s: Situation) -> bool:
    """Whether an account could not be reached that was when the team last heard; one that stays away is no news."""
    missed = {r.account.id for r in s.run.results if r.state is State.UNREACHABLE}
    known = {r.account.id for r in s.previous.results if r.state is State.UNREACHABLE} if s.previous else set()
    return not missed <= known
