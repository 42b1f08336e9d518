"""What must hold before any platform is asked: room on the disk, folders that can be written to, a clock that goes forward."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import AuditorError, UsageError

if TYPE_CHECKING:
    from auditor.cli._context import App
    from auditor.history import History

RESERVE = 50 * 1024 * 1024  # bytes a night may need
_MIB = 1024 * 1024


def refuse_full_or_closed(app: App, output: Path | None) -> None:
    """Raise `AuditorError` where a disk is all but full, `UsageError` where a folder or the database is unfit."""
    _refuse_emptied(app, output)
    for what, folder in _folders(app, output):
        there = folder
        while not there.exists() and there != there.parent:
            there = there.parent
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            raise UsageError(
                f"The folder {folder} for {what} cannot be written to; nothing was asked of any platform.",
                f"Give this user the right to write to {there}, or name another folder in config.toml.",
            )
        free = shutil.disk_usage(there).free
        if free < RESERVE:
            raise AuditorError(
                f"Only {free // _MIB} MiB are free where {what} lies ({folder}); a night needs {RESERVE // _MIB} MiB "
                f"({RESERVE} bytes). Nothing was asked of any platform.",
                "Free some space, then start again.",
            )


def _refuse_emptied(app: App, output: Path | None) -> None:
    """Raise `UsageError` where the database holds nothing at all although reports were made from it."""
    path = _file_of_database(app)
    if path is None or not path.is_file() or path.stat().st_size:
        return
    settings = app.settings()
    report = (output.absolute() if output else settings.resolve(settings.report.output)) / "run.json"
    log = path.with_name(f"{path.name}-wal")
    if report.exists() or (log.is_file() and log.stat().st_size):
        raise UsageError(
            f"The database {path} has been emptied: it has 0 bytes, although there was a history. It was left as it is; "
            "nothing was asked of any platform.",
            "Restore it from a backup, or remove the file to start a new history.",
        )


def refuse_past(history: History, now: datetime) -> None:
    """Raise `UsageError` where the clock stands before the newest run: its order and every "since" would be wrong."""
    newest = max((run.started_at for run in history.runs(limit=50)), default=None)
    if newest is not None and now < newest:
        raise UsageError(
            f"This machine's clock says {now:%Y-%m-%d %H:%M} UTC, but a run of {newest:%Y-%m-%d %H:%M} UTC is stored "
            "already. Nothing was asked of any platform.",
            "Set the clock (NTP). If the clock is right now and was wrong then, restore the history from a backup made "
            "before that run.",
        )


def _folders(app: App, output: Path | None) -> list[tuple[str, Path]]:
    settings = app.settings()
    found = [("the report", output.absolute() if output else settings.resolve(settings.report.output))]
    database = _file_of_database(app)
    if database is not None:
        found.append(("the database", database.parent))
    if settings.mail.to and settings.mail.transport == "outbox":
        found.append(("the outbox", settings.resolve(settings.mail.outbox)))
    return found


def _file_of_database(app: App) -> Path | None:
    settings = app.settings()
    url = settings.database_url(os.environ)
    if not url.startswith("sqlite:///") or ":memory:" in url:
        return None
    return settings.base_dir / url.removeprefix("sqlite:///").partition("?")[0]
