"""Killed at any system call, the night is whole after the next run. A sample here; all points with `-m slow` or by kills.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crash.kills import Stage, kill, stages
from tests.crash.living import Nursery
from tests.crash.tracing import needs_strace

SAMPLE = {"pwrite64": (0.1, 0.6), "fdatasync": (0.5,), "fsync": (0.1,), "rename": (0.5,), "unlinkat": (0.5,)}

pytestmark = needs_strace


@pytest.fixture(scope="module")
def nights(births: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Stage]]:
    """The first and the second night, by name."""
    with_all: dict[str, Stage] = {}
    made = stages(births, tmp_path_factory.mktemp("kills"))
    for stage in made:  # the stand-in lives until the generator is closed
        with_all[stage.name] = stage
        if len(with_all) == 2:
            break
    yield with_all
    made.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(("call", "place"), [(c, p) for c, places in SAMPLE.items() for p in places])
def test_a_kill_there_costs_nothing(call: str, place: float, nights: dict[str, Stage]) -> None:
    stage = nights["second"]
    nth = max(1, int(stage.points[call] * place))
    assert kill(stage, call, nth) == [], f"{call} {nth}"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["second"])
@pytest.mark.parametrize(
    "call", ["pwrite64", "fdatasync", "fsync", "write", "rename", "ftruncate", "unlink", "unlinkat"]
)
def test_no_kill_costs_anything(call: str, name: str, nights: dict[str, Stage]) -> None:
    stage = nights[name]
    found = {nth: kill(stage, call, nth) for nth in range(1, stage.points[call] + 1)}
    assert {nth: words for nth, words in found.items() if words} == {}
