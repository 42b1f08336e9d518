"""One nightly run at a time: a lock on a file that the kernel lets go of the moment its holder dies.

The text in the file (host, process, boot, since when) is for people; only the kernel's lock counts. The file is never deleted,
so that nobody can hold a lock on a file that is no longer there.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import socket
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from auditor.errors import LockedError, UsageError

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_LONGEST_NOTE = 4096
_ATTEMPTS = 10


class RunLock:
    """Holds the lock inside a `with` block. Raises `LockedError`, which names the holder, if another process has it."""

    def __init__(self, path: Path, now: datetime, purpose: str = "auditor run") -> None:
        self._path = path
        self._note = {
            "purpose": purpose, "host": socket.gethostname(), "pid": os.getpid(), "boot": _boot(),
            "since": now.isoformat(timespec="seconds"),
        }  # fmt: skip
        self._file: int | None = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()

    def acquire(self) -> None:
        """Take the lock or raise `LockedError`; never waits."""
        for _ in range(_ATTEMPTS):
            file = self._open()
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = _read(file)
                os.close(file)
                raise LockedError(
                    f"Another run holds the lock {self._path}: {_words(holder)}.",
                    "Wait for it to end. `auditor check` works beside it.",
                ) from None
            except BaseException:
                os.close(file)
                raise
            if _is_at(file, self._path):
                self._take(file)
                return
            os.close(file)  # somebody removed the file between our opening and locking it
        raise LockedError(f"The lock file {self._path} keeps vanishing.", "Find out what deletes it.")

    def release(self) -> None:
        """Let go; does nothing if the lock is not held."""
        if self._file is None:
            return
        with contextlib.suppress(OSError):
            os.ftruncate(self._file, 0)
        os.close(self._file)
        self._file = None

    @property
    def identity(self) -> str:
        """The file that is held, by device and inode; empty if none is. No other file has them while it is held."""
        if self._file is None:
            return ""
        mine = os.fstat(self._file)
        return f"{mine.st_dev}:{mine.st_ino}"

    def _open(self) -> int:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise UsageError(
                f"The lock file {self._path} cannot be opened: {error.strerror}.",
                "Give this user the right to write there.",
            ) from None

    def _take(self, file: int) -> None:
        self._file = file
        with contextlib.suppress(OSError):  # the lock holds without its note; whoever needs the disk will tell
            os.ftruncate(file, 0)
            os.pwrite(file, json.dumps(self._note).encode() + b"\n", 0)


def holder_of(path: Path) -> dict[str, Any] | None:
    """What the present holder wrote of itself; None if nobody holds the lock."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(file)
    finally:
        os.close(file)
    return None


def _is_at(file: int, path: Path) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    mine = os.fstat(file)
    return (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino)


def _read(file: int) -> dict[str, Any]:
    try:
        note = json.loads(os.pread(file, _LONGEST_NOTE, 0))
    except ValueError:  # empty for a moment after the lock is taken
        return {}
    return note if isinstance(note, dict) else {}


def _words(holder: dict[str, Any]) -> str:
    if not holder:
        return "it started just now"
    return (
        f"{holder.get('purpose', 'a run')}, process {holder.get('pid')} on {holder.get('host')}, "
        f"since {holder.get('since')}"
    )


def _boot() -> str:
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""
