"""Cuts plain text into tokens. One pass, no backtracking: the classes of the scanner begin with different characters."""

from __future__ import annotations

import re
from typing import NamedTuple

from auditor.statements.normalise import Plain
from auditor.statements.words import known


class Token(NamedTuple):
    """A piece of plain text: `kind` is "word", "number", "mark" (one sign), "line", "link", "handle", "tag" or "mail"."""

    kind: str
    text: str
    start: int
    end: int
    glued: bool  # no blank before it


_SCANNER = re.compile(
    r"(?P<link>https?://\S+|www\.\S+)"
    r"|(?P<handle>@[\w.\[\]-]*\w[\]]?)"
    r"|(?P<tag>\#\w+)"
    r"|(?P<slot>\[[a-z][a-z ]{0,20}\])"
    r"|(?P<number>[0-9]+)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<line>\n)"
    r"|(?P<mark>[^\s\w]|_)"
    r"|(?P<other>\w)"
)
_ELIDED = known("l d qu jusqu n s c m j t all dell un nell sull dall lorsqu puisqu quell")
_CONTRACTED = known("t s re ll ve m d")


def tokenise(plain: Plain) -> list[Token]:
    """The tokens in order; "we're" is one word, "l'actualité" is two."""
    tokens: list[Token] = []
    text = plain.text
    size = len(text)
    end_before = 0
    skip_to = -1
    for match in _SCANNER.finditer(text):
        start, end = match.span()
        if start < skip_to:
            continue
        kind = match.lastgroup or "mark"
        word = match.group()
        if kind == "word" and end + 1 < size and text[end] == "'" and text[end + 1].isalpha() and word not in _ELIDED:
            stop = end + 1
            while stop < size and stop < end + 4 and text[stop].isalpha():
                stop += 1
            if text[end + 1 : stop] in _CONTRACTED:
                word, end = text[start:stop], stop
                skip_to = stop
        elif kind == "other":
            kind = "mark"
        tokens.append(Token(kind, word, start, end, start == end_before))
        end_before = end
    return tokens
