"""The history: what every run saw and said. One object, one short transaction a call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import Engine

from auditor.failpoints import failpoint
from auditor.history import (
    attestations,
    compare,
    incidents,
    loading,
    mails,
    nights,
    papers,
    results,
    retention,
    runs,
    seal,
    sights,
    suspicions,
    trend,
    turns,
)
from auditor.history.accounts import keys_of
from auditor.history.attestations import Attestation
from auditor.history.compare import Earlier, HistoryLine
from auditor.history.engine import BUSY_SECONDS, address, connect, file_of, quick_check, reading, translated, writing
from auditor.history.files import warnings_for
from auditor.history.retention import Removed
from auditor.history.runs import RunSummary, UnfinishedRun
from auditor.history.schema import ready
from auditor.history.seal import Fault
from auditor.history.trend import TrendPoint
from auditor.history.words import maybe_micros
from auditor.model import Account, CallCount, Candidate, Figures, Incident, Outcome, Run, Sight, Snapshot

if TYPE_CHECKING:
    from auditor.outbox import OutboxMail

_MET = "candidates met by "  # the name of a paper, before the shard's


class History:
    """Everything remembered between nights. Safe to use from several threads and beside other processes."""

    def __init__(self, engine: Engine, warnings: Sequence[str] = ()) -> None:
        self._engine = engine
        self.warnings = tuple(warnings)
        self.outbox = mails.Mails(engine)

    # --- opening and closing

    @classmethod
    def open(
        cls, url: str, base_dir: Path, *, create: bool = True, check: bool = False, busy_seconds: float = BUSY_SECONDS
    ) -> Self:
        """Open, create or migrate the database at `url`; `check` looks for damage first.

        Raises `UsageError` for what cannot be the history, `AuditorError` where it is in use by somebody else.
        """
        where = address(url, base_dir)
        engine = connect(where, create=create, busy_seconds=busy_seconds)
        try:
            with translated(where):
                if check:
                    quick_check(engine)
                ready(engine, create=create)
        except BaseException:
            engine.dispose()
            raise
        path = file_of(where)
        return cls(engine, warnings_for(path) if path else ())

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # --- the life of a run

    def alone(self, at: datetime, lock: str = "") -> AbstractContextManager[None]:
        """Have it to oneself for a run, across machines; `LockedError` while another run has it."""
        return turns.alone(self._engine, at, lock)

    def begin(
        self,
        run_id: str,
        *,
        kind: str,
        started_at: datetime,
        version: str,
        policy_sha256: str,
        register_sha256: str,
        selection: str = "",
    ) -> str:
        """Enter a new run; gives its id, which carries "-2" if the wanted one is taken."""
        with writing(self._engine) as connection:
            given = runs.begin(
                connection, run_id, kind=kind, started_at=started_at, version=version, policy_sha256=policy_sha256,
                register_sha256=register_sha256, selection=selection,
            )  # fmt: skip
            failpoint("before-begin-commit")
        return given

    def unfinished(self, kind: str = "full") -> UnfinishedRun | None:
        """The newest run of this kind that was begun and neither finished nor abandoned."""
        with reading(self._engine) as connection:
            return runs.unfinished(connection, kind)

    def abandon(self, run_id: str) -> None:
        """Give an unfinished run up; what it fetched stays good for comparison."""
        with writing(self._engine) as connection:
            runs.abandon(connection, run_id)

    def record(
        self,
        run_id: str,
        shard: str,
        sights_: Sequence[Sight],
        calls: Mapping[str, CallCount],
        candidates: Sequence[Candidate] = (),
    ) -> None:
        """Store one shard of a run in one transaction: what was seen, who was met, what it cost, and that it is done."""
        with writing(self._engine) as connection:
            row = runs.row_of(connection, run_id, state="running")
            sights.write(connection, row.seq, sights_)
            runs.mark_shard(connection, row.seq, shard, calls)
            if candidates:
                papers.keep(connection, run_id, f"{_MET}{shard}", results.candidates_text(candidates))
            failpoint("before-shard-commit")

    def record_part(self, run_id: str, sights_: Sequence[Sight]) -> None:
        """Store what was seen so far of a shard that is not complete: a run that is cut off asks all of it again."""
        with writing(self._engine) as connection:
            sights.write(connection, runs.row_of(connection, run_id, state="running").seq, sights_)

    def recorded(self, run_id: str, account_ids: Iterable[str] | None = None) -> dict[str, Sight]:
        """What a run has seen so far (of these accounts), by account id."""
        with reading(self._engine) as connection:
            seq = runs.row_of(connection, run_id).seq
            numbers = None if account_ids is None else list(keys_of(connection, account_ids).values())
            return sights.of_run(connection, seq, numbers)

    def seen_in(self, run_id: str) -> set[str]:
        """The ids of the accounts that a run has seen, or was told why not, so far."""
        with reading(self._engine) as connection:
            return sights.ids_of_run(connection, runs.row_of(connection, run_id).seq)

    def candidates(self, run_id: str) -> list[Candidate]:
        """Whom the recorded shards of a run met who is not on the register."""
        with reading(self._engine) as connection:
            texts = papers.beginning(connection, run_id, _MET)
        return [one for text in texts for one in results.candidates_of(text)]

    def shards_done(self, run_id: str) -> set[str]:
        """The names of the shards recorded."""
        with reading(self._engine) as connection:
            return runs.shards(connection, runs.row_of(connection, run_id).seq)

    def shard_calls(self, run_id: str) -> dict[str, CallCount]:
        """What the recorded shards of a run cost, by platform."""
        with reading(self._engine) as connection:
            return runs.shard_calls(connection, runs.row_of(connection, run_id).seq)

    def conclude(self, run: Run, mails_: Sequence[OutboxMail] | None) -> None:
        """Finish a run in one transaction: results, findings, and its mails. `None` means that mails were switched off."""
        with writing(self._engine) as connection:
            results.conclude(connection, run, mailed=mails_ is not None)
            mails.insert(connection, run.id, mails_ or ())
            failpoint("before-conclude-commit")

    def keep(self, run_id: str, name: str, text: str) -> None:
        """Keep a text that an unfinished run is judged by (register, policy); the same text is stored once."""
        with writing(self._engine) as connection:
            papers.keep(connection, run_id, name, text)

    def kept(self, run_id: str, name: str) -> str | None:
        """A text kept with a run; None if there is none of that name."""
        with reading(self._engine) as connection:
            return papers.kept(connection, run_id, name)

    def mark_published(self, run_id: str, at: datetime) -> None:
        """Note that a finished run's report stands where readers find it."""
        with writing(self._engine) as connection:
            runs.mark_published(connection, run_id, at)

    def published_at(self, run_id: str) -> datetime | None:
        """When a run's report was published; None if it never was."""
        with reading(self._engine) as connection:
            return runs.published_at(connection, run_id)

    # --- finding and reading runs

    def load(self, run_id: str, *, whole: bool = True, accounts: Iterable[Account] = ()) -> Run:
        """A finished run, equal to the one that was concluded; if not `whole`, only its outcomes, to compare with.

        `accounts` are rows of the register that are held anyway: outcomes of unchanged rows name those.
        """
        with reading(self._engine) as connection:
            return loading.load(connection, run_id, whole=whole, accounts=accounts)

    def latest(self, *, before: str | None = None, kind: str = "full", mailed: bool = False) -> str | None:
        """The id of the newest finished run of a kind (before another one; only those whose mails were on)."""
        with reading(self._engine) as connection:
            return runs.latest(connection, before=before, kind=kind, mailed=mailed)

    def runs(self, limit: int = 30) -> list[RunSummary]:
        """The newest runs of all kinds and states, newest first."""
        with reading(self._engine) as connection:
            return runs.listed(connection, limit)

    def find(self, text: str) -> str:
        """The full id of the one run whose id is this or begins so; "latest" is the newest finished full run."""
        with reading(self._engine) as connection:
            return runs.find(connection, text)

    # --- what later runs compare with

    def last_good(
        self, account_ids: Iterable[str] | None = None, before: datetime | None = None
    ) -> dict[str, Snapshot]:
        """The last good snapshot of each account taken before an instant, from whatever kind of run."""
        with reading(self._engine) as connection:
            return sights.good_before(connection, account_ids, maybe_micros(before))

    def suspected(self, account_ids: Iterable[str] | None = None) -> dict[str, datetime]:
        """The accounts that were suspected hijacked when last looked at, and when the snapshot before that was taken."""
        with reading(self._engine) as connection:
            return suspicions.standing(connection, account_ids)

    def learned(self, account_ids: Iterable[str], before: datetime | None = None) -> dict[str, Mapping[str, str]]:
        """What connectors noted (`Snapshot.extra`) with the last good snapshot of each account before an instant."""
        with reading(self._engine) as connection:
            return sights.learned_before(connection, account_ids, maybe_micros(before))

    def figures(
        self, account_ids: Iterable[str] | None = None, before: datetime | None = None, limit: int = 60
    ) -> dict[str, list[Figures]]:
        """The newest good figures of each account, oldest first."""
        with reading(self._engine) as connection:
            return compare.figures(connection, account_ids, maybe_micros(before), limit)

    def good_counts(self, before: datetime | None = None) -> dict[str, int]:
        """How many good snapshots of each account were ever taken, before an instant."""
        with reading(self._engine) as connection:
            return compare.good_counts(connection, maybe_micros(before))

    def native_ids(self) -> dict[str, str]:
        """The permanent id last seen of each account."""
        with reading(self._engine) as connection:
            return compare.native_ids(connection)

    def previous_findings(
        self, run_id: str, account_ids: Iterable[str] | None = None
    ) -> dict[tuple[str, str, str], Earlier]:
        """How each finding of a finished run (about all or these accounts) stood, by account id, control and fingerprint."""
        with reading(self._engine) as connection:
            return compare.previous_findings(connection, run_id, account_ids)

    def gone_in(self, run_id: str) -> set[str]:
        """The accounts of which the platform said in this run that they do not exist."""
        with reading(self._engine) as connection:
            return compare.gone_in(connection, run_id)

    def last_known(
        self, run_id: str, account_ids: Iterable[str] | None = None
    ) -> dict[tuple[str, str], tuple[Outcome, datetime]]:
        """The last outcome other than not_audited of (all or these) accounts and controls, as of a finished run, and when."""
        with reading(self._engine) as connection:
            return compare.last_known(connection, run_id, account_ids)

    def trend(self, limit: int = 30) -> list[TrendPoint]:
        """The newest finished full runs in numbers, oldest first."""
        with reading(self._engine) as connection:
            return trend.points(connection, limit)

    def account_history(self, account_id: str, limit: int = 30) -> list[HistoryLine]:
        """What the newest finished runs said of one account, newest first."""
        with reading(self._engine) as connection:
            return compare.account_history(connection, account_id, limit)

    def nights(self, limit: int = 30, until: str | None = None) -> Mapping[str, Sequence[nights.Night]]:
        """How every account stood in the last full runs, oldest first, by account id."""
        with reading(self._engine) as connection:
            return nights.nights(connection, limit, until)

    # --- incidents

    def start_incident(self, at: datetime, note: str = "") -> Incident:
        """Begin an emergency; refused while one is live."""
        with writing(self._engine) as connection:
            return incidents.start(connection, at, note)

    def end_incident(self, at: datetime) -> Incident:
        """End the live emergency."""
        with writing(self._engine) as connection:
            return incidents.end(connection, at)

    def incidents(self, since: datetime | None = None) -> list[Incident]:
        """The emergencies live at or after an instant, oldest first."""
        with reading(self._engine) as connection:
            return incidents.since(connection, since)

    # --- attestations

    def attest(self, new: Attestation) -> None:
        """Record dated evidence given by a person."""
        with writing(self._engine) as connection:
            attestations.add(connection, new)

    def attestations(self, on: date | None = None) -> list[Attestation]:
        """All attestations, or those that hold on a day, in the order given."""
        with reading(self._engine) as connection:
            return attestations.listed(connection, on)

    # --- upkeep

    def retain(self, now: datetime, keep_post_texts_days: int, keep_runs_days: int) -> Removed:
        """Blank posts' texts and delete runs that are older than allowed."""
        with writing(self._engine) as connection:
            removed = retention.retain(connection, now, keep_post_texts_days, keep_runs_days)
            failpoint("before-retain-commit")
        return removed

    def verify(self) -> list[Fault]:
        """Everything in the stored history that is not as it was written."""
        with reading(self._engine) as connection:
            return list(seal.faults(connection))

    def seal(self) -> tuple[str, str] | None:
        """The newest sealed run's id and its seal, to be noted elsewhere."""
        with reading(self._engine) as connection:
            return seal.newest(connection)
