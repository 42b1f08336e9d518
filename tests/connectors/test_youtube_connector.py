from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from auditor.model import CallCount, Snapshot, Trouble, Unreachable
from connectors._setup import Setup
from connectors.youtube import connect
from tests.connectors.asking import DAY, NOW, ask, iso, key_setup, sights, snapshot, trouble, value, why
from tests.connectors.loopback import Asked, Loopback, Reply

UC = "UCaaaaaaaaaaaaaaaaaaaaaa"
RECORDED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "youtube"


def cid(number: int) -> str:
    return f"UC{number:022d}"


def channel(number: str = UC, **more: Any) -> dict[str, Any]:
    snippet = {
        "title": "Example Films",
        "description": "Films. Comments answered Mon-Fri 9-5. https://example.ac.uk/films",
        "customUrl": "@examplefilms",
        "publishedAt": "2013-04-02T09:11:05Z",
        "country": "GB",
        "thumbnails": {"default": {"url": "https://yt3.example/s"}, "high": {"url": "https://yt3.example/l?x"}},
    }
    base = {
        "kind": "youtube#channel",
        "etag": "e1",
        "id": number,
        "snippet": snippet | more.pop("snippet", {}),
        "contentDetails": {"relatedPlaylists": {"uploads": "UU" + number[2:]}},
        "statistics": {"subscriberCount": "1830", "hiddenSubscriberCount": False, "videoCount": "2"},
        "status": {"privacyStatus": "public"},
        "brandingSettings": {"image": {"bannerExternalUrl": "https://yt3.example/b"}},
    }
    return base | more


def upload(video: str, days_ago: float | None, **more: Any) -> dict[str, Any]:
    content = {"videoId": video} | ({"videoPublishedAt": iso(days_ago)} if days_ago is not None else {})
    return {
        "contentDetails": content,
        "status": {"privacyStatus": "public"},
        "snippet": {"title": f"Film {video}"},
    } | more


def video(number: str, caption: Any = "true", **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "snippet": {"title": f"Film {number}"},
        "contentDetails": {"caption": caption},
        "status": {"privacyStatus": "public"},
    } | more


def listing(resource: str, items: list[Any], **more: Any) -> Reply:
    body: dict[str, Any] = {"kind": f"youtube#{resource}ListResponse", "pageInfo": {"totalResults": len(items)}} | more
    return Reply(body | ({"items": items} if items else {}))  # without any match the key is absent


def error(status: int, reason: str, *, detail: str = "") -> Reply:
    told: dict[str, Any] = {"code": status, "message": "no", "errors": [{"reason": reason, "message": "no"}]}
    if detail:
        told["details"] = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": detail}]
    return Reply({"error": told}, status)


class Api:
    """Answers like the Data API for the channels, uploads and videos it was given."""

    def __init__(self, *channels: dict[str, Any], uploads: Any = None, videos: Any = None, **replies: Any) -> None:
        self.channels = {c["id"]: c for c in channels}
        self.uploads = [upload("v1", 2), upload("v2", 9)] if uploads is None else uploads
        self.videos = {v["id"]: v for v in ([video("v1"), video("v2")] if videos is None else videos)}
        self.replies = replies

    def __call__(self, asked: Asked) -> Reply:
        resource = asked.path.rpartition("/")[2]
        query = asked.query | (asked.form if asked.method == "POST" else {})
        if resource in self.replies:
            reply = self.replies[resource]
            return reply(asked) if callable(reply) else reply
        if resource == "channels" and "forHandle" in query:
            named = [c for c in self.channels.values() if c["snippet"]["customUrl"] == query["forHandle"]]
            return listing("channel", named)
        ids = query.get("id", "").split(",")
        if resource == "channels":
            return listing("channel", [self.channels[i] for i in ids if i in self.channels])
        if resource == "videos":
            return listing("video", [self.videos[i] for i in ids if i in self.videos])
        return self.uploads if isinstance(self.uploads, Reply) else listing("playlistItem", self.uploads)


def read(api: Any, one: Any = None, **more: Any) -> Snapshot:
    with Loopback(api) as server:
        return snapshot(connect(key_setup(server.url, **more)), one or ask("youtube", "examplefilms", UC))


def refused(api: Any, one: Any = None) -> Unreachable:
    with Loopback(api) as server:
        return trouble(connect(key_setup(server.url)), one or ask("youtube", "examplefilms", UC))


