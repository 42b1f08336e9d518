"""The schema's version: created whole in an empty database, migrated where an older program left it, refused if newer."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select

from auditor.errors import NoHistoryError, UsageError
from auditor.history.engine import reading, writing
from auditor.history.tables import metadata
from auditor.history.tables import version as version_table

CURRENT = "0002"  # the newest of migrations/versions


def ready(engine: Engine, *, create: bool = True) -> None:
    """Leave the database at the current version, whatever it was. An empty one is refused if it is not to be created."""
    found = stored(engine)
    if found == CURRENT:
        return
    if found is None and not create:
        raise NoHistoryError("There is no history yet: the database is empty.", "Start with `auditor run`.")
    if found is None:
        _create(engine)
        return
    if found > CURRENT:
        raise UsageError(
            f"The database was written by a newer program: its schema is {found}, this program knows {CURRENT}.",
            "Install the newer version of auditor, or restore the backup made before it was installed.",
        )
    migrate(engine)


def stored(engine: Engine) -> str | None:
    """The version the database says it has; None if it is empty. Refuses another program's database."""
    with reading(engine) as connection:
        return _stored(connection)


def _stored(connection: Connection) -> str | None:
    names = set(inspect(connection).get_table_names())
    if version_table.name in names:
        return connection.execute(select(version_table.c.version_num)).scalar()
    if names & set(metadata.tables):
        raise UsageError(
            "The database holds tables of ours without a version, or those of another program.",
            "Check [history] url, or restore the database from a backup.",
        )
    return None


def _create(engine: Engine) -> None:
    with writing(engine) as connection:
        if _stored(connection) is not None:  # somebody else was quicker
            return
        metadata.create_all(connection, checkfirst=False)
        connection.execute(version_table.insert().values(version_num=CURRENT))


def migrate(engine: Engine, target: str = "head") -> None:
    """Bring the tables to the current version. Imports alembic, which nothing else does."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, target)
