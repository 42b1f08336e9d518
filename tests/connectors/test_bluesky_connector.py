from __future__ import annotations

from typing import Any

import pytest

from auditor.model import Snapshot, Trouble, Unreachable
from connectors.bluesky import connect
from tests.connectors.asking import DAY, NOW, ask, iso, listed, setup, sights, snapshot, trouble, value, why
from tests.connectors.loopback import Asked, Loopback, Reply

DID = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
OTHER = "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb"


def profile(did: str = DID, handle: str = "library.example.ac.uk", **more: Any) -> dict[str, Any]:
    base = {
        "did": did,
        "handle": handle,
        "displayName": "Example Library",
        "description": "News. Monitored Mon-Fri 9-5.",
        "avatar": "https://cdn.example/a.jpg?v=2",
        "followersCount": 10,
        "followsCount": 2,
        "postsCount": 3,
        "createdAt": "2024-02-01T10:00:00.000Z",
        "labels": [],
    }
    return base | more


def item(rkey: str, days_ago: float, text: str = "Hello", did: str = DID, **more: Any) -> dict[str, Any]:
    record: dict[str, Any] = {"text": text, "createdAt": iso(days_ago), "langs": ["en"], **more.pop("record", {})}
    post = {
        "uri": f"at://{did}/app.bsky.feed.post/{rkey}",
        "cid": "c",
        "author": {"did": did, "handle": "h.example"},
        "record": record,
        "indexedAt": iso(days_ago),
        **more.pop("view", {}),
    }
    return {"post": post, **more}


class AppView:
    """Answers like the public AppView for the profiles and feeds it was given."""

    def __init__(self, *profiles: dict[str, Any], feed: list[dict[str, Any]] | None = None, **replies: Any) -> None:
        self.profiles = {p["did"]: p for p in profiles}
        self.feed = feed or []
        self.replies = replies

    def __call__(self, asked: Asked) -> Reply:
        query = asked.path.rpartition(".")[2]
        if query in self.replies:
            reply = self.replies[query]
            return reply(asked) if callable(reply) else reply
        named = {name: p for p in self.profiles.values() for name in (p["did"], p["handle"])}
        if query == "getProfiles":
            return Reply({"profiles": [named[a] for a in listed(asked, "actors") if a in named]})
        if query == "getProfile":
            found = named.get(asked.query["actor"])
            return Reply(found) if found else Reply({"error": "InvalidRequest", "message": "Profile not found"}, 400)
        return Reply({"feed": self.feed})


def read(view: Any, one: Any = None, **more: Any) -> Snapshot:
    with Loopback(view) as server:
        return snapshot(
            connect(setup(base_url=server.url, **more)), one or ask("bluesky", "library.example.ac.uk", DID)
        )


def test_a_profile_is_read_whole() -> None:
    seen = read(
        AppView(
            profile(website="https://library.example.ac.uk", banner="https://cdn.example/b.jpg"), feed=[item("1", 2)]
        )
    )
    assert seen.native_id == DID
    assert value(seen.handle) == "library.example.ac.uk"
    assert value(seen.name) == "Example Library"
    assert value(seen.bio) == "News. Monitored Mon-Fri 9-5."
    assert [link.url for link in value(seen.links)] == ["https://library.example.ac.uk"]
    assert value(seen.image).key == "https://cdn.example/a.jpg"
    assert (value(seen.followers), value(seen.following), value(seen.posts_count)) == (10, 2, 3)
    assert value(seen.newest_post_at).isoformat() == "2026-11-20T02:00:00+00:00"
    assert seen.source_of("profile") == "bluesky:profiles"
    assert seen.source_of("posts") == "bluesky:posts"


def test_only_did_and_handle_are_promised_so_the_rest_may_be_missing() -> None:
    seen = read(AppView({"did": DID, "handle": "library.example.ac.uk"}))
    assert value(seen.name) == ""
    assert value(seen.bio) == ""
    assert value(seen.image) is None
    assert why(seen.followers) == "unavailable"
    assert value(seen.newest_post_at) is None


def test_thirty_accounts_cost_two_profile_calls_and_a_feed_each() -> None:
    people = [profile(f"did:plc:{n:024d}", f"n{n}.example.ac.uk") for n in range(30)]
    asks = [ask("bluesky", p["handle"], p["did"]) for p in people]
    with Loopback(AppView(*people)) as server:
        connector = connect(setup(base_url=server.url))
        found = sights(connector, asks)
        paths = [a.path.rpartition(".")[2] for a in server.asked]
    assert all(isinstance(s, Snapshot) for s in found.values())
    assert (paths.count("getProfiles"), paths.count("getAuthorFeed"), len(paths)) == (2, 30, 32)
    assert sum(line.requests for line in connector.plan(asks) if line.least) == 32


