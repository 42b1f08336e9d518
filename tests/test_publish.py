"""A report is whole at every moment, and nothing is removed that the auditor did not write."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditor.errors import AuditorError
from auditor.failpoints import FailpointError
from auditor.publish import leftovers, publish, write_file, write_with

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def build(tmp_path):
    def make(**files):
        folder = tmp_path / f"built{len(list(tmp_path.iterdir()))}"
        for name, text in files.items():
            path = folder / name.replace("__", "/").replace("_html", ".html").replace("_json", ".json")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return folder

    return make


@pytest.fixture
def target(tmp_path):
    return tmp_path / "web" / "reports"


def test_a_folder_becomes_what_was_built(build, target):
    built = build(index_html="1", run_json="1", a__x_html="1", runs__r1__run_json="1")
    wanted = tree(built)
    done = publish(built, target, now=NOW)
    assert tree(target) == wanted
    assert (done.written, done.unchanged, done.removed) == (4, 0, 0)


def test_only_what_changed_is_written(build, target):
    publish(build(index_html="1", run_json="1", a__x_html="1"), target, now=NOW)
    before = (target / "a" / "x.html").stat().st_ino
    done = publish(build(index_html="2", run_json="2", a__x_html="1"), target, now=NOW)
    assert (done.written, done.unchanged) == (2, 1)
    assert (target / "a" / "x.html").stat().st_ino == before


def test_pages_of_accounts_that_left_are_removed_and_nothing_else(build, target):
    publish(build(index_html="1", run_json="1", a__x_html="1", a__y_html="1", runs__r1__run_json="1"), target, now=NOW)
    (target / "own.html").write_text("somebody's own")
    (target / "a" / "notes.txt").write_text("somebody's own")
    (target / "private").mkdir()
    (target / "private" / "z.html").write_text("somebody's own")
    done = publish(build(index_html="2", run_json="2", a__x_html="1", runs__r2__run_json="2"), target, now=NOW)
    assert done.removed == 1
    assert set(tree(target)) == {
        "index.html", "run.json", "a/x.html", "a/notes.txt", "own.html", "private/z.html", "runs/r1/run.json", "runs/r2/run.json",
    }  # fmt: skip


def test_the_entrance_changes_last(build, target, monkeypatch):
    publish(build(index_html="old", run_json="old", z__x_html="old"), target, now=NOW)
    monkeypatch.setenv("AUDITOR_FAILPOINT", "before-last-files:raise")
    with pytest.raises(FailpointError):
        publish(build(index_html="new", run_json="new", z__x_html="new"), target, now=NOW)
    assert tree(target) == {"index.html": "old", "run.json": "old", "z/x.html": "new"}


def test_a_crash_in_the_middle_of_a_file_leaves_the_old_one_whole(build, target, monkeypatch):
    publish(build(index_html="old", run_json="old"), target, now=NOW)
    monkeypatch.setenv("AUDITOR_FAILPOINT", "before-rename:raise")
    with pytest.raises(FailpointError):
        write_file(target / "index.html", b"new")
    assert (target / "index.html").read_text() == "old"
    assert list(leftovers(target)) == []


def test_half_written_files_of_a_killed_run_are_swept_after_a_day(build, target):
    target.mkdir(parents=True)
    old, young = target / ".auditor-old.tmp", target / ".auditor-young.tmp"
    for path, age in ((old, timedelta(hours=25)), (young, timedelta(hours=1))):
        path.write_text("half")
        at = (NOW - age).timestamp()
        os.utime(path, (at, at))
    publish(build(index_html="1"), target, now=NOW)
    assert list(leftovers(target)) == [young]


def test_the_folder_itself_stays_the_same_one_as_it_may_be_a_mount(build, target):
    target.mkdir(parents=True)
    before = target.stat().st_ino
    publish(build(index_html="1"), target, now=NOW)
    assert target.stat().st_ino == before


def test_published_files_can_be_read_by_a_web_server(build, target):
    publish(build(index_html="1"), target, now=NOW)
    assert (target / "index.html").stat().st_mode & 0o777 == 0o644


def test_a_report_on_another_disk_is_the_same(build, target, monkeypatch):
    replace = os.replace

    def apart(source, goal):
        if Path(source).parent != Path(goal).parent:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), source)
        replace(source, goal)

    built = build(index_html="1", run_json="1", a__x_html="1")
    wanted = tree(built)
    monkeypatch.setattr(os, "replace", apart)
    assert publish(built, target, now=NOW).written == 3
    assert tree(target) == wanted
    assert not list(leftovers(target))


@pytest.mark.skipif(not hasattr(os, "listxattr"), reason="this system has no labels on folders")
def test_files_take_the_label_of_the_folder_they_are_published_in(build, target, monkeypatch):
    built = build(index_html="1", run_json="1", a__x_html="1")
    monkeypatch.setattr(os, "listxattr", lambda folder: ["security.selinux"])
    monkeypatch.setattr(
        os, "getxattr", lambda folder, _name: b"web" if target in (folder, *folder.parents) else b"home"
    )
    publish(built, target, now=NOW)
    assert tree(built) == tree(target) == {"index.html": "1", "run.json": "1", "a/x.html": "1"}  # copied, not moved


def test_a_link_in_place_of_a_page_is_replaced_not_followed(build, target, tmp_path):
    target.mkdir(parents=True)
    (tmp_path / "precious").write_text("mine")
    (target / "index.html").symlink_to(tmp_path / "precious")
    publish(build(index_html="1"), target, now=NOW)
    assert (tmp_path / "precious").read_text() == "mine"
    assert not (target / "index.html").is_symlink()


def test_a_failed_write_names_path_and_size(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(AuditorError, match=r"file/x could not be written \(3 bytes\)"):
        write_file(tmp_path / "file" / "x", b"abc")


def test_a_file_that_is_written_piece_by_piece_takes_its_place_once_it_is_whole(tmp_path):
    (tmp_path / "x").write_text("old")

    def half(stream):
        stream.write(b"ne")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_with(tmp_path / "x", half)
    assert (tmp_path / "x").read_text() == "old"
    assert list(leftovers(tmp_path)) == []
    write_with(tmp_path / "x", lambda stream: stream.writelines([b"ne", b"w"]))
    assert (tmp_path / "x").read_text() == "new"
