"""Finds the addresses that somebody wrote into a text, in time linear in its length."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from auditor.model import Link

_LONGEST = 20_000  # no profile text is longer; what lies behind is not read
_START = re.compile(
    r"(?i)https?://"
    r"|(?<![\w@.%+\-/])www\.(?=[a-z0-9])"
    r"|(?<![\w@.%+\-/])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,5}"
    r"(?:ac\.uk|co\.uk|org\.uk|gov\.uk|edu\.au|com|org|net|edu|info|io|uk|eu|ly|gl|me|tv|page|social|link|bio|app|dev)"
    r"(?![\w@-]|\.[a-z0-9])"
)
_END = re.compile(r"[\s<>\"“”«»|`^\\\x00-\x1f]|$")
_TAIL = ".,;:!?'’…)]}*_"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def in_text(text: str) -> tuple[Link, ...]:
    """Links as a reader would follow them: with http(s)://, with www., and bare domain names of a known form.

    `url` is what stands there; where it lacks a scheme, `expanded` has it with https.
    """
    links = {url: link(url, where="bio") for url in _addresses(text[:_LONGEST])}
    return tuple(links.values())


def split(field: str) -> tuple[Link, ...]:
    """The addresses in a link field that may hold several, parted by blanks or commas."""
    parts = (part.strip("<>,;\"'") for part in re.split(r"[\s,;]+", field[:_LONGEST]))
    return tuple(link(part) for part in parts if part)


def link(url: str, where: str = "link") -> Link:
    """A link from an address as it was written, perhaps without scheme."""
    if "://" in url or url.lower().startswith(("mailto:", "tel:", "javascript:", "data:")):
        return Link(url, where=where)
    return Link(url, f"https://{url}", where)


def _addresses(text: str) -> Iterator[str]:
    at = 0
    while start := _START.search(text, at):
        end = _END.search(text, start.end())
        url = _trimmed(text[start.start() : end.start() if end else len(text)])
        if len(url) > len("https://"[: start.end() - start.start()]):
            yield url
        at = max(start.end(), start.start() + len(url))


def _trimmed(url: str) -> str:
    """Without the punctuation of the sentence around it; a closing bracket stays where its partner is inside."""
    counts = Counter(url)
    end = len(url)
    while end and url[end - 1] in _TAIL:
        last = url[end - 1]
        if last in _PAIRS and counts[_PAIRS[last]] >= counts[last]:
            break
        counts[last] -= 1
        end -= 1
    return url[:end]
