"""A month of nights in one process leaks nothing and loses nobody but to outages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.soak import ACCOUNTS, Night, nights


def flat(lived: list[Night], what: str, percent: float) -> None:
    """The second half of the month uses no more than this over the first."""
    half = len(lived) // 2
    first = max(getattr(n, what) for n in lived[2:half])
    assert max(getattr(n, what) for n in lived[half:]) <= first * (1 + percent / 100), what


@pytest.mark.slow
def test_a_month_of_nights_stays_flat_and_complete(tmp_path: Path) -> None:
    lived = list(nights(30, tmp_path))

    assert [n.wrong for n in lived if n.wrong] == []
    flat(lived, "kib", 5)
    flat(lived, "blocks", 2)
    flat(lived, "descriptors", 5)
    flat(lived, "threads", 5)
    # three attempts of one request may fail by chance: told with the cause
    assert sum(len(n.lost) for n in lived) <= ACCOUNTS * len(lived) // 500
