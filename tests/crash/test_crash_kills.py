"""Struck at any system call, the night is whole after the next run. A sample here; more with `-m slow`, all by kills.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crash.living import Nursery
from tests.crash.points import ERRORS, Point, Stage, stages, strike
from tests.crash.tracing import CALLS, needs_strace

SAMPLE = {"pwrite64": (0.1, 0.6), "fdatasync": (0.5,), "fsync": (0.1,), "rename": (0.5,), "unlinkat": (0.5,)}
EVERY = 7  # of the long form

pytestmark = needs_strace


@pytest.fixture(scope="module")
def nights(births: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Stage]]:
    """The first and the second night, by name."""
    with stages(births, tmp_path_factory.mktemp("kills")) as made:
        yield {stage.name: stage for stage in made}


@pytest.mark.parametrize(("call", "place"), [(c, p) for c, places in SAMPLE.items() for p in places])
def test_a_kill_there_costs_nothing(call: str, place: float, nights: dict[str, Stage]) -> None:
    stage = nights["second"]
    ending = strike(stage, Point("kill", call, max(1, int(stage.points[call] * place))))

    assert ending.found == []
    assert ending.struck


@pytest.mark.parametrize("way", ["once", "ever"])
def test_a_call_that_fails_costs_nothing(way: str, nights: dict[str, Stage]) -> None:
    stage = nights["second"]
    assert strike(stage, Point(way, "pwrite64", stage.points["pwrite64"] // 3)).found == []


@pytest.mark.slow
@pytest.mark.parametrize("call", CALLS)
def test_no_kill_costs_anything(call: str, nights: dict[str, Stage]) -> None:
    stage = nights["second"]
    found = {n: strike(stage, Point("kill", call, n)).found for n in range(1, stage.points[call] + 1, EVERY)}
    assert {nth: words for nth, words in found.items() if words} == {}


@pytest.mark.slow
@pytest.mark.parametrize("call", ERRORS)
def test_no_failing_call_costs_anything(call: str, nights: dict[str, Stage]) -> None:
    stage = nights["second"]
    points = [Point(w, call, n) for w in ("once", "ever") for n in range(1, stage.points[call] + 1, 3 * EVERY)]
    found = {point: strike(stage, point).found for point in points}
    assert {point: words for point, words in found.items() if words} == {}
