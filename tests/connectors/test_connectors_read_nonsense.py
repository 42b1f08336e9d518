"""Whatever a platform answers, every account asked about gets one honest result, and nothing breaks inside."""

from __future__ import annotations

import contextlib
import json
import logging
import random
from collections.abc import Callable
from typing import Any

import pytest

from auditor.model import Snapshot, Trouble, Unreachable
from auditor.ports import Ask, Connector
from connectors import blog, bluesky, mastodon, wiki, youtube
from connectors._feed import FeedError, is_feed, parse
from tests.connectors.asking import NOW, ask, iso, key_setup, setup, sights
from tests.connectors.loopback import Asked, Loopback, Reply, reset

DID = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
UC = "UCaaaaaaaaaaaaaaaaaaaaaa"
HOST = "social.example.ac.uk"
JUNK = (
    None,
    True,
    -1,
    1e308,
    "",
    [],
    {},
    "x",
    [None],
    {"a": 1},
    10**30,
    "9999-12-31T23:59:59-14:00",
    "2026-11-20T10:00:00",
    "0001-01-01T00:00:00Z",
    "\ud800",
    [[]],
    "https://[",
)
FEED = (
    f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Library</title><entry><id>1</id><updated>{iso(3)}</updated>'
    '<link href="/p"/><content type="html">&lt;p&gt;&lt;a href="/x"&gt;x&lt;/a&gt;&lt;img src=y&gt;</content></entry></feed>'
)


def to_bluesky(asked: Asked) -> Reply:
    post = {
        "uri": f"at://{DID}/app.bsky.feed.post/1",
        "author": {"did": DID},
        "indexedAt": iso(1),
        "replyCount": 1,
        "record": {
            "text": "x",
            "createdAt": iso(1),
            "langs": ["en"],
            "embed": {"captions": [{}]},
            "facets": [{"features": [{"$type": "#link", "uri": "https://x.example"}]}],
        },
        "embed": {"$type": "app.bsky.embed.images#view", "images": [{"fullsize": "https://x.example/1", "alt": ""}]},
    }
    film = post | {"uri": f"at://{DID}/app.bsky.feed.post/2", "embed": {"$type": "app.bsky.embed.video#view"}}
    reply = {"post": post | {"author": {"did": "did:plc:b"}}, "replies": [{"post": post}]}
    profile = {
        "did": DID,
        "handle": "library.example.ac.uk",
        "displayName": "L",
        "description": "x",
        "postsCount": 2,
        "labels": [{"val": "x"}],
        "verification": {"verifiedStatus": "valid"},
        "createdAt": iso(99),
    }
    return Reply(
        {
            "profiles": [profile],
            "feed": [{"post": post}, {"post": film}],
            "thread": {"replies": [reply]},
            **profile,
        }
    )


def to_mastodon(asked: Asked) -> Reply:
    status = {
        "id": "1",
        "created_at": iso(1),
        "content": "<p>x</p>",
        "replies_count": 1,
        "account": {"id": "1101"},
        "media_attachments": [{"type": "image", "description": None}],
        "reblog": None,
    }
    account = {
        "id": "1101",
        "username": "library",
        "note": "<p>x</p>",
        "statuses_count": 3,
        "last_status_at": "2026-11-20",
        "fields": [{"name": "W", "value": '<a href="https://x.example">x</a>', "verified_at": iso(9)}],
        "moved": {"url": "https://x.example"},
    }
    if asked.path.endswith("/statuses"):
        return Reply([status, status | {"id": "2", "reblog": status}])
    if asked.path.endswith("/context"):
        return Reply({"descendants": [status | {"id": "9", "in_reply_to_id": "1", "account": {"id": "2"}}]})
    return Reply([account]) if asked.path.endswith("/accounts") else Reply(account)


def to_youtube(asked: Asked) -> Reply:
    comment = {
        "id": "c",
        "snippet": {"authorChannelId": {"value": "UCb"}, "textOriginal": "When?", "publishedAt": iso(1)},
    }
    items: dict[str, Any] = {
        "channels": {
            "id": UC,
            "snippet": {"title": "x", "customUrl": "@x", "thumbnails": {"high": {"url": "https://x.example/i"}}},
            "contentDetails": {"relatedPlaylists": {"uploads": "UUx"}},
            "statistics": {"videoCount": "1"},
            "status": {},
        },
        "playlistItems": {"contentDetails": {"videoId": "v", "videoPublishedAt": iso(2)}, "snippet": {"title": "x"}},
        "videos": {
            "id": "v",
            "snippet": {"title": "x"},
            "contentDetails": {"caption": "true"},
            "liveStreamingDetails": {},
        },
        "commentThreads": {"id": "t", "snippet": {"videoId": "v", "topLevelComment": comment, "totalReplyCount": 5}},
        "comments": comment,
    }
    return Reply({"pageInfo": {"totalResults": 1}, "items": [items[asked.path.rpartition("/")[2]]]})


def to_wiki(asked: Asked) -> Reply:
    user = {"userid": 3, "name": "Library", "editcount": 1, "registration": iso(900), "groups": ["*"]}
    page = {"title": "User:Library", "revisions": [{"slots": {"main": {"content": "x"}}}]}
    edit = {"user": "Library", "revid": 5, "title": "x", "timestamp": iso(1), "comment": "x"}
    return Reply({"query": {"users": [user], "usercontribs": [edit], "pages": [page], "general": {"sitename": "x"}}})


