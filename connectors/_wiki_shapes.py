"""Turns MediaWiki's answers (formatversion 2) into the nouns; names compared as the wiki spells them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from auditor.model import Post
from connectors import _read

_BAD = re.compile(r"[#<>\[\]|{}/\x00-\x1f\x7f]")
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_OUTSIDE = re.compile(r"\[(https?://[^\s\[\]]+)(?:\s+([^\[\]]*))?\]")
_MARKS = re.compile(r"'{2,5}|__[A-Z]{1,30}__")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")


def name(written: str) -> str:
    """A user's name as the wiki spells it: spaces for underscores, the first letter large; "" where it cannot be one."""
    spaced = " ".join(written.replace("_", " ").split())
    if spaced[:5].lower() == "user:":
        spaced = spaced[5:].strip()
    if not spaced or _BAD.search(spaced) or len(spaced.encode()) > 255:
        return ""
    first = spaced[0].upper()
    return (first if len(first) == 1 else spaced[0]) + spaced[1:]


def is_blocked(user: Mapping[str, Any]) -> bool:
    """Whether the account as a whole is blocked; a partial block is no suspension."""
    return "blockid" in user and user.get("blockpartial") is not True


def edit(row: Mapping[str, Any], index: str) -> Post:
    """One edit; raises ValueError where it has no id or time."""
    number, at = row.get("revid"), _read.moment(row.get("timestamp"))
    if isinstance(number, bool) or not isinstance(number, int) or at is None:
        raise ValueError("an edit without number or time")
    return Post(
        id=str(number),
        at=at,
        text=_read.text(row.get("comment")),
        title=_read.text(row.get("title")) or None,
        url=f"{index}?oldid={number}" if index else None,
    )


def words(wikitext: str) -> str:
    """What a reader sees of a user page, nearly: links become their words, markup goes, templates stay as they are."""
    text = _COMMENT.sub("", wikitext[:100_000])
    text = _OUTSIDE.sub(lambda m: f"{m[2]} {m[1]}" if m[2] else m[1], _LINK.sub(r"\1", text))
    text = _TAG.sub("", _MARKS.sub("", text))
    return "\n".join(_unheaded(line.strip()) for line in text.split("\n")).strip()


def _unheaded(line: str) -> str:
    return line.strip("= ") if len(line) > 2 and line[0] == line[-1] == "=" else line


def page_text(page: Mapping[str, Any]) -> str | None:
    """The newest text of a page; "" for a page that does not exist, None where it cannot be read."""
    if page.get("missing") is True:
        return ""
    for revision in _read.items(page.get("revisions")):
        main = _read.table(_read.table(revision.get("slots")).get("main"))
        for node in (main, revision):
            if isinstance(node.get("content"), str):
                return str(node["content"])
    return None