def test_a_channel_is_read_whole() -> None:
    seen = read(Api(channel()))
    assert (seen.native_id, value(seen.handle), value(seen.name)) == (UC, "examplefilms", "Example Films")
    assert [link.url for link in value(seen.links)] == ["https://example.ac.uk/films"]
    assert value(seen.image).key == "https://yt3.example/l"
    assert (value(seen.followers), value(seen.posts_count), value(seen.location)) == (1830, 2, "GB")
    assert value(seen.newest_post_at) == NOW - 2 * DAY
    assert value(seen.posts).since is None
    assert [(f.title, f.live, value(f.media[0].captions)) for f in value(seen.films)] == [
        ("Film v1", False, True),
        ("Film v2", False, True),
    ]
    assert why(seen.exchanges) == "withheld"
    assert [seen.source_of(p) for p in ("profile", "posts", "films")] == [
        "youtube:profiles",
        "youtube:posts",
        "youtube:films",
    ]


def test_sixty_channels_cost_the_least_calls_and_as_many_units() -> None:
    people = [channel(cid(n)) for n in range(60)]
    asks = [ask("youtube", f"h{n}", cid(n)) for n in range(60)]

    def uploads(asked: Asked) -> Reply:
        return listing("playlistItem", [upload(asked.query["playlistId"][-3:] + f"v{n}", n + 1) for n in range(6)])

    def videos(asked: Asked) -> Reply:
        return listing("video", [video(i) for i in asked.query["id"].split(",")])

    api = Api(*people, playlistItems=uploads)
    api.replies["videos"] = videos
    with Loopback(api) as server:
        given = key_setup(server.url)
        connector = connect(given)
        found = sights(connector, asks)
        count = len(server.asked)
    assert all(isinstance(s, Snapshot) and len(value(s.films)) == 5 for s in found.values())
    assert count == 2 + 60 + 6 == sum(line.requests for line in connector.plan(asks))
    assert given.ledger.counts() == {"youtube": CallCount(requests=count, units=count)}


def test_the_key_travels_in_a_header_and_never_in_an_address() -> None:
    with Loopback(Api(channel())) as server:
        snapshot(connect(key_setup(server.url)), ask("youtube", "examplefilms", UC))
        assert {a.headers["x-goog-api-key"] for a in server.asked} == {"made-up-key-0001"}
        assert all("key" not in a.query for a in server.asked)


def test_a_channel_known_by_handle_is_resolved_once() -> None:
    with Loopback(Api(channel())) as server:
        seen = snapshot(connect(key_setup(server.url)), ask("youtube", "@ExampleFilms"))
        assert next(a.query.get("forHandle") for a in server.asked) == "@examplefilms"
    assert seen.native_id == UC


def test_a_channel_missing_from_the_batch_and_alone_is_gone() -> None:
    with Loopback(Api(channel())) as server:
        found = sights(
            connect(key_setup(server.url)), [ask("youtube", "examplefilms", UC), ask("youtube", "gone", cid(1))]
        )
        singles = [a for a in server.asked if a.query.get("id") == cid(1)]
    assert isinstance(found["row-examplefilms"], Snapshot)
    gone = found["row-gone"]
    assert isinstance(gone, Unreachable)
    assert gone.trouble is Trouble.GONE
    assert len(singles) == 1


def test_a_channel_that_only_the_batch_left_out_is_found_alone() -> None:
    def channels(asked: Asked) -> Reply:
        ids = asked.query["id"].split(",")
        return listing("channel", [channel(ids[0]), channel(ids[0]), channel(cid(99)), "text", {"id": 5}])

    with Loopback(Api(channels=channels)) as server:
        found = sights(connect(key_setup(server.url)), [ask("youtube", "a", cid(1)), ask("youtube", "b", cid(2))])
    assert {s.native_id for s in found.values() if isinstance(s, Snapshot)} == {cid(1), cid(2)}


@pytest.mark.parametrize("body", [b"{}", b"<html>sign in</html>", b"", b'{"items": [', b"[]", b"null"])
def test_an_answer_without_sense_is_no_proof_that_a_channel_is_gone(body: bytes) -> None:
    assert refused(Api(channels=Reply(body))).trouble is Trouble.BROKEN


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (error(403, "quotaExceeded"), Trouble.EXHAUSTED),
        (error(429, "quotaExceeded"), Trouble.EXHAUSTED),
        (error(403, "rateLimitExceeded"), Trouble.THROTTLED),
        (error(429, "rateLimitExceeded"), Trouble.THROTTLED),
        (error(400, "badRequest", detail="API_KEY_INVALID"), Trouble.EXPIRED),
        (error(400, "keyInvalid"), Trouble.EXPIRED),
        (error(403, "forbidden", detail="API_KEY_SERVICE_BLOCKED"), Trouble.DENIED),
        (error(403, "accessNotConfigured"), Trouble.DENIED),
        (error(401, "authError"), Trouble.EXPIRED),
        (error(500, "backendError"), Trouble.BROKEN),
        (error(400, "processingFailure"), Trouble.BROKEN),
    ],
)
def test_refusals_of_the_key_are_told_by_reason_and_end_the_asking(reply: Reply, expected: Trouble) -> None:
    asks = [ask("youtube", f"handle{n}") for n in range(20)]
    with Loopback(Api(channels=reply)) as server:
        found = sights(connect(key_setup(server.url)), asks)
        count = len(server.asked)
    assert {s.trouble for s in found.values() if isinstance(s, Unreachable)} == {expected}
    if expected is not Trouble.BROKEN:
        assert count <= 8 * 3  # those already in flight, and their retries


