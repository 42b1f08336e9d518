"""One whole night on the store alone: begin or resume, record, conclude, publish, send. Run by test_history_crashes.py."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from auditor.couriers.folder import FolderCourier
from auditor.history import History
from auditor.lock import RunLock
from auditor.model import Account, AccountResult, CallCount, Finding, Outcome, Run, Seen, Severity, Snapshot, State
from auditor.outbox import OutboxMail, deliver
from auditor.publish import publish

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
RUN = "2026-11-22T02-00-00Z"
SHARDS = {"x/0": ("a", "b"), "youtube/0": ("c",)}
FACTS = {"version": "v", "policy_sha256": "p", "register_sha256": "r"}


@dataclass
class Night:
    """The folder in which everything lies."""

    folder: Path

    def run(self):
        """Go through all steps, taking up what an earlier attempt left."""
        with RunLock(self.folder / "lock", NOW), History.open("sqlite:///h.db", self.folder, check=True) as history:
            if history.latest() is None:
                self.audit(history)
            self.publish(history)
            courier = FolderCourier(self.folder / "outbox")
            deliver(history.outbox, courier, NOW, sender="audit@example.ac.uk")
            history.retain(NOW, 90, 1100)

    def audit(self, history):
        left = history.unfinished()
        run_id = left.id if left else history.begin(RUN, kind="full", started_at=NOW, **FACTS)
        done = history.shards_done(run_id)
        for shard, names in SHARDS.items():
            if shard not in done:
                self.ask(shard)
                history.record(run_id, shard, [self.seen(n) for n in names], {"x": CallCount(1)})
        sights = history.recorded(run_id)
        results = tuple(self.result(n, s) for n, s in sorted(sights.items()))
        run = Run(id=run_id, kind="full", started_at=NOW, finished_at=NOW, results=results, **FACTS)
        history.conclude(run, [self.mail(n) for n in ("one", "two")])

    def ask(self, shard):
        with (self.folder / "asked").open("a") as file:
            file.write(f"{shard}\n")

    def seen(self, name):
        return Snapshot(account_id=name, taken_at=NOW, native_id=name, bio=Seen(f"News of {name}."))

    def result(self, name, sight):
        finding = Finding(
            account_id=name, control="c", clause="1", severity=Severity.LOW, outcome=Outcome.PASS, message="Well.", fingerprint=name
        )  # fmt: skip
        account = Account(id=name, platform="x", handle=name, unit="u")
        return AccountResult(account=account, state=State.LIVE, findings=(finding,), sight=sight, fetched_at=NOW)

    def mail(self, name):
        message = f"Message-ID: <{name}@example.ac.uk>\r\nSubject: Audit\r\n\r\nWell.\r\n".encode()
        return OutboxMail(
            kind="nightly", recipient=f"{name}@example.ac.uk", subject="Audit", message=message,
            message_id=f"<{name}@example.ac.uk>", created_at=NOW,
        )  # fmt: skip

    def publish(self, history):
        built = self.folder / "built"
        built.mkdir(exist_ok=True)
        run = history.load(history.latest())
        for name in ("page.html", "index.html", "run.json"):
            (built / name).write_text(f"{run.id} {len(run.results)}")
        publish(built, self.folder / "web", now=NOW)


if __name__ == "__main__":
    Night(Path(sys.argv[1])).run()
