"""Graph's field expansion: `name,posts.limit(5){message,comments{from}}` parsed, and nodes rendered with just that."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class GraphError(Exception):
    """An error in Graph's own terms."""

    def __init__(self, message: str, code: int, subcode: int = 0, kind: str = "OAuthException", status: int = 400) -> None:
        super().__init__(message)
        self.code, self.subcode, self.kind, self.status = code, subcode, kind, status


@dataclass(frozen=True, slots=True)
class Asked:
    """One field asked for: its name, the `.limit(5)` sort of modifiers, and what is asked of what it leads to."""

    name: str
    modifiers: tuple[tuple[str, str], ...] = ()
    inner: tuple[Asked, ...] = ()

    def modifier(self, name: str, default: str = "") -> str:
        """The value of a modifier."""
        return dict(self.modifiers).get(name, default)


def parse(text: str) -> tuple[Asked, ...]:
    """A `fields` parameter as a tree."""
    asked, at = _list(text, 0)
    if at != len(text):
        raise GraphError(f"(#2500) Syntax error \"Expected end of string instead of '{text[at]}'.\" at character {at}: {text}", 2500)
    return asked


def _list(text: str, at: int) -> tuple[tuple[Asked, ...], int]:
    found: list[Asked] = []
    while at < len(text) and text[at] != "}":
        start = at
        while at < len(text) and text[at] not in ",.{}()":
            at += 1
        name = text[start:at].strip()
        modifiers: list[tuple[str, str]] = []
        while at < len(text) and text[at] == ".":
            opening, closing = text.find("(", at), text.find(")", at)
            if opening < 0 or closing < opening:
                raise GraphError(f"(#2500) Syntax error at character {at}: {text}", 2500)
            modifiers.append((text[at + 1 : opening], text[opening + 1 : closing]))
            at = closing + 1
        inner: tuple[Asked, ...] = ()
        if at < len(text) and text[at] == "{":
            inner, at = _list(text, at + 1)
            if at >= len(text):
                raise GraphError(f"(#2500) Syntax error \"Expected '}}'\" at end of string: {text}", 2500)
            at += 1
        if name:
            found.append(Asked(name, tuple(modifiers), inner))
        if at < len(text) and text[at] == ",":
            at += 1
        elif at < len(text) and text[at] != "}":
            break
    return tuple(found), at


Nodes = Callable[[], "Sequence[Node]"]


@dataclass(slots=True)
class Node:
    """A Graph object: plain values, nested single objects (`Node`), and edges to lists. `known` are all legal fields."""

    kind: str
    values: Mapping[str, Any]
    edges: Mapping[str, Nodes] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    default: tuple[str, ...] = ("id",)

    @property
    def id(self) -> str:
        """The object's id."""
        return str(self.values["id"])


def render(node: Node, asked: Sequence[Asked], address: Callable[[str, str], str]) -> dict[str, Any]:
    """A node with the fields asked for; what is empty is left out. `address(id, edge)` begins a next page's URL."""
    out: dict[str, Any] = {}
    for one in asked or tuple(Asked(name) for name in node.default):
        if one.name in node.edges:
            rows = list(node.edges[one.name]())
            if rows:
                out[one.name] = page(rows, one.inner, address, node.id, one)
            continue
        if one.name not in node.values:
            if one.name in node.known:
                continue
            raise GraphError(f"(#100) Tried accessing nonexisting field ({one.name}) on node type ({node.kind})", 100)
        value = node.values[one.name]
        if value in (None, "", [], {}):
            continue
        if isinstance(value, Node):
            value = render(value, one.inner, address)
        elif isinstance(value, dict) and one.inner:
            names = {i.name for i in one.inner}
            value = {k: v for k, v in value.items() if k in names or k == "id"}
        out[one.name] = value
    out["id"] = node.id
    return out


def cursor(position: int) -> str:
    """An opaque cursor for a position."""
    return base64.urlsafe_b64encode(f"cursor:{position}".encode()).decode().rstrip("=")


def position(text: str) -> int:
    """The position of a cursor; 0 for none."""
    if not text:
        return 0
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        return int(raw.removeprefix("cursor:"))
    except ValueError:
        raise GraphError("(#100) Invalid parameter: cursor", 100) from None


def page(
    rows: Sequence[Node], inner: Sequence[Asked], address: Callable[[str, str], str], owner: str, asked: Asked
) -> dict[str, Any]:
    """One page of an edge inside an expansion."""
    start = position(asked.modifier("after"))
    size = min(int(asked.modifier("limit", "25") or 25), 100)
    shown = rows[start : start + size]
    paging: dict[str, Any] = {"cursors": {"before": cursor(start), "after": cursor(start + len(shown))}}
    if start + size < len(rows):
        paging["next"] = f"{address(owner, asked.name)}&limit={size}&after={paging['cursors']['after']}"
    return {"data": [render(row, inner, address) for row in shown], "paging": paging}
