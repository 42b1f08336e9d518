from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import pytest

from auditor.model import Account, CallCount, Image, Link, Seen, Snapshot, Trouble, Unreachable, Unseen, Why
from auditor.ports import Ask
from auditor.secrets import Secret
from connectors import x
from connectors._answer import Answer
from connectors._budget import Budget
from connectors._setup import Setup
from connectors._x_read import post, snapshot
from tests.connectors.loopback import Asked, Loopback, Reply

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
RECORDED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "x" / "recorded"


def ask(handle: str = "livunilibrary", native_id: str | None = "1001", account_id: str | None = None) -> Ask:
    return Ask(Account(id=account_id or f"{handle}-x", platform="x", handle=handle, unit="Library"), native_id=native_id)


def user(number: int = 1001, **fields: Any) -> dict[str, Any]:
    return {
        "id": str(number), "username": f"livuni{number}", "name": f"Unit {number}", "description": "News. Here Mon-Fri 9-5.",
        "created_at": "2012-05-01T08:00:00.000Z", "protected": False, "verified": True, "verified_type": "government",
        "url": "", "profile_image_url": "https://pbs.example/1/shield_normal.png?x=2", "location": "Liverpool",
        "public_metrics": {"followers_count": 5, "following_count": 6, "tweet_count": 7},
    } | fields


def missing(value: str, detail: str = "Could not find it.", kind: str = "resource-not-found", key: str = "ids") -> dict[str, Any]:
    return {"resource_type": "user", "resource_id": value, "value": value, "parameter": key, "title": "Problem",
            "detail": detail, "type": f"https://api.twitter.com/2/problems/{kind}"}


class Night:
    def __init__(self, script: Any, *, questions: bool = False, deadline: float = math.inf, **options: Any) -> None:
        self.slept: list[float] = []
        self.server = Loopback(script)
        self._options = options
        self._questions, self._deadline = questions, deadline

    def __enter__(self) -> Self:
        self.server.__enter__()
        budget = Budget(
            timeout_seconds=30, deadline=self._deadline, sleep=self.slept.append, rng=lambda: 0.0, now=lambda: NOW,
            clock=lambda: 0.0,
        )
        self.connector = x.connect(Setup(
            options={"base_url": self.server.url, **self._options}, secrets={"token": Secret("x-bearer-of-the-tests")},
            questions=self._questions, budget=budget,
        ))
        return self

    def __exit__(self, *_: object) -> None:
        self.connector.close()
        self.server.__exit__()

    def fetch(self, *asks: Ask) -> dict[str, Snapshot | Unreachable]:
        sights = list(self.connector.fetch(asks or (ask(),), now=NOW))
        found = {s.account_id: s for s in sights}
        assert len(found) == len(sights)
        return found

    def one(self, *asks: Ask) -> Any:
        (sight,) = self.fetch(*asks).values()
        return sight

    @property
    def asked(self) -> Sequence[Asked]:
        return self.server.asked


def answering(*users: dict[str, Any], errors: Sequence[dict[str, Any]] = (), **more: Any) -> Reply:
    body: dict[str, Any] = dict(more)
    if users:
        body["data"] = list(users)
    if errors:
        body["errors"] = list(errors)
    return Reply(body)


def test_a_profile_is_read_whole() -> None:
    entities = {
        "url": {"urls": [{"url": "https://t.co/a", "expanded_url": "https://www.liverpool.ac.uk/library"}]},
        "description": {"urls": [{"url": "https://t.co/b", "expanded_url": "https://bit.ly/x"}]},
    }
    told = user(url="https://t.co/a", description="News https://t.co/b", entities=entities, profile_banner_url="https://b.example")
    with Night([answering(told)]) as night:
        seen = night.one()
    assert isinstance(seen, Snapshot)
    assert (seen.native_id, seen.handle, seen.name) == ("1001", Seen("livuni1001"), Seen("Unit 1001"))
    assert seen.links == Seen((
        Link("https://t.co/a", "https://www.liverpool.ac.uk/library"), Link("https://t.co/b", "https://bit.ly/x", "bio")))
    assert seen.image == Seen(Image("https://pbs.example/1/shield_normal.png?x=2", key="https://pbs.example/1/shield_normal.png"))
    assert (seen.verified, seen.location, seen.banner) == (Seen("government"), Seen("Liverpool"), Seen("https://b.example"))
    assert (seen.followers, seen.following, seen.posts_count) == (Seen(5), Seen(6), Seen(7))
    assert seen.created_at == Seen(datetime(2012, 5, 1, 8, tzinfo=UTC))
    assert seen.source_of("profile") == seen.source_of("posts") == "x:users"
    assert seen.calls[0].sha256


