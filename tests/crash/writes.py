"""Everything a night writes to its database, call by call, to be played back as far as a power cut would have let it come."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.crash.living import Nursery
from tests.crash.tracing import halted
from tests.night.driving import House

_CALLS = "openat,pwrite64,ftruncate,fdatasync,fsync,unlink"
_CUT = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$")
_REST = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?")
_ON = re.compile(r"^\d+<([^>]*)>")
_BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Act:
    """One call that changes or settles a file of the database."""

    call: str  # "write", "cut", "sync", "unlink"
    name: str
    offset: int = 0
    data: bytes = b""


def written(births: Nursery, home: House) -> list[Act]:
    """Live one night and give all that it did to the database's files, in order."""
    log = births.folder / "writes"
    pid = halted(births, home, ())
    command = ["strace", "-f", "-y", "-xx", "-s", "200000", "-p", str(pid), "-o", str(log), "-e", f"trace={_CALLS}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr is not None
        tracer.stderr.readline()
        os.kill(pid, signal.SIGCONT)
        births.end()
        tracer.stderr.read()
    return list(_acts(log.read_text(encoding="ascii", errors="replace"), home.folder))


def _acts(log: str, folder: Path) -> Iterator[Act]:
    for line in _whole_lines(log):
        match = _LINE.match(line)
        if match is None or match[3].startswith("-"):
            continue
        call, given = match[1], match[2]
        on = _ON.match(given)
        quoted = _BYTES.search(given)
        path = Path(_plain(on[1]) if on else _text(quoted[1]) if quoted else "/")
        if path.parent != folder or not path.name.startswith("auditor.db") or path.name.endswith("-shm"):
            continue
        numbers = given.rpartition('"')[2].split(",")
        if call == "pwrite64" and quoted:
            yield Act("write", path.name, int(numbers[-1]), _raw(quoted[1]))
        elif call == "ftruncate":
            yield Act("cut", path.name, int(given.rpartition(",")[2]))
        elif call in {"fdatasync", "fsync"}:
            yield Act("sync", path.name)
        elif call == "unlink":
            yield Act("unlink", path.name)


def _whole_lines(log: str) -> Iterator[str]:
    """The lines of the trace; a call that another thread's interrupts stands in two."""
    begun: dict[str, str] = {}
    for line in log.splitlines():
        if cut := _CUT.match(line):
            begun[cut[1]] = cut[2]
        elif rest := _REST.match(line):
            yield begun.pop(rest[1], "") + rest[2]
        else:
            yield line


def _raw(quoted: str) -> bytes:
    return bytes.fromhex(quoted.replace("\\x", ""))


def _text(quoted: str) -> str:
    return _raw(quoted).decode()


def _plain(path: str) -> str:
    """A path that strace shows in brackets, where -xx makes hexadecimal of it as well."""
    return _text(path) if path.startswith("\\x") else path


class Disk:
    """Files as a power cut finds them: what was synced is there, of the rest some, none, or half a write."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.safe = dict(files)
        self.loose: list[Act] = []

    def do(self, act: Act) -> None:
        """One more call; a sync settles what was done to that file before it."""
        if act.call == "unlink":  # a file of that name begun afterwards is another one
            self.loose = [a for a in self.loose if a.name != act.name]
            self.safe.pop(act.name, None)
            return
        if act.call != "sync":
            self.loose.append(act)
            return
        for one in [a for a in self.loose if a.name == act.name]:
            _apply(self.safe, one)
        self.loose = [a for a in self.loose if a.name != act.name]

    def left(self, survivors: list[Act]) -> dict[str, bytes]:
        """The files if only these of the calls not yet settled reached the disk."""
        files = dict(self.safe)
        for one in survivors:
            _apply(files, one)
        return files


def torn(act: Act) -> Act:
    """Half of a write."""
    return Act(act.call, act.name, act.offset, act.data[: len(act.data) // 2])


def _apply(files: dict[str, bytes], act: Act) -> None:
    old = files.get(act.name, b"")
    if act.call == "cut":
        files[act.name] = old[: act.offset].ljust(act.offset, b"\0")
        return
    old = old.ljust(act.offset, b"\0")
    files[act.name] = old[: act.offset] + act.data + old[act.offset + len(act.data) :]
