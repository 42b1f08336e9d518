"""One warmed nursery for all tests of crashes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.living import Nursery, nursery, small_house
from tests.night.driving import House


@pytest.fixture(scope="session")
def births(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Where processes come from."""
    with nursery(tmp_path_factory.mktemp("nursery")) as warm:
        yield warm


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    """Three accounts, nothing run yet."""
    with small_house(tmp_path / "house") as small:
        yield small
