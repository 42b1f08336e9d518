"""A database with a flipped bit is refused, or reads as before, or `verify` says what is wrong. Never anything else."""

from __future__ import annotations

import random

import pytest

from auditor.errors import AuditorError
from auditor.history import History
from auditor.model import Candidate, Outcome


@pytest.fixture
def whole(tmp_path, make):
    """The bytes of a small database, and the runs in it."""
    runs = []
    with History.open("sqlite:///whole.db", tmp_path) as history:
        for n in range(2):
            at = make.night(n)
            found = [
                make.finding("a", f"control-{c}", at=at, outcome=Outcome.FAIL if c == n else Outcome.PASS)
                for c in range(12)
            ]
            sight = make.snapshot("a", at, followers=n, posts=make.posts("one", "two", at=at))
            people = (Candidate("x", "livuni_fake", None, "prefix", "x:search"),)
            runs.append(make.store(history, make.run(f"r{n}", make.result(sight, *found), at=at, candidates=people)))
    return (tmp_path / "whole.db").read_bytes(), runs


@pytest.mark.parametrize("seed", range(2))
def test_a_flipped_bit_is_never_taken_for_history(tmp_path, whole, seed):
    content, runs = whole
    chance = random.Random(seed)
    used = [i for i, byte in enumerate(content) if byte]  # free space would tell nothing
    for _ in range(60):
        flipped = bytearray(content)
        at = chance.choice(used)
        flipped[at] ^= 1 << chance.randrange(8)
        for left in tmp_path.glob("flipped*"):
            left.unlink()
        (tmp_path / "flipped.db").write_bytes(flipped)
        try:
            with History.open("sqlite:///flipped.db", tmp_path, check=True) as history:
                if not history.verify():
                    assert [history.load(r.id) for r in runs] == runs, f"byte {at}"
        except AuditorError:
            continue