def test_the_call_asks_by_id_in_the_old_words_and_carries_the_token() -> None:
    with Night([answering(user())]) as night:
        night.one()
        asked = night.asked[0]
    assert (asked.path, asked.query["ids"], asked.headers["authorization"]) == (
        "/2/users", "1001", "Bearer x-bearer-of-the-tests")
    assert asked.query["expansions"] == "most_recent_tweet_id,pinned_tweet_id"
    assert "media_metadata" in asked.query["tweet.fields"]


def test_the_call_asks_in_the_new_words_where_config_says_so() -> None:
    with Night([answering(user())], vocabulary="post") as night:
        night.one()
        query = night.asked[0].query
    assert query["expansions"] == "most_recent_post_id,pinned_post_id"
    assert "media_metadata" in query["post.fields"]
    assert not any("tweet" in name + value for name, value in query.items())


@pytest.mark.parametrize(("word", "posts", "count"), [
    ("tweet", "tweets", "tweet_count"), ("post", "posts", "post_count"), ("post", "tweets", "tweet_count")])
def test_both_vocabularies_are_understood_also_mixed(word: str, posts: str, count: str) -> None:
    newest = {"id": "9001", "text": "Open late", "created_at": "2026-11-21T10:00:00.000Z", "conversation_id": "9001",
              "attachments": {"media_keys": ["3_1", "3_2", "7_3"]},
              "media_metadata": [{"media_key": "3_1", "alt_text": "Reading room at night"}, {"media_key": "3_2"}]}
    pinned = {"id": "8001", "text": "RT", "created_at": "2020-01-01T00:00:00.000Z",
              f"note_{word}": {"text": "We answer Mon-Fri 9 to 5."}}
    told = user(**{f"most_recent_{word}_id": "9001", f"pinned_{word}_id": "8001"},
                public_metrics={"followers_count": 1, "following_count": 1, count: 44})
    with Night([answering(told, includes={posts: [newest, pinned]})]) as night:
        seen = night.one()
        assert night.connector.counts() == {"x": CallCount(1, 3, 0.02)}
    assert seen.posts_count == Seen(44)
    assert seen.newest_post_at == Seen(datetime(2026, 11, 21, 10, tzinfo=UTC))
    assert seen.texts == Seen((("pinned post", "We answer Mon-Fri 9 to 5."),))
    assert [(p.id, p.pinned) for p in seen.posts.value.items] == [("9001", False), ("8001", True)]
    assert (seen.posts.value.reach, seen.posts.value.since) == ("newest", seen.newest_post_at.value)
    assert [(m.kind, m.alt) for m in seen.posts.value.items[0].media] == [
        ("image", Seen("Reading room at night")), ("image", Seen(None)), ("video", Unseen(Why.UNSUPPORTED))]


def test_two_hundred_and_fifty_accounts_are_three_calls() -> None:
    def script(asked: Asked) -> Reply:
        assert len(asked.query["ids"].split(",")) <= 100
        return answering(*(user(int(i)) for i in asked.query["ids"].split(",")))

    with Night(script) as night:
        found = night.fetch(*(ask(f"livuni{n}", str(n)) for n in range(1, 251)))
        assert night.connector.counts() == {"x": CallCount(3, 250, 2.5)}
        assert [line.requests for line in night.connector.plan([ask(f"a{n}", str(n)) for n in range(1, 251)])] == [3]
    assert all(isinstance(s, Snapshot) for s in found.values())
    assert len(found) == 250


def test_handles_are_looked_up_only_where_no_permanent_id_is_known() -> None:
    def script(asked: Asked) -> Reply:
        return answering(user(username="LivUniLib", id="5")) if asked.path == "/2/users/by" else answering(user(1001))

    with Night(script) as night:
        found = night.fetch(ask(), ask("livunilib", None))
        assert sorted((a.path, a.query.get("usernames") or a.query["ids"]) for a in night.asked) == [
            ("/2/users", "1001"), ("/2/users/by", "livunilib")]
    assert found["livunilib-x"].native_id == "5"


