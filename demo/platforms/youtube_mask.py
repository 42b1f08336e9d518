"""Google's `fields` mask: `nextPageToken,items(id,snippet/title)` parsed and applied to an answer."""

from __future__ import annotations

from typing import Any

Tree = dict[str, "Tree"]


def parse(text: str) -> Tree:
    """A mask as a tree; an empty inner tree means everything below."""
    tree, at = _list(text, 0)
    if at != len(text):
        raise ValueError(f"Invalid field selection {text}")
    return tree


def _list(text: str, at: int) -> tuple[Tree, int]:
    tree: Tree = {}
    while at < len(text) and text[at] != ")":
        at = _one(text, at, tree)
        if at < len(text) and text[at] == ",":
            at += 1
    return tree, at


def _one(text: str, at: int, tree: Tree) -> int:
    start = at
    while at < len(text) and text[at] not in ",/()":
        at += 1
    if start == at:
        raise ValueError(f"Invalid field selection {text}")
    below = tree.setdefault(text[start:at].strip(), {})
    if at < len(text) and text[at] == "/":
        return _one(text, at + 1, below)
    if at < len(text) and text[at] == "(":
        inner, at = _list(text, at + 1)
        if at >= len(text):
            raise ValueError(f"Invalid field selection {text}")
        below.update(inner)
        at += 1
    return at


def apply(value: Any, tree: Tree) -> Any:
    """Only what the mask names."""
    if not tree:
        return value
    if isinstance(value, list):
        return [apply(v, tree) for v in value]
    if not isinstance(value, dict):
        return value
    if "*" in tree:
        return {k: apply(v, tree["*"]) for k, v in value.items()}
    return {k: apply(v, tree[k]) for k, v in value.items() if k in tree}
