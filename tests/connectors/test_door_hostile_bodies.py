"""Whatever a platform sends: one honest result per account, and no exception."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from auditor.model import Account, Seen, Sight, Snapshot, Unreachable
from auditor.ports import Ask
from auditor.secrets import Secret
from connectors import meta, x
from connectors._budget import Budget
from connectors._setup import Setup
from tests.connectors.loopback import Loopback, Reply

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hostile" / "gen-json-bodies.json"
ODD: list[Any] = [None, True, 0, -1, 10**30, 1.5, "", "x" * 3000, "\u202e\u0000", [], {}, [None], {"data": 3}, [[]], {"id": []}]
SOUND_X = {"data": [{
    "id": "1", "username": "livuni", "name": "Unit", "description": "News", "created_at": "2012-05-01T08:00:00.000Z",
    "protected": False, "url": "https://t.co/a", "profile_image_url": "https://p.example/i.png", "pinned_tweet_id": "8",
    "entities": {"url": {"urls": [{"url": "https://t.co/a", "expanded_url": "https://a.example"}]}},
    "public_metrics": {"followers_count": 1, "following_count": 1, "tweet_count": 1}, "most_recent_tweet_id": "9",
}], "includes": {"tweets": [
    {"id": "9", "text": "Hi", "created_at": "2026-11-01T00:00:00Z", "attachments": {"media_keys": ["3_1"]},
     "media_metadata": [{"media_key": "3_1", "alt_text": "A"}], "entities": {"urls": [{"url": "https://t.co/b"}]}},
]}, "errors": [{"value": "2", "type": "https://api.x.com/2/problems/resource-not-found", "detail": "Could not find"}]}
SOUND_META = {"data": [{
    "id": "1", "username": "livuni", "name": "Unit", "about": "News", "website": "a.example", "followers_count": 2,
    "picture": {"data": {"url": "https://p.example/i.png"}}, "hours": {"mon_1_open": "9"}, "location": {"city": "L"},
    "published_posts": {"data": [{
        "id": "1_1", "created_time": "2026-11-01T00:00:00+0000", "message": "Hi",
        "attachments": {"data": [{"media_type": "photo"}]},
        "comments": {"data": [{"id": "c", "created_time": "2026-11-01T01:00:00+0000", "from": {"id": "7"}, "message": "?"}]},
    }]},
    "instagram_business_account": {"id": "2", "username": "livuni", "name": "Unit", "media": {"data": [{
        "id": "5", "timestamp": "2026-11-01T00:00:00+0000", "media_type": "CAROUSEL_ALBUM",
        "children": {"data": [{"media_type": "IMAGE", "alt_text": "A"}]},
        "comments": {"data": [{"id": "c", "timestamp": "2026-11-01T00:00:00+0000", "username": "v", "replies": {"data": []}}]},
    }]}},
}], "paging": {"cursors": {"after": "x"}}}


def setup(url: str, **options: Any) -> Setup:
    return Setup(
        options={"base_url": url, "max_usd_per_run": 1e9, **options}, secrets={"token": Secret("token-of-the-tests")},
        budget=Budget(timeout_seconds=30, sleep=lambda _: None, now=lambda: NOW, clock=lambda: 0.0),
    )


class Fed:
    """Both connectors, fed with one body after the other."""

    def __init__(self) -> None:
        self.body: bytes = b""

    def __call__(self, _asked: Any) -> Reply:
        return Reply(self.body)

    def sights(self, url: str, body: bytes) -> list[Sight]:
        self.body = body
        found: list[Sight] = []
        for module, platforms, options in ((x, ("x",), {}), (meta, ("facebook", "instagram"), {"business_id": ""})):
            connector = module.connect(setup(url, **options))
            asks = [
                Ask(Account(id=f"{p}{n}", platform=p, handle="livuni", unit="U"), native_id=str(n))
                for p in platforms for n in (1, 2)
            ]
            told = list(connector.fetch(asks, now=NOW))
            connector.close()
            assert sorted(s.account_id for s in told) == sorted(a.account.id for a in asks)
            found += told
        return found


def changed(value: Any, chance: random.Random) -> Any:
    """A copy with something odd in one place."""
    if isinstance(value, (dict, list)) and value and chance.random() < 0.85:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = chance.choice(keys)
        copy = value.copy()
        copy[key] = changed(value[key], chance)
        return copy
    return chance.choice(ODD)


def test_the_sound_answers_are_read() -> None:
    fed = Fed()
    with Loopback(fed) as server:
        seen = {s.account_id for s in fed.sights(server.url, json.dumps(SOUND_X | SOUND_META | {"errors": []}).encode())
                if isinstance(s, Snapshot)}
    assert {"facebook1", "instagram2"} <= seen


@pytest.mark.parametrize("seed", range(4))
def test_an_odd_value_anywhere_leaves_one_result_per_account(seed: int) -> None:
    chance = random.Random(seed)
    fed = Fed()
    with Loopback(fed) as server:
        for _ in range(60):
            sound = chance.choice([SOUND_X, SOUND_META])
            for sight in fed.sights(server.url, json.dumps(changed(sound, chance)).encode()):
                if isinstance(sight, Snapshot):
                    assert all(count.value < 2**63 for count in (sight.followers, sight.posts_count) if isinstance(count, Seen))


def test_collected_hostile_bodies_leave_no_account_without_an_honest_result() -> None:
    if not SHARED.exists():
        pytest.skip("needs ../shared/data/hostile beside the checkout")
    fed = Fed()
    with Loopback(fed) as server:
        for body in json.loads(SHARED.read_text(encoding="utf-8")):
            sights = fed.sights(server.url, body.encode("utf-8", "surrogatepass"))
            assert all(s.message and s.remedy for s in sights if isinstance(s, Unreachable))
