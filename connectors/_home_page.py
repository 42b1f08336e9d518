"""What a blog's home page tells: where its feed is, and by its status whether there is a blog at all."""

from __future__ import annotations

import re

from auditor.errors import PlatformError
from auditor.model import Trouble
from connectors import _charsets, _html, _wordpress
from connectors._answer import Answer
from connectors._feed import urljoin_or_none

_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
_LINK_HEADER = re.compile(r"<([^<>]{1,2000})>([^<>,]{0,500})")
_CHARSET = re.compile(r"charset=\"?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_WAIT = "Nothing to do for one night; if it lasts, the account manager asks the people who run the site."
_CHECK = "The account manager checks the address in the register; the address of the feed itself always works."


def announced(answer: Answer, page: _html.Markup) -> tuple[str, str]:
    """The addresses of the feed and of WordPress's API that a page names, in its head or in the Link header."""
    feed = api = ""
    for link in page.links:
        relations, target = link.get("rel", "").lower().split(), urljoin_or_none(answer.url, link.get("href", ""))
        if target and "alternate" in relations and link.get("type", "").lower() in _FEED_TYPES:
            feed = feed or target
        elif target and _wordpress.RELATION in relations:
            api = api or target
    for target, rest in _LINK_HEADER.findall(answer.headers.get("Link", "")[:10_000]):
        if _wordpress.RELATION in rest:
            api = api or urljoin_or_none(answer.url, target) or ""
    return feed, api


def decoded(answer: Answer) -> str:
    """The page as text, by the charset that its header names."""
    named = _CHARSET.search(answer.headers.get("Content-Type", ""))
    charset = _charsets.known(named[1]) if named else None
    return answer.body.decode(charset or "utf-8", errors="replace")


def refuse(answer: Answer) -> None:
    """Raise for a status that is an answer about the blog itself."""
    status = answer.status
    if status == 200:
        return
    if status in {404, 410}:
        raise PlatformError(
            Trouble.GONE,
            f"The site says that there is nothing at this address (HTTP {status}).",
            "The account manager checks the address in the register, or closes the entry.",
            source=answer.source,
            status=status,
        )
    if status in {401, 403}:
        raise PlatformError(
            Trouble.PRIVATE,
            f"The site shows this blog only after a login (HTTP {status}).",
            "The account manager makes the blog public, or tells the site to let the audit read it.",
            source=answer.source,
            status=status,
        )
    raise error(answer, "the site gave an answer that is not known here")


def error(answer: Answer, words: str) -> PlatformError:
    """A BROKEN error about this answer."""
    remedy = _CHECK if answer.status == 200 else _WAIT
    return PlatformError(
        Trouble.BROKEN,
        f"{words[:1].upper()}{words[1:]} (HTTP {answer.status}).",
        remedy,
        source=answer.source,
        status=answer.status,
    )
