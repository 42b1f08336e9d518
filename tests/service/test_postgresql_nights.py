"""Whole nights with PostgreSQL end as those with SQLite do, and the password of the database stays where it was."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, text

from auditor.history import History
from auditor.history.tables import metadata
from tests.crash.living import differences, open_history, outcome, plain
from tests.night.driving import House, Said, house, night_after
from tests.postgresql import PASSWORD, Server
from tests.service.conftest import in_server

pytestmark = pytest.mark.service
COMMANDS = (
    ("history",),
    ("history", "library-x"),
    ("history", "--json"),
    ("diff", "2026-11-22T02-00-00Z", "2026-11-23T02-00-00Z"),
    ("report", "latest", "--format", "csv"),
    ("report", "2026-11-22", "--format", "json"),
    ("plan",),
    ("check", "library-x"),
    ("incident", "start", "--note", "\u00fcber all \U0001f4ce"),
    ("incident", "status"),
)


def rows(url: str) -> dict[str, int]:
    """How many rows each table holds."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {t: connection.execute(text(f"select count(*) from {t}")).scalar_one() for t in metadata.tables}
    engine.dispose()
    return found


@contextlib.contextmanager
def two_houses(folder: Path, url: str, world: str = "calm") -> Iterator[tuple[House, House]]:
    """Two folders before the same platforms: one with a file, one with a database in a server."""
    with house(folder / "file", world) as one:
        one.estate.write(folder / "server")
        yield one, in_server(House(one.estate, folder / "server", one.now), url)


@contextlib.contextmanager
def a_day_later(homes: tuple[House, House], *stories: str) -> Iterator[tuple[House, House]]:
    """The same two after these stories."""
    config = homes[1].config.read_text(encoding="utf-8")
    with night_after(homes[0], *stories) as one:
        one.estate.write(homes[1].folder)
        homes[1].config.write_text(config, encoding="utf-8")
        yield one, House(one.estate, homes[1].folder, one.now, homes[1].extra)


def same(homes: tuple[House, House], *command: str) -> list[Said]:
    """What a command said in each of them, which has to be the same."""
    was, now = (home.auditor(*command) for home in homes)
    assert (now.code, plain(now.out)) == (was.code, plain(was.out)), command
    return [was, now]


def kept_secret(home: House, said: list[Said]) -> bool:
    """Whether the password of the database stands nowhere."""
    forms = (PASSWORD, quote(PASSWORD, safe=""))
    texts = [one.out + one.err for one in said]
    texts += [f.read_text("utf-8", "replace") for f in home.folder.rglob("*") if f.is_file()]
    return not any(form in one for form in forms for one in texts)


@pytest.mark.parametrize("stories", [(), ("hijack",)])
def test_two_nights_end_and_are_told_as_with_sqlite(
    stories: tuple[str, ...], tmp_path: Path, postgres_url: str
) -> None:
    with two_houses(tmp_path, postgres_url) as homes:
        said = same(homes, "run")
        assert differences(*map(outcome, homes)) == []
    with a_day_later(homes, *stories) as homes:
        said += same(homes, "run")
        assert differences(*map(outcome, homes)) == []
        assert rows(postgres_url) == rows(f"sqlite:///{homes[0].folder}/auditor.db")  # in parts and spans alike
        for command in COMMANDS:
            said += same(homes, *command)
    assert "Database: postgresql+psycopg://audit:***@127.0.0.1:" in said[1].err
    assert kept_secret(homes[1], said)
    with open_history(homes[1]) as history:
        assert history.verify() == []


def test_a_rough_week_ends_as_with_sqlite(tmp_path: Path, postgres_url: str) -> None:
    with two_houses(tmp_path, postgres_url, "rough-week") as homes:
        said = same(homes, "run")
        assert differences(*map(outcome, homes)) == []
        assert kept_secret(homes[1], said)
        with open_history(homes[1]) as history:
            assert history.verify() == []


def test_a_dump_brings_everything_back(home: House, postgres: Server) -> None:
    assert home.auditor("run").code == 0
    name = home.extra["DB"].rpartition("/")[2]
    where = ["-h", "127.0.0.1", "-p", str(postgres.port), "-w"]
    word = {"PGPASSWORD": PASSWORD}
    dump = [postgres.bin / "pg_dump", *where, "-U", "audit", "--format=custom", name]
    dumped = subprocess.run(dump, env=word, capture_output=True, check=True).stdout
    with postgres.database() as other:
        load = [postgres.bin / "pg_restore", *where, "-U", "admin", "--role=audit", "--no-owner", "-d", other]
        subprocess.run([*load, "--exit-on-error"], env=word, input=dumped, check=True)
        with open_history(home) as was, History.open(postgres.url(other), home.folder, create=False) as now:
            assert now.load("2026-11-22T02-00-00Z") == was.load("2026-11-22T02-00-00Z")
            assert now.seal() == was.seal()
            assert now.verify() == []


def test_an_empty_database_is_no_trouble_for_those_who_only_look(home: House) -> None:
    seen = home.auditor("doctor", "--offline")
    assert (seen.code, home.auditor("plan").code) == (0, 0), seen.out
    assert "There is no history yet" in seen.out
    assert "No run is stored yet" in seen.out
    told = home.auditor("history")
    assert told.code == 2
    assert "Start with `auditor run`" in told.err


def test_a_password_may_come_as_libpq_reads_it(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    home.extra["DB"] = home.extra["DB"].replace(":" + quote(PASSWORD, safe=""), "").replace("+psycopg", "")
    assert home.auditor("run").code == 0


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_the_encoding_of_the_database_does_not_matter(encoding: str, home: House, postgres: Server) -> None:
    options = f"encoding '{encoding}' template template0 locale 'C' locale_provider libc"
    with postgres.database(options) as name:
        home.extra["DB"] = postgres.url(name)
        assert home.auditor("run").code == 0
        with open_history(home) as history:
            assert history.verify() == []
