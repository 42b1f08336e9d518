"""Nights as real processes, one after another in one folder, and what two of them are compared by."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

from auditor.errors import UsageError
from auditor.history import History
from tests.night.driving import House, house

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
RUN_ID = "2026-11-22T02-00-00Z"
ROOT = Path(__file__).resolve().parents[2]
SMALL = ("library-x", "library-bluesky", "library-mastodon")
RECIPIENTS = ("one@liverpool.ac.uk", "two@liverpool.ac.uk", "three@liverpool.ac.uk")
_INSTANT = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
_SEEN = re.compile(r"\d\d? \w{3} 20\d\d, \d\d:\d\d GMT(, answer [0-9a-f]+…)?")
_PORT = re.compile(r"127\.0\.0\.1:\d+")


@dataclass(frozen=True)
class Died:
    """How one process ended; `code` is negative for a signal."""

    code: int
    out: str
    err: str
    seconds: float
    peak_kib: int


@dataclass
class Nursery:
    """The warmed process that new ones are forked from."""

    process: subprocess.Popen[str]
    folder: Path
    numbered: int = 0

    def begin(self, home: House, *arguments: str, **more: Any) -> int:
        """Start one invocation; gives its process number."""
        self.numbered += 1
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.folder),
            "NO_COLOR": "1",
        } | home.environment()
        order = {
            "arguments": arguments, "environment": environment, "folder": str(home.folder),
            "out": str(self._stream("out")), "err": str(self._stream("err")), **more,
        }  # fmt: skip
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return int(self._answer()["pid"])

    def end(self) -> Died:
        """Wait for the invocation begun last."""
        gone = self._answer()
        texts = [self._stream(n).read_text(encoding="utf-8", errors="replace") for n in ("out", "err")]
        return Died(gone["status"], *texts, gone["seconds"], gone["peak_kib"])

    def run(self, home: House, *arguments: str, failpoint: str = "", **more: Any) -> Died:
        """One invocation from beginning to end, dying at a failpoint if one is named."""
        before = dict(home.extra)
        if failpoint:
            home.extra["AUDITOR_FAILPOINT"] = failpoint
        self.begin(home, *(arguments or ("run",)), **more)
        home.extra = before
        return self.end()

    def _stream(self, name: str) -> Path:
        return self.folder / f"{self.numbered}.{name}"

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the nursery is gone"
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextlib.contextmanager
def nursery(folder: Path) -> Iterator[Nursery]:
    """A nursery for as long as it is needed."""
    folder.mkdir(parents=True, exist_ok=True)
    call = [sys.executable, str(Path(__file__).with_name("nursery.py"))]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    ) as process:
        try:
            yield Nursery(process, folder)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(30)


@contextlib.contextmanager
def small_house(
    folder: Path, *, recipients: tuple[str, ...] = RECIPIENTS, keep: tuple[str, ...] = SMALL
) -> Iterator[House]:
    """Three accounts on three platforms, with several recipients of the mail."""
    with house(folder, now=NOW) as home:
        trim(home, keep)
        wanted = ", ".join(f'"{r}"' for r in recipients)
        home.set('to = ["socialmedia@liverpool.ac.uk"]', f"to = [{wanted}]")
        # each error would be one more mail
        home.set('operators = ["audit-operators@liverpool.ac.uk"]', "operators = []")
        yield home


def trim(home: House, keep: tuple[str, ...]) -> None:
    """Leave only these accounts on the register and in the access log."""
    for name, column in (("accounts", "id"), ("access", "account_id")):
        path = home.folder / "register" / f"{name}.csv"
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        out = io.StringIO()
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(r for r in rows if r[column] in keep)
        path.write_text(out.getvalue(), encoding="utf-8")


@dataclass
class Outcome:
    """What a night left, in a form that two nights can be compared by."""

    runs: list[tuple[str, str, str]]
    run: dict[str, Any]
    mails: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)


def outcome(home: House) -> Outcome:
    """What stands there now; instants that the door noted while asking are blanked."""
    with open_history(home) as history:
        runs = [(r.id, r.kind, r.state) for r in history.runs()]
    pages = {p.relative_to(home.reports).as_posix(): plain(p.read_text("utf-8")) for p in pages_of(home.reports)}
    return Outcome(runs, json.loads(plain(json.dumps(home.run_json(), sort_keys=True))), mails_of(home), pages)


def plain(text: str) -> str:
    """The text without instants to the second and without ports: those differ between attempts and between houses."""
    return _SEEN.sub("Seen", _PORT.sub("127.0.0.1", _INSTANT.sub("INSTANT", text)))


def differences(was: Outcome, now: Outcome) -> list[str]:
    """Where two nights do not end alike."""
    found = [f"runs: {was.runs} / {now.runs}"] if was.runs != now.runs else []
    for name, one, other in (
        ("mail to", was.mails, now.mails),
        ("page", was.pages, now.pages),
        ("run", was.run, now.run),
    ):
        for key in sorted(one.keys() | other.keys()):
            if one.get(key) != other.get(key):
                found.append(f"{name} {key}: {_first_difference(str(one.get(key)), str(other.get(key)))}")
    return found


def _first_difference(one: str, other: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{one[max(0, at - 60) : at + 60]!r} / {other[max(0, at - 60) : at + 60]!r}"


def pages_of(folder: Path) -> list[Path]:
    """The published pages."""
    return sorted(p for p in folder.rglob("*.html") if not p.name.startswith(".auditor-"))


def mails_of(home: House) -> dict[str, list[tuple[str, str]]]:
    """The mails in the folder: recipient to (Message-ID, text)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in home.mails:
        mail = message_from_bytes(path.read_bytes())
        found.setdefault(str(mail["To"]), []).append((str(mail["Message-ID"]), plain(str(mail))))
    return found


def stored(home: House) -> set[str]:
    """The platforms whose whole answers the unfinished run has stored by now."""
    with contextlib.suppress(UsageError), open_history(home) as history:
        begun = history.unfinished()
        return set(history.shard_calls(begun.id)) if begun else set()
    return set()


@contextlib.contextmanager
def open_history(home: House) -> Iterator[History]:
    """The history, to look at: the file of the house, or the database that its variable DB names."""
    url = home.extra.get("DB", "sqlite:///auditor.db")
    with History.open(url, home.folder, create=False, check=True) as history:
        yield history
