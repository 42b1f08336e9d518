"""One night's mails from all rules together, and the memory that they leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auditor.mailing import alerts, managers, platforms, reminders, team
from auditor.mailing.letters import Alert, AllClear, Digest, Item, Password, Takeover, Wanted
from auditor.mailing.memory import Hold, Incident, Memory, Person, key_of
from auditor.mailing.reminders import Reminder
from auditor.mailing.situation import Situation, in_use


def wanted(s: Situation) -> list[Wanted]:
    """Every mail of the night, those that matter most first."""
    held = platforms.holds(s)
    return [
        *alerts.letters(s, held),
        *team.letters(s),
        *platforms.letters(s, held),
        *managers.letters(s, held),
        *reminders.letters(s, held),
    ]


def remembered(s: Situation, made: Iterable[Wanted]) -> Memory:
    """What the next night has to know, when these of the wanted mails were made."""
    made = list(made)
    held = platforms.holds(s)
    memory = Memory.loads(s.memory.dumps())
    memory.weekly = max(memory.weekly, s.slot)
    memory.holds = held
    memory.faults = sorted(f.key for f in platforms.faults(s))
    memory.incidents = _incidents(s, made)
    _people(s, memory, made, held)
    _reminders(s, memory, made)
    memory.escalated = _escalated(s, held)
    return memory


def _people(s: Situation, memory: Memory, made: list[Wanted], held: Mapping[str, Hold]) -> None:
    if not memory.digests or (s.slot > memory.digests and not managers.silent(s) and s.working_day):
        memory.digests = s.slot
    if managers.silent(s):
        return
    letters = {(w.recipient, type(w.facts)) for w in made}
    people: dict[str, Person] = {}
    for desk in managers.desks(s, held):
        key = key_of(desk.address)
        if (desk.address, Digest) in letters:
            people[key] = Person(_nested({**desk.items, **desk.away}), desk.content, s.today.isoformat())
        elif (desk.address, AllClear) not in letters and (desk.person.told or desk.person.on):
            people[key] = Person(_nested(managers.still_told(desk)), desk.person.content, desk.person.on)
    memory.people = people


def _nested(items: Mapping[Item, str]) -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = {}
    for (account, control), word in items.items():
        told.setdefault(account, {})[control] = word
    return told


def _incidents(s: Situation, made: list[Wanted]) -> dict[str, Incident]:
    """The live incidents; one whose alert was not made begins again tomorrow."""
    told = {w.accounts[0] for w in made if isinstance(w.facts, Alert)}
    found: dict[str, Incident] = {}
    for turn in alerts.turns(s):
        account = turn.result.account.id
        if turn.stage is not None and account not in told:
            if account in s.memory.incidents:
                found[account] = s.memory.incidents[account]
        elif turn.after is not None:
            found[account] = turn.after
    return found


def _reminders(s: Situation, memory: Memory, made: list[Wanted]) -> None:
    done = {(w.accounts[0], w.facts) for w in made if isinstance(w.facts, Password | Takeover)}
    for one in reminders.due(s):
        if one.quiet or (one.account.id, one.facts) in done:
            _note(memory, one)
    live = {r.account.id for r in s.run.results if in_use(r)}
    memory.passwords = {k: v for k, v in memory.passwords.items() if k in live}
    memory.takeovers = {k: v for k, v in memory.takeovers.items() if k.rpartition("|")[0] in live}


def _note(memory: Memory, one: Reminder) -> None:
    if isinstance(one.facts, Password):
        memory.passwords[one.key] = [one.facts.due.isoformat(), one.facts.stage]
    else:
        memory.takeovers[one.key] = one.facts.stage


def _escalated(s: Situation, held: Mapping[str, Hold]) -> dict[str, dict[str, str]]:
    """What was taken further and is still open since the same day, and what is tonight."""
    found: dict[str, dict[str, str]] = {}
    for result in s.run.results:
        before = s.memory.escalated.get(result.account.id, {})
        for finding in result.findings:
            since = finding.since.isoformat() if finding.since is not None else ""
            if since and before.get(finding.control) == since:
                found.setdefault(result.account.id, {})[finding.control] = since
    overdue = {} if s.baseline else managers.escalations(s, held)
    if overdue and s.working_day:
        for (account, control), since in overdue.items():
            found.setdefault(account, {})[control] = since
    return found
