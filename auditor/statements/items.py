"""Finds the expressions of time in a token list: days, ranges of times, "24/7", "office hours", durations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from auditor.statements.clock import STARTERS, Point, Range, ending, point, span_of, time_range, until
from auditor.statements.phrases import Cue, Phrases
from auditor.statements.tokens import Token
from auditor.statements.weekdays import DAY_STARTERS, Days, Span, days
from auditor.statements.words import days as day_words
from auditor.statements.words import times as time_words

_PHRASES = Phrases(
    {
        **day_words.GROUPS,
        "holiday": day_words.HOLIDAYS,
        "otherwise": day_words.OTHERWISE,
        "always": time_words.ALWAYS,
        "vague": time_words.VAGUE,
        "out": time_words.OUT_OF,
    }
)
_STARTERS = STARTERS | DAY_STARTERS
_ORDINARY = frozenset({"to", "la", "me", "we", "per", "man"})  # short days of some language that are words of others
_BESIDE = frozenset({"from", "on", "von", "am", "de", "das", "ab", "dalle", "van", "at", "only", "uhr", "h"})


class Item(NamedTuple):
    """An expression of time over the tokens from `start` to `end`.

    `kind` is "days", "times", "always", "vague", "out" (of hours), "holiday", "otherwise" or "duration".
    """

    kind: str
    start: int
    end: int
    days: tuple[Span, ...] = ()
    times: Range | None = None
    firm: bool = True
    cuts: tuple[int, ...] = ()


def items(tokens: Sequence[Token]) -> list[Item]:
    """All expressions of time, left to right, without overlaps."""
    phrases = {cue.start: cue for cue in _PHRASES.find(tokens)}
    found: list[Item] = []
    at, size, letters = 0, len(tokens), False
    while at < size:
        kind, text, _, _, _ = tokens[at]
        if at not in phrases and kind != "number" and text not in _STARTERS:
            at += 1
            continue
        read = _expression(tokens, at, phrases.get(at), letters, found[-2:])
        if not read:
            at += 1
            continue
        letters = letters or (read[0].kind == "days" and len(tokens[read[0].start].text) == 1)
        found += read
        at = read[-1].end
    return [item for n, item in enumerate(found) if _holds(tokens, found, n)]


def _holds(tokens: Sequence[Token], found: Sequence[Item], n: int) -> bool:
    """Whether an expression may stand: a lone short day ("so", "we", "sat") needs a time right beside it."""
    item = found[n]
    if item.firm or item.kind != "days":
        return True
    if tokens[item.start].text in _ORDINARY:
        return False
    before, after = found[n - 1] if n else None, found[n + 1] if n + 1 < len(found) else None
    if before and before.kind == "times" and _adjoin(tokens, before.end, item.start):
        return True
    return after is not None and after.kind == "times" and _adjoin(tokens, item.end, after.start)


def _adjoin(tokens: Sequence[Token], end: int, start: int) -> bool:
    """Whether at most two signs, or "from" and "on", lie between."""
    return start - end <= 2 and all(t.kind in {"mark", "line"} or t.text in _BESIDE for t in tokens[end:start])


def _expression(
    tokens: Sequence[Token], at: int, cue: Cue | None, letters: bool, before: Sequence[Item]
) -> tuple[Item, ...]:
    """What begins at this token: a duration, a phrase, times, days, or nothing."""
    text = tokens[at].text
    item = _duration(tokens, at) if text in time_words.DURATION_BEFORE else None
    if item is None and cue is not None:
        item = _phrase(tokens, cue.label, cue.start, cue.end)
    if item is not None:
        return (item,)
    if tokens[at].kind == "number" and at + 1 < len(tokens) and tokens[at + 1].text == "a" and tokens[at + 1].glued:
        item = _days(tokens, at, letters=False)  # the Portuguese "2ª a 6ª", which would else be read as hours
        if item and item.days[0].first != item.days[0].last:
            return (item,)
    if text not in STARTERS and tokens[at].kind == "word":
        item = _days(tokens, at, letters)
        return (item,) if item else ()
    if (whole := _whole_day(tokens, at, before)) is not None:
        return (whole,)
    first = point(tokens, at)
    if first is not None:
        if not first.bare and (early := _early_end(tokens, at, first, letters, before)):
            return early
        if not first.bare and (split := _split_times(tokens, at, first, letters)):
            return split
        times = time_range(tokens, at, first)
        if times is None and not first.bare and _ends_range(at, before):
            times = ending(first)
        return (Item("times", at, times.after, times=times, firm=not times.bare),) if times else ()
    times = until(tokens, at, after_days=bool(before) and before[-1].kind == "days" and before[-1].end == at)
    if times is not None:
        return (Item("times", at, times.after, times=times, firm=False),)
    item = _days(tokens, at, letters)
    return (item,) if item else ()


def _days(tokens: Sequence[Token], at: int, letters: bool) -> Item | None:
    found: Days | None = days(tokens, at, letters=letters)
    return Item("days", at, found.after, days=found.spans, firm=found.firm, cuts=found.cuts) if found else None


def _ends_range(at: int, before: Sequence[Item]) -> bool:
    """Whether a lone time is the end for other days: "Mon-Thu 8.30-5 (Fri 4.30pm)"."""
    if len(before) < 2 or before[0].kind != "times" or before[1].kind != "days":
        return False
    return before[1].end == at and before[1].start - before[0].end <= 2


def _whole_day(tokens: Sequence[Token], at: int, before: Sequence[Item]) -> Item | None:
    """The "24 hours" of "Mon-Fri 24 hours" or "24 hours Mon-Fri"; without days beside them they are a length of time."""
    if tokens[at].text != "24" or at + 1 >= len(tokens) or tokens[at + 1].text not in {"hours", "hrs", "hr", "h"}:
        return None
    end = at + 2
    beside = bool(before) and before[-1].kind == "days" and at - before[-1].end <= 1
    if not beside and end < len(tokens):
        following = _days(tokens, end, letters=False)
        beside = following is not None and following.firm
    return Item("times", at, end, times=Range(0, 1440, end, bare=False)) if beside else None


def _early_end(
    tokens: Sequence[Token], at: int, first: Point, letters: bool, before: Sequence[Item]
) -> tuple[Item, ...]:
    """The end for other days, named before them: "9am-5pm (4pm Fri)". The days are told first, as in "(Fri 4pm)"."""
    if not any(item.kind == "times" for item in before) or at - before[-1].end > 3:
        return ()
    day = first.end + (first.end < len(tokens) and tokens[first.end].text in {"on", "a", "am"})
    if day >= len(tokens) or tokens[day].text not in DAY_STARTERS:
        return ()
    if tokens[at - 1].text not in {"(", ",", "or", "and", "&", "/"}:
        return ()
    named = _days(tokens, day, letters)
    if named is None or (named.end < len(tokens) and tokens[named.end].kind == "number"):
        return ()
    return (
        Item("days", at, first.end, days=named.days, cuts=(at,) * len(named.days)),
        Item("times", first.end, named.end, times=ending(first)),
    )


def _split_times(tokens: Sequence[Token], at: int, first: Point, letters: bool) -> tuple[Item, ...]:
    """Times with their days between them: "8am Mon-Fri until 4pm"."""
    if first.end >= len(tokens) or tokens[first.end].text not in DAY_STARTERS:
        return ()
    middle = _days(tokens, first.end, letters)
    whole = span_of(tokens, first, middle.end) if middle and middle.end < len(tokens) else None
    if middle is None or whole is None:
        return ()
    return (
        Item("times", at, first.end, times=whole),
        Item("days", middle.start, whole.after, days=middle.days, cuts=middle.cuts),
    )


def _phrase(tokens: Sequence[Token], label: str, start: int, end: int) -> Item | None:
    if (
        start
        and tokens[start].glued
        and tokens[start - 1].kind in {"number", "word"}
        and tokens[start].kind == "number"
    ):
        return None
    if start and tokens[start].text in {"working", "business"} and _is_count(tokens, start - 1):
        return Item("duration", start - 1, end)
    if label[0] in "0123456789":
        first, _, last = label.partition("-")
        span = Span(int(first), int(last))
        more = (
            days(tokens, end + 1)
            if end + 1 < len(tokens) and tokens[end].text in {"&", "and", "+", ",", "und", "et"}
            else None
        )
        if more and more.firm:  # "weekdays and Saturdays"
            return Item("days", start, more.after, days=(span, *more.spans), cuts=(start, *more.cuts))
        return Item(
            "days", start, end, days=(span,), cuts=(start,), firm=tokens[start].text not in {"daily", "nightly"}
        )
    return Item(label, start, end)


def _is_count(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number of days is meant: "2 working days", "three business days"."""
    if tokens[at].text in time_words.NUMBERS:
        return True
    return tokens[at].kind == "number" and len(tokens[at].text) <= 2 and int(tokens[at].text) <= 10


def _duration(tokens: Sequence[Token], at: int) -> Item | None:
    """A length of time, not a time of day: "within 24 hours", "in two working days"."""
    end = at + 1
    while (
        end < len(tokens)
        and end < at + 4
        and tokens[end].text in {"the", "den", "les", "las", "de", "a", "an", "one", "than", "to"}
    ):
        end += 1
    if end >= len(tokens) or not (
        tokens[end].kind == "number" or tokens[end].text in time_words.NUMBERS or tokens[end].text in {"few", "hour"}
    ):
        return None
    end += 1
    if end + 1 < len(tokens) and tokens[end].text in {"-", "to"} and tokens[end + 1].kind == "number":
        end += 2
    seen = end
    while end < len(tokens) and end < seen + 2 and tokens[end].text in time_words.DURATION_UNITS:
        end += 1
    return Item("duration", at, end) if end > seen or tokens[seen - 1].text == "hour" else None