def test_two_rows_about_one_account_cost_one_call_and_get_a_result_each() -> None:
    with Loopback(AppView(profile())) as server:
        found = sights(
            connect(setup(base_url=server.url)),
            [
                ask("bluesky", "library.example.ac.uk", DID, row="one"),
                ask("bluesky", "@Library.example.ac.uk", DID, row="two"),
            ],
        )
        assert len(server.asked) == 2
    assert {s.account_id for s in found.values() if isinstance(s, Snapshot)} == {"one", "two"}


@pytest.mark.parametrize(
    ("error", "message", "expected"),
    [
        ("InvalidRequest", "Profile not found", Trouble.GONE),
        ("AccountTakedown", "Account has been suspended", Trouble.SUSPENDED),
        ("AccountDeactivated", "Account is deactivated", Trouble.DEACTIVATED),
        ("SomethingNew", "never met before", Trouble.BROKEN),
    ],
)
def test_an_account_left_out_of_the_batch_is_asked_for_alone(error: str, message: str, expected: Trouble) -> None:
    view = AppView(getProfile=Reply({"error": error, "message": message}, 400))
    with Loopback(view) as server:
        assert trouble(connect(setup(base_url=server.url)), ask("bluesky", "x.example.ac.uk", DID)).trouble is expected


def test_a_batch_that_is_refused_whole_is_asked_one_by_one() -> None:
    view = AppView(profile(), getProfiles=Reply({"error": "InvalidRequest", "message": "actors must be valid"}, 400))
    assert value(read(view).name) == "Example Library"


def test_extra_and_repeated_profiles_are_dropped() -> None:
    doubled = Reply(
        {"profiles": [profile(OTHER, "evil.example"), profile(), profile(displayName="Second"), "text", None]}
    )
    seen = read(AppView(profile(), getProfiles=doubled))
    assert value(seen.name) == "Example Library"


def test_a_renamed_account_is_found_by_its_did() -> None:
    assert value(read(AppView(profile(handle="new.example.ac.uk"))).handle) == "new.example.ac.uk"


def test_a_bare_name_is_taken_for_one_on_bsky_social() -> None:
    seen = read(AppView(profile(handle="livuni.bsky.social")), ask("bluesky", "livuni"))
    assert value(seen.handle) == "livuni.bsky.social"


@pytest.mark.parametrize("handle", ["", "not a handle", "https://bsky.app/profile/x", "x@example.ac.uk"])
def test_what_is_no_handle_is_not_asked(handle: str) -> None:
    with Loopback(AppView()) as server:
        assert trouble(connect(setup(base_url=server.url)), ask("bluesky", handle, row="r")).trouble is Trouble.REFUSED
        assert not server.asked


def test_a_feed_that_fails_leaves_the_profile_judged() -> None:
    seen = read(AppView(profile(pinnedPost={"uri": "x"}), getAuthorFeed=Reply(b"<html>busy</html>", 200)))
    assert value(seen.name) == "Example Library"
    assert {why(seen.posts), why(seen.newest_post_at), why(seen.films), why(seen.texts)} == {"unavailable"}


def test_a_feed_that_is_empty_though_posts_are_counted_is_no_proof_of_silence() -> None:
    assert why(read(AppView(profile(postsCount=12))).newest_post_at) == "unavailable"


def test_never_posted_is_told_as_such() -> None:
    assert value(read(AppView(profile(postsCount=0))).newest_post_at) is None


def test_a_post_dated_into_the_future_counts_from_when_it_was_first_seen() -> None:
    liar = item("1", 40, record={"createdAt": iso(-300)})
    assert value(read(AppView(profile(), feed=[liar])).newest_post_at) == NOW - 40 * DAY


def test_reposts_pins_and_replies_are_told_apart() -> None:
    feed = [
        item("9", 300, "Start here: we answer Mon-Fri 9-5", reason={"$type": "app.bsky.feed.defs#reasonPin"}),
        item("5", 50, did=OTHER, reason={"$type": "app.bsky.feed.defs#reasonRepost", "indexedAt": iso(1)}),
        item("3", 3, record={"reply": {"parent": {"uri": "at://someone/post/1"}}}),
        item("2", 4, did=OTHER),
    ]
    seen = read(AppView(profile(), feed=feed))
    posts = value(seen.posts)
    assert [(p.repost, p.pinned, p.reply_to is not None) for p in posts.items] == [
        (True, False, False),
        (False, False, True),
        (False, True, False),
    ]
    assert value(seen.texts) == (("pinned post", "Start here: we answer Mon-Fri 9-5"),)


