"""Hostile text made safe to show, and the Unicode questions that controls ask: hidden characters, look-alike letters.

Every string that a platform or a spreadsheet gave passes `show` before it reaches a page, a mail, a sheet or a terminal.
"""

from __future__ import annotations

import re
import unicodedata

from auditor.lookalikes import LOOKALIKES

_ZWJ = "\u200d"
_KEYCAP = "\u20e3"
_MARKS_SHOWN = 8  # combining marks on one letter; more is an attempt to draw over the neighbours

# Controls, bidi controls, invisible and joining characters, tags, separators, interlinear marks, surrogates, non-characters.
_UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_HIDDEN = re.compile(f"[{_UNSEEN}]")
_SUSPECT = re.compile(f"[\t\n\r{_UNSEEN}]")
_MANY_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{" + f"{_MARKS_SHOWN + 1},}}"
)
_EMOJI = (
    (0x1F000, 0x1FAFF),
    (0x2190, 0x21FF),
    (0x2300, 0x23FF),
    (0x2460, 0x24FF),
    (0x25A0, 0x27BF),
    (0x2900, 0x297F),
    (0x2B00, 0x2BFF),
    (0x3030, 0x3030),
    (0x303D, 0x303D),
    (0x3297, 0x3299),
    (0xA9, 0xA9),
    (0xAE, 0xAE),
    (0x203C, 0x203C),
    (0x2049, 0x2049),
    (0x2122, 0x2122),
    (0x2139, 0x2139),
)


def show(text: str, limit: int | None = None, *, newlines: bool = False) -> str:
    r"""Text that is safe to display: what cannot be seen becomes a token such as ⟦U+202E⟧, and the rest stays as it is.

    Line ends become "\n" where `newlines` is true and " ⏎ " otherwise; tabs become blanks. With `limit`, at most that many
    characters of the result are kept, cut between letters as readers see them, with the number left out told.
    """
    if limit is not None and len(text) > 20 * limit + 1000:  # what is cut anyway need not be prepared
        rest = len(text) - (20 * limit + 1000)
        text = text[: 20 * limit + 1000]
    else:
        rest = 0
    if _SUSPECT.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = text.replace("\t", " ") if newlines else text.replace("\t", " ").replace("\n", " ⏎ ")
        if _HIDDEN.search(text):
            kept = _kept(text)
            text = _HIDDEN.sub(lambda m: m.group() if m.start() in kept else _token(m.group()), text)
    if not text.isascii():
        text = _MANY_MARKS.sub(
            lambda m: m.group()[:_MARKS_SHOWN] + f"⟦{len(m.group()) - _MARKS_SHOWN} more marks⟧", text
        )
    if limit is None or (len(text) <= limit and not rest):
        return text
    cut = _boundary(text, min(limit, len(text)))
    return f"{text[:cut]}… ({len(text) - cut + rest:,} more characters)"


def hidden_characters(text: str) -> list[tuple[str, str]]:
    """Characters that cannot be seen, each once, with their names; joiners and selectors inside an emoji do not count."""
    if not _HIDDEN.search(text):
        return []
    kept = _kept(text)
    found = {m.group(): None for m in _HIDDEN.finditer(text) if m.start() not in kept}
    return [(c, _name(c)) for c in found]


def foreign_letters(text: str) -> list[tuple[str, str]]:
    """Letters that only look like the Latin ones around them, each once, with their names; styled letters are among them."""
    if text.isascii():
        return []
    latin_text = any("a" <= c <= "z" or "A" <= c <= "Z" for c in text)
    found: dict[str, None] = {}
    for word in re.findall(r"[^\W\d_]+", text):
        if word.isascii():
            continue
        others = [c for c in word if c in LOOKALIKES and not _is_latin(c)]
        if others and latin_text and (any(_is_latin(c) for c in word) or (len(word) > 1 and len(others) == len(word))):
            found.update(dict.fromkeys(others))
    found.update(dict.fromkeys(c for c in text if is_styled(c)))
    return [(c, _name(c)) for c in found]


def skeleton(text: str) -> str:
    """A coarse form for comparing what texts look like: two texts with the same skeleton can be mistaken for each other.

    Case, accents, styles, hidden characters and blanks are dropped; i, l, 1 and | are one letter, so are o and 0.
    """
    plain = unicodedata.normalize("NFKD", _HIDDEN.sub("", text))
    mapped = "".join(LOOKALIKES.get(c, c) for c in plain if not unicodedata.combining(c))
    folded = "".join(mapped.casefold().split())
    return folded.translate(_SAME_SHAPE).replace("rn", "m").replace("vv", "w")


