"""One form for all spellings: lower case, no accents, plain dashes and quotes, styled letters read as text.

Every character of the result knows where in the given text it came from, so that quotes are the author's own words.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

from auditor.lookalikes import LOOKALIKES

_DASHES = "‐‑‒–—―−⁃﹘﹣－─━ー᠆〜～∼⸺⸻"
_QUOTES = "’‘ʼ´`′＇ʹ‛"
_DOUBLE = "“”„‟«»″"
_ARROWS = "→➔➜➝➞➡⟶⇒▶►⮕"
_DOTS = "•·∙●◦‧⋅▪■★☆✦◆▸►"
_CACHE_LIMIT = 20_000


class _Folds(dict[int, str]):
    """Character -> its plain form, worked out once per character met."""

    def __missing__(self, code: int) -> str:
        plain = _fold(chr(code))
        if len(self) < _CACHE_LIMIT:
            self[code] = plain
        return plain


class Plain:
    """A text in plain form (`text`), with the way back to the text given (`source`)."""

    __slots__ = ("_offsets", "source", "text")

    def __init__(self, source: str) -> None:
        self.source = source
        self._offsets: list[int] | None = None
        if source.isascii():
            self.text = source.lower()
        else:
            self.text = _latinised(source).translate(_FOLDS)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the plain characters from `start` to `end` stand in the source."""
        if self.source.isascii():
            return start, end
        if self._offsets is None:
            self._offsets = _offsets(_latinised(self.source))
        first = bisect_right(self._offsets, start) - 1
        last = bisect_right(self._offsets, end - 1)
        while last < len(self.source) and not _FOLDS[ord(self.source[last])]:
            last += 1  # marks and selectors that belong to the last character
        return first, last


def _offsets(source: str) -> list[int]:
    """For each character of the source, where its plain form begins; characters that vanish share their follower's."""
    offsets: list[int] = []
    at = 0
    for char in source:
        offsets.append(at)
        at += len(_FOLDS[ord(char)])
    return offsets


def _fold(char: str) -> str:
    code = ord(char)
    if char in _DASHES:
        return "-"
    if char in _QUOTES:
        return "'"
    if char in _DOUBLE:
        return '"'
    if char in _ARROWS:
        return "→"
    if char in _DOTS:
        return "•"
    if char in "\r\n\v\f\x85\u2028\u2029":
        return "\n"
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category in {"Mn", "Me", "Cf", "Cc"} or code in {0x115F, 0x3164}:
        return ""
    if 0x1F1E6 <= code <= 0x1F1FF:  # halves of a flag
        return char
    if category == "Nd":
        return str(unicodedata.decimal(char))
    compatible = unicodedata.normalize("NFKD", char)
    if not compatible.isascii():
        compatible = "".join(c for c in compatible if not unicodedata.combining(c))
    if compatible.isascii() and compatible.isalnum() and len(compatible) <= 3:
        return compatible.lower()
    if compatible.isascii() and len(compatible) == 1:
        return compatible
    if category[0] == "L" or category == "Nl":
        return _LIGATURES.get(char.lower()) or compatible.casefold() or char
    return _SQUARED.get(code, char)


_LIGATURES = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ð": "d", "þ": "th"}
_SQUARED = {
    **{0x1F150 + n: chr(97 + n) for n in range(26)},
    **{0x1F170 + n: chr(97 + n) for n in range(26) if n not in {0, 1, 14, 15}},
    0x2010: "-",
    0x3001: ",",
    0xFF0C: ",",
    0x3002: ".",
    0xFF01: "!",
    0xFF1F: "?",
}
_FOLDS = _Folds()


def _latinised(source: str) -> str:
    """The source with look-alike letters of other alphabets replaced where they stand in a Latin word; same length."""
    if not any(c in LOOKALIKES for c in source):
        return source
    chars = list(source)
    start = 0
    size = len(chars)
    while start < size:
        if not chars[start].isalpha():
            start += 1
            continue
        end = start
        latin = foreign = strange = False
        while end < size and chars[end].isalpha():
            char = chars[end]
            if char in LOOKALIKES:
                foreign = True
            elif ord(char) < 0x250 or 0x1D400 <= ord(char) <= 0x1D6A5 or 0xFF21 <= ord(char) <= 0xFF5A:
                latin = True
            else:
                strange = True
            end += 1
        if foreign and not strange and (latin or end - start > 2):
            chars[start:end] = [LOOKALIKES.get(c, c) for c in chars[start:end]]
        start = end
    return "".join(chars)
