"""What Pages and Instagram accounts have in common when read: edges, talk, pictures, and what was withheld."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from auditor.model import Exchange, Exchanges, Image, Link, Post, Posts, Unseen, Why
from connectors import _links, _read

NO_PERMISSION = Unseen(Why.WITHHELD, "Meta shows this only with a permission that the token lacks.")
_CDN = (".fbcdn.net", ".cdninstagram.com")


def rows(node: Mapping[str, Any], edge: str) -> Iterator[Mapping[str, Any]]:
    """The rows of an expanded edge; Graph leaves an edge without rows out of the object."""
    return _read.items(_read.table(node.get(edge)).get("data"))


def has_more(node: Mapping[str, Any], edge: str) -> bool:
    """Whether an expanded edge was cut at its limit."""
    return bool(_read.table(_read.table(node.get(edge)).get("paging")).get("next"))


def image(url: str, *, is_default: bool) -> Image:
    """A profile image. On Meta's CDN host and folder change with every night, so the file's name is its identity."""
    parts = urlsplit(url) if "://" in url else None
    cdn = parts is not None and (parts.hostname or "").endswith(_CDN)
    key = f"cdn:{parts.path.rpartition('/')[2]}" if parts and cdn else url.partition("?")[0]
    return Image(url, is_default=is_default, key=key)


def links(field: Any, texts: Iterable[str]) -> tuple[Link, ...]:
    """The link field's addresses, then those written in the texts."""
    found = list(_links.split(_read.text(field)))
    for text in texts:
        found += [one for one in _links.in_text(text) if one.target not in {other.target for other in found}]
    return tuple(found)


def posts(found: Sequence[Post], *, cut: bool) -> Posts:
    """A timeline, newest first; complete back to its oldest post where it was cut."""
    ordered = tuple(sorted(found, key=lambda p: p.at, reverse=True))
    return Posts(ordered, "timeline", ordered[-1].at if cut and ordered else None)


class Talk:
    """Gathers what visitors wrote, and from when on it is complete."""

    def __init__(self, since: datetime | None) -> None:
        self._found: list[Exchange] = []
        self._since = since

    def add(self, exchange: Exchange) -> None:
        """One thing a visitor wrote."""
        self._found.append(exchange)

    def cut(self, times: Sequence[datetime]) -> None:
        """A list of comments was cut: newest first, the oldest shown is the edge; oldest first, only the newest is."""
        if not times:
            return
        edge = min(times) if times[0] >= times[-1] else max(times)
        self._since = max(self._since, edge) if self._since else edge

    def exchanges(self) -> Exchanges:
        """Everything gathered, newest first."""
        return Exchanges(tuple(sorted(self._found, key=lambda e: e.at, reverse=True)), self._since)


def times(nodes: Iterable[Mapping[str, Any]], name: str) -> list[datetime]:
    """The instants of some rows, those that have one."""
    return [at for node in nodes if (at := _read.moment(node.get(name)))]


def first_own(replies: Iterable[Mapping[str, Any]], own: frozenset[str], name: str, after: datetime) -> datetime | None:
    """When the account itself first replied."""
    mine = [r for r in replies if wrote(r) & own]
    return min((at for at in times(mine, name) if at >= after), default=None)


def unsettled(node: Mapping[str, Any], edge: str, answered_at: datetime | None) -> bool:
    """Whether a reply of the account may stand among those that were cut off."""
    return answered_at is None and has_more(node, edge)


def wrote(node: Mapping[str, Any]) -> set[str]:
    """The ids and names by which the writer of a comment is told; empty where Meta keeps a visitor's to itself."""
    writer = _read.table(node.get("from"))
    told = (writer.get("id"), writer.get("username"), node.get("username"))
    return {_read.text(one).lower() for one in told if one}
