from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auditor.model import Account, Seen, Snapshot, Why
from auditor.ports import Ask
from auditor.secrets import Secret
from connectors import x
from connectors._budget import Budget
from connectors._setup import Setup
from tests.connectors.loopback import Asked, Loopback, Reply

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def at(hours: float) -> str:
    return f"{NOW - timedelta(hours=hours):%Y-%m-%dT%H:%M:%S.000Z}"


def told(number: int, hours: float, text: str = "News", conversation: int | None = None) -> dict[str, Any]:
    return {"id": str(number), "text": text, "created_at": at(hours), "conversation_id": str(conversation or number)}


class Platform:
    def __init__(self, timeline: Any = (), mentions: Any = (), **meta: Any) -> None:
        self.pages = {"tweets": timeline, "mentions": mentions}
        self.meta = meta
        self.asked: list[Asked] = []

    def __call__(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if asked.path == "/2/users":
            newest = told(50, 1)
            body = {"data": [
                {"id": i, "username": f"unit{i}", "name": "Unit", "description": "News", "protected": i == "66",
                 "most_recent_tweet_id": "50", "public_metrics": {"followers_count": 1, "following_count": 1, "tweet_count": 9}}
                for i in asked.query["ids"].split(",")
            ], "includes": {"tweets": [newest]}}
            return Reply(body)
        page = self.pages[asked.path.rpartition("/")[2]]
        if isinstance(page, Reply):
            return page
        return Reply({"data": list(page), "meta": {"result_count": len(page), **self.meta}} if page else {"meta": {"result_count": 0}})


def fetch(platform: Platform, *ids: str, questions: bool = False, **options: Any) -> list[Any]:
    with Loopback(platform) as server:
        connector = x.connect(Setup(
            options={"base_url": server.url, **options}, secrets={"token": Secret("x-bearer-of-the-tests")}, questions=questions,
            budget=Budget(timeout_seconds=30, sleep=lambda _: None, now=lambda: NOW, clock=lambda: 0.0),
        ))
        asks = [Ask(Account(id=i, platform="x", handle=f"unit{i}", unit="U"), native_id=i) for i in ids or ("7",)]
        sights = list(connector.fetch(asks, now=NOW))
        connector.close()
    return sights


def test_a_timeline_reaches_back_over_the_window() -> None:
    platform = Platform(timeline=[told(50, 1), told(40, 50), told(30, 90)])
    (seen,) = fetch(platform, timelines=True)
    assert [p.id for p in seen.posts.value.items] == ["50", "40", "30"]
    assert (seen.posts.value.reach, seen.posts.value.since) == ("timeline", NOW - timedelta(days=90))
    assert platform.asked[1].query["max_results"] == "100"
    assert seen.source_of("posts") == "x:posts"
    assert seen.source_of("profile") == "x:users"
    assert seen.exchanges.why is Why.WITHHELD


def test_a_full_page_reaches_back_to_its_oldest_post_only() -> None:
    (seen,) = fetch(Platform(timeline=[told(50, 1), told(40, 50)], next_token="more"), timelines=True)
    assert seen.posts.value.since == NOW - timedelta(hours=50)


def test_an_empty_timeline_keeps_the_newest_post_of_the_profile() -> None:
    (seen,) = fetch(Platform(), timelines=True)
    assert [p.id for p in seen.posts.value.items] == ["50"]
    assert seen.newest_post_at == Seen(NOW - timedelta(hours=1))


@pytest.mark.parametrize("page", [Reply({}, 404), Reply(b"<html>"), Reply([]), Reply({"meta": {}})])
def test_a_timeline_that_failed_is_unseen_tonight_and_the_profile_stays(page: Reply) -> None:
    (seen,) = fetch(Platform(timeline=page), timelines=True)
    assert seen.posts.why is Why.UNAVAILABLE
    assert seen.bio == Seen("News")


def test_mentions_become_exchanges_with_the_first_answer() -> None:
    mentions = [told(900, 30, "@unit7 Open on Sunday?"), told(901, 20, "@unit7 Hello?", 800), told(902, 10, "@unit7 And now?"),
                told(903, 5, "RT @unit7: News")]
    own = [told(950, 29, "@visitor Yes", 900), told(951, 28, "@visitor Really", 900), told(952, 25, "Old news", 800), told(51, 1)]
    (seen,) = fetch(Platform(timeline=own, mentions=mentions), questions=True)
    found = {e.id: e.answered_at for e in seen.exchanges.value.items}
    assert found == {"900": NOW - timedelta(hours=29), "901": None, "902": None}
    assert seen.exchanges.value.since == NOW - timedelta(days=7)
    assert seen.source_of("exchanges") == "x:exchanges"
    assert seen.posts.value.reach == "newest"


def test_where_own_posts_are_cut_earlier_questions_cannot_be_judged() -> None:
    mentions = [told(900, 30, "@unit7 Old?"), told(901, 2, "@unit7 New?")]
    (seen,) = fetch(Platform(timeline=[told(51, 1), told(50, 4)], mentions=mentions, next_token="x"), questions=True)
    assert [e.id for e in seen.exchanges.value.items] == ["901"]
    assert seen.exchanges.value.since == NOW - timedelta(hours=4)


def test_protected_accounts_cost_no_timeline() -> None:
    platform = Platform(timeline=[told(50, 1)])
    seen = {s.account_id: s for s in fetch(platform, "66", "7", timelines=True)}
    assert [a.path for a in platform.asked] == ["/2/users", "/2/users/7/tweets"]
    assert seen["66"].posts.why is Why.WITHHELD


def test_the_cap_leaves_profiles_whole_and_says_why_timelines_are_missing() -> None:
    platform = Platform(timeline=[told(50, 1)])
    seen = fetch(platform, "7", "8", timelines=True, max_usd_per_run=0.05)
    assert all(isinstance(s, Snapshot) for s in seen)
    assert {a.query["max_results"] for a in platform.asked[1:]} <= {"5", "6"}
    assert all((not isinstance(s.posts, Seen) and "$0.05" in s.posts.note) or s.posts.value for s in seen)
