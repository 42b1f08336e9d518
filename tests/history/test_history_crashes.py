"""Killed at any named point, the next attempt completes the same night, asks nothing twice but one shard, mails once."""

from __future__ import annotations

import os
import runpy
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from auditor.history import History

HERE = Path(__file__).resolve().parent
SCRIPT = HERE / "toy_night.py"
RUN = "2026-11-22T02-00-00Z"

POINTS = [
    ("before-begin-commit", 1), ("before-shard-commit", 1), ("before-shard-commit", 2), ("before-conclude-commit", 1),
    ("before-rename", 1), ("before-rename", 2), ("after-rename", 2), ("before-last-files", 2), ("before-send", 1),
    ("after-sending-mark", 1), ("after-outbox-file", 1), ("before-sent-mark", 2), ("after-sent-mark", 1), ("after-send", 1),
    ("before-retain-commit", 1),
]  # fmt: skip


def die_at(point, nth, folder):
    env = {**os.environ, "AUDITOR_FAILPOINT": f"{point}:exit:{nth}", "PYTHONPATH": str(HERE.parents[1])}
    return subprocess.run(
        [sys.executable, str(SCRIPT), str(folder)], env=env, check=False, capture_output=True
    ).returncode


@pytest.mark.parametrize(("point", "nth"), POINTS, ids=str)
def test_a_killed_night_is_completed_by_the_next_attempt(tmp_path, point, nth):
    assert die_at(point, nth, tmp_path) == 137
    with closing(sqlite3.connect(tmp_path / "h.db")) as raw:
        assert raw.execute("pragma integrity_check").fetchone() == ("ok",)
    for page in (tmp_path / "web").glob("*.*"):
        assert page.read_text() == f"{RUN} 3" or page.suffix == ".tmp"

    runpy.run_path(str(SCRIPT))["Night"](tmp_path).run()

    with History.open("sqlite:///h.db", tmp_path, check=True) as history:
        assert [(r.id, r.state) for r in history.runs()] == [(RUN, "finished")]
        assert [r.account.id for r in history.load(RUN).results] == ["a", "b", "c"]
        assert history.good_counts() == {"a": 1, "b": 1, "c": 1}
        assert {m.state for m in history.outbox.of_run(RUN)} == {"sent"}
        assert history.verify() == []
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 2
    assert (tmp_path / "web" / "index.html").read_text() == f"{RUN} 3"
    asked = (tmp_path / "asked").read_text().split()
    assert len(asked) <= 2 + (point == "before-shard-commit")
