"""What `auditor doctor` says of the database."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import Engine, func, select

from auditor.errors import AuditorError
from auditor.history.engine import address, connect, file_of, quick_check, reading, shown, translated
from auditor.history.files import warnings_for
from auditor.history.schema import CURRENT, stored
from auditor.history.server import hindrance
from auditor.history.tables import metadata, run

_RESERVE = 50 * 1024 * 1024  # bytes a night may need


def health(url: str, base_dir: Path) -> list[tuple[bool, str, str]]:
    """Look without changing anything: lines of (all well, what was found, remedy)."""
    try:
        return _lines(url, base_dir)
    except AuditorError as error:
        return [(False, error.message, error.hint)]


def _lines(url: str, base_dir: Path) -> list[tuple[bool, str, str]]:
    where = address(url, base_dir)
    path = file_of(where)
    name = shown(where)
    lines = []
    if path is not None:
        if not path.exists() or path.stat().st_size == 0:
            return [(True, f"There is no history yet; the first run makes {name}.", ""), *_room(path)]
        lines += [(False, text, "See docs/deployment for other places.") for text in warnings_for(path)]
        lines += _room(path)
    engine = connect(where, create=False)
    try:
        with translated(where):
            quick_check(engine)
            version = stored(engine)
            lines += _rights(engine, name)
            if version is None:
                return [(True, f"There is no history yet in {name}.", ""), *lines]
            if version != CURRENT:
                newer = version > CURRENT
                text = f"The database {name} has schema {version}, this program {CURRENT}."
                remedy = "Install the newer version of auditor." if newer else "The next run brings it up to date."
                return [(not newer, text, remedy), *lines]
            with reading(engine) as connection:
                finished = connection.execute(select(func.count()).where(run.c.state == "finished")).scalar_one()
        lines.insert(0, (True, f"The database {name} is whole and holds {finished} finished runs.", ""))
    finally:
        engine.dispose()
    return lines


def _rights(engine: Engine, name: str) -> list[tuple[bool, str, str]]:
    """Whether a server would let a run write; a file was looked at before."""
    if engine.dialect.name == "sqlite":
        return []
    with reading(engine) as connection:
        reason = hindrance(connection, metadata.tables)
    if not reason:
        return []
    remedy = "Make the user the owner of the database and its tables, see docs/deployment."
    return [(False, f"The database {name} cannot be written to: {reason}.", remedy)]


def _room(path: Path) -> list[tuple[bool, str, str]]:
    folder = path.parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free >= _RESERVE:
        return []
    return [(False, f"Only {free // 1024 // 1024} MB are free where {path} lies.", "Free at least 50 MB.")]
