"""Houses to live nights in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.night.driving import House, house


@pytest.fixture
def calm_house(tmp_path: Path) -> Iterator[House]:
    """The calm world with nothing run yet."""
    with house(tmp_path / "house") as home:
        yield home
