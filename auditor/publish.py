"""Files that are whole at every moment: written beside, made durable, renamed into place.

The report's folder itself is never renamed, as it may be a mounted web root. Readers may see files of two nights side by side
for a moment; `run.json` and `index.html` come last, so whoever starts there finds what they name.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

from auditor.errors import AuditorError
from auditor.failpoints import failpoint

LAST = ("run.json", "index.html")
KEPT = "runs"  # each run's own copy: added to, never cleared

_MARK = ".auditor-"
_END = ".tmp"
_STALE = timedelta(days=1)
_SAME_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Published:
    """How many files were written, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


def write_file(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Replace a file by this content, whole or not at all, and durably. Raises `AuditorError` where that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content, mode)
        _sync_folder(path.parent)
    except OSError as error:
        raise _explained(path, error, len(content)) from error


def publish(built: Path, target: Path, *, now: datetime, last: Sequence[str] = LAST) -> Published:
    """Bring `target` to the state of the folder `built`: changed files only, `last` ones last, then remove leftovers.

    Removes only files in subfolders that the build has as well, and only of the build's own kinds; never in `runs`.
    """
    names = _files(built)
    order = [n for n in names if n not in last] + [n for n in last if n in names]
    written = 0
    folders: set[Path] = set()
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name in order:
            if name in last:
                _sync_folders(folders)
                failpoint("before-last-files")
            if _place(built / name, target / name):
                written += 1
                folders.add((target / name).parent)
        _sync_folders(folders)
        removed = _remove_leftovers(set(names), target)
        _sweep(target, now)
    except OSError as error:
        raise _explained(Path(error.filename or target), error) from error
    return Published(written, len(order) - written, removed)


def _place(source: Path, goal: Path) -> bool:
    if _same(source, goal):
        return False
    goal.parent.mkdir(parents=True, exist_ok=True)
    _write(goal, source.read_bytes(), 0o644)
    return True


def _write(path: Path, content: bytes, mode: int) -> None:
    """Write beside and rename; the folder still has to be synced."""
    handle, name = tempfile.mkstemp(prefix=_MARK, suffix=_END, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        failpoint("before-rename")
        os.replace(name, path)  # noqa: PTH105 - a name from mkstemp
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise
    failpoint("after-rename")


def _same(source: Path, goal: Path) -> bool:
    try:
        if goal.stat().st_size != source.stat().st_size:
            return False
        with source.open("rb") as new, goal.open("rb") as old:
            while chunk := new.read(_SAME_CHUNK):
                if chunk != old.read(_SAME_CHUNK):
                    return False
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def _remove_leftovers(names: set[str], target: Path) -> int:
    """Remove what an earlier build left in the build's own subfolders."""
    known = {PurePosixPath(n).parts[0] for n in names if "/" in n} - {KEPT}
    kinds = {PurePosixPath(n).suffix for n in names}
    removed = 0
    for folder in sorted(known):
        for path in sorted((target / folder).rglob("*")):
            gone = path.relative_to(target).as_posix() not in names
            if gone and path.suffix in kinds and path.is_file() and not path.is_symlink():
                path.unlink()
                removed += 1
    return removed


def _sweep(target: Path, now: datetime) -> None:
    """Remove what a killed run left half written, once it is a day old."""
    oldest = (now - _STALE).timestamp()
    for path in target.rglob(f"{_MARK}*{_END}"):
        with contextlib.suppress(FileNotFoundError):
            if path.lstat().st_mtime < oldest:
                path.unlink()


def _sync_folders(folders: set[Path]) -> None:
    for folder in sorted(folders):
        _sync_folder(folder)
    folders.clear()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _explained(path: Path, error: OSError, size: int | None = None) -> AuditorError:
    needed = f" ({size} bytes)" if size is not None else ""
    return AuditorError(
        f"{path} could not be written{needed}: {error.strerror or error}.",
        "Check the free space and the rights of its folder.",
    )


def leftovers(target: Path) -> Iterable[Path]:
    """Half-written files of killed runs, for `doctor`."""
    return target.rglob(f"{_MARK}*{_END}")
