"""One safe pass: begin, collect, judge, conclude, publish, send. Each step is committed, so a crash costs one step.

The order of commits is the promise (docs/crashes.md): the run is begun before any platform is asked; each credential's
answer is one transaction; findings, the finished mark and the mails are one transaction; files and sending come after.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from auditor.checks._peers import peers_of
from auditor.collect import PART, Part, Shard, asked, collect, without_credential
from auditor.failpoints import failpoint
from auditor.history import History, held
from auditor.history.spool import IN_MEMORY
from auditor.judge import Background, Judged, judge, problem
from auditor.model import Account, AccountResult, CallCount, Candidate, Outcome, Register, Run, Sight, Snapshot
from auditor.outbox import OutboxMail
from auditor.policy import Policy
from auditor.triage import Before, triage

log = logging.getLogger(__name__)

RESUME_WITHIN = timedelta(hours=12)
INCIDENT_WINDOW = timedelta(days=90)


class StoppedError(Exception):
    """The run was stopped by a signal; what was gathered is stored, and the next run goes on from there."""


class Outside(Protocol):
    """What a pass needs from the composition root."""

    def shards(self, accounts: Sequence[Account]) -> Sequence[Shard]:
        """One shard per credential for those of the accounts that can be asked."""
        ...

    def all_asked(self) -> None:
        """Let go of what only asking needs: no platform is asked any more."""
        ...

    def mails(self, run: Run) -> Sequence[OutboxMail] | None:
        """The finished bytes of every mail that this run gives rise to; None where mails are switched off."""
        ...

    def publish(self, run: Run) -> None:
        """Put the report of a full run where readers find it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One audit: what is asked of whom, under which rules, at which moment."""

    kind: Literal["full", "partial", "check"]
    run_id: str
    now: Callable[[], datetime]
    version: str
    register: Register
    accounts: tuple[Account, ...]
    policy: Policy
    selection: str = ""
    cancelled: threading.Event = field(default_factory=threading.Event)
    progress: Callable[[str], None] = lambda _words: None
    began: Callable[[str], None] = lambda _run_id: None  # told the id under which the run goes


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a pass."""

    run: Run
    broke: bool  # something of ours failed on the way
    resumed: bool


def audit(history: History, outside: Outside, task: Pass) -> Done:
    """Run one pass to the end of its commits: begun, collected, judged, concluded and, for a full run, published."""
    run_id, started_at, resumed = _begin(history, task)
    task.began(run_id)
    failpoint("after-begin")
    broke: list[str] = []
    asked_at = task.now()
    seen = _Seen(history, run_id)
    calls, candidates = _collect(history, outside, task, seen, broke, now=asked_at)
    outside.all_asked()
    moment = task.now()
    task.progress("judging")
    previous_id = history.latest()
    results = held(
        _concluded(task, seen, _Past(history, task, started_at, previous_id), broke, asked_at=asked_at, moment=moment)
    )
    run = Run(
        id=run_id,
        kind=task.kind,
        started_at=started_at,
        finished_at=task.now(),
        version=task.version,
        policy_sha256=task.policy.sha256(task.register.waivers),
        register_sha256=task.register.sha256,
        results=results,
        candidates=candidates,
        calls=calls,
        first=previous_id is None,
        previous_id=previous_id,
        selection=task.selection,
    )
    failpoint("after-judge")
    task.progress("storing")
    history.conclude(run, outside.mails(run))
    failpoint("after-conclude")
    if task.kind == "full":
        task.progress("writing the report")
        outside.publish(run)
        failpoint("after-publish")
    return Done(run, bool(broke), resumed)


class _Seen:
    """What this run saw: in memory while that is little, else read from the history again where it is needed."""

    def __init__(self, history: History, run_id: str) -> None:
        self._history, self.run_id = history, run_id
        self._kept: dict[str, Sight] | None = {}
        if len(history.seen_in(run_id)) > IN_MEMORY:
            self._kept = None
        else:
            self.add(history.recorded(run_id).values())

    def add(self, sights: Iterable[Sight]) -> None:
        """Note what was just stored."""
        if self._kept is not None:
            self._kept.update((s.account_id, s) for s in sights)
            if len(self._kept) > IN_MEMORY:
                self._kept = None

    def of(self, accounts: Sequence[Account]) -> dict[str, Sight]:
        """The sights of these accounts, as far as there are any."""
        ids = [a.id for a in accounts]
        if self._kept is None:
            return self._history.recorded(self.run_id, ids)
        return {i: self._kept[i] for i in ids if i in self._kept}


