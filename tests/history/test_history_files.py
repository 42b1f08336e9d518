"""Opening: new, old, newer, damaged, locked and unwritable databases."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect

from auditor.errors import AuditorError, UsageError
from auditor.history import History, health
from auditor.history import schema as schema_module
from auditor.history.engine import address, connect
from auditor.history.files import filesystem_of, warnings_for

URL = "sqlite:///auditor.db"


def schema_of(url, folder):
    engine = connect(address(url, folder), create=True)
    found = inspect(engine)
    shape = {
        name: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)],
            found.get_pk_constraint(name)["constrained_columns"],
            sorted((i["name"] or "", tuple(i["column_names"])) for i in found.get_indexes(name)),
            sorted(tuple(u["column_names"]) for u in found.get_unique_constraints(name)),
            sorted((tuple(f["constrained_columns"]), f["referred_table"], f["options"].get("ondelete"))
                   for f in found.get_foreign_keys(name)),
        )
        for name in found.get_table_names()
    }  # fmt: skip
    engine.dispose()
    return shape


def test_a_migrated_database_equals_a_new_one(tmp_path):
    History.open("sqlite:///new.db", tmp_path).close()
    engine = connect(address("sqlite:///old.db", tmp_path), create=True)
    schema_module.migrate(engine)
    engine.dispose()
    assert schema_of("sqlite:///new.db", tmp_path) == schema_of("sqlite:///old.db", tmp_path)
    History.open("sqlite:///old.db", tmp_path, create=False).close()


def test_the_version_in_the_code_is_that_of_the_newest_migration():
    versions = Path(schema_module.__file__).parent / "migrations" / "versions"
    assert max(p.name[:4] for p in versions.glob("0*.py")) == schema_module.CURRENT


def test_opening_does_not_import_alembic(tmp_path):
    code = f"import sys; from pathlib import Path; from auditor.history import History; History.open({URL!r}, Path({str(tmp_path)!r})).close(); print('alembic' in sys.modules)"
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_newer_database_is_refused_with_both_versions(tmp_path):
    History.open(URL, tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "auditor.db")) as raw:
        raw.execute("update alembic_version set version_num='0999'")
        raw.commit()
    with pytest.raises(UsageError, match=f"0999.*{schema_module.CURRENT}"):
        History.open(URL, tmp_path)
    assert not health(URL, tmp_path)[0][0]


def test_another_programs_database_is_refused_and_left_alone(tmp_path):
    with closing(sqlite3.connect(tmp_path / "auditor.db")) as raw:
        raw.execute("create table run (x)")
        raw.commit()
    with pytest.raises(UsageError, match="another program"):
        History.open(URL, tmp_path)


def test_an_empty_file_is_a_new_database(tmp_path):
    (tmp_path / "auditor.db").touch()
    with History.open(URL, tmp_path, check=True) as history:
        assert history.latest() is None


@pytest.mark.parametrize("content", [b"not a database, just text" * 50, b"x", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_what_is_no_database_is_refused_and_never_overwritten(tmp_path, content):
    (tmp_path / "auditor.db").write_bytes(content)
    with pytest.raises(UsageError, match="left as it is"):
        History.open(URL, tmp_path, check=True)
    assert (tmp_path / "auditor.db").read_bytes() == content
    assert not health(URL, tmp_path)[0][0]


def test_a_damaged_page_is_found_before_a_run(tmp_path, make):
    with History.open(URL, tmp_path) as history:
        results = [make.result(make.snapshot(f"a{n}"), make.finding(f"a{n}", message=f"{n}" * 300)) for n in range(200)]
        make.store(history, make.run("r", *results))
        history._engine.dispose()
    file = tmp_path / "auditor.db"
    content = bytearray(file.read_bytes())
    for page in range(8, len(content) // 4096, 5):
        content[page * 4096 : page * 4096 + 200] = b"\xaa" * 200
    file.write_bytes(content)
    with pytest.raises(UsageError, match="damaged"):
        History.open(URL, tmp_path, check=True)
    assert file.read_bytes() == bytes(content)


def test_a_missing_database_is_only_made_where_that_is_wanted(tmp_path):
    with pytest.raises(UsageError, match="no history yet"):
        History.open(URL, tmp_path, create=False)
    assert not (tmp_path / "auditor.db").exists()


def test_an_empty_database_is_only_filled_where_that_is_wanted(tmp_path):
    (tmp_path / "auditor.db").touch()
    with pytest.raises(UsageError, match="no history yet"):
        History.open(URL, tmp_path, create=False)


def test_folders_on_the_way_are_made(tmp_path):
    History.open("sqlite:///var/lib/auditor.db", tmp_path).close()
    assert (tmp_path / "var" / "lib" / "auditor.db").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_file_is_refused(tmp_path):
    History.open(URL, tmp_path).close()
    (tmp_path / "auditor.db").chmod(0o400)
    with pytest.raises(UsageError, match="cannot be written"):
        History.open(URL, tmp_path)


def test_an_unwritable_file_is_refused_whoever_runs(tmp_path, monkeypatch):
    History.open(URL, tmp_path).close()
    monkeypatch.setattr("auditor.history.files.os.access", lambda path, _mode: Path(path).is_dir())
    with pytest.raises(UsageError, match="cannot be written"):
        History.open(URL, tmp_path)


def test_a_locked_database_is_named_after_the_waiting_time(tmp_path, make):
    with (
        History.open(URL, tmp_path, busy_seconds=0.05) as history,
        closing(sqlite3.connect(tmp_path / "auditor.db")) as raw,
    ):
        raw.execute("begin immediate")
        with pytest.raises(AuditorError, match="in use by another program") as caught:
            make.begin(history, make.run("r"))
        assert caught.value.exit_code == 1
        raw.rollback()
        assert make.begin(history, make.run("r")) == "r"


def test_reading_goes_on_beside_a_writer(tmp_path, make):
    with History.open(URL, tmp_path) as history, closing(sqlite3.connect(tmp_path / "auditor.db")) as raw:
        make.store(history, make.run("r"))
        raw.execute("begin immediate")
        assert history.latest() == "r"
        raw.rollback()


@pytest.mark.parametrize("history_url", ["sqlite:///auditor.db"])
def test_writes_survive_power_loss_by_setting(history):
    with history._engine.connect() as connection:
        ask = connection.exec_driver_sql
        assert ask("pragma journal_mode").scalar() == "wal"
        assert ask("pragma synchronous").scalar() == 2
        assert ask("pragma foreign_keys").scalar() == 1


@pytest.mark.parametrize(
    ("url", "words"),
    [("nonsense", "no address"), ("mysql://u:hunter22@h/d", "not supported"), ("sqlite:///.", "is a folder")],
)
def test_a_wrong_address_is_a_usage_error_without_its_password(tmp_path, url, words):
    with pytest.raises(UsageError, match=words) as caught:
        History.open(url, tmp_path)
    assert "hunter22" not in str(caught.value)


def test_a_network_file_system_is_warned_of(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text("rootfs / ext4 rw 0 0\nserver:/x /mnt/my\\040share nfs4 rw 0 0\n//s/y /srv cifs rw 0 0\n")
    assert filesystem_of(Path("/etc/auditor.db"), mounts) == "ext4"
    assert filesystem_of(Path("/mnt/my share/auditor.db"), mounts) == "nfs4"
    assert "network file system (cifs)" in warnings_for(Path("/srv/a/auditor.db"), mounts)[0]
    assert warnings_for(Path("/etc/auditor.db"), mounts) == []
    assert filesystem_of(Path("/etc"), tmp_path / "none") is None


def test_the_doctor_says_how_the_database_is(tmp_path, make):
    assert "no history yet" in health(URL, tmp_path)[0][1]
    assert not (tmp_path / "auditor.db").exists()
    with History.open(URL, tmp_path) as history:
        make.store(history, make.run("r"))
    assert health(URL, tmp_path)[0][:2] == (
        True,
        f"The database {tmp_path / 'auditor.db'} is whole and holds 1 finished runs.",
    )


def test_a_history_in_memory_serves_what_needs_no_file(tmp_path, make):
    with History.open("sqlite://", tmp_path) as history:
        make.store(history, make.run("r"))
        assert history.latest() == "r"
