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

from auditor.collect import Shard, asked, collect, without_credential
from auditor.failpoints import failpoint
from auditor.history import History
from auditor.judge import Background, Judged, judge, problem
from auditor.model import Account, AccountResult, CallCount, Candidate, Outcome, Register, Run, Sight
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
    sights, calls, candidates = _collect(history, outside, task, run_id, broke, now=task.now())
    moment = task.now()
    task.progress("judging")
    previous_id = history.latest()
    judged = _judged(history, task, sights, broke, started_at=started_at, moment=moment, previous_id=previous_id)
    results = tuple(judged)
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


def _judged(
    history: History,
    task: Pass,
    sights: Mapping[str, Sight],
    broke: list[str],
    *,
    started_at: datetime,
    moment: datetime,
    previous_id: str | None,
) -> Iterable[AccountResult]:
    """What is concluded of each account. What history told is let go with the last one: the report needs the memory."""
    background = _background(history, task, started_at)
    judged = judge(task.register, sights, policy=task.policy, background=background, now=moment, accounts=task.accounts)
    return triage(
        _noting_faults(judged, broke, task.cancelled),
        register=task.register,
        policy=task.policy,
        before=_before(history, previous_id, None if task.kind == "full" else [a.id for a in task.accounts]),
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
    history: History, outside: Outside, task: Pass, run_id: str, broke: list[str], *, now: datetime
) -> tuple[dict[str, Sight], dict[str, CallCount], tuple[Candidate, ...]]:
    sights: dict[str, Sight] = dict(history.recorded(run_id))
    done = history.shards_done(run_id)
    shards = [s for s in outside.shards(task.accounts) if s.name not in done]
    calls = dict(history.shard_calls(run_id))
    candidates = set(history.candidates(run_id))
    for gathered in collect(shards, now=now, cancelled=task.cancelled):
        if gathered.cut_off:  # those before it are whole, and kept
            raise StoppedError
        history.record(run_id, gathered.shard, gathered.sights, gathered.calls, gathered.candidates)
        failpoint("after-shard")
        task.progress(f"{gathered.shard}: {len(gathered.sights)} accounts")
        sights.update({s.account_id: s for s in gathered.sights})
        if gathered.broke:
            broke.append(gathered.shard)
        _add(calls, gathered.calls)
        candidates.update(gathered.candidates)
    missing = [a for a in task.accounts if asked(a) and a.id not in sights]
    sights.update({s.account_id: s for s in without_credential(missing, now)})
    in_order = sorted(candidates, key=lambda c: (c.platform, c.handle, c.native_id or ""))
    return sights, dict(sorted(calls.items())), tuple(in_order)


def _add(total: dict[str, CallCount], more: Mapping[str, CallCount]) -> None:
    for platform, count in more.items():
        old = total.get(platform, CallCount())
        total[platform] = CallCount(
            old.requests + count.requests, old.units + count.units, round(old.price_usd + count.price_usd, 4)
        )


def _background(history: History, task: Pass, started_at: datetime) -> Background:
    """What was known before this run began; its own snapshots are stored by now and must not count."""
    ids = None if task.kind == "full" else [a.id for a in task.accounts]
    return Background(
        previous=history.last_good(ids, before=started_at),
        figures=history.figures(ids, before=started_at),
        audits=history.good_counts(before=started_at),
        gone=frozenset(_gone(history)),
        incidents=history.incidents(since=started_at - INCIDENT_WINDOW),
    )


def _gone(history: History) -> set[str]:
    latest = history.latest()
    return history.gone_in(latest) if latest else set()


def _before(
    history: History, previous_id: str | None, ids: Sequence[str] | None
) -> dict[tuple[str, str], Before]:
    if previous_id is None:
        return {}
    known = history.last_known(previous_id, ids)
    found: dict[tuple[str, str], Before] = {}
    for (account_id, control, _print), (outcome, since, _status) in history.previous_findings(previous_id, ids).items():
        open_since = since if problem(outcome) or outcome is Outcome.NOT_AUDITED else None
        found[account_id, control] = Before(outcome, open_since, known.get((account_id, control)))
    return found
