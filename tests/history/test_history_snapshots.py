"""What later nights compare with: last good snapshots, figures, counts, permanent ids."""

from __future__ import annotations

from datetime import timedelta

from auditor.history import figures_of
from auditor.model import Exchange, Exchanges, Figures, Media, Post, Posts, Seen, Trouble, Unseen, Why


def test_the_last_good_snapshot_comes_from_any_kind_of_run_and_skips_failed_fetches(history, make):
    make.store(history, make.run("r1", make.result(make.snapshot("a", bio="one"))))
    checked = make.snapshot("a", make.night(1), bio="two")
    make.store(history, make.run("c1", make.result(checked), kind="check", at=make.night(1)))
    make.store(history, make.run("r2", make.result(make.unreachable("a", make.night(2))), at=make.night(2)))
    assert history.last_good() == {"a": checked}
    assert history.last_good(["a", "nobody"]) == {"a": checked}
    assert history.last_good(["nobody"]) == {}


def test_the_last_good_snapshot_before_an_instant_excludes_that_instant(history, make):
    for n in range(3):
        make.store(
            history, make.run(f"r{n}", make.result(make.snapshot("a", make.night(n), followers=n)), at=make.night(n))
        )
    assert history.last_good(before=make.night(2))["a"].followers == Seen(1)
    assert history.last_good(before=make.night(0)) == {}


def test_figures_come_oldest_first_and_at_most_as_many_as_wanted(history, make):
    for n in range(5):
        sight = make.snapshot("a", make.night(n), followers=100 + n) if n != 2 else make.unreachable("a", make.night(n))
        make.store(history, make.run(f"r{n}", make.result(sight), at=make.night(n)))
    assert [f.followers for f in history.figures()["a"]] == [100, 101, 103, 104]
    assert [f.at for f in history.figures(limit=2)["a"]] == [make.night(3), make.night(4)]
    assert [f.followers for f in history.figures(["a"], before=make.night(3))["a"]] == [100, 101]
    assert history.figures(["nobody"]) == {}


def test_stored_figures_are_those_of_the_snapshot(history, make):
    seen = make.snapshot("a", posts=make.posts("one", "two"), newest_post_at=Seen(None))
    make.store(history, make.run("r", make.result(seen)))
    assert history.figures()["a"] == [figures_of(seen)]


def test_good_snapshots_are_counted_up_to_an_instant(history, make):
    for n in range(3):
        make.store(history, make.run(f"r{n}", make.result(make.snapshot("a", make.night(n))), at=make.night(n)))
    make.store(history, make.run("lost", make.result(make.unreachable("b"))))
    assert history.good_counts() == {"a": 3}
    assert history.good_counts(before=make.night(2)) == {"a": 2}
    assert history.good_counts(before=make.night(0)) == {}


def test_the_permanent_id_is_the_one_last_seen(history, make):
    for n, native in enumerate(["1", "2", None]):
        make.store(history, make.run(f"r{n}", make.result(make.snapshot("a", make.night(n), native_id=native))))
    make.store(history, make.run("gone", make.result(make.unreachable("b", trouble=Trouble.GONE))))
    assert history.native_ids() == {"a": "2"}


def test_hostile_texts_survive_in_every_column_that_takes_text(history, make):
    nasty = "x'); drop table run;-- \x00 \udc80 \U0001f600 \u202e"
    done = make.run(
        nasty,
        make.result(make.snapshot(nasty, native_id=nasty, bio=nasty, posts=make.posts(nasty)),
                    make.finding(nasty, nasty, fingerprint=nasty, message=nasty), native_id=nasty),
        selection=nasty,
    )  # fmt: skip
    make.store(history, done, [make.mail(subject=nasty)], shard=nasty)
    assert history.load(nasty) == done
    assert history.native_ids() == {nasty: nasty}
    assert history.outbox.of_run(nasty)[0].mail.subject == nasty
    assert history.find(nasty) == nasty


def test_numbers_beyond_any_column_survive(history, make):
    seen = make.snapshot("a", followers=10**40)
    make.store(history, make.run("r", make.result(seen)))
    assert history.last_good()["a"].followers == Seen(10**40)


def test_posts_of_the_last_day_are_counted_only_where_the_whole_day_was_seen(make):
    now = make.FIRST
    items = tuple(Post(id=str(h), at=now - timedelta(hours=h), lang="en") for h in (1, 23, 24, 30))
    whole = make.snapshot(posts=Seen(Posts(items, since=now - timedelta(days=2))))
    short = make.snapshot(posts=Seen(Posts(items[:1], since=now - timedelta(hours=2))))
    newest = make.snapshot(posts=Seen(Posts(items[:1], reach="newest")))
    unseen = make.snapshot(posts=Unseen(Why.UNAVAILABLE))
    days = make.snapshot(posts=Seen(Posts((Post(id="1", at=now, day_only=True),))))
    assert [figures_of(s).posts_24h for s in (whole, short, newest, unseen, days)] == [2, None, None, None, None]
    assert figures_of(make.snapshot(posts=Seen(Posts(())))).posts_24h == 0


def test_figures_name_hosts_languages_and_hours_of_own_posts(make):
    now = make.FIRST
    own = Post(
        id="1", at=now, lang="en", links=("https://www.example.ac.uk/a", "http://EXAMPLE.org:8080/b", "https://[bad")
    )
    foreign = Post(id="2", at=now - timedelta(hours=5), lang="cy", links=("https://other.test",), repost=True)
    seen = make.snapshot(
        posts=Seen(Posts((own, foreign))), posts_count=Seen(7), newest_post_at=Seen(now),
        exchanges=Seen(Exchanges((Exchange(id="q", at=now, text="?"),))),
    )  # fmt: skip
    assert figures_of(seen) == Figures(
        at=now, followers=100, posts_count=7, newest_post_at=now, posts_24h=2, link_domains=("example.ac.uk", "example.org"),
        langs=("en",), hours_utc=(2,), exchanges_24h=1,
    )  # fmt: skip


def test_pictures_without_alternative_text_come_back_as_they_were_seen(history, make):
    media = (
        Media("image", Seen(None)),
        Media("image", Unseen(Why.UNSUPPORTED)),
        Media("video", Seen("x"), Seen(False)),
    )
    seen = make.snapshot("a", posts=Seen(Posts((Post(id="1", at=make.FIRST, media=media),))))
    make.store(history, make.run("r", make.result(seen)))
    assert history.last_good()["a"] == seen
