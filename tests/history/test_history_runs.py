"""A run's life: begun, recorded shard by shard, concluded or abandoned; and read back the same."""

from __future__ import annotations

import dataclasses

import pytest

from auditor.errors import UsageError
from auditor.history import History
from auditor.model import CallCount, Candidate, Outcome, Severity, State, Trouble

ID = "2026-11-22T02-00-00Z"


def test_a_concluded_run_is_loaded_back_equal(history, make):
    tonight = make.run(
        ID,
        make.result(make.snapshot("a", posts=make.posts("one", "two")), make.finding("a", score := "posted-recently")),
        make.result(make.unreachable("b"), make.finding("b", score, Outcome.NOT_AUDITED), state=State.UNREACHABLE),
        make.result(None, account_id="c", state=State.CLOSED),
        candidates=(Candidate("x", "livuni_fake", "9", "prefix", "x:search"),),
        first=True,
        previous_id="2026-11-21T02-00-00Z",
        selection="unit Library",
    )
    make.store(history, tonight)
    assert history.load(ID) == tonight


def test_a_taken_id_gets_a_number(history, make):
    assert [make.begin(history, make.run(ID)) for _ in range(3)] == [ID, f"{ID}-2", f"{ID}-3"]


def test_an_unfinished_run_tells_what_is_done_already(history, make):
    tonight = make.run(ID)
    make.begin(history, tonight)
    history.record(ID, "x/0", [make.snapshot("a")], {"x": CallCount(2, 3, 0.25)})
    history.record(ID, "youtube/0", [make.unreachable("b")], {"x": CallCount(1), "youtube": CallCount(4)})
    left = history.unfinished()
    assert left is not None
    assert (left.id, left.policy_sha256, left.shards) == (ID, "p", {"x/0", "youtube/0"})
    assert history.shards_done(ID) == {"x/0", "youtube/0"}
    assert history.recorded(ID) == {"a": make.snapshot("a"), "b": make.unreachable("b")}
    assert history.shard_calls(ID) == {"x": CallCount(3, 3, 0.25), "youtube": CallCount(4)}


def test_a_resumed_run_is_concluded_by_another_process(history, history_url, make, tmp_path):
    seen = make.snapshot("a")
    make.begin(history, make.run(ID))
    history.record(ID, "x/0", [seen], {})
    with History.open(history_url, tmp_path) as other:
        sight = other.recorded(ID)["a"]
        done = make.run(ID, make.result(sight, make.finding("a")))
        other.conclude(done, ())
    assert history.load(ID) == done


def test_an_abandoned_run_is_out_of_the_way_but_what_it_saw_counts(history, make):
    make.begin(history, make.run(ID))
    history.record(ID, "x/0", [make.snapshot("a")], {})
    history.abandon(ID)
    assert history.unfinished() is None
    assert history.latest() is None
    assert history.last_good() == {"a": make.snapshot("a")}
    with pytest.raises(UsageError, match="abandoned"):
        history.load(ID)


def test_nothing_can_be_added_to_a_finished_run(history, make):
    make.store(history, make.run(ID))
    with pytest.raises(UsageError, match="finished"):
        history.record(ID, "x/1", [make.snapshot()], {})
    with pytest.raises(UsageError, match="finished"):
        history.conclude(make.run(ID), ())


def test_a_sight_that_was_never_recorded_is_stored_with_the_conclusion(history, make):
    done = make.run(ID, make.result(make.snapshot("a")), kind="check")
    make.begin(history, done)
    history.conclude(done, ())
    assert history.load(ID) == done
    assert history.last_good()["a"] == make.snapshot("a")


def test_what_was_recorded_is_the_evidence_whatever_a_result_carries(history, make):
    make.begin(history, make.run(ID))
    history.record(ID, "x/0", [make.snapshot("a", bio="first")], {})
    history.conclude(make.run(ID, make.result(make.snapshot("a", bio="second"))), ())
    assert history.load(ID).results[0].sight == make.snapshot("a", bio="first")
    assert history.good_counts() == {"a": 1}


def test_a_part_of_a_shard_is_kept_but_the_shard_is_not_done(history, make):
    make.begin(history, make.run(ID))
    history.record_part(ID, [make.snapshot("a"), make.snapshot("b")])
    assert history.shards_done(ID) == set()
    assert history.seen_in(ID) == {"a", "b"}
    assert history.recorded(ID, ["b", "c"]) == {"b": make.snapshot("b")}


def test_recording_a_shard_twice_counts_once(history, make):
    make.begin(history, make.run(ID))
    for _ in range(2):
        history.record(ID, "x/0", [make.snapshot("a")], {"x": CallCount(1)})
    assert history.good_counts() == {"a": 1}
    assert history.shard_calls(ID) == {"x": CallCount(1)}


