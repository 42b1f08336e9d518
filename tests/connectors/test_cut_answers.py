"""Half an answer with a good status is asked for three times, and never taken for a whole one."""

from __future__ import annotations

import pytest

from auditor.model import Trouble
from connectors import blog, bluesky, youtube
from tests.connectors.asking import ask, key_setup, setup, snapshot, trouble, value
from tests.connectors.loopback import Asked, Loopback, Reply

DID = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
FEED = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Library blog</title><description>News</description>'
    b"<item><title>A post</title><guid>1</guid><pubDate>Sat, 21 Nov 2026 02:00:00 GMT</pubDate></item></channel></rss>"
)
LATE_COMMENT = FEED + b"<!--" + b" served by the cache " * 500 + b"-->"
UTF_16 = FEED.decode().replace("?>", ' encoding="utf-16"?>', 1).encode("utf-16")
CUT_REFUSAL = Reply(b'{"error": "InvalidRequest", "message": "Profile not fo', 400)
REFUSAL = Reply({"error": "InvalidRequest", "message": "Profile not found"}, 400)


@pytest.mark.parametrize("cut", [FEED[: len(FEED) * 2 // 3], FEED[:-1], b"", b" \n"], ids=["half", "last-byte", "empty", "blank"])
def test_a_feed_that_was_cut_short_is_asked_for_again(cut: bytes) -> None:
    with Loopback([Reply(cut), Reply(cut), Reply(FEED)]) as server:
        assert value(snapshot(blog.connect(setup()), ask("blog", f"{server.url}/feed/")).name) == "Library blog"
        assert len(server.asked) == 3


def test_a_feed_that_stays_cut_short_is_told_after_three_attempts() -> None:
    with Loopback([Reply(FEED[:-30])]) as server:
        told = trouble(blog.connect(setup()), ask("blog", f"{server.url}/feed/"))
        assert len(server.asked) == 3
    assert told.trouble is Trouble.BROKEN
    assert "cut off" in told.message


@pytest.mark.parametrize(
    "page",
    [
        b"<!doctype html><html><head><title>Library</title>",
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>An open end',
        b"<p>No root at all",
    ],
)
def test_a_page_needs_no_end_and_is_asked_for_once(page: bytes) -> None:
    with Loopback([Reply(page, headers={"Content-Type": "text/html"})]) as server:
        assert "names none" in trouble(blog.connect(setup()), ask("blog", f"{server.url}/")).message
        assert len(server.asked) == 1


@pytest.mark.parametrize("body", [LATE_COMMENT, FEED.replace(b"A post", b"Fish & chips"), UTF_16])
def test_a_whole_feed_with_oddities_is_asked_for_once(body: bytes) -> None:
    with Loopback([Reply(body)]) as server:
        snapshot(blog.connect(setup()), ask("blog", f"{server.url}/feed/"))
        assert len(server.asked) == 1


def test_half_an_answer_of_wordpress_is_asked_for_again() -> None:
    home = b'<html><head><link rel="https://api.w.org/" href="/wp-json/"></head></html>'
    replies = [Reply(home), Reply(b'{"name": "Lib'), Reply({"name": "Library", "description": "News"}), Reply([])]
    with Loopback(replies) as server:
        assert value(snapshot(blog.connect(setup()), ask("blog", f"{server.url}/")).name) == "Library"
        assert [a.path for a in server.asked] == ["/", "/wp-json/", "/wp-json/", "/wp-json/wp/v2/posts"]


class Refusing:
    """A Bluesky that knows nobody, and says so in these replies one after the other; the last repeats."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.singles = 0

    def __call__(self, asked: Asked) -> Reply:
        if asked.path.endswith("getProfiles"):
            return Reply({"profiles": []})
        self.singles += 1
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@pytest.mark.parametrize("first", [CUT_REFUSAL, Reply(b"", 400), Reply(b"<html>", 400), Reply(b'{"error": {"a": 1}', 400)])
def test_blueskys_refusal_is_read_whole_or_asked_for_again(first: Reply) -> None:
    view = Refusing(first, REFUSAL)
    with Loopback(view) as server:
        told = trouble(bluesky.connect(setup(base_url=server.url)), ask("bluesky", "x.example.ac.uk", DID))
    assert (told.trouble, view.singles) == (Trouble.GONE, 2)


def test_a_refusal_that_stays_cut_short_says_nothing_about_the_account() -> None:
    view = Refusing(CUT_REFUSAL)
    with Loopback(view) as server:
        told = trouble(bluesky.connect(setup(base_url=server.url)), ask("bluesky", "x.example.ac.uk", DID))
    assert (told.trouble, view.singles) == (Trouble.BROKEN, 3)


def test_half_a_refusal_of_youtube_is_no_limit_on_requests() -> None:
    with Loopback([Reply(b'{"error": {"code": 403, "errors": [{"rea', 403)]) as server:
        told = trouble(youtube.connect(key_setup(server.url)), ask("youtube", "@library"))
        assert len(server.asked) == 3
    assert told.trouble is Trouble.BROKEN