def test_never_posted_is_told_apart_from_not_shown() -> None:
    none = user(1, public_metrics={"followers_count": 1, "following_count": 1, "tweet_count": 0})
    hidden = user(2)
    clocked = user(3, most_recent_tweet_id="1991000000000000000")
    with Night([answering(none, hidden, clocked)]) as night:
        found = night.fetch(ask("a", "1"), ask("b", "2"), ask("c", "3"))
    assert found["a-x"].newest_post_at == Seen(None)
    assert found["b-x"].newest_post_at.why is Why.UNAVAILABLE
    assert found["b-x"].posts.why is Why.UNAVAILABLE
    assert found["c-x"].newest_post_at.value.date().isoformat() == "2025-11-19"


def test_a_protected_account_is_private_and_its_posts_are_withheld() -> None:
    with Night([answering(user(protected=True, pinned_tweet_id="1"), includes={"tweets": [{"id": "1", "text": "x"}]})]) as night:
        seen = night.one()
    assert seen.private
    assert {seen.posts.why, seen.newest_post_at.why, seen.exchanges.why} == {Why.WITHHELD}
    assert seen.bio == Seen("News. Here Mon-Fri 9-5.")


@pytest.mark.parametrize(("detail", "kind", "trouble"), [
    ("Could not find user with ids: [1001].", "resource-not-found", Trouble.GONE),
    ("User has been suspended: [1001].", "resource-not-found", Trouble.SUSPENDED),
    ("Sorry", "not-authorized-for-resource", Trouble.DENIED),
    ("Oops", "field-hydration-failure", Trouble.BROKEN),
    ("Oops", "internal-error", Trouble.BROKEN),
    ("Oops", "resource-unavailable", Trouble.BROKEN),
    ("Oops", "something-new", Trouble.BROKEN),
])
def test_missing_accounts_are_told_by_the_kind_of_problem(detail: str, kind: str, trouble: Trouble) -> None:
    with Night([answering(errors=[missing("1001", detail, kind)])]) as night:
        sight = night.one()
    assert isinstance(sight, Unreachable)
    assert (sight.trouble, sight.native_id, len(night.asked)) == (trouble, "1001", 1)
    assert sight.message
    assert sight.remedy


def test_a_handle_that_is_gone_is_named() -> None:
    with Night([answering(errors=[missing("LivUniLib", key="usernames")])]) as night:
        sight = night.one(ask("livunilib", None))
    assert sight.trouble is Trouble.GONE
    assert "@livunilib" in sight.message


def test_what_an_answer_leaves_out_is_asked_once_more_alone_and_what_nobody_asked_for_is_dropped() -> None:
    def script(asked: Asked) -> Reply:
        ids = asked.query["ids"].split(",")
        if len(ids) > 1:
            return answering(user(1), user(1, name="Twice"), user(99))
        return answering(user(2)) if ids == ["2"] else answering(user(77))

    with Night(script) as night:
        found = night.fetch(ask("a", "1"), ask("b", "2"), ask("c", "3"))
        assert sorted(a.query["ids"] for a in night.asked) == ["1,2,3", "2", "3"]
    assert found["a-x"].name == Seen("Unit 1")
    assert isinstance(found["b-x"], Snapshot)
    assert found["c-x"].trouble is Trouble.BROKEN


def test_many_that_were_left_out_are_asked_for_again_together() -> None:
    def script(asked: Asked) -> Reply:
        ids = asked.query["ids"].split(",")
        return answering(*(user(int(i)) for i in (ids[:4] if len(ids) == 40 else ids[:-1] or ids)))

    with Night(script) as night:
        found = night.fetch(*(ask(f"a{n}", str(n)) for n in range(1, 41)))
        assert [len(a.query["ids"].split(",")) for a in night.asked] == [40, 36, 1]
    assert all(isinstance(s, Snapshot) for s in found.values())


@pytest.mark.parametrize("left_out", [1, 20])
def test_what_was_read_stays_when_asking_again_fails(left_out: int) -> None:
    def script(asked: Asked) -> Reply:
        ids = asked.query["ids"].split(",")
        return answering(*(user(int(i)) for i in ids[left_out:])) if len(ids) == 40 else Reply({}, 401)

    with Night(script) as night:
        found = night.fetch(*(ask(f"a{n}", str(n)) for n in range(1, 41)))
    assert [s.trouble for s in found.values() if isinstance(s, Unreachable)] == [Trouble.EXPIRED] * left_out


