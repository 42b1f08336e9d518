"""Pieces of pages that are the same wherever they stand: made once, as thousands of pages hold them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

from reports.words import Counts, Status

_PILL = Markup('<span class="pill {}"><span class="sym" aria-hidden="true">{}</span>{}</span>')
_TICK = Markup('<li id="{}c-{}">{}</li>')
_COUNTED = Markup("<li>{} <b>{:,}</b></li>\n")


@lru_cache(maxsize=512)
def pill(status: Status, label: str = "") -> Markup:
    """A status as readers see it: its sign and its word, or another word."""
    return _PILL.format(status.value, status.symbol, label or status.label)


@lru_cache(maxsize=4096)
def counted(counts: Counts) -> Markup:
    """How many stand under each word, as a list."""
    lines = "".join(_COUNTED.format(pill(status), number) for status, number in counts.shown())
    return Markup(f'<ul class="counted">\n{lines}</ul>\n')  # noqa: S704 - made of safe pieces


def ticks(prefix: str, met: Iterable[tuple[str, str]]) -> Markup:
    """The lines of a list of what is met: the check's id and title of each."""
    return Markup("".join([_tick(prefix, check, title) for check, title in met]))  # noqa: S704 - made of safe pieces


@lru_cache(maxsize=4096)
def _tick(prefix: str, check: str, title: str) -> str:
    return _TICK.format(prefix, check, title)
