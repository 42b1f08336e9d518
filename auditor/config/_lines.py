"""On which line of config.toml a key stands: a scan good enough for messages, not a parser."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_PATH = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"\s*\[\[?\s*({_PATH})\s*\]")
_KEY = re.compile(rf"\s*({_PATH})\s*=")
_PARTS = re.compile(_PART)


def lines_of(text: str) -> dict[tuple[str, ...], int]:
    """Key path -> 1-based line, for table headers and for keys at the start of a line."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _TABLE.match(line):
            table = _split(header[1])
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            path = _split(key[1])
            for depth in range(1, len(path) + 1):
                found.setdefault((*table, *path[:depth]), number)
    return found


def nearest_line(lines: dict[tuple[str, ...], int], path: Sequence[object]) -> int | None:
    """The line of the key, else of the innermost table or key around it."""
    words = tuple(str(part) for part in path)
    while words:
        if words in lines:
            return lines[words]
        words = words[:-1]
    return None


def _split(path: str) -> tuple[str, ...]:
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in _PARTS.findall(path))