def test_a_batch_that_leaves_everybody_out_twice_is_not_asked_one_by_one() -> None:
    with Night([answering({"id": 7}, errors=[missing("1")])]) as night:
        found = night.fetch(*(ask(f"a{n}", str(n)) for n in range(1, 41)))
        assert len(night.asked) == 2
    assert found["a1-x"].trouble is Trouble.GONE
    assert {s.trouble for i, s in found.items() if i != "a1-x"} == {Trouble.BROKEN}


def test_two_rows_about_one_account_cost_one_look_up() -> None:
    with Night([answering(user())]) as night:
        found = night.fetch(ask(account_id="one"), ask(account_id="two"))
        assert len(night.asked) == 1
    assert set(found) == {"one", "two"}


def test_what_cannot_be_an_id_or_a_handle_is_refused_without_spoiling_the_others() -> None:
    with Night([answering(user())]) as night:
        found = night.fetch(ask(), ask("bad", "12x"), ask("much_too_long_a_handle", None), ask("ünicode", None))
        assert [a.query["ids"] for a in night.asked] == ["1001"]
    assert [s.trouble for s in found.values() if isinstance(s, Unreachable)] == [Trouble.REFUSED] * 3


def test_one_bad_member_of_a_batch_is_found_by_halves() -> None:
    def script(asked: Asked) -> Reply:
        ids = asked.query["ids"].split(",")
        if "13" in ids:
            return Reply({"title": "Invalid Request", "errors": [{"parameters": {"ids": ids}, "message": "no"}]}, 400)
        return answering(*(user(int(i)) for i in ids))

    with Night(script) as night:
        found = night.fetch(*(ask(f"a{n}", str(n)) for n in range(1, 33)))
        assert len(night.asked) == 11
    assert {i: s.trouble for i, s in found.items() if isinstance(s, Unreachable)} == {"a13-x": Trouble.REFUSED}


def test_a_question_that_is_no_longer_understood_is_told_as_such() -> None:
    with Night([Reply({"errors": [{"parameters": {"tweet.fields": ["x"]}, "message": "no"}]}, 400)]) as night:
        found = night.fetch(ask("a", "1"), ask("b", "2"))
        assert len(night.asked) == 1
    assert {s.trouble for s in found.values()} == {Trouble.BROKEN}
    assert all('vocabulary = "post"' in s.remedy for s in found.values())


@pytest.mark.parametrize(("status", "body", "trouble", "word"), [
    (401, {"title": "Unauthorized", "status": 401}, Trouble.EXPIRED, "token"),
    (402, {"title": "CreditsDepleted", "type": "https://api.x.com/2/problems/credits"}, Trouble.EXHAUSTED, "credit"),
    (403, {"reason": "client-not-enrolled", "type": "https://api.x.com/2/problems/client-forbidden"}, Trouble.DENIED, "enrolled"),
    (403, {"title": "Forbidden"}, Trouble.DENIED, "Forbidden"),
    (403, [], Trouble.DENIED, "refused"),
    (429, {"type": "https://api.x.com/2/problems/usage-capped", "period": "Monthly"}, Trouble.EXHAUSTED, "monthly"),
])
def test_what_concerns_the_credential_stops_it(status: int, body: Any, trouble: Trouble, word: str) -> None:
    with Night([Reply(body, status)], max_usd_per_run=0.02) as night:
        first = night.fetch(ask("a", "1"))["a-x"]
        again = night.fetch(ask("b", "2"))["b-x"]
        assert len(night.asked) == 1
        assert night.connector.counts()["x"].price_usd == 0
    assert (first.trouble, again.trouble) == (trouble, trouble)
    assert word in first.message
    assert first.remedy


def test_a_rate_limit_without_reset_ends_without_endless_calls() -> None:
    with Night([Reply({"errors": [{"code": 88}]}, 429)]) as night:
        assert night.one().trouble is Trouble.THROTTLED
        assert len(night.asked) == 3


def test_a_rate_limit_beyond_the_deadline_tells_when_to_come_back() -> None:
    reset = NOW + timedelta(minutes=14)
    with Night([Reply({}, 429, {"x-rate-limit-reset": str(int(reset.timestamp()))})], deadline=60.0) as night:
        sight = night.one()
        assert (len(night.asked), night.slept) == (1, [])
    assert (sight.trouble, sight.retry_at) == (Trouble.THROTTLED, reset)


