"""Whether a display name holds an approved name, word by word, and which characters in it are not what they look like."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from auditor.lookalikes import LOOKALIKES
from auditor.text import foreign_letters, hidden_characters, skeleton

_ALPHABETS = frozenset(
    {"CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "GEORGIAN", "CHEROKEE", "CANADIAN", "LISU", "DESERET"}
)


def holds(shown: str, approved: str) -> bool:
    """Whether the approved name stands in the shown one as whole words; names without letter case may stand inside a word."""
    wanted = "".join(_words(approved))
    if not wanted:
        return False
    if _caseless(approved):
        return wanted in "".join(_words(shown))
    words = _words(shown)
    return any(_starts(words, at, wanted) for at in range(len(words)))


def deceptive(shown: str, approved: Iterable[str]) -> list[tuple[str, str]]:
    """Characters that hide or only look like others, each with its name. An approved name in another script is what it is."""
    found = dict(hidden_characters(shown))
    names = tuple(approved)
    rest = shown
    for name in names:
        if not name.isascii():
            rest = rest.replace(name, " ")
    found |= dict(foreign_letters(rest))
    found |= {c: _named(c) for c in _mixed_in(rest)}
    if not found and not any(holds(shown, name) for name in names) and _mistakable(shown, names):
        found |= {c: _named(c) for c in rest if c in LOOKALIKES}
    return list(found.items())


def _mixed_in(text: str) -> list[str]:
    """Letters of another European alphabet inside a word of Latin letters."""
    if text.isascii():
        return []
    found: list[str] = []
    for word in "".join(c if c.isalpha() else " " for c in text).split():
        if not word.isascii() and any(c.isascii() for c in word):
            found += [c for c in word if not c.isascii() and unicodedata.name(c, "").partition(" ")[0] in _ALPHABETS]
    return found


def _mistakable(shown: str, names: Iterable[str]) -> bool:
    """Whether a shown name looks as if it held an approved one, but only by letters that are others."""
    if shown.isascii():
        return False  # every letter is what it is
    looks, plain = skeleton(shown), skeleton("".join(" " if c in LOOKALIKES else c for c in shown))
    shapes = [shape for name in names if len(shape := skeleton(name)) > 2]
    return any(shape in looks and shape not in plain for shape in shapes)


def _named(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, 'without a name')}"


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    """Words in lower case without accents, also split where small letters meet capitals ("LivUni")."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and "))
    kept: list[str] = []
    for char in plain:
        if unicodedata.combining(char) or char in "'’‘`":
            continue
        if kept and _parted(kept[-1], char):
            kept.append(" ")
        kept.append(char if char.isalnum() else " ")
    return tuple("".join(kept).casefold().split())


def _parted(before: str, char: str) -> bool:
    """Whether a new word begins here: a capital after a small letter, or a script with letter case beside one without."""
    if not (before.isalpha() and char.isalpha()):
        return False
    return (char.isupper() and before.islower()) or _cased(before) != _cased(char)


def _cased(char: str) -> bool:
    return char.isupper() or char.islower()


def _starts(words: Sequence[str], at: int, wanted: str) -> bool:
    """Whether the words from here on, run together, begin with the wanted name and end with it at a word's end."""
    joined = ""
    for n in range(at, len(words)):
        joined += words[n]
        if joined == wanted or joined.removesuffix("s") == wanted:
            return True
        if not wanted.startswith(joined):
            return False
    return False


def _caseless(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and not any(_cased(c) for c in letters)
