"""XML that opens files, asks servers or multiplies itself is refused before any library reads it."""

from __future__ import annotations

import builtins
import contextlib
import os
import socket
from datetime import UTC, datetime
from typing import Any
from xml.parsers import expat

import pytest

from connectors._feed import FeedError, is_feed, parse
from tests.effort import within
from tests.hostile import corpora

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
FEED = '<rss version="2.0"><channel><title>{0}</title><item><title>{0}</title><pubDate>Sun, 22 Nov 2026 01:00:00 GMT</pubDate></item></channel></rss>'
LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
OWN = {
    "file": '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + FEED.format("&x;"),
    "server": '<!DOCTYPE rss [<!ENTITY x SYSTEM "http://127.0.0.1:1/">]>' + FEED.format("&x;"),
    "parameter": '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:1/d.dtd"> %x;]>' + FEED.format("x"),
    "laughs": f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LOL}]>' + FEED.format("&l9;"),
    "quadratic": f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>' + FEED.format("&a;" * 5_000),
    "external dtd": '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd">' + FEED.format("x"),
    "late": FEED.format("x") + '<!DOCTYPE rss [<!ENTITY x "y">]>',
    "after a comment": "<!-- " + "x" * 70_000 + ' --><!DOCTYPE rss [<!ENTITY x "y">]>' + FEED.format("&x;"),
    "attributes": FEED.format("x").replace("<item>", "<item " + " ".join(f'a{n}="x"' for n in range(40_000)) + ">"),
    "depth": FEED.format("<b>" * 20_000),
    "stylesheet": '<?xml-stylesheet href="http://127.0.0.1:1/x.xsl" type="text/xsl"?>' + FEED.format("x"),
    "include": FEED.format('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'),
    "encoding": '<?xml version="1.0" encoding="UTF-7"?>' + FEED.format("+ADw-script+AD4-"),
}  # fmt: skip


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that is opened or connected to while a feed is read."""
    import feedparser  # its own files are not meant

    parse(FEED.format("warm").encode(), "https://b.example/", NOW)
    seen: list[str] = []

    def watch(owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def watched(*args: Any, **kwargs: Any) -> Any:
            shown = str(args[0] if owner is not socket.socket else args[1])
            if not shown.endswith((".py", ".pyc")):
                seen.append(shown)
            return real(*args, **kwargs)

        monkeypatch.setattr(owner, name, watched)

    watch(builtins, "open")
    watch(os, "open")
    watch(socket.socket, "connect")
    assert feedparser
    return seen


def _texts() -> dict[str, bytes]:
    found = {name: text.encode() for name, text in OWN.items()}
    found |= {f"{name} in UTF-16": text.encode("utf-16") for name, text in OWN.items()}
    if corpora.FOLDER.is_dir():
        for path in sorted(corpora.FOLDER.glob("*.xml")):
            found[path.name] = path.read_bytes()
        for name in ("patt-xxe.txt", "patt-xml-attacks.txt"):
            for number, line in enumerate(corpora.collected(name)):
                found[f"{name} {number}"] = line.encode() + FEED.format("x").encode()
    return found


def test_hostile_xml_opens_no_file_and_no_connection_and_ends_in_time(opened: list[str]) -> None:
    for name, body in _texts().items():
        with within(0.7, name), contextlib.suppress(FeedError):
            feed = parse(body, "https://b.example/", NOW)
            told = f"{feed.title}{feed.description}{[p.text for p in feed.posts]}"
            assert "root:" not in told, name
            assert len(told) < 10_000_000, name
    assert opened == []


@pytest.mark.parametrize(
    "name", ["file", "server", "parameter", "laughs", "quadratic", "external dtd", "after a comment"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_declarations_of_entities_are_refused_in_every_encoding(name: str, encoding: str) -> None:
    with pytest.raises(FeedError):
        parse(OWN[name].encode(encoding), "https://b.example/", NOW)


def test_a_plain_feed_is_read_and_the_parser_below_is_one_that_counts_entities() -> None:
    assert is_feed(FEED.format("News").encode())
    assert parse(FEED.format("News").encode(), "https://b.example/", NOW).title == "News"
    assert expat.version_info >= (2, 4, 0)
