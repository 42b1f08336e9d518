"""Mails to the managers of accounts: what to do, and a thank-you when the last of it is done. Silence where nothing is new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from auditor.mailing.letters import AllClear, Digest, Escalation, Item, Wanted
from auditor.mailing.memory import Person, content_of, key_of
from auditor.mailing.situation import Situation, graver, held, in_use, unique, word_of
from auditor.model import AccountResult, Finding, Outcome, State

PERIOD = timedelta(days=7)  # in which the same content is not mailed twice
ESCALATE_AFTER = timedelta(days=14)
_CLOSED = frozenset({Outcome.PASS, Outcome.WAIVED, Outcome.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Desk:
    """One manager's accounts tonight: what is open for two runs, and what this manager was told of before."""

    address: str
    results: tuple[AccountResult, ...]
    items: Mapping[Item, str]
    told: Mapping[Item, str]
    away: Mapping[Item, str]  # what was told of accounts that are held back tonight
    person: Person

    @property
    def new(self) -> frozenset[Item]:
        """What is open and was not told, or goes by a graver word now."""
        return frozenset(i for i, word in self.items.items() if graver(word, self.told.get(i)))

    @property
    def content(self) -> str:
        """The hash of what a digest would tell."""
        return content_of((*item, word) for item, word in self.items.items())


def desks(s: Situation, held_back: Mapping[str, object]) -> list[Desk]:
    """All managers that can be written to, with their accounts, but those of platforms held back."""
    groups: dict[str, list[AccountResult]] = defaultdict(list)
    for result in s.run.results:
        if in_use(result) and (address := s.manager_of(result.account)) is not None:
            groups[address].append(result)
    found = []
    for address, results in groups.items():
        person = s.memory.people.get(key_of(address), Person())
        free = tuple(r for r in results if r.account.platform not in held_back)
        items = {item: word for r in free for item, word in held(r).items()}
        told = {(a, c): word for a, own in person.told.items() for c, word in own.items()}
        seen, all_ = {r.account.id for r in free}, {r.account.id for r in results}
        here = {item: word for item, word in told.items() if item[0] in seen}
        away = {item: word for item, word in told.items() if item[0] in all_ - seen}
        found.append(Desk(address, free, items, here, away, person))
    return found


def silent(s: Situation) -> bool:
    """Whether managers get no mail of their own accord: it is switched off, or this is the first audit."""
    return s.baseline or not s.rules.managers


def letters(s: Situation, held_back: Mapping[str, object]) -> list[Wanted]:
    """Digests, thanks and escalations; none of them on a day on which nobody works: then they wait for the next run."""
    found = [] if silent(s) else list(_to_managers(s, desks(s, held_back), escalations(s, held_back)))
    if not s.baseline:
        found += to_heads(s, escalations(s, held_back))
    return found if found and s.working_day else []  # the calendar is costly, and asked last


def _to_managers(s: Situation, all_desks: Sequence[Desk], overdue: Mapping[Item, str]) -> Iterator[Wanted]:
    """A digest comes on the weekly day, sooner if something new must be fixed, or if it is overdue."""
    weekly = s.slot > s.memory.digests
    for desk in all_desks:
        if desk.items and _due(s, desk, overdue.keys() & desk.items.keys(), weekly=weekly):
            yield Wanted(
                kind="digest",
                recipient=desk.address,
                facts=Digest(frozenset(desk.items), desk.new),
                accounts=tuple(r.account.id for r in desk.results),
            )
        elif desk.told and all_clear(desk):
            yield Wanted(
                kind="clear",
                recipient=desk.address,
                facts=AllClear(),
                accounts=tuple(r.account.id for r in desk.results),
            )


def _due(s: Situation, desk: Desk, overdue: Collection[Item], *, weekly: bool) -> bool:
    if overdue:
        return True
    new = desk.new
    if not new or not (weekly or any(desk.items[i] == "must" for i in new)):
        return False
    return not _said_lately(s.today, desk)


def _said_lately(today: date, desk: Desk) -> bool:
    person = desk.person
    return bool(person.on) and person.content == desk.content and today - date.fromisoformat(person.on) < PERIOD


def all_clear(desk: Desk) -> bool:
    """Whether all that this manager was told of is done, and nothing else is open or was out of sight."""
    found = {(r.account.id, f.control): f for r in desk.results for f in r.findings}
    if desk.away or any(r.state is State.UNREACHABLE for r in desk.results):
        return False
    if any(word_of(f) is not None for f in found.values()):
        return False
    return all(item not in found or found[item].outcome in _CLOSED for item in desk.told)


def escalations(s: Situation, held_back: Mapping[str, object]) -> dict[Item, str]:
    """What must be fixed, has been open for two weeks, and was not taken further yet; with the day since when."""
    found: dict[Item, str] = {}
    for result in s.run.results:
        if not in_use(result) or result.account.platform in held_back:
            continue
        for finding in result.findings:
            since = _overdue_since(finding, s.today)
            item = (result.account.id, finding.control)
            if since and s.memory.escalated.get(item[0], {}).get(item[1]) != since:
                found[item] = since
    return found


def _overdue_since(finding: Finding, today: date) -> str:
    grave = finding.status == "open" and word_of(finding) == "must"
    if grave and finding.since is not None and today - finding.since >= ESCALATE_AFTER:
        return finding.since.isoformat()
    return ""


def to_heads(s: Situation, overdue: Mapping[Item, str]) -> Iterator[Wanted]:
    """One mail to the head of each unit where something is overdue."""
    units: dict[str, set[Item]] = defaultdict(set)
    accounts = {r.account.id: r.account for r in s.run.results}
    for item in overdue:
        units[_folded(accounts[item[0]].unit)].add(item)
    for unit, mailbox in s.rules.unit_heads.items():
        items = units.get(_folded(unit))
        if items:
            ids = {account for account, _ in items}
            yield Wanted(
                kind=f"escalation-{_folded(unit)}",
                recipient=unique(mailbox)[0],
                facts=Escalation(unit, frozenset(items)),
                accounts=tuple(i for i in accounts if i in ids),
            )


def _folded(unit: str) -> str:
    return " ".join(unit.split()).casefold()


def still_told(desk: Desk) -> dict[Item, str]:
    """What remains of what a manager was told: what is not done; all of it while the thanks for the last of it wait."""
    found = {(r.account.id, f.control): f for r in desk.results for f in r.findings}
    left = {i: w for i, w in desk.told.items() if i in found and found[i].outcome not in _CLOSED} | dict(desk.away)
    return left or dict(desk.told)
