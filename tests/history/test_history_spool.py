"""Results of a large run lie on disk and read as those in memory do; their outlines are enough to count and compare."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.history import spool
from auditor.history.judged import Judged
from auditor.history.spool import Spool, held
from auditor.model import Outcome, State, outline


@pytest.fixture
def some(make):
    fine = [make.result(make.snapshot(f"a{n}", bio=f"News {n} \ud800\x00"), make.finding(f"a{n}")) for n in range(5)]
    gone = make.result(make.unreachable("gone"), make.finding("gone", outcome=Outcome.NOT_AUDITED), state=State.UNREACHABLE)
    return [*fine, gone]


def test_a_small_run_stays_in_memory(some):
    assert held(iter(some)) == tuple(some)
    assert isinstance(held(iter(some)), tuple)


def test_a_large_run_reads_the_same_from_disk_in_order_and_at_random(some, monkeypatch):
    monkeypatch.setattr(spool, "IN_MEMORY", 2)
    found = held(iter(some))
    assert isinstance(found, Spool)
    assert len(found) == 6
    assert list(found) == some
    assert [found[n] for n in (3, 0, -1)] == [some[3], some[0], some[-1]]
    assert found[1:3] == some[1:3]
    assert found == some
    with pytest.raises(IndexError):
        found[6]


def test_an_outline_counts_as_the_results_do_and_shares_what_is_alike(some, make):
    short = outline(replace(make.run("r"), results=Spool(some, Judged())))
    assert [(r.account.id, r.state, [(f.control, f.outcome, f.severity) for f in r.findings]) for r in short] == [
        (r.account.id, r.state, [(f.control, f.outcome, f.severity) for f in r.findings]) for r in some
    ]
    assert short[0].findings is short[4].findings
    assert short[5].sight == some[5].sight
    assert short[0].sight is None


def test_an_outline_keeps_whole_what_may_speak_of_a_hijack(make):
    grave = make.finding("a", "identity-unchanged", Outcome.FAIL, details={"hijack": True, "changes": []})
    (short,) = Spool([make.result(make.snapshot("a"), grave)], Judged()).outline
    assert short.findings == (grave,)