@pytest.mark.parametrize("body", [b"<html>", [], None, {}, {"data": {}}, {"data": [{"no": "id"}]}, {"data": [3, None]}, "x"])
def test_nonsense_is_broken_and_never_a_pass(body: Any) -> None:
    with Night([Reply(body)]) as night:
        assert night.one().trouble is Trouble.BROKEN


def test_fields_of_the_wrong_kind_are_unseen_and_fields_withheld_are_told_so() -> None:
    told = user(username=7, public_metrics=[], created_at="once", profile_image_url=None, description=None)
    hidden = {"resource_type": "user", "resource_id": "1001", "field": "description", "value": "1001",
              "type": "https://api.x.com/2/problems/not-authorized-for-field"}
    with Night([answering(told, errors=[hidden])]) as night:
        seen = night.one()
    assert {f.why for f in (seen.handle, seen.followers, seen.created_at)} == {Why.UNAVAILABLE}
    assert seen.bio.why is Why.WITHHELD
    assert seen.image == Seen(None)


def test_the_default_picture_is_known() -> None:
    url = "https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png"
    with Night([answering(user(profile_image_url=url, verified_type="none", withheld={"country_codes": ["DE"]}))]) as night:
        seen = night.one()
    assert (seen.image.value.is_default, seen.verified, seen.extra) == (True, Seen(""), {"withheld": "DE"})


def test_the_cap_on_money_is_kept_before_asking() -> None:
    with Night(lambda a: answering(*(user(int(i)) for i in a.query["ids"].split(","))), max_usd_per_run=0.05) as night:
        found = night.fetch(*(ask(f"a{n}", str(n)) for n in range(1, 6)))
        assert night.asked[0].query["ids"] == "1,2"
        assert night.connector.counts()["x"].price_usd == pytest.approx(0.02)
    assert [s.trouble for s in found.values() if isinstance(s, Unreachable)] == [Trouble.EXHAUSTED] * 3
    assert all("$0.05" in s.message for s in found.values() if isinstance(s, Unreachable))


def test_a_single_user_that_is_gone_by_404() -> None:
    with Night([Reply({"title": "Not Found"}, 404)]) as night:
        assert night.one().trouble is Trouble.GONE


def test_the_token_is_in_no_result() -> None:
    with Night([Reply({"title": "x-bearer-of-the-tests"}, 403)]) as night:
        assert "bearer-of" not in repr(night.one())


def test_posts_tell_reposts_replies_and_links() -> None:
    made = post({"id": "2", "text": "RT @other: hi", "created_at": "2026-11-21T10:00:00Z", "conversation_id": "1",
                 "entities": {"urls": [{"url": "https://t.co/a", "expanded_url": "https://a.example"},
                                       {"url": "https://t.co/p", "expanded_url": "https://x.com/p", "media_key": "3_1"}]}}, "livuni")
    assert made is not None
    assert (made.repost, made.reply_to, made.links) == (True, "1", ("https://a.example",))
    assert post({"id": "3", "text": "no time"}, "livuni") is None


def test_recorded_answers_are_read() -> None:
    if not RECORDED.exists():
        pytest.skip("needs ../shared/data/x/recorded beside the checkout")
    seen = [snapshot(ask(), one, {}, (), Answer(status=200, headers={}, body=b"", url="", at=NOW).call, NOW)
            for body in _recorded("test_client_get_users.yaml") for one in body["data"]]
    assert [s.handle for s in seen] == [Seen("Twitter"), Seen("TwitterDev")]
    assert all(isinstance(s.bio, Unseen) for s in seen)
    posts = [post(p, "x") for body in _recorded("test_client_get_users_tweets.yaml") for p in body["data"]]
    assert posts
    assert all(p is not None and p.at.year >= 2021 for p in posts)


def _recorded(name: str) -> Iterator[dict[str, Any]]:
    yaml = pytest.importorskip("yaml")
    for each in yaml.safe_load((RECORDED / name).read_text(encoding="utf-8"))["interactions"]:
        body = each["response"]["body"]["string"]
        raw = body if isinstance(body, bytes) else body.encode()
        yield json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
