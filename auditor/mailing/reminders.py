"""Reminders of days that the register knows: a password falls due, temporary access ends. One a stage, none of what is long past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from auditor.mailing.letters import Password, Takeover, Wanted
from auditor.mailing.situation import Situation, in_use, unique
from auditor.model import Access, Account, AccountResult, Finding, Outcome

STAGES = (-14, 0, 7, 21)  # days after the due day
TO_TEAM = 21
LATE = 3  # days after which a stage that nobody was told of before is left to the digest
_LIVE = frozenset({Outcome.PASS, Outcome.FAIL})


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder that is due; `quiet` ones are only noted, because their day is long past."""

    account: Account
    facts: Password | Takeover
    quiet: bool = False

    @property
    def key(self) -> str:
        """The series that it belongs to, as the memory names it."""
        if isinstance(self.facts, Takeover):
            return f"{self.account.id}|{self.facts.ends.isoformat()}"
        return self.account.id


def due(s: Situation) -> list[Reminder]:
    """Everything that falls due tonight, of all accounts in use."""
    found: list[Reminder] = []
    for result in s.run.results:
        if in_use(result):
            findings = {f.control: f for f in result.findings}
            found += _password(s, result, findings.get("password-rotated"))
            found += _takeovers(s, result, findings.get("takeover-closed"))
    return found


def _password(s: Situation, result: AccountResult, finding: Finding | None) -> Iterator[Reminder]:
    told = finding.details.get("due_on") if finding is not None and finding.outcome in _LIVE else None
    if not isinstance(told, str):
        return
    day = date.fromisoformat(told)
    late = (s.today - day).days
    stage = max((one for one in STAGES if late >= one), default=None)
    if stage is None:
        return
    before = s.memory.passwords.get(result.account.id)
    series = before is not None and before[0] == told
    if before is not None and series and stage <= int(before[1]):
        return
    quiet = not series and stage > 0 and late - stage > LATE
    yield Reminder(result.account, Password(day, stage), quiet)


def _takeovers(s: Situation, result: AccountResult, finding: Finding | None) -> Iterator[Reminder]:
    if finding is None or finding.outcome is Outcome.WAIVED:
        return
    seen: set[date] = set()
    for row in s.register.access_of(result.account.id):
        facts = _ending(row, result.account, s.today) if row.kind == "temporary" else None
        if facts is None or facts.ends in seen:
            continue
        seen.add(facts.ends)
        before = s.memory.takeovers.get(f"{result.account.id}|{facts.ends.isoformat()}")
        if before is None or facts.stage > before:
            late = (s.today - facts.ends).days > LATE
            yield Reminder(result.account, facts, quiet=before is None and late)


def _ending(row: Access, account: Account, today: date) -> Takeover | None:
    ends = row.ended_on or row.ends_on
    if ends is None or row.granted_on > today:
        return None
    over = row.ended_on <= today if row.ended_on is not None else ends < today
    changed = account.password_changed_on
    if over:
        closed = changed is not None and ends <= changed <= today
        return None if closed else Takeover(ends, row.role or "", 1)
    return Takeover(ends, row.role or "", 0) if ends - today <= timedelta(days=1) else None


def letters(s: Situation, held_back: Mapping[str, object]) -> Iterator[Wanted]:
    """The reminders for managers that can be written to; the last stage of a password goes to the team as well."""
    if s.baseline or not s.rules.managers:
        return
    some = [r for r in due(s) if not r.quiet and r.account.platform not in held_back]
    if not some or not s.working_day:
        return
    for one in some:
        manager = s.manager_of(one.account)
        last = isinstance(one.facts, Password) and one.facts.stage == TO_TEAM
        for mailbox in unique(*([manager] if manager else []), *(s.rules.to if last else ())):
            yield Wanted(
                kind=_kind(one),
                recipient=mailbox,
                facts=one.facts,
                accounts=(one.account.id,),
                thread=_thread(s, one),
            )


def _kind(one: Reminder) -> str:
    if isinstance(one.facts, Password):
        return f"password-{one.facts.stage}-{one.account.id}"
    return f"takeover-{one.facts.stage}-{one.facts.ends.isoformat()}-{one.account.id}"


def _thread(s: Situation, one: Reminder) -> str:
    if isinstance(one.facts, Password):
        return s.thread("password", one.account.id, one.facts.due.isoformat())
    return s.thread("takeover", one.account.id, one.facts.ends.isoformat())
