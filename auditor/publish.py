"""Files that are whole at every moment: written beside, made durable, renamed into place.

The report's folder itself is never renamed, as it may be a mounted web root. Readers may see files of two nights side by side
for a moment; `run.json` and `index.html` come last, so whoever starts there finds what they name.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
import stat
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from auditor.errors import AuditorError
from auditor.failpoints import failpoint

LAST = ("run.json", "index.html")
KEPT = "runs"  # each run's own copy: added to, never cleared

_MARK = ".auditor-"
_END = ".tmp"
_STALE = timedelta(days=1)
_CHUNK = 1 << 20
_AT_ONCE = 8
_MODE = 0o644  # a web server under another name has to read it


@dataclass(frozen=True, slots=True)
class Published:
    """How many files were written, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


def write_file(path: Path, content: bytes, *, mode: int = _MODE) -> None:
    """Replace a file by this content, whole or not at all, and durably. Raises `AuditorError` where that fails."""
    _replace(path, partial(_fill, io.BytesIO(content)), mode, len(content))


def write_with(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """The same with what `write` puts into the stream that it is given, for what is too large to be held."""
    _replace(path, write, _MODE, None)


def _replace(path: Path, write: Callable[[BinaryIO], object], mode: int, size: int | None) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, write, mode)
        _sync(path.parent)
    except OSError as error:
        raise _explained(path, error, size) from error


def publish(built: Path, target: Path, *, now: datetime, last: Sequence[str] = LAST) -> Published:
    """Bring `target` to the state of the folder `built`: changed files only, `last` ones last, then remove leftovers.

    Takes changed files out of `built` where it can, and copies them otherwise. Removes only files in subfolders that the build has as well, and only of the build's own kinds; never in `runs`.
    """
    names = _files(built)
    known = set(names)
    steps = [[n for n in names if n not in last], *([n] for n in last if n in known)]
    written = 0
    try:
        target.mkdir(parents=True, exist_ok=True)
        for number, step in enumerate(steps):
            if number:
                failpoint("before-last-files")
            written += _place(step, built, target)
        removed = _remove_leftovers(known, target)
        _sweep(target, now)
    except OSError as error:
        raise _explained(Path(error.filename or target), error) from error
    return Published(written, len(names) - written, removed)


def _place(names: Sequence[str], built: Path, target: Path) -> int:
    """Bring these files to the state of the build: all whole on this disk, then all made durable, then all renamed."""
    changed = [name for name in names if not _same(f"{built}/{name}", f"{target}/{name}")]
    folders = {os.path.dirname(name) for name in changed}  # noqa: PTH120 - texts take a tenth of the room of paths
    for folder in folders:
        (target / folder).mkdir(parents=True, exist_ok=True)
    movable = {folder for folder in folders if _alike(built / folder, target / folder)}
    copies: dict[str, str] = {}  # of what cannot be moved, by name
    waiting = deque[str]()
    try:
        for name in changed:
            if os.path.dirname(name) in movable:  # noqa: PTH120
                _freed(f"{built}/{name}")
            else:
                copies[name] = _copied(f"{built}/{name}", f"{target}/{name}")
            waiting.append(name)
        _make_durable(changed, lambda name: copies.get(name) or f"{built}/{name}")
        while waiting:
            name = waiting[0]
            _bring(copies.get(name) or f"{built}/{name}", f"{target}/{name}")
            waiting.popleft()
    except BaseException:
        _drop(copies.get(name) or f"{built}/{name}" for name in waiting)
        raise
    for folder in sorted(folders):
        _sync(target / folder)
    return len(changed)


def _alike(built: Path, folder: Path) -> bool:
    """Whether a file moved from one folder to the other is as if it had been written there: disk, group, labels and lists."""
    old, new = built.stat(), folder.stat()
    if old.st_dev != new.st_dev or (new.st_mode & stat.S_ISGID and new.st_gid != old.st_gid):
        return False
    return _labels(built) == _labels(folder)


