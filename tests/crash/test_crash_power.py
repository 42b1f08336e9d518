"""A power cut loses what was not yet synced, in any order and in halves: the history is whole all the same, and the night goes on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.crash.invariants import stored_requests, violations, whole
from tests.crash.living import Nursery, small_house
from tests.crash.tracing import needs_strace
from tests.crash.writes import Act, Disk, torn, written
from tests.night.driving import House

pytestmark = needs_strace


def laid_out(home: House, files: dict[str, bytes], folder: Path) -> House:
    """A house in which nothing but the database is left, in this state."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return replace(home, folder=folder, extra=dict(home.extra))


def cuts(acts: list[Act], before: dict[str, bytes]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """What a power cut can leave just before each sync: nothing of what is loose, the last write in half, any part of it."""
    disk, chance = Disk(before), random.Random(7)
    for number, act in enumerate(acts):
        if act.call == "sync" and disk.loose:
            loose = disk.loose
            yield f"{number}: nothing", disk.left([])
            yield f"{number}: the last one torn", disk.left([*loose[:-1], torn(loose[-1])])
            yield f"{number}: in any order", disk.left([one for one in loose if chance.random() < 0.5])
        disk.do(act)
    yield "the end", disk.left([])


@pytest.mark.slow
def test_whatever_a_power_cut_loses_the_history_is_whole(home: House, births: Nursery, tmp_path: Path) -> None:
    assert births.run(home).code == 0
    before = {p.name: p.read_bytes() for p in home.folder.glob("auditor.db*") if not p.name.endswith("-shm")}
    home.now = home.now.replace(day=23)
    home.estate.edit("library-x", bio="Books.")

    found = {
        what: violations(laid_out(home, files, tmp_path / f"cut-{number}"))
        for number, (what, files) in enumerate(cuts(written(births, home), before))
    }

    assert len(found) > 20
    assert {what: words for what, words in found.items() if words} == {}


def test_what_a_step_has_committed_survives_the_power_cut_after_it(
    home: House, births: Nursery, tmp_path: Path
) -> None:
    acts = written(births, home)
    disk, paid = Disk({}), []
    for number, act in enumerate(acts):
        disk.do(act)
        if act.call == "sync":
            with_nothing_loose = laid_out(home, disk.left([]), tmp_path / f"cut-{number}")
            paid.append(sum(stored_requests(with_nothing_loose).values()))
    most = paid.index(max(paid))
    assert max(paid) > 0
    assert paid[: most + 1] == sorted(paid[: most + 1])  # a shard once stored is never lost again


@pytest.mark.parametrize("what", ["half a frame", "zeros", "rubbish", "nothing left"])
def test_a_torn_log_costs_the_last_step_and_no_more(what: str, births: Nursery, tmp_path: Path) -> None:
    with small_house(tmp_path / "house") as home:
        assert births.run(home, failpoint="after-shard:exit:2").code == 137
        wal = home.folder / "auditor.db-wal"
        content = wal.read_bytes()
        last = len(content) - 2_000
        wal.write_bytes(
            {
                "half a frame": content[:last],
                "zeros": content[:last] + bytes(2_000),
                "rubbish": content[:last] + random.Random(1).randbytes(2_000),
                "nothing left": b"",
            }[what]
        )
        assert violations(home) == []

        assert births.run(home).code == 0

        assert whole(home, 3) == []
