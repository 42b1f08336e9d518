"""What looks like SQL is stored as text, and comes back as the same text."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditor.errors import UsageError
from auditor.history import History
from auditor.model import Post, Posts, Seen, Snapshot
from tests.hostile import corpora, poisoned
from tests.night.driving import house

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TEXTS = list(
    dict.fromkeys(
        (
            *corpora.SQL,
            *corpora.collected("patt-sql-generic.txt"),
            *corpora.collected("patt-sql-polyglots.txt"),
            *corpora.collected("blns.json"),
        )
    )
)


def _storable(text: str) -> str:
    return re.sub("[\ud800-\udfff\0]", "\ufffd", text)  # as the door hands texts on


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History.open(f"sqlite:///{tmp_path}/h.db", tmp_path)


def test_a_run_with_sql_in_every_field_is_loaded_as_it_was_stored(history: History) -> None:
    texts = [_storable(t) for t in TEXTS]
    run = poisoned.run_of(texts)
    with history:
        identity = history.begin(
            run.id,
            kind="full",
            started_at=run.started_at,
            version="'; --",
            policy_sha256="p'",
            register_sha256='r"',
            selection="' OR 1=1 --",
        )
        sights = [r.sight for r in run.results if r.sight is not None]
        history.record(identity, "x'; DROP TABLE runs; --", sights, run.calls)
        history.conclude(run, None)
        loaded = history.load(identity)
        assert [r.account.id for r in loaded.results] == [r.account.id for r in run.results]
        for was, told in zip(run.results, loaded.results, strict=True):
            assert [(f.control, f.message, f.expected, f.remedy, f.evidence) for f in told.findings] == [
                (f.control, f.message, f.expected, f.remedy, f.evidence) for f in was.findings
            ]
            assert told.account.unit == was.account.unit
            if isinstance(was.sight, Snapshot):
                assert isinstance(told.sight, Snapshot)
                assert (told.sight.bio, told.sight.name, told.sight.links) == (
                    was.sight.bio,
                    was.sight.name,
                    was.sight.links,
                )


def test_asking_by_hostile_names_finds_nothing_and_changes_nothing(history: History, tmp_path: Path) -> None:
    run = poisoned.run_of(["Tame"] * 3)
    with history:
        history.begin(
            run.id, kind="full", started_at=run.started_at, version="1", policy_sha256="p", register_sha256="r"
        )
        history.conclude(run, None)
        for text in TEXTS:
            name = _storable(text)
            assert history.last_good([name], before=NOW + timedelta(days=1)) == {}
            with pytest.raises(UsageError):
                history.load(name)
    with sqlite3.connect(tmp_path / "h.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM run").fetchone() == (1,)
    database.close()


def test_posts_keep_their_text(history: History) -> None:
    posts = Posts(
        tuple(
            Post(id=f"{n}'", at=NOW - timedelta(hours=n), text=_storable(t), title=_storable(t))
            for n, t in enumerate(TEXTS[:100])
        )
    )
    with history:
        identity = history.begin("r", kind="check", started_at=NOW, version="1", policy_sha256="p", register_sha256="r")
        history.record(identity, "x", [Snapshot(account_id="a'b", native_id="1", taken_at=NOW, posts=Seen(posts))], {})
        told = history.recorded(identity)["a'b"]
        assert isinstance(told, Snapshot)
        assert isinstance(told.posts, Seen)
        assert [(p.id, p.text) for p in told.posts.value.items] == [(p.id, p.text) for p in posts.items]


def test_commands_take_sql_for_words(tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        assert home.auditor("run", "--no-mail").code == 0
        for text in corpora.SQL:
            for command in (["history", text], ["check", text], ["report", text], ["diff", text, text]):
                assert home.auditor(*command).code in {2, 3}, (command, text)
