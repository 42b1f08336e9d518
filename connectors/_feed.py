"""Reads RSS and Atom with feedparser, which is slow or silent on hostile XML and so gets only what was checked."""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin
from xml.parsers import expat

from auditor.model import Media, Post, Seen
from connectors import _charsets, _html
from connectors._values import web

_MOST_ATTRIBUTES = 200  # feedparser's time grows with the square of an element's attributes
_LARGEST_DAMAGED = 512 * 1024
_LONGEST_GAP = 64 * 1024
_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF|RDF|[A-Za-z]+:feed|[A-Za-z]+:RDF)[\s>]")
_FIRST_TAG = re.compile(rb"<[A-Za-z]")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([^\"'>]{1,60})")
_CLOSED = re.compile(rb"</(?:rss|feed|rdf:RDF|RDF|[A-Za-z]+:feed|[A-Za-z]+:RDF)\s*>")
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


class FeedError(Exception):
    """A body that is or claims to be a feed and cannot be used; the text says why."""


class CutError(FeedError):
    """A feed that stops before its end, and may be whole when it is asked for again."""


class _TooManyError(Exception):
    """An element with more attributes than feedparser could read in good time."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself and its entries, newest first. `undated` entries are left out of `posts`."""

    title: str
    description: str
    language: str
    posts: tuple[Post, ...]
    undated: int


def is_feed(body: bytes) -> bool:
    """Whether the first element is a feed's."""
    start = body[:65536].replace(b"\0", b"")  # UTF-16 spelt in ASCII characters
    first = _FIRST_TAG.search(start)
    return first is not None and _ROOT.match(start, first.start()) is not None


def is_cut(body: bytes) -> bool:
    """Whether this is the beginning of a feed without its end."""
    if not is_feed(body) or _closed(body):
        return False
    try:
        _admit(body)
    except FeedError as error:
        return isinstance(error, CutError)
    return False


def parse(body: bytes, address: str, now: datetime) -> Feed:
    """The feed in a body; raises FeedError where it may not or cannot be read."""
    _admit(body)
    import feedparser

    try:  # never the bare bytes: the library would first try them as the name of a file
        told = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        raise FeedError("its XML is damaged") from error
    if not told.get("version"):
        raise FeedError("it is not a feed that can be read")
    channel = told.get("feed", {})
    language = _words(channel, "language")[:20]
    entries = list(told.get("entries", ()))
    posts = [_post(entry, address, at, language) for entry in entries if (at := _date(entry, now))]
    unique = {post.id: post for post in sorted(posts, key=lambda p: p.at)}
    return Feed(
        title=_html.plain(_words(channel, "title")),
        description=_html.plain(_words(channel, "subtitle")),
        language=language,
        posts=tuple(sorted(unique.values(), key=lambda p: p.at, reverse=True)),
        undated=len(entries) - len(posts),
    )


def _admit(body: bytes) -> None:
    start = body[:65536].replace(b"\0", b"")
    first = _FIRST_TAG.search(start)
    if _DECLARATION.search(start, 0, first.start() if first else len(start)):
        raise FeedError("it declares a document type or entities, which feeds do not need and attacks do")
    named = _ENCODING.search(start[:1000])
    if named and not _charsets.known(named[1].decode("ascii", errors="replace")):
        raise FeedError("it is written in an encoding that is not used on the web")
    parser = expat.ParserCreate()
    parser.StartElementHandler = _few_attributes
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(body, True)
    except _TooManyError:
        raise FeedError("an element of it has more attributes than any feed needs") from None
    except (expat.ExpatError, LookupError, ValueError):
        if not _closed(body):
            raise CutError("it is cut off") from None
        gap = max((len(piece) for piece in body.split(b"<")), default=0)
        if len(body) > _LARGEST_DAMAGED or gap > _LONGEST_GAP:
            raise FeedError("its XML is damaged") from None


def _closed(body: bytes) -> bool:
    return _CLOSED.search(body[-4096:].replace(b"\0", b"")) is not None


def _few_attributes(_name: str, attributes: Mapping[str, str]) -> None:
    if len(attributes) > _MOST_ATTRIBUTES:
        raise _TooManyError


def _no_doctype(*_: Any) -> None:
    raise FeedError("it declares a document type or entities, which feeds do not need and attacks do")


def _words(node: Mapping[str, Any], name: str) -> str:
    value = node.get(name)
    return value if isinstance(value, str) else ""


def _date(entry: Any, now: datetime) -> datetime | None:
    """When an entry was published, else updated; None without a date that can be true."""
    for name in ("published_parsed", "updated_parsed"):
        parts = dict.get(entry, name)  # the library's own get() answers with the other date, and a warning
        if parts is None:
            continue
        try:
            at = datetime.fromtimestamp(calendar.timegm(parts), UTC)
        except (TypeError, ValueError, OverflowError, OSError):
            continue
        if _EARLIEST <= at <= now + timedelta(days=1):
            return at
    return None


def _post(entry: Mapping[str, Any], address: str, at: datetime, language: str) -> Post:
    link = web(urljoin_or_none(address, _words(entry, "link")))
    content = entry.get("content")
    bodies = [_words(c, "value") for c in content if isinstance(c, Mapping)] if isinstance(content, list) else []
    return post_from_html(
        number=_words(entry, "id") or link or f"{at:%Y-%m-%dT%H:%M:%SZ} {_words(entry, 'title')}"[:300],
        at=at,
        title=_words(entry, "title"),
        source=next(filter(None, bodies), "") or _words(entry, "summary"),
        url=link,
        address=address,
        language=language,
    )


def post_from_html(
    *, number: str, at: datetime, title: str, source: str, url: str | None, address: str, language: str
) -> Post:
    """An entry whose body is HTML. A picture marked as decoration (alt="") is none that has to be described."""
    markup = _html.read(source)
    pictures = [(urljoin_or_none(address, src), alt) for src, alt in markup.images if alt is None or alt.strip()]
    return Post(
        id=number,
        at=at,
        text=markup.text,
        title=_html.plain(title) or None,
        url=url,
        lang=language or None,
        links=tuple(found for href, _ in markup.anchors if (found := web(urljoin_or_none(address, href)))),
        media=tuple(Media("image", Seen(alt), url=web(src)) for src, alt in pictures),
    )


def urljoin_or_none(address: str, reference: str) -> str | None:
    """The reference as a whole address, None where it cannot be read."""
    if not reference:
        return None
    try:
        return urljoin(address, reference.strip())
    except ValueError:
        return None
