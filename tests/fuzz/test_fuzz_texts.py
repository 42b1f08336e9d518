"""Texts, addresses, feeds and pages of strangers: read without a fault, in time, and with what was promised of the result."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import urllib3
from hypothesis import strategies as st

from auditor.errors import PlatformError
from auditor.model import Trouble
from auditor.statements import read, suggest, to_json, windows
from auditor.text import defang, foreign_letters, hidden_characters, show, skeleton
from connectors import _html, _links
from connectors._feed import FeedError, is_feed, parse
from connectors._guard import Guard
from reports.csv_table import plain
from reports.discreet import discreet
from tests.effort import within
from tests.fuzz.running import fuzzed, outcome, spoiled

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
WORDS = (
    "Mon", "Mon-Fri", "Monday to Thursday", "weekdays", "9-5", "9am", "-", "–", "to", "17:00", "24/7", "0900-1700", "noon", "we reply", "monitored", "not", "unmonitored", "closed",
    "&", ",", ".", "\n", "news and events from", "the Library", "official account of", "views my own", "RT", "https://a.example", "@uni", "#open", "\u202e", "\u200b", "\U0001f4da", "Ω", "٩-٥",
    "excluding", "bank holidays", "until", "from", "only", "(", ")", "except", "Sat", "Sun", "am", "pm", "9", "5", ":", "30", "GMT", "office hours", "No", "DMs",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=40).flatmap(lambda ws: st.sampled_from((" ", "", "  ")).map(lambda s: s.join(ws))) | st.text(max_size=200)  # fmt: skip
FEED = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Library</title>
<item><title>One &amp; two</title><link>https://b.example/1</link><guid>1</guid><pubDate>Sun, 22 Nov 2026 01:00:00 GMT</pubDate>
<description>&lt;p&gt;Text &lt;img src="x.png" alt="a"&gt;&lt;/p&gt;</description></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>L</title><entry><id>1</id><updated>2026-11-20T10:00:00Z</updated><link href="/p"/>
<content type="html">&lt;a href="/x"&gt;x&lt;/a&gt;</content></entry></feed>"""
PAGE = b"""<!doctype html><html><head><title>T</title><link rel="alternate" type="application/rss+xml" href="/feed"><meta name="description" content="d"></head>
<body><h1>H</h1><p>Text <a href="https://a.example">a</a><img src="i.png" alt=""><script>x</script><!-- c --></p></body></html>"""
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@fuzzed(TEXTS, examples=80)
def test_a_statement(text: str) -> None:
    with within(0.2):
        told = read(text)
    for quote in told.quotes.values():
        assert text[quote.start : quote.end] == quote.text
    for window in told.hours:
        assert all(0 <= a <= b <= 2 * 7 * 24 * 60 for a, b in window.minutes_of_week())
    assert to_json(told, "1")["id"] == "1"
    assert told.purpose in {"explicit", "identity", "none"}
    assert read(text) == told


@fuzzed(TEXTS)
def test_hours_of_the_register_and_suggestions(text: str) -> None:
    with within(0.2):
        windows(text)
        made = suggest(text, name="Library", purpose=text[:60] or None, hours="Mon-Fri 9-5", limit=160)
    assert made is None or len(made) <= 160


@fuzzed(st.text(max_size=300) | TEXTS)
def test_text_made_safe_to_show(text: str) -> None:
    shown = show(text)
    assert not _UNSEEN.search(shown)
    assert show(shown) == shown
    for limit in (1, 7, 40):
        assert not _UNSEEN.search(show(text, limit))
    hidden_characters(text), foreign_letters(text), skeleton(text)
    assert "://" not in defang("http://" + text.replace("://", "")).replace("hxxp://", "")
    assert plain(text)[:1] not in set("=+-@\t\r\n\0")


@fuzzed(TEXTS | st.text(alphabet="ahtps:/.@-w x", max_size=60))
def test_texts_in_mails_link_nowhere(text: str) -> None:
    assert not re.search(r"https?://\w|www\.\w+\.\w", discreet(text, 300).replace("hxxp", ""))
    for link in _links.in_text(text):
        assert link.url in text


@fuzzed(spoiled(FEED, ATOM, FEED.replace(b"utf-8", b"latin-1"), FEED.decode().encode("utf-16")), examples=40)
def test_a_feed(body: bytes) -> None:
    is_feed(body)
    with within(0.4):
        feed = outcome(lambda: parse(body, "https://b.example/", NOW), FeedError)
    if isinstance(feed, FeedError):
        assert str(feed)
    else:
        assert all(p.at.tzinfo is not None and p.at.year >= 1990 for p in feed.posts)
        assert list(feed.posts) == sorted(feed.posts, key=lambda p: p.at, reverse=True)


@fuzzed(spoiled(PAGE, ATOM), examples=40)
def test_a_page(body: bytes) -> None:
    with within(0.2):
        markup = _html.read(body.decode("utf-8", "replace"))
    assert "<script" not in markup.text or b"&lt;" in body or b"<script" in body


HOSTS = ("127.0.0.1", "127.1", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "localhost", "a.example", "ⓛocalhost", "xn--a", "10.0.0.1", "169.254.169.254", "[fe80::1%25x]", "%31", "a_b.example", "a..b", "0", "good.example@127.0.0.1", "127.0.0.1\\@good.example", "127.0.0.1#@good.example")  # fmt: skip
ADDRESSES = st.builds(
    lambda s, h, p, t: f"{s}{h}{p}{t}",
    st.sampled_from(("http://", "https://", "HTTP://", "http:/", "//", "http:", "ftp://", "http:\\\\", " http://", "http://\t")),
    st.sampled_from(HOSTS) | st.text(max_size=12), st.sampled_from(("", ":80", ":443", ":22", ":", ":0080", ":99999", ":８０")), st.sampled_from(("", "/", "/a?b#c", "?x", "#", "/%0d%0a", "/\u202e")) | st.text(max_size=6),
)  # fmt: skip


@fuzzed(ADDRESSES, examples=100)
def test_an_address_that_is_admitted_means_the_same_to_every_parser(url: str) -> None:
    guard = Guard()
    clean = outcome(lambda: guard.check_url(url), PlatformError)
    if isinstance(clean, PlatformError):
        assert clean.trouble is Trouble.REFUSED
        return
    one, other = urlsplit(clean), urllib3.util.parse_url(clean)
    assert one.hostname == (other.host or "").strip("[]")
    assert one.port == other.port
    assert one.scheme in {"http", "https"}
    assert one.username is None
    assert one.port in {None, 80, 443}
    assert guard.check_url(clean) == clean
    assert clean.isprintable() or not clean.isascii()
    assert not re.search(r"[\x00-\x20\x7f]", clean)