def _labels(folder: Path) -> dict[str, bytes]:
    """What the system attaches to a folder and its new files: access lists, a security label."""
    if not hasattr(os, "listxattr"):
        return {}
    try:
        return {name: os.getxattr(folder, name) for name in os.listxattr(folder)}
    except OSError as error:
        if error.errno in {errno.ENOTSUP, errno.EPERM}:
            return {}
        raise


def _freed(source: str) -> None:
    os.chmod(source, _MODE)  # noqa: PTH101 - thousands of times


def _bring(name: str, goal: str) -> None:
    """Rename; two mounts of one disk look alike until somebody tries, and then the file is copied after all."""
    try:
        _rename(name, goal)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copy = _copied(name, goal)
        _sync(copy)
        _rename(copy, goal)


def _write(path: Path, write: Callable[[BinaryIO], object], mode: int) -> None:
    """Write beside, make durable and rename; the folder still has to be synced."""
    name = _beside(path, write, mode)
    try:
        _sync(name)
        _rename(name, path)
    except BaseException:
        _drop([name])
        raise


def _copied(source: str, goal: str) -> str:
    with open(source, "rb") as content:  # noqa: PTH123
        return _beside(Path(goal), partial(_fill, content), _MODE)


def _fill(content: BinaryIO, file: BinaryIO) -> None:
    shutil.copyfileobj(content, file, _CHUNK)


def _beside(path: Path, write: Callable[[BinaryIO], object], mode: int) -> str:
    handle, name = tempfile.mkstemp(prefix=_MARK, suffix=_END, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fchmod(file.fileno(), mode)
    except BaseException:
        _drop([name])
        raise
    return name


def _rename(name: str, path: Path | str) -> None:
    failpoint("before-rename")
    os.replace(name, path)  # noqa: PTH105 - a name from mkstemp
    failpoint("after-rename")


def _drop(names: Iterable[str]) -> None:
    for name in names:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108


def _make_durable(names: Sequence[str], path_of: Callable[[str], str]) -> None:
    """Sync many files at once: a disk that is asked by several at a time writes them down together."""
    if not names:
        return

    def some(start: int) -> None:
        for place in range(start, len(names), _AT_ONCE):
            _sync(path_of(names[place]))

    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="sync") as pool:
        list(pool.map(some, range(min(_AT_ONCE, len(names)))))


def _same(source: str, goal: str) -> bool:
    try:
        if os.stat(goal).st_size != os.stat(source).st_size:  # noqa: PTH116
            return False
        with open(source, "rb") as new, open(goal, "rb") as old:  # noqa: PTH123
            while chunk := new.read(_CHUNK):
                if chunk != old.read(_CHUNK):
                    return False
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _files(folder: Path) -> list[str]:
    return sorted(_below(folder, folder))


def _below(folder: Path, top: Path) -> Iterator[str]:
    """The files below a folder, links among them, by their path from `top`."""
    start = len(str(top)) + 1
    for place, _, names in os.walk(folder):
        for name in names:
            yield f"{place}/{name}"[start:]


def _remove_leftovers(names: set[str], target: Path) -> int:
    """Remove what an earlier build left in the build's own subfolders."""
    known = {PurePosixPath(n).parts[0] for n in names if "/" in n} - {KEPT}
    kinds = {PurePosixPath(n).suffix for n in names}
    removed = 0
    for folder in sorted(known):
        for name in [n for n in _below(target / folder, target) if n not in names]:
            path = target / name
            if path.suffix in kinds and path.is_file() and not path.is_symlink():
                path.unlink()
                removed += 1
    return removed


def _sweep(target: Path, now: datetime) -> None:
    """Remove what a killed run left half written, once it is a day old."""
    oldest = (now - _STALE).timestamp()
    for path in leftovers(target):
        with contextlib.suppress(FileNotFoundError):
            if path.lstat().st_mtime < oldest:
                path.unlink()


def _sync(path: Path | str) -> None:
    """Make a file's content, or a folder's list of names, durable."""
    handle = os.open(path, os.O_RDONLY)
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


def leftovers(target: Path) -> Iterator[Path]:
    """Half-written files of killed runs; a folder of a hundred thousand pages is gone through without holding their names."""
    folders = [str(target)]
    while folders:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.name.startswith(_MARK) and entry.name.endswith(_END):
                    yield Path(entry.path)
