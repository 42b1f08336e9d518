"""Houses for the command line to work in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.night.driving import NIGHT, House, house


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    """The calm world with nothing run yet."""
    with house(tmp_path / "house") as made:
        yield made


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The calm world after two nights, the second one with a fault of an account; only for commands that change nothing."""
    with house(tmp_path_factory.mktemp("settled")) as made:
        assert made.auditor("run").code == 0
        made.now += NIGHT
        made.estate.edit("library-x", bio="News and events from the Library for students and staff.")
        made.auditor("run")
        yield made