def to_blog(asked: Asked) -> Reply:
    return Reply(FEED.encode())


Make = Callable[[str], tuple[Connector, Ask]]
MAKERS: dict[str, tuple[Callable[[Asked], Reply], Make]] = {
    "bluesky": (
        to_bluesky,
        lambda url: (
            bluesky.connect(setup(base_url=url, questions=True)),
            ask("bluesky", "library.example.ac.uk", DID),
        ),
    ),
    "mastodon": (
        to_mastodon,
        lambda url: (
            mastodon.connect(setup(base_urls={HOST: url}, questions=True)),
            ask("mastodon", f"library@{HOST}", "1101"),
        ),
    ),
    "youtube": (to_youtube, lambda url: (youtube.connect(key_setup(url, questions=True)), ask("youtube", "x", UC))),
    "wiki": (to_wiki, lambda url: (wiki.connect(setup()), ask("wiki", f"Library@{url}/api.php"))),
    "blog": (to_blog, lambda url: (blog.connect(setup()), ask("blog", url))),
}


def changed(value: Any, chance: random.Random, share: float) -> Any:
    """The value with some parts swapped for junk and some left out."""
    if chance.random() < share:
        return chance.choice(JUNK)
    if isinstance(value, dict):
        return {k: changed(v, chance, share) for k, v in value.items() if chance.random() > share / 3}
    return [changed(v, chance, share) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize("platform", MAKERS)
def test_a_sound_answer_gives_a_snapshot(platform: str) -> None:
    script, make = MAKERS[platform]
    with Loopback(script) as server:
        connector, one = make(server.url)
        assert isinstance(sights(connector, [one])[one.account.id], Snapshot)


@pytest.mark.parametrize("platform", ["bluesky", "mastodon", "youtube", "wiki"])
def test_values_of_the_wrong_kind_break_nothing(platform: str, caplog: pytest.LogCaptureFixture) -> None:
    script, make = MAKERS[platform]
    for seed in range(25):
        chance = random.Random(f"{platform}{seed}")
        share = chance.choice((0.02, 0.1, 0.3))

        def spoiled(asked: Asked, chance: random.Random = chance, share: float = share) -> Reply:
            return Reply(changed(json.loads(json.dumps(script(asked).body)), chance, share))

        with Loopback(spoiled) as server:
            connector, one = make(server.url)
            sight = sights(connector, [one])[one.account.id]
        assert "auditor itself" not in str(sight), (seed, sight)
        if isinstance(sight, Unreachable):
            assert sight.trouble is not Trouble.GONE, (seed, sight)
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR]


@pytest.mark.parametrize("platform", MAKERS)
@pytest.mark.parametrize(
    "reply",
    [
        Reply(b""),
        Reply(b"<html>Sign in</html>"),
        Reply(b'{"half": ['),
        Reply(b"null"),
        Reply(b"[]"),
        Reply(b"{}"),
        Reply(b'"x"'),
        Reply(b"[" * 100_000),
        Reply(b'{"a": NaN}'),
        Reply(b"", 500),
        Reply(b"<html>", 503),
        Reply(b"", 429),
        Reply(b"", 418),
        Reply(b"", 302, {"Location": "/again"}),
        Reply(b"", 302, {"Location": "http://10.0.0.1/"}),
        Reply(b"\xff\xfe\x00", 200),
        reset,
    ],
    ids=str,
)
def test_answers_without_sense_are_told_as_unreachable_and_never_as_gone(platform: str, reply: Any) -> None:
    with Loopback([reply]) as server:
        connector, one = MAKERS[platform][1](server.url)
        sight = sights(connector, [one])[one.account.id]
    assert isinstance(sight, Unreachable)
    assert sight.trouble in {Trouble.BROKEN, Trouble.THROTTLED, Trouble.TIMEOUT, Trouble.REFUSED}
    assert sight.message
    assert sight.remedy


@pytest.mark.parametrize("platform", MAKERS)
def test_a_stopped_run_asks_nothing_and_says_so(platform: str) -> None:
    with Loopback(MAKERS[platform][0]) as server:
        connector, one = MAKERS[platform][1](server.url)
        connector._setup.budget.cancelled.set()  # type: ignore[attr-defined]
        sight = sights(connector, [one])[one.account.id]
        assert not server.asked
    assert isinstance(sight, Unreachable)
    assert sight.trouble is Trouble.CANCELLED


def test_feeds_with_flipped_bytes_are_read_or_refused() -> None:
    for seed in range(400):
        chance = random.Random(seed)
        body = bytearray(FEED.encode())
        for _ in range(chance.randint(1, 10)):
            at = chance.randrange(len(body))
            body[at : at + chance.randint(0, 3)] = chance.choice(
                (b"<![CDATA[", b"&#x0;", b"&#99999999;", b"\xff", b"", b"<!--", b"</feed>")
            )
        if is_feed(bytes(body)):
            with contextlib.suppress(FeedError):
                assert parse(bytes(body), "https://blog.example.ac.uk/", NOW).posts is not None