class _Past:
    """What was known before this run began; its own snapshots are stored by now and must not count."""

    def __init__(self, history: History, task: Pass, started_at: datetime, previous_id: str | None) -> None:
        self._history, self._started_at, self._previous_id = history, started_at, previous_id
        self._audits = history.good_counts(before=started_at)
        self._gone = frozenset(history.gone_in(previous_id)) if previous_id else frozenset[str]()
        self._incidents = history.incidents(since=started_at - INCIDENT_WINDOW)
        self._suspected = history.suspected([a.id for a in task.accounts] if len(task.accounts) <= PART else None)
        self.peers = peers_of(task.register)

    def background(self, ids: Sequence[str]) -> Background:
        """What checks compare these accounts with."""
        return Background(
            previous=self._history.last_good(ids, before=self._started_at),
            undisputed=self._undisputed(ids),
            figures=self._history.figures(ids, before=self._started_at),
            audits=self._audits,
            gone=self._gone,
            incidents=self._incidents,
        )

    def _undisputed(self, ids: Sequence[str]) -> dict[str, Snapshot]:
        """Of accounts that were suspected hijacked when last looked at, the snapshot that told so by comparison."""
        found: dict[str, Snapshot] = {}
        for account_id in self._suspected.keys() & set(ids):
            then = self._suspected[account_id] + timedelta(microseconds=1)
            found.update(self._history.last_good([account_id], before=then))
        return found

    def before(self, ids: Sequence[str]) -> dict[tuple[str, str], Before]:
        """How the findings of these accounts stood in the last full run."""
        return {} if self._previous_id is None else _before(self._history, self._previous_id, ids)


def _concluded(
    task: Pass, seen: _Seen, past: _Past, broke: list[str], *, asked_at: datetime, moment: datetime
) -> Iterator[AccountResult]:
    """What is concluded of each account, some accounts at a time: nothing of a large estate is held longer than needed."""
    for start in range(0, len(task.accounts), PART):
        accounts = task.accounts[start : start + PART]
        ids = [a.id for a in accounts]
        sights = seen.of(accounts)
        missing = [a for a in accounts if asked(a) and a.id not in sights]
        sights.update((s.account_id, s) for s in without_credential(missing, asked_at))
        judged = judge(
            task.register, sights, policy=task.policy, background=past.background(ids), now=moment, accounts=accounts,
            peers=past.peers,
        )  # fmt: skip
        yield from triage(
            _noting_faults(judged, broke, task.cancelled),
            register=task.register,
            policy=task.policy,
            before=past.before(ids),
            today=moment.astimezone(task.policy.org.zone).date(),
            compare=task.kind == "full",
        )


def _noting_faults(judged: Iterable[Judged], broke: list[str], cancelled: threading.Event) -> Iterator[Judged]:
    """Pass on what was judged, one account at a time, and note where a control of ours failed; ends a stopped run."""
    for one in judged:
        if cancelled.is_set():
            raise StoppedError
        if one.broke:
            broke.append(one.account.id)
        yield one


def _begin(history: History, task: Pass) -> tuple[str, datetime, bool]:
    """Go on with an unfinished full run of the same register, policy and version, or begin a new one."""
    policy_sha256 = task.policy.sha256(task.register.waivers)
    if task.kind == "full":
        old = history.unfinished()
        if old is not None:
            same = (old.register_sha256, old.policy_sha256, old.version) == (
                task.register.sha256,
                policy_sha256,
                task.version,
            )
            if same and task.now() - old.started_at < RESUME_WITHIN:
                log.info("going on with run %s", old.id)
                return old.id, old.started_at, True
            log.info("run %s is abandoned: register, policy or version changed, or it is too old", old.id)
            history.abandon(old.id)
    started_at = task.now()
    run_id = history.begin(
        task.run_id,
        kind=task.kind,
        started_at=started_at,
        version=task.version,
        policy_sha256=policy_sha256,
        register_sha256=task.register.sha256,
        selection=task.selection,
    )
    return run_id, started_at, False


def _collect(
    history: History, outside: Outside, task: Pass, seen: _Seen, broke: list[str], *, now: datetime
) -> tuple[dict[str, CallCount], tuple[Candidate, ...]]:
    """Ask what is not recorded yet, and store each shard as it comes, a large one in parts."""
    run_id = seen.run_id
    done = history.shards_done(run_id)
    shards = [s for s in outside.shards(task.accounts) if s.name not in done]
    calls = dict(history.shard_calls(run_id))
    candidates = set(history.candidates(run_id))
    for some in collect(shards, now=now, cancelled=task.cancelled):
        if isinstance(some, Part):
            history.record_part(run_id, some.sights)
            seen.add(some.sights)
            continue
        if some.cut_off:  # the shards before it are whole, and kept
            raise StoppedError
        history.record(run_id, some.shard, some.sights, some.calls, some.candidates)
        seen.add(some.sights)
        failpoint("after-shard")
        task.progress(f"{some.shard}: {some.accounts} accounts")
        if some.broke:
            broke.append(some.shard)
        _add(calls, some.calls)
        candidates.update(some.candidates)
    in_order = sorted(candidates, key=lambda c: (c.platform, c.handle, c.native_id or ""))
    return dict(sorted(calls.items())), tuple(in_order)


def _add(total: dict[str, CallCount], more: Mapping[str, CallCount]) -> None:
    for platform, count in more.items():
        old = total.get(platform, CallCount())
        total[platform] = CallCount(
            old.requests + count.requests, old.units + count.units, round(old.price_usd + count.price_usd, 4)
        )


def _before(history: History, previous_id: str, ids: Sequence[str]) -> dict[tuple[str, str], Before]:
    known = history.last_known(previous_id, ids)
    found: dict[tuple[str, str], Before] = {}
    for (account_id, control, _print), (outcome, since, _status) in history.previous_findings(previous_id, ids).items():
        open_since = since if problem(outcome) or outcome is Outcome.NOT_AUDITED else None
        found[account_id, control] = Before(outcome, open_since, known.get((account_id, control)))
    return found
