"""What must hold after a death (I1 to I9 of docs/crashes.md), read through the history's public face and the files alone."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from auditor.errors import NoHistoryError, UsageError
from auditor.history import History
from auditor.model import Run
from tests.crash.living import mails_of, open_history, pages_of
from tests.night.driving import House

_INSTANT = re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)")
_STATES = {"running", "finished", "abandoned"}
A_NIGHT_TAKES = timedelta(minutes=15)


@contextlib.contextmanager
def as_it_lies(home: House) -> Iterator[History | None]:
    """The history in a copy of its files, so that the next run finds them as the death left them; None if nothing is in it.

    A server mends nothing by being looked at: its database is looked at as it is.
    """
    path = home.folder / "auditor.db"
    with tempfile.TemporaryDirectory(dir=home.folder.parent) as folder:
        for end in ("", "-wal", "-journal"):
            file = path.with_name(path.name + end)
            if file.exists():
                shutil.copy(file, folder)
        try:
            url = home.extra.get("DB", "sqlite:///auditor.db")
            opened = History.open(url, Path(folder), create=False, check=True)
        except NoHistoryError:
            yield None
            return
        with opened as history:
            yield history


def violations(home: House, earlier: Run | None = None) -> list[str]:
    """What does not hold right after a death; `earlier` is a run that was finished before, and has to be there as it was."""
    found = _of_files(home) + _of_pages(home)
    finished: set[str] = set()
    with as_it_lies(home) as history:
        if history is not None:
            finished = {r.id for r in history.runs(limit=100) if r.state == "finished"}
            found += _of_history(history)
        if earlier is not None and (history is None or history.load(earlier.id) != earlier):
            found.append(f"I8: the run {earlier.id} is not as it was")
    for file in home.reports.rglob("run.json") if home.reports.exists() else ():
        with contextlib.suppress(ValueError):  # told above
            if json.loads(file.read_bytes())["run"]["id"] not in finished:
                found.append(f"I3: {file} shows a run that is not finished")
    return found


def whole(home: House, registered: int) -> list[str]:
    """What does not hold once a run has come to its end."""
    found = violations(home)
    with open_history(home) as history:
        newest = history.latest()
        run = history.load(newest) if newest else None
        sent = history.outbox.of_run(newest) if newest else []
    if run is None:
        return [*found, "no run has finished"]
    ids = [r.account.id for r in run.results]
    if len(ids) != registered or len(set(ids)) != registered:
        found.append(f"I1: {ids} instead of {registered} rows")
    if home.run_json()["run"]["id"] != run.id:
        found.append("I6: the published run is not the newest one")
    found += [f"I9: {one} comes from another clock" for one in _from_another_clock(home)]
    found += [f"I7: a mail to {m.mail.recipient} is {m.state}" for m in sent if m.state != "sent"]
    return found


def stored_requests(home: House) -> dict[str, int]:
    """What the unfinished run has paid for and stored, by platform."""
    with as_it_lies(home) as history:
        begun = history.unfinished() if history is not None else None
        if history is None or begun is None:
            return {}
        return {platform: count.requests for platform, count in history.shard_calls(begun.id).items()}


def over(home: House, run_id: str) -> bool:
    """Whether this night was done to its last mail, so that the next run is another night."""
    with as_it_lies(home) as history:
        if history is None or history.latest() != run_id or history.published_at(run_id) is None:
            return False
        return all(m.state == "sent" for m in history.outbox.of_run(run_id))


def deferred(home: House, run_id: str) -> bool:
    """Whether a mail of this night waits for a later attempt."""
    with as_it_lies(home) as history:
        finished = history is not None and history.latest() == run_id
        return bool(history and finished and any(m.state == "deferred" for m in history.outbox.of_run(run_id)))


def _of_history(history: History) -> list[str]:
    found = [f"I2: {fault.run_id}: {fault.message}" for fault in history.verify()]
    for run in history.runs(limit=100):
        if run.state not in _STATES:
            found.append(f"I3: run {run.id} is {run.state}")
        if run.state == "finished":
            continue
        if history.outbox.of_run(run.id):
            found.append(f"I3: a mail of the unfinished run {run.id}")
        with contextlib.suppress(UsageError):
            history.load(run.id)
            found.append(f"I3: the unfinished run {run.id} can be read as a result")
    return found


def _of_files(home: House) -> list[str]:
    """SQLite's own checks, on a copy; a file of nothing at all is none."""
    path = home.folder / "auditor.db"
    found: list[str] = []
    if not path.exists():
        return found
    with tempfile.TemporaryDirectory(dir=home.folder.parent) as folder:
        for file in path.parent.glob("auditor.db*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, folder)
        with contextlib.closing(sqlite3.connect(Path(folder) / path.name)) as raw:
            verdict = raw.execute("pragma integrity_check").fetchone()[0]
            if verdict != "ok":
                found.append(f"I8: integrity_check says {verdict}")
            if raw.execute("pragma foreign_key_check").fetchone():
                found.append("I8: a foreign key points at nothing")
    return found


def _of_pages(home: House) -> list[str]:
    found: list[str] = []
    for page in pages_of(home.reports) if home.reports.exists() else ():
        if not page.read_text(encoding="utf-8").rstrip().endswith("</html>"):
            found.append(f"I6: {page.name} is not a whole document")
    for file in home.reports.rglob("run.json") if home.reports.exists() else ():
        try:
            json.loads(file.read_bytes())
        except ValueError:
            found.append(f"I6: {file} is not a whole document")
    for to, mails in mails_of(home).items():
        if len({identity for identity, _ in mails}) != len(mails):
            found.append(f"I7: {to} has a mail twice")
    halves = [path.name for path in home.mails if not path.read_bytes().rstrip().endswith(b"--")]
    return found + [f"I7: {name} is half a mail" for name in halves]


def _from_another_clock(home: House) -> set[str]:
    """Instants of the result that lie after the night: those of the machine's own clock would."""
    told = _INSTANT.findall((home.reports / "run.json").read_text(encoding="utf-8"))
    return {one for one in told if datetime.fromisoformat(one) > home.now + A_NIGHT_TAKES}
