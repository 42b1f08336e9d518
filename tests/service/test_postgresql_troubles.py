"""A server that cannot be used is told with what, where and what to do, before any platform is asked."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import inspect, text

from auditor.errors import AuditorError
from auditor.history import History
from auditor.history.engine import address, connect, reading, writing
from auditor.history.schema import CURRENT, migrate, stored
from tests.crash.living import NOW, RUN_ID, open_history
from tests.night.driving import House, Said
from tests.postgresql import PASSWORD, Server
from tests.waiting import free_port

pytestmark = pytest.mark.service
EVERYTHING = "".join(map(chr, range(0x10FFFF, -1, -1)))  # NUL among it, and surrogates in an order that makes no pair


@pytest.fixture
def guest(postgres: Server) -> Iterator[str]:
    """A role that owns nothing."""
    word = "a-guest-of-the-house"
    with postgres.admin() as admin:
        admin.execute(f"create role guest login password '{word}'")
    yield word
    with postgres.admin() as admin:
        admin.execute("drop role guest")


def refused(home: House, code: int, *words: str) -> None:
    """Assert that a run ends so, says so, and asked nobody; and that `doctor` says it too."""
    said = home.auditor("run")
    assert said.code == code, said.err
    assert home.estate.counts() == {}
    told = home.auditor("doctor", "--offline")
    assert told.code == 2
    assert told.out.count("PROBLEM") == 1, told.out
    one_line = " ".join(told.out.split())
    for word in words:
        assert word in " ".join(said.err.split())
    assert words[0] in one_line
    assert unspoken(said, told)


def open_new(home: House) -> None:
    """Make the tables and nothing in them."""
    History.open(home.extra["DB"], home.folder).close()


def unspoken(*said: Said) -> bool:
    """Whether neither a password nor a traceback stands anywhere."""
    hidden = (PASSWORD, quote(PASSWORD, safe=""), "a-guest-of-the-house", "not-the-word", "Traceback")
    return not any(word in one.out + one.err for word in hidden for one in said)


def test_a_server_that_is_not_there(home: House, postgres: Server) -> None:
    home.extra["DB"] = home.extra["DB"].replace(f":{postgres.port}/", f":{free_port()}/")
    refused(home, 1, "cannot be reached", "Connection refused", "See that the server runs")


def test_a_wrong_password(home: House) -> None:
    home.extra["DB"] = home.extra["DB"].replace(quote(PASSWORD, safe=""), "not-the-word")
    refused(home, 2, "does not let this user in", "password authentication failed", "Check user and password")


def test_a_database_that_nobody_made(home: House, postgres: Server) -> None:
    home.extra["DB"] = postgres.url("nowhere")
    refused(home, 2, "There is no database", '"nowhere" does not exist', "Have it made", "docs/deployment")


def test_a_user_who_may_not_make_tables(guest: str, home: House, postgres: Server) -> None:
    home.extra["DB"] = postgres.url(home.extra["DB"].rpartition("/")[2], "guest", guest)
    said = home.auditor("run")
    assert said.code == 2
    assert "may not do what a run does: permission denied for schema public" in " ".join(said.err.split())
    assert "owner of the database" in said.err
    told = home.auditor("doctor", "--offline")
    assert "its user may not make tables in it" in " ".join(told.out.split())
    assert told.code == 2
    assert unspoken(said, told)


def test_a_user_who_may_only_read(guest: str, home: House, postgres: Server) -> None:
    assert home.auditor("run").code == 0
    name = home.extra["DB"].rpartition("/")[2]
    with postgres.admin(name) as admin:
        admin.execute("grant select on all tables in schema public to guest")
    home.extra["DB"] = postgres.url(name, "guest", guest)
    assert home.auditor("history").code == 0
    told = home.auditor("doctor", "--offline")
    assert told.code == 2
    assert "its user may not change the tables in it" in " ".join(told.out.split())
    said = home.auditor("run")
    assert said.code == 2
    assert "permission denied for table" in said.err
    assert unspoken(said, told)


def test_a_server_that_takes_nothing(home: House, postgres: Server) -> None:
    assert home.auditor("run").code == 0
    name = home.extra["DB"].rpartition("/")[2]
    with postgres.admin() as admin:
        admin.execute(f"alter database {name} set default_transaction_read_only = on")
    told = home.auditor("doctor", "--offline")
    assert "it may only be read" in " ".join(told.out.split())
    said = home.auditor("run")
    assert said.code == 2
    assert "cannot be written to" in said.err
    assert unspoken(said, told)


def test_a_database_of_a_newer_program(home: House, postgres: Server) -> None:
    open_new(home)
    with postgres.admin(home.extra["DB"].rpartition("/")[2]) as admin:
        admin.execute("update alembic_version set version_num = '9999'")
    refused(home, 2, "9999", "newer program", "Install the newer version")


def test_a_database_of_before_is_brought_up_to_date_with_all_that_is_in_it(home: House, postgres: Server) -> None:
    assert home.auditor("run").code == 0
    with open_history(home) as history:
        was = history.load(RUN_ID)
    with postgres.admin(home.extra["DB"].rpartition("/")[2]) as admin:
        admin.execute("drop table turn")
        admin.execute("update alembic_version set version_num = '0001'")

    home.now += timedelta(days=1)
    assert home.auditor("run").code in {0, 4}

    with open_history(home) as history:
        assert history.load(RUN_ID) == was
        assert history.verify() == []
        assert stored(history._engine) == CURRENT


def test_tables_made_at_once_are_those_made_step_by_step(postgres: Server, tmp_path: Path) -> None:
    def tables(url: str) -> dict[str, object]:
        engine = connect(address(url, tmp_path), create=True)
        with reading(engine) as connection:
            seen = inspect(connection)
            found: dict[str, object] = {
                name: (
                    [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in seen.get_columns(name)],
                    seen.get_pk_constraint(name)["constrained_columns"],
                    sorted(str(sorted(k.items(), key=str)) for k in seen.get_foreign_keys(name)),
                    sorted((i["name"], tuple(i["column_names"]), i["unique"]) for i in seen.get_indexes(name)),
                    sorted(tuple(u["column_names"]) for u in seen.get_unique_constraints(name)),
                )
                for name in seen.get_table_names()
            }
        engine.dispose()
        return found

    with postgres.database() as one, postgres.database() as other:
        History.open(postgres.url(one), tmp_path).close()
        engine = connect(address(postgres.url(other), tmp_path), create=True)
        migrate(engine)
        engine.dispose()
        assert tables(postgres.url(one)) == tables(postgres.url(other))


def test_all_of_unicode_comes_back(postgres_url: str, tmp_path: Path) -> None:
    with History.open(postgres_url, tmp_path) as history:
        history.begin(
            "r\x00\ud800", kind="full", started_at=NOW, version=EVERYTHING, policy_sha256="'; drop table run", register_sha256="%s"
        )  # fmt: skip
        history.keep("r\x00\ud800", "\x00", EVERYTHING)
        begun = history.unfinished()
        assert begun is not None
        assert (begun.id, begun.version) == ("r\x00\ud800", EVERYTHING)
        assert history.kept("r\x00\ud800", "\x00") == EVERYTHING


def test_whoever_reads_sees_one_state_however_long_it_takes(postgres_url: str, tmp_path: Path) -> None:
    with History.open(postgres_url, tmp_path) as history, reading(history._engine) as connection:
        count = text("select count(*) from run")
        assert connection.execute(count).scalar_one() == 0
        history.begin("r1", kind="full", started_at=NOW, version="1", policy_sha256="p", register_sha256="r")
        assert connection.execute(count).scalar_one() == 0


def test_writers_take_turns_whatever_the_server_holds_for_usual(
    postgres: Server, postgres_url: str, tmp_path: Path
) -> None:
    with postgres.admin() as admin:
        name = postgres_url.rpartition("/")[2]
        admin.execute(f"alter database {name} set default_transaction_isolation = 'serializable'")
    History.open(postgres_url, tmp_path).close()

    def begin(who: str) -> None:
        with History.open(postgres_url, tmp_path) as own:
            for _ in range(10):
                own.begin(who, kind="check", started_at=NOW, version="1", policy_sha256="p", register_sha256="r")

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(begin, "same") for _ in range(4)]:
            done.result()
    with History.open(postgres_url, tmp_path) as history:
        assert len({r.id for r in history.runs(limit=100)}) == 40


def test_a_writer_that_never_ends_is_waited_for_and_then_told(postgres_url: str, tmp_path: Path) -> None:
    with (
        History.open(postgres_url, tmp_path) as one,
        History.open(postgres_url, tmp_path, busy_seconds=0.2) as other,
        writing(one._engine),
        pytest.raises(AuditorError, match="in use by another program"),
    ):
        other.start_incident(NOW)


def test_what_nobody_needs_is_found_among_very_many_in_one_pass(
    postgres: Server, postgres_url: str, tmp_path: Path
) -> None:
    name, many = postgres_url.rpartition("/")[2], 120_000
    with postgres.admin() as admin:  # so little memory that keys looked up one by one would take minutes
        admin.execute(f"alter database {name} set work_mem = '64kB'")
        admin.execute(f"alter database {name} set statement_timeout = '60s'")
    with History.open(postgres_url, tmp_path) as history:
        for run_id in ("old", "new"):
            history.begin(run_id, kind="full", started_at=NOW, version="1", policy_sha256="p", register_sha256="r")
        history.abandon("old")
        with postgres.admin(name) as admin:
            numbers = f"from generate_series(1, {many}) as n"
            admin.execute(f"insert into body (key, data, sha256) select n, '', '' {numbers}")
            admin.execute(f"insert into account (key, id, good) select n, n, 0 {numbers}")
            admin.execute(
                "insert into sighting (run_seq, account_key, taken_at, profile) "
                f"select case when n <= 10 then 1 else 2 end, n, 0, n {numbers}"
            )
            admin.execute("update run set started_at = 0 where id = 'old'")
        assert history.retain(NOW, 90, 1000).runs == 1
        with reading(history._engine) as connection:
            assert connection.execute(text("select count(*) from body")).scalar_one() == many - 10
