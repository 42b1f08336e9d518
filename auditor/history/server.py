"""What is special about a PostgreSQL server: settings of a connection, transactions, and what its complaints mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, and_, func, inspect, select
from sqlalchemy.engine import URL

from auditor.errors import AuditorError, UsageError

DRIVER = "postgresql+psycopg"
_WRITERS = 7_102_018  # any number of ours: writers of one database queue up behind it, as SQLite's do
_PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 60,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
    "application_name": "auditor",
    "client_encoding": "utf8",  # without it a database of encoding SQL_ASCII answers with bytes
}
# a machine of ours that lost its power must not keep the others waiting for the two hours that systems take by default
_THEIR_PATIENCE = {"tcp_keepalives_idle": "60", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}
_RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE")
_SETUP = "See docs/deployment for how the database is set up."


def options(url: URL) -> dict[str, Any]:
    """How to connect, where the address does not say otherwise; a connection that the server has ended is made anew."""
    asked = {name: value for name, value in _PATIENCE.items() if name not in url.query}
    return {"connect_args": asked, "pool_pre_ping": True}


def settle(connection: Any, _record: object) -> None:
    """Have the server notice as well, in a minute or two, that we are gone."""
    asked = ", ".join(f"set_config('{name}', '{value}', false)" for name, value in _THEIR_PATIENCE.items())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
    connection.commit()


def begin(connection: Connection, *, writes: bool, busy_seconds: float) -> None:
    """A view that stays the same for readers; for a writer, its turn, and then the newest of everything."""
    say = connection.exec_driver_sql
    if not writes:
        say("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return
    say("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")  # else the view would be as old as the wait
    say(f"SET LOCAL lock_timeout = {max(1, round(busy_seconds * 1000))}")
    say(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def hindrance(connection: Connection, tables: Iterable[str]) -> str:
    """Why a run could not write here; empty where it could."""
    if connection.exec_driver_sql("SHOW transaction_read_only").scalar() == "on":
        return "it may only be read (a copy of another server?)"
    there = set(inspect(connection).get_table_names())
    if not there:
        may = connection.execute(select(func.has_schema_privilege(func.current_schema(), "CREATE"))).scalar()
        return "" if may else "its user may not make tables in it"
    each = [func.has_table_privilege(name, right) for name in tables for right in _RIGHTS if name in there]
    return "" if connection.execute(select(and_(*each))).scalar() else "its user may not change the tables in it"


def unsealed(url: URL, env: Mapping[str, str]) -> list[str]:
    """The hosts of this address to which a connection need not be encrypted."""
    if (url.query.get("sslmode") or env.get("PGSSLMODE") or "prefer") not in {"disable", "allow", "prefer"}:
        return []
    more = url.query.get("host", ())
    named = [url.host or "", *([more] if isinstance(more, str) else more)]
    hosts = [re.sub(r":\d*$", "", host) for host in named if not host.startswith(("/", "@"))]  # those are sockets here
    return [host for host in hosts if host]


def shown(url: URL) -> str:
    """The address as a reader may see it: without password, and without options, which may hold one as well."""
    return url.set(query={}).render_as_string(hide_password=True)


def explain(reason: str, code: str | None, url: URL) -> AuditorError:
    """What the server's complaint means for the reader; `code` is its SQLSTATE, which no language changes."""
    name, words, state = shown(url), reason.strip().partition("\n")[0], code or ""
    refused = "FATAL" in words and not state  # while connecting, the driver passes on words only
    if state in {"28000", "28P01"} or (refused and any(x in words for x in ("authentication", "pg_hba", "role "))):
        return UsageError(
            f"The database {name} does not let this user in: {words}",
            "Check user and password in the address that [history] names, and the server's pg_hba.conf.",
        )
    if state == "3D000" or (refused and words.endswith("does not exist")):
        return UsageError(f"There is no database {name}: {words}", f"Have it made, or mend the address. {_SETUP}")
    if state == "42501" or (refused and "permission denied" in words):
        return UsageError(
            f"The user of the database {name} may not do what a run does: {words}",
            f"Make this user the owner of the database and its tables. {_SETUP}",
        )
    if state == "25006":
        return UsageError(
            f"The database {name} cannot be written to: {words}",
            "Give this user the right to write to it; if the server is a copy that may only be read, name the first one.",
        )
    if state.startswith("53") and state != "53300":
        return AuditorError(
            f"The server of the database {name} is out of room: {words}", "Free some, then start again."
        )
    if state in {"42P01", "42703", "XX001", "XX002"}:
        return UsageError(
            f"The database {name} is damaged, or not ours ({words}). It was left as it is.",
            "Restore it from a backup, or name an empty one to start a new history.",
        )
    if state and not state.startswith(("08", "53", "57P0")):
        return AuditorError(f"The database {name} failed: {words}", "Run `auditor doctor` for a closer look.")
    return AuditorError(
        f"The database {name} cannot be reached: {words}",
        "See that the server runs and can be reached from here, then start again: what was stored is kept.",
    )
