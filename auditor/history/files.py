"""What can be known of the database's file before it is opened."""

from __future__ import annotations

import os
from pathlib import Path

from auditor.errors import NoHistoryError, UsageError

_HEADER = b"SQLite format 3\0"
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ncpfs", "fuse.sshfs", "glusterfs", "ceph"})
_MOUNTS = Path("/proc/self/mounts")


def refuse_unusable(path: Path, *, create: bool) -> None:
    """Raise `UsageError` if this file cannot be the history: not ours, not writable, or absent where it must exist."""
    if path.is_dir():
        raise UsageError(f"The database {path} is a folder.", "Name a file in [history] url.")
    if not path.exists():
        if not create:
            raise NoHistoryError(f"There is no history yet: {path} does not exist.", "Start with `auditor run`.")
        _make_folder(path.parent)
        path.touch(mode=0o600)  # it holds mails and what visitors wrote; SQLite gives its journals the same mode
        return
    if not os.access(path, os.W_OK):
        raise UsageError(f"The database {path} cannot be written to.", "Give this user the right to write to it.")
    if not os.access(path.parent, os.W_OK):
        raise UsageError(
            f"The folder of the database {path} cannot be written to.",
            "SQLite keeps its journal beside the file: give this user the right to write there.",
        )
    with path.open("rb") as file:
        start = file.read(len(_HEADER))
    if start and start != _HEADER:
        raise UsageError(
            f"{path} is not a database, or its beginning is damaged. It was left as it is.",
            "Check [history] url; restore the file from a backup, or move it aside to start a new history.",
        )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"The folder {folder} for the database cannot be made: {error.strerror}.",
            "Make it, or name another in [history] url.",
        ) from None
    if not os.access(folder, os.W_OK):
        raise UsageError(f"The folder {folder} cannot be written to.", "Give this user the right to write there.")


def warnings_for(path: Path, mounts: Path = _MOUNTS) -> list[str]:
    """What is risky about the file's place: SQLite's write-ahead log does not work across a network."""
    kind = filesystem_of(path, mounts)
    if kind in _NETWORK:
        text = f"The database {path} lies on a network file system ({kind}), where it can be damaged"
        return [f"{text} when two computers use it. Keep it on a local disk, or use PostgreSQL."]
    return []


def filesystem_of(path: Path, mounts: Path = _MOUNTS) -> str | None:
    """The kind of file system a path lies on, by the table of mounts; None where there is no such table."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    wanted = path.resolve()
    best, kind = -1, None
    for line in lines:
        parts = line.split()
        if len(parts) < 3:
            continue
        point = Path(parts[1].replace("\\040", " "))
        if wanted.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), parts[2]
    return kind