def test_only_full_finished_runs_are_the_latest_unless_another_kind_is_asked_for(history, make):
    make.store(history, make.run("r1", at=make.night(0)))
    make.store(history, make.run("r2", at=make.night(1)))
    make.store(history, make.run("c1", kind="check", at=make.night(1)))
    make.begin(history, make.run("r3", at=make.night(2)))
    assert history.latest() == "r2"
    assert history.latest(before="r2") == "r1"
    assert history.latest(before="r1") is None
    assert history.latest(kind="check") == "c1"


def test_the_last_mailed_run_skips_nights_without_mails(history, make):
    make.store(history, make.run("r1"), ())
    make.store(history, make.run("r2"), None)
    assert history.latest() == "r2"
    assert history.latest(mailed=True) == "r1"


def test_runs_are_listed_newest_first_whatever_became_of_them(history, make):
    make.store(history, make.run("r1"))
    make.begin(history, make.run("r2"))
    history.abandon("r2")
    make.begin(history, make.run("r3", kind="partial"))
    assert [(r.id, r.kind, r.state) for r in history.runs(10)] == [
        ("r3", "partial", "running"), ("r2", "full", "abandoned"), ("r1", "full", "finished"),
    ]  # fmt: skip
    assert [r.id for r in history.runs(1)] == ["r3"]


def test_a_run_is_found_by_the_beginning_of_its_id(history, make):
    for run_id in (ID, "2026-11-23T02-00-00Z", "2026-11-23T09-00-00Z"):
        make.store(history, make.run(run_id))
    assert history.find("2026-11-22") == ID
    assert history.find(ID) == ID
    assert history.find("latest") == "2026-11-23T09-00-00Z"
    with pytest.raises(UsageError, match="2 runs begin with"):
        history.find("2026-11-23")
    for unknown in ("2027", "%", "_", ""):
        with pytest.raises(UsageError):
            history.find(unknown)


def test_times_of_fetching_do_not_make_a_finding_new(history, make):
    for n in range(3):
        at = make.night(n)
        make.store(history, make.run(f"r{n}", make.result(make.snapshot(at=at), make.finding(at=at)), at=at))
    with history._engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from finding").scalar() == 1
        assert connection.exec_driver_sql("select count(*) from body").scalar() == 5  # register row and four parts
    assert history.load("r1").results[0].findings[0].evidence[0].seen_at == make.night(1)


def test_an_account_that_left_the_register_leaves_the_runs_after_but_not_those_before(history, make):
    both = [make.result(make.snapshot(name), make.finding(name)) for name in ("a", "b")]
    make.store(history, make.run("r1", *both))
    make.store(history, make.run("r2", both[0], at=make.night(1)))
    make.store(history, make.run("r3", *both, at=make.night(2)))
    assert [len(history.load(r).results) for r in ("r1", "r2", "r3")] == [2, 1, 2]
    assert set(history.previous_findings("r2")) == {("a", "hours-stated", "a/hours-stated")}


def test_earlier_findings_are_told_by_account_control_and_fingerprint(history, make):
    failing = make.finding("a", outcome=Outcome.FAIL, status="new", since=make.FIRST.date(), fingerprint="f")
    make.store(history, make.run(ID, make.result(make.snapshot("a"), failing, make.finding("a", "purpose-stated"))))
    earlier = history.previous_findings(ID)
    assert earlier["a", "hours-stated", "f"] == (Outcome.FAIL, make.FIRST.date(), "new")
    assert earlier["a", "purpose-stated", "a/purpose-stated"] == (Outcome.PASS, None, None)


def test_gone_is_told_from_the_first_night_on(history, make):
    first_time = make.result(make.unreachable("a", trouble=Trouble.GONE), state=State.UNREACHABLE)
    second_time = make.result(make.unreachable("b", trouble=Trouble.GONE), state=State.GONE)
    other = make.result(make.unreachable("c"), state=State.UNREACHABLE)
    make.store(history, make.run(ID, first_time, second_time, other))
    assert history.gone_in(ID) == {"a", "b"}


def test_what_was_known_before_an_outage_stays_known_through_it(history, make):
    seen = make.result(make.snapshot("a"), make.finding("a", outcome=Outcome.FAIL))
    make.store(history, make.run("r0", seen))
    known = history.last_known("r0")
    assert known == {("a", "hours-stated"): (Outcome.FAIL, make.FIRST)}
    for n, told in ((1, known["a", "hours-stated"]), (2, None), (3, None)):
        lost = make.finding("a", outcome=Outcome.NOT_AUDITED, last_known=told)
        at = make.night(n)
        make.store(history, make.run(f"r{n}", make.result(make.unreachable("a", at), lost), at=at))
        assert history.last_known(f"r{n}") == known