def test_a_used_up_quota_is_told_with_the_hour_of_its_return() -> None:
    sight = refused(Api(channels=error(403, "quotaExceeded")))
    assert sight.retry_at is not None
    assert sight.retry_at.isoformat() == "2026-11-22T08:00:00+00:00"


def test_no_error_holds_the_key() -> None:
    sight = refused(Api(channels=error(400, "made-up-key-0001")))
    assert "made-up-key-0001" not in f"{sight.message}{sight.remedy}{sight.source}"


def test_a_quota_that_ends_midway_leaves_the_profiles_that_were_read() -> None:
    seen = read(Api(channel(), playlistItems=error(403, "quotaExceeded")))
    assert value(seen.name) == "Example Films"
    assert {why(seen.posts), why(seen.newest_post_at), why(seen.films)} == {"unavailable"}
    assert "quota" in seen.posts.note  # type: ignore[union-attr]


def test_an_empty_channel_has_never_posted_and_is_not_asked_for_uploads() -> None:
    with Loopback(Api(channel(statistics={"videoCount": "0"}))) as server:
        seen = snapshot(connect(key_setup(server.url)), ask("youtube", "examplefilms", UC))
        assert len(server.asked) == 1
    assert value(seen.newest_post_at) is None
    assert value(seen.films) == ()


@pytest.mark.parametrize(
    "reply", [error(404, "playlistNotFound"), error(403, "playlistItemsNotAccessible"), listing("playlistItem", [])]
)
def test_uploads_that_are_counted_but_not_shown_are_no_silence(reply: Reply) -> None:
    assert why(read(Api(channel(), playlistItems=reply)).newest_post_at) == "unavailable"


@pytest.mark.parametrize("spoiled", [None, {}, {"contentDetails": {"videoId": "v", "videoPublishedAt": 5}}])
def test_an_upload_that_cannot_be_read_might_be_the_newest_so_none_is_trusted(spoiled: Any) -> None:
    assert why(read(Api(channel(), uploads=[spoiled, upload("v1", 9)])).newest_post_at) == "unavailable"


def test_upcoming_and_hidden_uploads_are_no_posts() -> None:
    uploads = [upload("soon", None), upload("hidden", 1, status={"privacyStatus": "private"}), upload("v1", 4)]
    seen = read(Api(channel(), uploads=uploads))
    assert [p.id for p in value(seen.posts).items] == ["v1"]


def test_a_full_page_of_uploads_is_complete_only_since_its_oldest() -> None:
    more = listing("playlistItem", [upload(f"v{n}", n) for n in range(1, 51)], nextPageToken="T")
    assert value(read(Api(channel(), uploads=more)).posts).since == NOW - 50 * DAY


def test_captions_and_broadcasts_are_told_film_by_film() -> None:
    videos = [
        video("v1", "false"),
        video("v2", "true", liveStreamingDetails={"actualStartTime": iso(9)}),
        video("v3", True),
    ]
    seen = read(Api(channel(), uploads=[upload("v1", 1), upload("v2", 2), upload("v3", 3)], videos=videos))
    films = value(seen.films)
    assert [f.live for f in films] == [False, True, False]
    assert value(films[0].media[0].captions) is False
    assert why(films[2].media[0].captions) == "unavailable"
    assert [p.live for p in value(seen.posts).items] == [False, True, False]


def test_a_film_left_out_is_asked_for_again_and_then_noted() -> None:
    with Loopback(Api(channel(), videos=[video("v1")])) as server:
        seen = snapshot(connect(key_setup(server.url)), ask("youtube", "examplefilms", UC))
        assert [a.query["id"] for a in server.asked if a.path.endswith("/videos")] == ["v1,v2", "v2"]
    assert [f.id for f in value(seen.films)] == ["v1"]
    assert seen.extra["films_missing"] == "1"


@pytest.mark.parametrize("reply", [Reply(b"<html>"), error(400, "invalidPart"), Reply({"items": "none"})])
def test_captions_that_cannot_be_read_leave_the_posts(reply: Reply) -> None:
    api = Api(channel())
    api.replies["videos"] = reply
    seen = read(api)
    assert why(seen.films) == "unavailable"
    assert len(value(seen.posts).items) == 2


