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
    r"|(?P<mark>[^\s])"
)
_ELIDED = known("l d qu jusqu n s c m j t all dell un nell sull dall lorsqu puisqu quell")
_CONTRACTED = known("t s re ll ve m d")


def tokenise(plain: Plain) -> list[Token]:
    """The tokens in order; "we're" is one word, "l'actualité" is two."""
    tokens: list[Token] = []
    text = plain.text
    contracts = "'" in text
    new, add = (
        tuple.__new__,
        tokens.append,
    )  # several times faster than Token(...), and this is the hottest loop there is
    end_before = skip_to = 0
    for match in _SCANNER.finditer(text):
        start, end = match.span()
        if start < skip_to:
            continue
        kind, word = match.lastgroup, match.group()
        if word == "'" and text.startswith("til ", end):
            continue  # "9 'til 5"
        if contracts and kind == "word" and (longer := _contraction(text, word, end)):
            word, end = text[start:longer], longer
            skip_to = end
        add(new(Token, (kind, word, start, end, start == end_before)))
        end_before = end
    return tokens


def _contraction(text: str, word: str, end: int) -> int:
    """Where "we're" or "don't" ends, if the word that ends here is the beginning of such a one; else 0."""
    if text[end : end + 1] != "'" or word in _ELIDED or not text[end + 1 : end + 2].isalpha():
        return 0
    stop = end + 1
    while stop < len(text) and stop < end + 4 and text[stop].isalpha():
        stop += 1
    return stop if text[end + 1 : stop] in _CONTRACTED else 0
