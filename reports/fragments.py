"""Pieces of pages that are the same wherever they stand: made once, as thousands of pages hold them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

from reports.view_account import Group
from reports.words import Counts, Status

_PILL = Markup('<span class="pill {}"><span class="sym" aria-hidden="true">{}</span>{}</span>')
_TICK = Markup('<li id="{}c-{}">{}</li>')
_COUNTED = Markup("<li>{} <b>{:,}</b></li>\n")
_LIST = Markup('<ul class="counted">\n{}</ul>\n')
_NOTHING = Markup("")
_GROUP = Markup('<div class="group">\n<p><bdi>{}</bdi>{}</p>\n<ul class="names">{}</ul>\n</div>\n')
_MOVE = Markup(' <span class="move"><bdi>{}</bdi></span>')
_NAMED = Markup('<li id="{}c-{}">{}{}</li>')
_LAST = Markup(' <span class="since">({})</span>')


@lru_cache(maxsize=512)
def pill(status: Status, label: str = "") -> Markup:
    """A status as readers see it: its sign and its word, or another word."""
    return _PILL.format(status.value, status.symbol, label or status.label)


@lru_cache(maxsize=4096)
def counted(counts: Counts) -> Markup:
    """How many stand under each word, as a list."""
    return _LIST.format(_NOTHING.join([_COUNTED.format(pill(status), number) for status, number in counts.shown()]))


@lru_cache(maxsize=1024)
def ticks(prefix: str, met: tuple[tuple[str, str], ...]) -> Markup:
    """The lines of a list of what is met: the check's id and title of each."""
    return _NOTHING.join([_tick(prefix, check, title) for check, title in met])


@lru_cache(maxsize=4096)
def _tick(prefix: str, check: str, title: str) -> Markup:
    return _TICK.format(prefix, check, title)


def grouped(prefix: str, groups: Iterable[Group]) -> Markup:
    """Findings that share a reason, reason by reason."""
    return _NOTHING.join([_group(prefix, group) for group in groups])


@lru_cache(maxsize=1024)
def _group(prefix: str, group: Group) -> Markup:
    names = [
        _NAMED.format(prefix, check, title, _LAST.format(last) if last else "") for check, title, last in group.checks
    ]
    return _GROUP.format(group.reason, _MOVE.format(group.remedy) if group.remedy else "", _NOTHING.join(names))
