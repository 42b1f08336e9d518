"""A large estate is held on disk and told in parts: what readers get is byte for byte what a small one gets."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from auditor import collect, nightly
from auditor.history import results, seal, spans, spool
from tests.night.driving import House, house


@pytest.fixture
def tiny_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if forty accounts were a hundred thousand."""
    monkeypatch.setattr(spool, "IN_MEMORY", 3)
    monkeypatch.setattr(nightly, "IN_MEMORY", 3)
    monkeypatch.setattr(nightly, "PART", 4)
    monkeypatch.setattr(collect, "PART", 2)
    for module in (results, seal, spans):
        monkeypatch.setattr(module, "AT_ONCE", 3)


def two_nights(home: House) -> None:
    home.auditor("run")
    home.now += timedelta(days=1)
    home.estate.reset()
    home.auditor("run")


def published(home: House) -> dict[str, bytes]:
    """The report; what was asked, and when, differs between any two nights."""
    return {
        str(path.relative_to(home.reports)): re.sub(rb'"requests":\d+', b'"requests":0', path.read_bytes())
        for path in home.reports.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("world", ["rough-week"])
def test_a_large_night_says_what_a_small_one_says(
    world: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with house(tmp_path / "start", world) as home:
        small, large = (House(home.estate, Path(shutil.copytree(home.folder, tmp_path / n)), home.now) for n in ("s", "l"))
        two_nights(small)
        home.estate.reset()
        request.getfixturevalue("tiny_limits")
        two_nights(large)
        assert {n: published(large)[n] for n in published(small)} == published(small)
        assert [m.read_bytes() for m in large.mails] == [m.read_bytes() for m in small.mails]
