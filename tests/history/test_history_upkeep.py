"""Retention, the chain of seals, incidents."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auditor.errors import UsageError
from auditor.history import Attestation, Fault, History
from auditor.model import Exchange, Exchanges, Outcome, Post, Seen

HEX = {"sqlite": "x'{}'", "postgresql": "'\\x{}'::bytea"}


def nights(history, make, count, **more):
    done = []
    for n in range(count):
        at = make.night(n)
        sight = make.snapshot("a", at, followers=n, posts=make.posts(f"secret text {n}", at=at), **more)
        found = make.finding("a", at=at, message=f"quoted {n}")
        done.append(make.store(history, make.run(f"r{n}", make.result(sight, found), at=at)))
    return done


def test_texts_of_posts_are_blanked_after_a_while_and_findings_keep_their_quotes(history, make):
    asked = Seen(Exchanges((Exchange(id="q", at=make.FIRST, text="secret question"),)))
    film = Seen((Post(id="f", at=make.FIRST, title="secret film"),))
    nights(history, make, 3, exchanges=asked, films=film)
    assert history.retain(make.night(91), 90, 1100).texts == 1
    old, new = history.load("r0"), history.load("r1")
    assert old.results[0].sight.posts.value.items[0].text == ""
    assert old.results[0].sight.posts.value.items[0].at == make.night(0)
    assert old.results[0].sight.exchanges.value.items[0].text == ""
    assert old.results[0].sight.films.value[0].title is None
    assert old.results[0].findings[0].message == "quoted 0"
    assert new.results[0].sight.posts.value.items[0].text == "secret text 1"
    assert history.verify() == []
    assert history.retain(make.night(91), 90, 1100).texts == 0


def test_a_feed_seen_lately_keeps_its_texts_however_old_its_first_night_is(history, make):
    feed = make.posts("unchanged")
    for n in (0, 100):
        make.store(
            history, make.run(f"r{n}", make.result(make.snapshot("a", make.night(n), posts=feed)), at=make.night(n))
        )
    assert history.retain(make.night(101), 90, 1100).texts == 0


def test_a_feed_that_comes_back_after_blanking_is_stored_anew(history, make):
    feed = make.posts("still there")
    make.store(history, make.run("r0", make.result(make.snapshot("a", make.night(0), posts=feed)), at=make.night(0)))
    history.retain(make.night(99), 90, 1100)
    make.store(history, make.run("r1", make.result(make.snapshot("a", make.night(99), posts=feed)), at=make.night(99)))
    assert history.last_good()["a"].posts == feed
    assert history.verify() == []


def test_old_runs_are_deleted_with_everything_only_they_used(history, make):
    done = nights(history, make, 4)
    make.store(history, make.run("c", make.result(make.snapshot("a")), kind="check"), [make.mail()])
    make.begin(history, make.run("left"))
    history.abandon("left")
    removed = history.retain(make.night(1101), 90, 1100)
    assert removed.runs == 2  # the first night's, and the one given up
    assert [r.id for r in history.runs()] == ["c", "r3", "r2", "r1"]
    assert history.load("r1").results[0].findings == done[1].results[0].findings
    assert history.verify() == []
    with pytest.raises(UsageError):
        history.load("r0")


def test_when_everything_is_old_everything_goes_and_the_next_night_begins_anew(history, make, raw):
    nights(history, make, 2)
    assert history.retain(make.night(5000), 90, 1100).runs == 2
    left = {t: raw(f"select count(*) from {t}")[0][0] for t in ("body", "finding", "sighting", "head")}
    assert left == dict.fromkeys(left, 0)
    at = make.night(5000)
    done = make.store(history, make.run("new", make.result(make.snapshot("a", at), make.finding("a", at=at)), at=at))
    assert history.load("new") == done
    assert history.verify() == []


def test_sent_mails_go_with_the_texts_but_waiting_ones_stay(history, make):
    make.store(history, make.run("r"), [make.mail("a@example.ac.uk"), make.mail("b@example.ac.uk")])
    first = history.outbox.due(make.FIRST)[0]
    history.outbox.mark(first.key, "sent", answer="250")
    assert history.retain(make.night(91), 90, 1100).mails == 1
    assert [m.mail.recipient for m in history.outbox.of_run("r")] == ["b@example.ac.uk"]


def test_an_untouched_history_has_no_faults_and_a_seal(history, make):
    assert history.seal() is None
    nights(history, make, 3)
    assert history.verify() == []
    run_id, seal = history.seal()
    assert run_id == "r2"
    assert len(seal) == 64


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("update finding set outcome='pass' where outcome='fail'", Fault("r1", "its content is not what was sealed")),
        (
            "update finding set body=replace(body, 'quoted 1', 'quoted 9')",
            Fault("r1", "its content is not what was sealed"),
        ),
        ("update result set state='gone' where run_seq=2", Fault("r1", "its content is not what was sealed")),
        ("update sighting set taken_at=taken_at+1 where run_seq=2", Fault("r1", "its content is not what was sealed")),
        ("update heard set sha256='00' where run_seq=2", Fault("r1", "its content is not what was sealed")),
        ("update run set policy_sha256='q' where id='r1'", Fault("r1", "its content is not what was sealed")),
        (
            "update run set seal=seal_before where id='r0'",
            Fault("r1", "the run before it was removed, added or altered"),
        ),
        ("delete from run where id='r1'", Fault("r2", "the run before it was removed, added or altered")),
        ("delete from finding where outcome='fail'", Fault("r1", "its content is not what was sealed")),
        ("update frame set remedy='none'", Fault("r1", "its content is not what was sealed")),
    ],
)
def test_whatever_is_altered_is_found_in_its_run(history, make, raw, statement, fault):
    for n in range(3):
        at = make.night(n)
        found = make.finding("a", outcome=Outcome.FAIL if n == 1 else Outcome.PASS, at=at, message=f"quoted {n}")
        make.store(history, make.run(f"r{n}", make.result(make.snapshot("a", at), found), at=at))
    assert raw(statement) > 0
    assert fault in history.verify()


def test_what_a_run_was_judged_by_is_kept_once_for_many_nights(history, make, raw):
    register = "id;platform\nlibrary-x;x \udc80\n" * 50
    for n in range(3):
        tonight = make.run(f"r{n}", at=make.night(n))
        make.begin(history, tonight)
        history.keep(tonight.id, "register", register if n < 2 else "changed")
        history.keep(tonight.id, "policy", "[organisation]")
        history.conclude(tonight, ())
    assert [history.kept(f"r{n}", "register") for n in range(3)] == [register, register, "changed"]
    assert history.kept("r0", "waivers") is None
    assert raw("select count(*) from body")[0][0] == 3
    assert history.verify() == []
    history.retain(make.night(1101), 90, 1100)
    assert history.kept("r1", "register") == register
    raw("update paper set body_key=(select body_key from paper where name='policy' limit 1)")
    assert {f.run_id for f in history.verify()} == {"r1", "r2"}
    with pytest.raises(UsageError, match="finished"):
        history.keep("r1", "register", "forged")


def test_an_attestation_holds_through_its_last_day(history, make):
    given = Attestation(
        account_id="a", control="two-factor-on", text="Seen on the phone.", given_by="IT security", given_at=make.FIRST,
        until=make.night(30).date(),
    )  # fmt: skip
    history.attest(given)
    assert history.attestations(on=make.night(30).date()) == [given]
    assert history.attestations(on=make.night(31).date()) == []
    assert history.attestations() == [given]


def test_an_altered_snapshot_is_found(history, make, raw):
    make.store(history, make.run("r", make.result(make.snapshot("a", bio="Mon-Fri 9-5"))))
    key, data = next(r for r in raw("select key, data from body") if b"Mon-Fri" in bytes(r[1]))
    blob = bytes(data).replace(b"9-5", b"8-6").hex()
    raw(f"update body set data={HEX[history._engine.dialect.name].format(blob)} where key={key}")
    assert history.verify() == [Fault("", f"the stored snapshot part {key} is not what was written")]


def test_an_incident_is_live_until_it_is_ended(history, make):
    begun = history.start_incident(make.FIRST, "An account was taken over.")
    assert (begun.id, begun.ended_at) == ("2026-001", None)
    with pytest.raises(UsageError, match="live already"):
        history.start_incident(make.night(1))
    ended = history.end_incident(make.night(1))
    assert history.incidents() == [ended]
    assert ended.ended_at == make.night(1)
    with pytest.raises(UsageError, match="No incident"):
        history.end_incident(make.night(2))


def test_incidents_since_an_instant_include_those_still_live_then(history, make):
    history.start_incident(make.night(0), "first")
    history.end_incident(make.night(1))
    history.start_incident(make.night(2), "second")
    assert [i.note for i in history.incidents(make.night(1))] == ["first", "second"]
    assert [i.id for i in history.incidents(make.night(1) + timedelta(seconds=1))] == ["2026-002"]


def test_the_database_of_an_unchanged_night_hardly_grows(tmp_path, make):
    def size():
        return sum(p.stat().st_size for p in tmp_path.iterdir())

    def a_night(n):
        at = make.night(n)
        results = []
        for i in range(60):
            feed = make.posts(*[f"post {k} of account {i}, some forty characters long" for k in range(5)])
            found = [
                make.finding(f"a{i}", f"control-{c}", at=at, message=f"What was found, in words: {c}.")
                for c in range(36)
            ]
            results.append(make.result(make.snapshot(f"a{i}", at, posts=feed), *found))
        with History.open("sqlite:///auditor.db", tmp_path) as history:
            make.store(history, make.run(f"r{n}", *results, at=at))
        return size()

    first = a_night(0)
    assert a_night(1) <= first * 1.05