def test_hidden_counts_private_channels_and_missing_links_are_told_as_what_they_are() -> None:
    seen = read(
        Api(
            channel(
                snippet={"description": "Films.", "customUrl": None},
                statistics={"hiddenSubscriberCount": True, "videoCount": "2"},
                status={"privacyStatus": "private"},
            )
        )
    )
    assert why(seen.followers) == "withheld"
    assert why(seen.links) == "unsupported"
    assert value(seen.handle) is None
    assert seen.private


def comment(number: str, days_ago: float, author: str, text: str) -> dict[str, Any]:
    return {
        "id": number,
        "snippet": {"authorChannelId": {"value": author}, "textOriginal": text, "publishedAt": iso(days_ago)},
    }


def thread(
    number: str, days_ago: float, text: str, replies: tuple[dict[str, Any], ...] = (), total: int | None = None
) -> dict[str, Any]:
    told = {
        "id": number,
        "snippet": {
            "videoId": "v1",
            "topLevelComment": comment(number, days_ago, "UCvisitor", text),
            "totalReplyCount": len(replies) if total is None else total,
        },
    }
    return told | ({"replies": {"comments": list(replies)}} if replies else {})


def test_questions_are_told_with_the_channels_first_reply() -> None:
    threads = [
        thread("t1", 1, "When?", (comment("r1", 0.9, "UCother", "Me too"), comment("r2", 0.5, UC, "Soon"))),
        thread("t2", 2, "Where?", (comment("r3", 1, "UCother", "?"),), total=9),
        thread("t3", 3, "Great film", total=4),
        {"id": "own", "snippet": {"topLevelComment": comment("own", 1, UC, "Ask us!")}},
    ]
    api = Api(
        channel(),
        commentThreads=listing("commentThread", threads),
        comments=listing("comment", [comment("r9", 0.2, UC, "Here")]),
    )
    with Loopback(api) as server:
        seen = snapshot(connect(key_setup(server.url, questions=True)), ask("youtube", "examplefilms", UC))
        asked = [a.query for a in server.asked if a.path.endswith("/comments")]
    assert [(e.id, e.answered_at) for e in value(seen.exchanges).items] == [
        ("t1", NOW - 0.5 * DAY),
        ("t2", NOW.replace(day=21, hour=21, minute=12)),
        ("t3", None),
    ]
    assert [q["parentId"] for q in asked] == ["t2"]


def test_comments_switched_off_are_no_questions_and_a_failure_is_none_either() -> None:
    off = read(Api(channel(), commentThreads=error(403, "commentsDisabled")), questions=True)
    assert value(off.exchanges).items == ()
    ill = read(Api(channel(), commentThreads=error(400, "processingFailure")), questions=True)
    assert why(ill.exchanges) == "unavailable"


def test_replies_whose_pages_lead_in_a_circle_end_as_unseen() -> None:
    api = Api(
        channel(),
        commentThreads=listing("commentThread", [thread("t", 1, "When?", total=200)]),
        comments=listing("comment", [comment("r", 1, "UCother", "x")], nextPageToken="same"),
    )
    assert why(read(api, questions=True).exchanges) == "unavailable"


@pytest.mark.parametrize("handle", ["", "two words", "a/b", "x&key=1"])
def test_what_is_no_handle_is_not_asked(handle: str) -> None:
    connector = connect(Setup(options={"base_url": "http://127.0.0.1:9"}))
    assert trouble(connector, ask("youtube", handle, row="r")).trouble is Trouble.REFUSED


@pytest.mark.shared
def test_recorded_answers_of_the_real_service_can_be_read() -> None:
    if not RECORDED.is_dir():
        pytest.skip("the recorded answers are not beside this checkout")
    body = json.loads((RECORDED / "channels" / "info_multiple.json").read_text(encoding="utf-8"))
    asks = [ask("youtube", f"h{n}", c["id"]) for n, c in enumerate(body["items"])]
    threads = json.loads((RECORDED / "comment_threads" / "comment_threads_by_channel.json").read_text(encoding="utf-8"))
    videos = json.loads((RECORDED / "videos" / "videos_info_multi.json").read_text(encoding="utf-8"))
    uploads = [upload(v["id"], n + 1) for n, v in enumerate(videos["items"])]
    api = Api(channels=Reply(body), commentThreads=Reply(threads), uploads=uploads)
    api.replies["videos"] = Reply(videos)
    with Loopback(api) as server:
        found = sights(connect(key_setup(server.url, questions=True)), asks)
    for sight in found.values():
        assert isinstance(sight, Snapshot)
        assert value(sight.name)
        assert value(sight.followers) > 1000
        assert len(value(sight.films)) == len(videos["items"])
        assert len(value(sight.exchanges).items) == 2
