"""Houses whose history lies in a PostgreSQL database of their own, and processes that live nights in them."""

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
def home(tmp_path: Path, postgres_url: str) -> Iterator[House]:
    """Three accounts, nothing run yet, an empty database."""
    with small_house(tmp_path / "house") as small:
        yield in_server(small, postgres_url)


def in_server(home: House, url: str) -> House:
    """The house with its history at this address, which holds a password and therefore stands in a variable."""
    home.extra["DB"] = url
    return home.set('url = "sqlite:///auditor.db"', 'url_env = "DB"')