def test_the_trend_counts_each_account_once_by_its_worst(history, make):
    high = {"outcome": Outcome.FAIL, "severity": Severity.HIGH}
    make.store(
        history,
        make.run(
            ID,
            make.result(make.snapshot("must"), make.finding("must", **high), make.finding("must", "b", Outcome.REVIEW)),
            make.result(make.snapshot("should"), make.finding("should", outcome=Outcome.FAIL, status="new")),
            make.result(make.snapshot("look"), make.finding("look", outcome=Outcome.REVIEW)),
            make.result(make.unreachable("lost"), state=State.UNREACHABLE),
            make.result(make.snapshot("fine"), make.finding("fine")),
            make.result(None, account_id="old", state=State.RETIRED),
        ),
    )
    point = history.trend()[0]
    assert (point.must_fix, point.should_fix, point.review, point.could_not_check, point.meets, point.apart) == (1,) * 6
    assert (point.accounts, point.new, point.totals["fail"]) == (6, 1, 2)


def test_the_trend_holds_full_runs_only_oldest_first(history, make):
    for n in range(4):
        make.store(history, make.run(f"r{n}", at=make.night(n)))
    make.store(history, make.run("c", kind="check"))
    assert [p.id for p in history.trend(3)] == ["r1", "r2", "r3"]


def test_each_account_tells_how_it_stood_in_the_last_nights(history, make):
    grave = {"outcome": Outcome.FAIL, "severity": Severity.HIGH}
    told = [
        [make.finding("a", "c1"), make.finding("a", "c2"), make.finding("a", "c3", **grave)],
        [make.finding("a", "c1"), make.finding("a", "c2", outcome=Outcome.FAIL), make.finding("a", "c3", **grave)],
        [
            make.finding("a", "c1", Outcome.REVIEW),
            make.finding("a", "c2", Outcome.NOT_AUDITED),
            make.finding("a", "c3"),
        ],
    ]
    for n, found in enumerate(told):
        make.store(history, make.run(f"r{n}", make.result(make.snapshot("a"), *found), at=make.night(n)))
    make.store(history, make.run("c", make.result(make.snapshot("a"), make.finding("a")), kind="check"))
    rows = [(n.run_id, n.must_fix, n.should_fix, n.review, n.could_not_check, n.meets) for n in history.nights(5)["a"]]
    assert rows == [("r0", 1, 0, 0, 0, 2), ("r1", 1, 1, 0, 0, 1), ("r2", 0, 0, 1, 1, 1)]
    assert [n.run_id for n in history.nights(2)["a"]] == ["r1", "r2"]
    assert [n.at for n in history.nights(2, until="r1")["a"]] == [make.night(0), make.night(1)]


def test_the_history_of_an_account_holds_checks_as_well(history, make):
    make.store(
        history, make.run("r", make.result(make.snapshot("a"), make.finding("a", outcome=Outcome.FAIL), score=0.0))
    )
    make.store(history, make.run("c", make.result(make.snapshot("a"), make.finding("a"), score=1.0), kind="check"))
    newest, oldest = history.account_history("a", 10)
    assert (newest.run_id, newest.kind, newest.failing, newest.score) == ("c", "check", (), 1.0)
    assert (oldest.run_id, oldest.failing, oldest.totals) == ("r", (("hours-stated", Severity.MEDIUM),), {"fail": 1})
    assert history.account_history("nobody") == []


def test_a_check_does_not_disturb_the_findings_of_the_nights(history, make):
    good = make.result(make.snapshot("a"), make.finding("a"))
    bad = make.result(make.snapshot("a"), make.finding("a", outcome=Outcome.FAIL))
    nights = [make.store(history, make.run("r1", good))]
    checks = [make.store(history, make.run("c1", bad, kind="check"))]
    nights.append(make.store(history, make.run("r2", good, at=make.night(1))))
    assert [history.load(r.id) for r in nights + checks] == nights + checks


def test_findings_keep_the_order_they_were_given_in(history, make):
    names = ["c", "a", "b"]
    first = make.store(history, make.run("r1", make.result(make.snapshot("x"), *[make.finding("x", n) for n in names])))
    again = dataclasses.replace(first, id="r2")
    turned = [make.finding("x", n) for n in reversed(names)]
    make.store(history, again)
    make.store(history, make.run("r3", make.result(make.snapshot("x"), *turned)))
    assert [[f.control for f in history.load(r).results[0].findings] for r in ("r1", "r2", "r3")] == [
        names, names, names[::-1],
    ]  # fmt: skip
