"""Disks that are full, broken, closed or damaged: the night ends with words, and nothing that was stored is lost or touched."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.invariants import violations, whole
from tests.crash.living import Nursery
from tests.crash.tracing import injected, needs_strace
from tests.night.driving import House

ERRORS = (
    ("pwrite64", "ENOSPC", 5), ("pwrite64", "ENOSPC", 60), ("pwrite64", "EIO", 30), ("fdatasync", "EIO", 3),
    ("fdatasync", "EIO", 9), ("fsync", "EIO", 1), ("rename", "ENOSPC", 10), ("rename", "EACCES", 1),
    ("mkdir", "EACCES", 1), ("write", "EIO", 20), ("ftruncate", "EIO", 1), ("pwrite64", "EIO", 1),
)  # fmt: skip


@pytest.fixture
def night_before(home: House, births: Nursery) -> House:
    """A house with one good night behind it."""
    assert births.run(home).code == 0
    home.now = home.now.replace(day=23)
    home.estate.edit("library-x", bio="Books.")
    return home


@needs_strace
@pytest.mark.parametrize(
    "ever", [pytest.param("", marks=pytest.mark.slow, id="once"), pytest.param("+", id="for-ever")]
)
@pytest.mark.parametrize(("call", "error", "nth"), ERRORS)
def test_a_disk_that_fails_ends_the_run_with_words_and_the_next_completes_it(
    call: str, error: str, nth: int, ever: str, night_before: House, births: Nursery
) -> None:
    home = night_before
    died = injected(births, home, call, f"error={error}:when={nth}{ever}")

    assert "Traceback" not in died.err
    assert "Unexpected" not in died.err
    if died.code != 14:  # SQLite and the outbox may get over a single failure
        assert died.code == 1, died.err
        if call != "write" or not ever:  # then its own words cannot be written either
            assert str(home.folder) in died.err
            assert "space" in died.err or "doctor" in died.err or "rights" in died.err, died.err
    assert violations(home) == []
    # what is critical on this night is the changed profile text
    home.now = home.now.replace(minute=1)
    assert births.run(home).code in {0, 14}
    assert whole(home, 3) == []


def test_a_file_that_may_not_grow_is_a_full_disk(night_before: House, births: Nursery) -> None:
    home = night_before
    size = (home.folder / "auditor.db").stat().st_size

    died = births.run(home, largest_file=size // 2)

    assert died.code == 1
    assert "Unexpected" not in died.err, died.err
    assert "auditor.db" in died.err
    assert violations(home) == []
    assert births.run(home).code == 14
    assert whole(home, 3) == []


@contextlib.contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A memory disk of one's own on this folder, where one may mount."""
    folder.mkdir(parents=True, exist_ok=True)
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if os.geteuid() != 0 or mount is None or umount is None:
        pytest.skip("only root may mount")
    if subprocess.run(
        [mount, "-t", "tmpfs", "-o", options, "none", folder], check=False, capture_output=True
    ).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield
    finally:
        subprocess.run([umount, folder], check=True)


def test_a_disk_without_reserve_is_refused_before_any_platform_is_asked(home: House, births: Nursery) -> None:
    home.set('url = "sqlite:///auditor.db"', 'url = "sqlite:///disk/auditor.db"')
    with mounted(home.folder / "disk", "size=10m"):
        said = births.run(home)

    assert said.code == 1
    assert "free where the database lies" in said.err
    assert "52428800 bytes" in said.err
    assert home.estate.counts() == {}


@pytest.mark.parametrize("what", ["reports", "outbox"])
def test_a_full_disk_of_report_or_outbox_is_refused_as_well(what: str, home: House, births: Nursery) -> None:
    with mounted(home.folder / what, "size=10m"):
        said = births.run(home)

    assert said.code == 1
    assert str(home.folder / what) in said.err
    assert home.estate.counts() == {}


@pytest.mark.parametrize("what", ["reports", "outbox", "data"])
def test_a_disk_that_may_only_be_read_is_refused_before_any_platform_is_asked(
    what: str, home: House, births: Nursery
) -> None:
    home.set('url = "sqlite:///auditor.db"', 'url = "sqlite:///data/auditor.db"')
    with mounted(home.folder / what, "size=60m,ro"):
        said = births.run(home)

    assert said.code == 2
    assert str(home.folder / what) in said.err
    assert "cannot be written to" in said.err
    assert home.estate.counts() == {}


def test_a_user_without_rights_is_refused_before_any_platform_is_asked(night_before: House, births: Nursery) -> None:
    home = night_before
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    for folder in (home.folder, *home.folder.parents):
        if folder.stat().st_uid == 0 and folder != Path("/") and "pytest" in str(folder):
            folder.chmod(0o755)
    (home.folder / "auditor.lock").chmod(0o666)
    before = home.estate.counts()

    said = births.run(home, user=65534)

    assert said.code == 2, said.err
    assert "cannot be written to" in said.err or "may not" in said.err or "cannot be read" in said.err, said.err
    assert home.estate.counts() == before


@pytest.mark.parametrize("damage", ["header", "middle", "empty-of-sense", "cut-short", "emptied"])
def test_a_damaged_database_is_refused_and_left_as_it_is(damage: str, night_before: House, births: Nursery) -> None:
    home = night_before
    path = home.folder / "auditor.db"
    data = bytearray(path.read_bytes())
    if damage == "header":
        data[0:16] = b"\0" * 16
    elif damage == "middle":
        for page in range(2, len(data) // 4096):
            data[page * 4096 : page * 4096 + 60] = os.urandom(60)
    elif damage == "empty-of-sense":
        data[:] = b"not a database at all" * 400
    elif damage == "emptied":
        data.clear()
    else:
        del data[len(data) // 2 :]
    path.write_bytes(data)
    before, page = home.estate.counts(), (home.reports / "index.html").read_bytes()

    said = births.run(home)

    assert said.code == 2, said.err
    assert "left as it is" in said.err or "left as it was" in said.err or "was left" in said.err, said.err
    assert path.read_bytes() == bytes(data)
    assert (home.reports / "index.html").read_bytes() == page
    assert home.estate.counts() == before


def test_a_database_of_a_newer_program_is_refused_and_left_as_it_is(night_before: House, births: Nursery) -> None:
    home = night_before
    with contextlib.closing(sqlite3.connect(home.folder / "auditor.db")) as raw, raw:
        raw.execute("update alembic_version set version_num = '9999'")
    before = home.estate.counts()

    said = births.run(home)

    assert (said.code, "newer" in said.err, home.estate.counts()) == (2, True, before)
    assert "9999" in said.err


@pytest.mark.slow
def test_a_database_that_somebody_else_holds_is_waited_for_and_then_told(night_before: House, births: Nursery) -> None:
    home = night_before
    with contextlib.closing(sqlite3.connect(home.folder / "auditor.db", isolation_level=None)) as raw:
        raw.execute("begin immediate")
        said = births.run(home)
        raw.execute("rollback")

    assert said.code == 1
    assert "in use by another program" in said.err
    assert births.run(home).code in {0, 14}
    assert whole(home, 3) == []


def test_a_database_on_a_network_share_is_told_at_every_run(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.history.files.filesystem_of", lambda *_: "cifs")

    said = home.auditor("run")

    assert said.code == 0
    assert "network file system (cifs)" in said.err
    assert "Keep it on a local disk" in said.err