def defang(url: str) -> str:
    """An address that nobody can click by accident: hxxps://example[.]test/path; safe to show."""
    shown = show(url.strip())
    scheme, colon, rest = shown.partition("://")
    if not colon:
        scheme, rest = "", shown
    scheme = scheme.replace("http", "hxxp").replace("HTTP", "hxxp").replace(".", "[.]").replace(":", "[:]")
    host, slash, path = rest.partition("/")
    host = host.replace(".", "[.]").replace(":", "[:]") if not colon else host.replace(".", "[.]")
    return f"{scheme}{colon}{host}{slash}{path}"


def is_styled(char: str) -> bool:
    """Whether this is a Latin letter in fancy dress: mathematical, full-width, circled or squared."""
    code = ord(char)
    return (
        0x1D400 <= code <= 0x1D6A5
        or 0xFF21 <= code <= 0xFF3A
        or 0xFF41 <= code <= 0xFF5A
        or 0x24B6 <= code <= 0x24E9
        or (0x1F110 <= code <= 0x1F189 and code not in {0x1F170, 0x1F171, 0x1F17E, 0x1F17F})
    )


def is_emoji(char: str) -> bool:
    """Whether this character is drawn as a picture (digits and signs that can become one do not count)."""
    code = ord(char)
    return code > 0xA8 and any(low <= code <= high for low, high in _EMOJI)


_SAME_SHAPE = str.maketrans({"i": "l", "1": "l", "|": "l", "0": "o", "5": "s"})


def _is_latin(char: str) -> bool:
    return char.isascii() or (char not in LOOKALIKES and 0xC0 <= ord(char) <= 0x24F)


def _name(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, 'without a name')}"


def _token(char: str) -> str:
    return f"⟦U+{ord(char):04X}⟧"


def _kept(text: str) -> set[int]:
    """Positions of joiners, variation selectors and tags that belong to an emoji sequence."""
    kept: set[int] = set()
    base = ""  # the emoji that the sequence so far ends in
    for at, char in enumerate(text):
        after = text[at + 1] if at + 1 < len(text) else ""
        if (
            (char in "\ufe0e\ufe0f" and base)
            or (char == _ZWJ and base and after and is_emoji(after))
            or ("\U000e0020" <= char <= "\U000e007e" and base == "\U0001f3f4" and _is_flag(text, at, kept))
        ):
            kept.add(at)
        elif char == "\U000e007f" and base == "\U0001f3f4" and at - 1 in kept:
            kept.add(at)
            base = ""
        elif is_emoji(char) or (
            char in "#*0123456789" and (after == _KEYCAP or text[at + 1 : at + 3] == "\ufe0f" + _KEYCAP)
        ):
            base = char
        else:
            base = ""
    return kept


def _is_flag(text: str, at: int, kept: set[int]) -> bool:
    """Whether a tag letter stands in a short flag sequence that is properly ended."""
    if at - 1 in kept:
        return True
    end = text.find("\U000e007f", at, at + 8)
    return end > 0 and all("\U000e0030" <= c <= "\U000e007a" for c in text[at:end])


def _boundary(text: str, at: int) -> int:
    """The nearest place at or before `at` that lies between two letters as readers see them."""
    floor = max(0, at - 40)
    while floor < at < len(text) and (_extends(text[at]) or text[at - 1] == _ZWJ or _splits_token(text, at)):
        at -= 1
    flags = 0
    while flags < 40 and at - flags > 0 and 0x1F1E6 <= ord(text[at - flags - 1]) <= 0x1F1FF:
        flags += 1
    if flags % 2 and at < len(text) and 0x1F1E6 <= ord(text[at]) <= 0x1F1FF:
        at -= 1
    return at


def _extends(char: str) -> bool:
    return (
        unicodedata.category(char) in {"Mn", "Me", "Mc"}
        or char == _ZWJ
        or 0x1F3FB <= ord(char) <= 0x1F3FF
        or 0xE0020 <= ord(char) <= 0xE007F
    )


def _splits_token(text: str, at: int) -> bool:
    opened = text.rfind("⟦", max(0, at - 20), at)
    return opened >= 0 and "⟧" not in text[opened:at]
