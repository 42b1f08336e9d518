"""The character encodings of the web. Python knows others, some of which take minutes for a few hundred kilobytes."""

from __future__ import annotations

import codecs

_FAMILIES = (
    "utf-8",
    "utf-16",
    "utf_8",
    "utf_16",
    "ascii",
    "iso8859",
    "cp",
    "koi8",
    "mac",
    "gb",
    "big5",
    "euc",
    "shift_jis",
)


def known(name: str) -> str | None:
    """Python's name of an encoding that pages and feeds are written in; None for any other."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return codec if codec.startswith(_FAMILIES) else None