def test_a_full_page_is_complete_only_since_its_oldest_post() -> None:
    feed = [item(str(n), n / 10) for n in range(100)]
    seen = read(AppView(profile(postsCount=900), feed=feed))
    assert value(seen.posts).since == min(p.at for p in value(seen.posts).items)
    assert value(read(AppView(profile(postsCount=2), feed=feed[:2])).posts).since is None


def test_pictures_and_films_tell_their_alternative_text_and_captions() -> None:
    images = {
        "$type": "app.bsky.embed.images#view",
        "images": [
            {"thumb": "t", "fullsize": "https://cdn.example/1.jpg", "alt": ""},
            {"thumb": "t", "fullsize": "https://cdn.example/2.jpg", "alt": "Students reading"},
        ],
    }
    gallery = {"$type": "app.bsky.embed.gallery#view", "items": [{"fullsize": "https://cdn.example/3.jpg", "alt": " "}]}
    video = {"$type": "app.bsky.embed.video#view", "cid": "c", "playlist": "p", "alt": "A tour"}
    quoted = {"$type": "app.bsky.embed.recordWithMedia#view", "record": {}, "media": video}
    captions = {"embed": {"media": {"captions": [{"lang": "en", "file": {}}]}}}
    gif = video | {"presentation": "gif"}
    feed = [
        item("1", 1, view={"embed": images}),
        item("2", 2, view={"embed": gallery}),
        item("3", 3, view={"embed": video}),
        item("4", 4, view={"embed": quoted}, record=captions),
        item("5", 5, view={"embed": gif}),
    ]
    seen = read(AppView(profile(), feed=feed))
    alts = [[value(m.alt) for m in p.media] for p in value(seen.posts).items]
    assert alts == [[None, "Students reading"], [None], ["A tour"], ["A tour"], ["A tour"]]
    assert [value(f.media[0].captions) for f in value(seen.films)] == [False, True]


def test_replies_are_read_only_where_they_are_asked_for() -> None:
    question = {
        "post": item("q", 1, "When do you open?", did=OTHER)["post"],
        "replies": [{"post": item("a", 0.5, "At nine")["post"]}],
    }
    thread = Reply(
        {"thread": {"post": {}, "replies": [question, {"notFound": True}, {"post": item("own", 1)["post"]}]}}
    )
    view = AppView(profile(), feed=[item("1", 2, view={"replyCount": 2})], getPostThread=thread)
    assert why(read(view).exchanges) == "withheld"
    found = value(read(view, questions=True).exchanges).items
    assert [(e.text, e.answered_at is not None) for e in found] == [("When do you open?", True)]


def test_a_thread_that_cannot_be_read_leaves_questions_unseen_rather_than_answered() -> None:
    view = AppView(profile(), feed=[item("1", 2, view={"replyCount": 2})], getPostThread=Reply({"error": "x"}, 400))
    assert why(read(view, questions=True).exchanges) == "unavailable"


def test_verification_and_labels_are_told() -> None:
    label = {"val": "!no-unauthenticated"}
    seen = read(
        AppView(profile(labels=[label], verification={"verifiedStatus": "valid", "trustedVerifierStatus": "none"}))
    )
    assert value(seen.verified) == "verified"
    assert seen.extra["labels"] == "!no-unauthenticated"


def test_a_rate_limit_stops_asking_and_is_told_for_each_account() -> None:
    asks = [ask("bluesky", f"n{n}.example.ac.uk") for n in range(60)]
    with Loopback(lambda _: Reply({"error": "RateLimitExceeded"}, 429, {"Retry-After": "99999"})) as server:
        found = sights(connect(setup(base_url=server.url)), asks)
    assert {s.trouble for s in found.values() if isinstance(s, Unreachable)} == {Trouble.THROTTLED}
    assert len(server.asked) <= 3


@pytest.mark.parametrize("spoiled", [None, 5, {}, {"post": {"uri": "at://x", "author": {"did": DID}}}])
def test_a_post_that_cannot_be_read_might_be_the_newest_so_none_is_trusted(spoiled: Any) -> None:
    seen = read(AppView(profile(), feed=[spoiled, item("1", 9)]))
    assert {why(seen.posts), why(seen.newest_post_at)} == {"unavailable"}
