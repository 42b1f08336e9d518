"""Pieces of pages that are the same wherever they stand: made once, as thousands of pages hold them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

from reports.words import Counts, Status

_PILL = Markup('<span class="pill {}"><span class="sym" aria-hidden="true">{}</span>{}</span>')
_TICK = Markup('<li id="{}c-{}">{}</li>')
_COUNTED = Markup("<li>{} <b>{:,}</b></li>\n")
_LIST = Markup('<ul class="counted">\n{}</ul>\n')
_NOTHING = Markup("")


@lru_cache(maxsize=512)
def pill(status: Status, label: str = "") -> Markup:
    """A status as readers see it: its sign and its word, or another word."""
    return _PILL.format(status.value, status.symbol, label or status.label)


@lru_cache(maxsize=4096)
def counted(counts: Counts) -> Markup:
    """How many stand under each word, as a list."""
    return _LIST.format(_NOTHING.join([_COUNTED.format(pill(status), number) for status, number in counts.shown()]))


def ticks(prefix: str, met: Iterable[tuple[str, str]]) -> Markup:
    """The lines of a list of what is met: the check's id and title of each."""
    return _NOTHING.join([_tick(prefix, check, title) for check, title in met])


@lru_cache(maxsize=4096)
def _tick(prefix: str, check: str, title: str) -> Markup:
    return _TICK.format(prefix, check, title)
