"""Nights as literals: runs, registers and what was mailed of them, carried from night to night."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from auditor.mailing import Memory, Rules, Situation, Wanted, remembered, wanted
from auditor.model import (
    Access,
    Account,
    AccountResult,
    Change,
    Finding,
    Outcome,
    Register,
    Run,
    Severity,
    State,
    Trouble,
    Unreachable,
)
from reports.diff import changes

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # before the weekly hour, which is Monday 07:30
TEAM, SECURITY, OPERATORS, HEAD = "team@uni.example", "security@uni.example", "ops@uni.example", "head@uni.example"
ANN, BEN = "ann@uni.example", "ben@uni.example"
RULES = Rules(
    to=(TEAM,), security=(SECURITY,), operators=(OPERATORS,), unit_heads={"Arts": HEAD}, mail_domains=("uni.example",)
)
PASS, FAIL, REVIEW = Outcome.PASS, Outcome.FAIL, Outcome.REVIEW
LOST, HIDDEN, WAIVED = Outcome.NOT_AUDITED, Outcome.NOT_EXPOSED, Outcome.WAIVED
MUST, SHOULD = "two-factor", "hours-stated"  # one control of each kind
_SEVERITY = {SHOULD: Severity.MEDIUM, "bio": Severity.LOW}


def account(
    name: str, manager: str | None = ANN, *, platform: str = "x", unit: str = "Arts", **more: object
) -> Account:
    return Account(id=name, platform=platform, handle=name, unit=unit, name=name.title(), manager_email=manager, **more)  # type: ignore[arg-type]


@dataclass
class Said:
    """What one night's controls say of an account; anything else passes."""

    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    details: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    trouble: Trouble | None = None
    state: State = State.LIVE
    native_id: str | None = None


class Nights:
    """A register that is audited night after night; knows what was mailed so far."""

    def __init__(self, *accounts: Account, rules: Rules = RULES, at: datetime = MONDAY) -> None:
        self.accounts = list(accounts)
        self.rules = rules
        self.at = at
        self.access: tuple[Access, ...] = ()
        self.changes: tuple[Change, ...] = ()
        self.memory = Memory()
        self.previous: Run | None = None
        self.since: dict[tuple[str, str], date] = {}
        self.policy = "p"
        self.abandoned = 0
        self.unmailed: list[AccountResult] = []

    def night(
        self, said: Mapping[str, Said | Mapping[str, Outcome]] | None = None, *, days: float = 1, mail: bool = True
    ) -> list[Wanted]:
        """One night: what it says of the accounts; gives the mails wanted."""
        if self.previous is not None:
            self.at += timedelta(days=days)
        run = self._run(said or {})
        situation = Situation(
            run=run, previous=self.previous, register=Register(tuple(self.accounts), self.access, (), self.changes, True),
            rules=self.rules, memory=Memory.loads(self.memory.dumps()), at=self.at, changed=self._changed(run),
            abandoned=self.abandoned, unmailed=tuple(self.unmailed),
        )  # fmt: skip
        found = wanted(situation)
        assert wanted(situation) == found
        if mail:
            self.memory = remembered(situation, found)
            self.previous = run
        self.unmailed = [] if mail else [*self.unmailed, *run.results]
        return found

    def _changed(self, run: Run) -> bool:
        return self.previous is None or changes(run, self.previous).anything

    def _run(self, said: Mapping[str, Said | Mapping[str, Outcome]]) -> Run:
        spoken = {n: s if isinstance(s, Said) else Said(s) for n, s in said.items()}
        return Run(
            id=f"{self.at:%Y-%m-%dT%H-%M-%SZ}", kind="full", started_at=self.at, finished_at=self.at, version="1",
            policy_sha256=self.policy, register_sha256="r", first=self.previous is None,
            previous_id=None if self.previous is None else self.previous.id,
            results=tuple(self._result(a, spoken.get(a.id, Said())) for a in self.accounts),
        )  # fmt: skip

    def _result(self, one: Account, said: Said) -> AccountResult:
        names = dict.fromkeys(
            (MUST, SHOULD, "bio", "posts", "account-live", "identity-unchanged", "password-rotated", "takeover-closed")
        )
        lost = said.trouble is not None
        state = State.UNREACHABLE if lost and said.state is State.LIVE else said.state
        findings = tuple(
            self._finding(one, n, said.outcomes.get(n, LOST if lost else PASS), said.details.get(n, {})) for n in names
        )
        sight = Unreachable(one.id, self.at, said.trouble, "It did not answer.", "Wait.") if said.trouble else None
        return AccountResult(
            account=one, state=state, findings=findings, sight=sight, fetched_at=self.at, native_id=said.native_id
        )

    def _finding(self, one: Account, control: str, outcome: Outcome, details: Mapping[str, object]) -> Finding:
        key, today = (one.id, control), self.at.date()
        old = self.since.get(key)
        status, since = None, None
        if outcome in {FAIL, REVIEW}:
            status, since = ("open", old) if old else ("new", today)
            self.since[key] = since  # type: ignore[assignment]
        elif outcome is LOST:
            since = old
        elif old:
            status = "fixed"
            del self.since[key]
        return Finding(
            account_id=one.id, control=control, clause="2", severity=_SEVERITY.get(control, Severity.HIGH), outcome=outcome,
            message="It is so.", status=status, since=since, details=details,  # type: ignore[arg-type]
        )  # fmt: skip


def kinds(letters: Sequence[Wanted], to: str | None = None) -> list[str]:
    """The streams of these mails, of those to one address."""
    return [w.stream for w in letters if to is None or w.recipient == to]


def to_managers(letters: Sequence[Wanted]) -> list[str]:
    """Streams of the mails that go to neither team, security nor operators."""
    return [w.stream for w in letters if w.recipient not in {TEAM, SECURITY, OPERATORS, HEAD}]
