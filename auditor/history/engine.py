"""From the address in config to an engine: file checks, SQLite's settings, transactions, and errors in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from auditor.errors import AuditorError, UsageError
from auditor.history import server
from auditor.history.files import refuse_unusable
from auditor.secrets import remember

BUSY_SECONDS = 30


def address(url: str, base_dir: Path) -> URL:
    """The database's address; a relative SQLite path counts from the folder of the config file."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise UsageError(
            "The database address in [history] url is no address.",
            'Write it like "sqlite:///var/auditor.db" or "postgresql+psycopg://user@host/auditor".',
        ) from None
    for word in (parsed.password, parsed.query.get("password"), parsed.query.get("sslpassword")):
        if word:
            remember(str(word))
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername=server.DRIVER)
    if parsed.get_backend_name() == "sqlite" and parsed.database not in {None, "", ":memory:"}:
        return parsed.set(database=str(base_dir / str(parsed.database)))
    return parsed


def file_of(url: URL) -> Path | None:
    """The file of an SQLite address; None for a database elsewhere or in memory."""
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return None
    return Path(str(url.database))


def shown(url: URL) -> str:
    """The database as a reader may see it: its file, or its address without any password."""
    return str(file_of(url) or server.shown(url))


def named(url: str, base_dir: Path) -> str:
    """The address from config as a reader may see it."""
    return shown(address(url, base_dir))


def unsealed(url: str, base_dir: Path, env: Mapping[str, str]) -> list[str]:
    """The hosts to which what is stored may travel without encryption."""
    parsed = address(url, base_dir)
    return server.unsealed(parsed, env) if parsed.drivername == server.DRIVER else []


def connect(url: URL, *, create: bool, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """An engine for this address. Refuses, before anything is written, files that cannot be the history."""
    path = file_of(url)
    if path is not None:
        refuse_unusable(path, create=create)
    options: dict[str, Any] = {}
    if url.get_backend_name() == "sqlite":
        options["connect_args"] = {"timeout": busy_seconds, "check_same_thread": False}
        if path is None:
            options["poolclass"] = StaticPool
    elif url.drivername == server.DRIVER:
        options = server.options(url)
    else:
        raise UsageError(
            f"[history] url names a database of kind {url.drivername!r}, which is not supported.",
            "Use sqlite or postgresql+psycopg.",
        )
    try:
        engine = create_engine(url, **options)
    except (ImportError, NoSuchModuleError) as error:  # psycopg without its library is the former
        raise UsageError(
            f"The driver for {url.drivername} is not installed ({error}).",
            "Install it: pip install --require-hashes -r requirements/postgresql.txt",
        ) from None
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _sqlite_settings)
    else:
        event.listen(engine, "connect", server.settle)
    event.listen(engine, "begin", partial(_begin, busy_seconds=busy_seconds))
    return engine


def _sqlite_settings(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: sqlite3's own habit begins too late
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin(connection: Connection, busy_seconds: float) -> None:
    writes = connection.get_execution_options().get("writes", False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    else:
        server.begin(connection, writes=writes, busy_seconds=busy_seconds)


_DAMAGE = (
    "malformed",
    "not a database",
    "corrupt",
    "could not decode",
    "no such table",
    "no such column",
    "unsupported file",
)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A consistent view of the database."""
    with translated(engine.url), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction, all or nothing; one writer at a time."""
    with translated(engine.url), engine.connect() as plain:
        connection = plain.execution_options(writes=True)
        with connection.begin():
            yield connection


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Database errors as our own, without statements and values in them."""
    try:
        yield
    except DBAPIError as error:
        raise explain(str(error.orig), url, getattr(error.orig, "sqlstate", None)) from error
    except sqlite3.Error as error:
        raise explain(str(error), url) from error
    except UnicodeDecodeError as error:  # text that no program of ours wrote
        raise damaged(shown(url), "unreadable text") from error


def explain(reason: str, url: URL, code: str | None = None) -> AuditorError:
    """What a database's own words mean for the reader."""
    name = shown(url)
    low = reason.lower()
    theirs = url.get_backend_name() == "postgresql"
    if code == "55P03" if theirs else "locked" in low:
        return AuditorError(
            f"The database {name} is in use by another program and stayed so for {BUSY_SECONDS} seconds.",
            "Close the database browser or wait for the backup to end, then start again.",
        )
    if theirs:
        return server.explain(reason, code, url)
    if "readonly" in low or "read-only" in low:
        return UsageError(f"The database {name} cannot be written to.", "Give this user the right to write to it.")
    if "full" in low or "no space" in low:
        return AuditorError(f"The disk of {name} is full.", "Free some space (at least 50 MB), then start again.")
    if any(sign in low for sign in _DAMAGE):
        return damaged(name, reason)
    return AuditorError(f"The database {name} failed: {reason}", "Run `auditor doctor` for a closer look.")


def damaged(name: str, reason: str) -> UsageError:
    """The refusal to touch a damaged history."""
    return UsageError(
        f"The database {name} is damaged ({reason}). It was left as it is.",
        "Restore it from a backup, or move it aside to start a new history.",
    )


def quick_check(engine: Engine) -> None:
    """Refuse a database whose pages do not hold together. About a second for each 500 MB."""
    if engine.dialect.name != "sqlite":
        return
    with reading(engine) as connection:
        verdict = connection.execute(text("PRAGMA quick_check(1)")).scalar()
    if verdict != "ok":
        raise damaged(str(file_of(engine.url)), str(verdict))
