"""Times of day and ranges of them: "9am", "17.00", "9h30", "half past nine", "noon", "9-5", "0900 to 1700"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from auditor.statements.tokens import Token
from auditor.statements.words import known
from auditor.statements.words import times as words

_SEPARATORS = frozenset(":.,'")
_NOT_TIMES_AFTER = known(
    """
    year years yr yrs yo y/o month months week weeks day days percent people year-olds olds pupils students
    jahre jahren ans anos anni jaar jaargang min mins minutes miles mile players points pts
    """
)
_UNITS_GLUED = known("s st nd rd th m km mb gb k kg x g d")
_NOT_TIMES_BEFORE = known(
    """
    age ages aged age: ks grade grades year years yr yrs under over room no number volume vol chapter unit page
    p pp rue street level gate platform bus route channel ch opt option article section league score won lost
    covid sars iso part step
    """
)
_UNTIL = known("until till til bis jusqu hasta ate tot fino")
#: Words with which an expression of time may begin, besides days.
STARTERS = frozenset(
    {"half", "quarter", "halb", *words.NOON, *words.MIDNIGHT, *words.NUMBERS, *_UNTIL, *words.DURATION_BEFORE}
)
_SIGNS_BEFORE = frozenset("$£€#@+%_*=")


class Point(NamedTuple):
    """A time of day: minutes since midnight, how it was marked ("am", "pm", "24", "") and the token after it."""

    minute: int
    half: str
    end: int
    bare: bool  # a mere number


class Range(NamedTuple):
    """From one time to another, in minutes; `bare` = two mere numbers, which need days or a verb beside them."""

    start: int
    end: int
    after: int
    bare: bool


def point(tokens: Sequence[Token], at: int) -> Point | None:
    """The time of day that begins at this token, if one does."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "number":
        return _digits(tokens, at)
    if token.kind == "word":
        return _spoken(tokens, at)
    return None


def _digits(tokens: Sequence[Token], at: int) -> Point | None:
    token = tokens[at]
    if (
        at
        and token.glued
        and (tokens[at - 1].kind in {"word", "tag", "handle"} or tokens[at - 1].text in _SIGNS_BEFORE)
    ):
        return None
    size = len(token.text)
    value = int(token.text) if size <= 4 else 9999
    if size in {3, 4}:
        hour, minute = divmod(value, 100)
        if hour > 24 or minute > 59 or minute % 5 or (hour == 24 and minute):
            return None
        found = Point(
            hour * 60 + minute,
            "24" if (size == 4 and hour not in range(1, 13)) or token.text[0] == "0" else "",
            at + 1,
            True,
        )
        return _marked(tokens, found, hour)
    if size > 2 or value > 24:
        return None
    minute, end, half = 0, at + 1, ""
    after = _get(tokens, end)
    if after and after.glued and (after.text in _SEPARATORS or after.text in {"h", "u"}):
        figures = _get(tokens, end + 1)
        if figures and figures.glued and figures.kind == "number" and len(figures.text) == 2 and int(figures.text) < 60:
            minute, end = int(figures.text), end + 2
            if (size == 2 and (token.text[0] == "0" or value > 12)) or after.text in {"h", "u"}:
                half = "24"
    if value == 24 and minute:
        return None
    found = Point(
        value * 60 + minute,
        half or ("24" if value > 12 or value == 0 or token.text[0] == "0" else ""),
        end,
        end == at + 1,
    )
    return _marked(tokens, found, value)


def _marked(tokens: Sequence[Token], found: Point, hour: int) -> Point:
    """The time with the am, pm, Uhr, h or o'clock that follows it."""
    after = _get(tokens, found.end)
    if after is None:
        return found
    text, beyond = after.text, _get(tokens, found.end + 1)
    if text in {"am", "pm", "yb", "yh", "yp"} or (text in {"a", "p"} and (after.glued or _dotted_m(tokens, found.end))):
        end = found.end + 1
        if text in {"a", "p"}:
            if not _dotted_m(tokens, found.end) and not (after.glued and len(text) == 1):
                return found
            end = _dotted_m(tokens, found.end) or end
        elif beyond and beyond.text == "." and beyond.glued and _follows_on(tokens, found.end + 2):
            end += 1
        if hour > 12:
            return Point(found.minute, "24", end, False)
        half = "am" if text in words.MORNING else "pm"
        minute = found.minute % 720 + (720 if half == "pm" else 0)
        return Point(minute, half, end, False)
    if text in {"noon", "midday"}:
        return Point(720, "24", found.end + 1, False)
    if text == "midnight":
        return Point(0, "24", found.end + 1, False)
    if text in words.UNITS and (after.glued or len(text) > 1 or text in "hu"):
        end = found.end + 1 + (beyond is not None and beyond.text == text)  # "19.30 h h"
        return Point(found.minute, "24" if text not in {"hours", "hrs", "hr"} else found.half, end, False)
    if text == "o" and beyond and beyond.text == "'" and (_get(tokens, found.end + 2) or after).text == "clock":
        return Point(found.minute, found.half, found.end + 3, False)
    if text == "oclock":
        return Point(found.minute, found.half, found.end + 1, False)
    if text == "in":
        return _in_the_morning(tokens, found)
    return found


def _dotted_m(tokens: Sequence[Token], at: int) -> int:
    """The token after "a.m." or "a.m" or "a m" that begins here, or 0."""
    dot, m = _get(tokens, at + 1), _get(tokens, at + 2)
    if dot and dot.text == "." and m and m.text == "m" and m.glued:
        last = _get(tokens, at + 3)
        return at + 4 if last and last.text == "." and last.glued else at + 3
    return 0


def _follows_on(tokens: Sequence[Token], at: int) -> bool:
    after = _get(tokens, at)
    return after is not None and (after.text in {"-", ",", ")"} or after.text in words.TO)


def _spoken(tokens: Sequence[Token], at: int) -> Point | None:
    text = tokens[at].text
    if text in words.NOON:
        return Point(720, "24", at + 1, False)
    if text in words.MIDNIGHT:
        return Point(0, "24", at + 1, False)
    second, third = _get(tokens, at + 1), _get(tokens, at + 2)
    if text == "12" and second and second.text in words.NOON:
        return Point(720, "24", at + 2, False)
    if text in {"half", "quarter"} and second and third:
        step = 30 if text == "half" else 15
        hour = _hour(third)
        if second.text in {"past", "to"} and hour is not None:
            minute = hour * 60 + (step if second.text == "past" else -step)
            return _spoken_half(tokens, Point(minute % 1440, "", at + 3, False))
        hour = _hour(second)
        if text == "half" and hour is not None and second.kind == "word":
            return _spoken_half(tokens, Point(hour * 60 + 30, "", at + 2, False))
        return None
    if text == "halb" and second and second.text in words.NUMBERS:
        return Point(words.NUMBERS[second.text] * 60 - 30, "", at + 2, False)
    if text in words.NUMBERS:
        minute, end = words.NUMBERS[text] * 60, at + 1
        if text == "dix" and second and second.text == "-" and third and third.text in {"sept", "huit", "neuf"}:
            return _spoken_half(tokens, Point(minute + words.NUMBERS[third.text] * 60, "24", at + 3, False))
        if second and second.text == "thirty":
            minute, end = minute + 30, end + 1
        return _spoken_half(tokens, Point(minute, "", end, True))
    return None


def _spoken_half(tokens: Sequence[Token], found: Point) -> Point:
    marked = _marked(tokens, found, found.minute // 60)
    return marked if marked.end != found.end else _in_the_morning(tokens, found)


def _in_the_morning(tokens: Sequence[Token], found: Point) -> Point:
    """The time with "in the morning" or "in the afternoon" behind it."""
    part = _get(tokens, found.end + 2)
    if part is None or tokens[found.end].text != "in" or tokens[found.end + 1].text != "the":
        return found
    if part.text == "morning":
        return Point(found.minute % 720, "am", found.end + 3, False)
    if part.text in {"evening", "afternoon"}:
        return Point(found.minute % 720 + 720, "pm", found.end + 3, False)
    return found


def _hour(token: Token) -> int | None:
    if token.text in words.NUMBERS:
        return words.NUMBERS[token.text]
    return int(token.text) if token.kind == "number" and len(token.text) <= 2 and 1 <= int(token.text) <= 12 else None


def time_range(tokens: Sequence[Token], at: int, first: Point) -> Range | None:
    """The range of times that begins with this first one, if it is one."""
    after = _separator(tokens, first.end, at)
    slashed = after is None and not first.bare and first.end < len(tokens) and tokens[first.end].text == "/"
    if slashed:  # "9u/17u"
        after = first.end + 1
    if after is None:
        return None
    second = point(tokens, after)
    if slashed and second is not None and second.bare:
        return None
    if second is None or not _stands_alone(tokens, at, second.end, first.bare and second.bare):
        return None
    start, end = _resolve(first, second)
    if start == end:
        return None
    return Range(start, end, second.end, first.bare and second.bare)


def span_of(tokens: Sequence[Token], first: Point, at: int) -> Range | None:
    """The range from a time already read to the one that "until ..." names at this token."""
    after = _separator(tokens, at, 0)
    second = point(tokens, after) if after else None
    if second is None:
        return None
    start, end = _resolve(first, second)
    return Range(start, end, second.end, False)


def until(tokens: Sequence[Token], at: int, *, after_days: bool) -> Range | None:
    """Only the end of a range, its start being -1: "until 2pm", "bis 14 Uhr"; right after days "until 2" is enough."""
    if tokens[at].text not in _UNTIL:
        return None
    found = point(tokens, _separator(tokens, at, 0) or at)
    if found is None or (found.bare and not after_days):
        return None
    return ending(found)


def ending(found: Point) -> Range:
    """The end of a range that began when the one before did."""
    late = 720 if found.half == "" and found.minute < 480 else 0
    return Range(-1, (found.minute + late) % 1440 or 1440, found.end, True)


def _separator(tokens: Sequence[Token], at: int, first: int) -> int | None:
    """The token after "to", "-", "bis" and the like."""
    token = _get(tokens, at)
    if token is None:
        return None
    if token.text == "(" and (_get(tokens, at + 2) or token).text == ")" and tokens[at + 1].text in words.ZONES:
        at += 3
        if at >= len(tokens):
            return None
        token = tokens[at]
    elif token.text in words.ZONES and (_get(tokens, at + 1) or token).text in {"-", "to", "until"}:
        at += 1
        token = tokens[at]
    text = token.text
    if text in "-→~>":
        at += 1
        while (token := _get(tokens, at) or token).text in {"-", ">", "to"} and at < len(tokens):
            at += 1
    elif text in words.TO:
        at += 1
        if text in {"jusqu", "fino", "tot", "hasta"} and (_get(tokens, at) or token).text in {"a", "en", "'"}:
            at += 1
            if (_get(tokens, at) or token).text in {"met", "a"}:
                at += 1
    elif text in words.AND and first and _is_between(tokens, first):
        at += 1
    else:
        return None
    if (token := _get(tokens, at) or token).text in words.AFTER_TO and _get(tokens, at + 1):
        at += 1
    return at if at < len(tokens) else None


def _is_between(tokens: Sequence[Token], first: int) -> bool:
    at = first - 1
    while at > first - 6 and at > 0 and tokens[at].text in words.AFTER_BETWEEN:
        at -= 1
    return at >= 0 and tokens[at].text in words.BETWEEN


def _stands_alone(tokens: Sequence[Token], start: int, end: int, bare: bool) -> bool:
    """Whether the figures are not a part of a telephone number, a date, a score, an age or an address."""
    before, after = _get(tokens, start - 1) if start else None, _get(tokens, end)
    if (
        before
        and before.text in {"-", "/", ".", ":"}
        and tokens[start].glued
        and start > 1
        and tokens[start - 2].kind == "number"
    ):
        return False
    if before and before.kind == "number" and (bare or len(before.text) > 2):
        return False
    if after and after.text in {"-", "/"} and after.glued:
        beyond = _get(tokens, end + 1)
        if beyond and beyond.glued and beyond.kind == "number" and bare:
            return False
    if not bare:
        return True
    if before and (before.text in _NOT_TIMES_BEFORE or (before.text in {"-", "+"} and tokens[start].glued)):
        return False
    return not (
        after
        and (
            after.text in _NOT_TIMES_AFTER
            or (after.text in _UNITS_GLUED and after.glued)
            or after.text in "%°£€$"
            or after.kind == "number"
        )
    )


def _resolve(first: Point, second: Point) -> tuple[int, int]:
    """Minutes of both ends, the morning or afternoon of each worked out from the other; midnight at the end is 1440."""
    start, end = first.minute, second.minute
    if first.half == "" and second.half == "pm":
        start = start % 720 + (720 if start % 720 + 720 < end else 0)
    elif first.half == "" and second.half == "am":
        start = start % 720 + (720 if start % 720 >= end else 0)
    elif second.half == "" and end <= 720:
        if first.half == "" and 0 < start < 360 and start < end:  # "1-5" is an afternoon
            start, end = start + 720, end % 720 + 720
        elif first.half == "pm" or start < 960:
            end = end + 720 if end <= start < end + 720 and end < 720 else end
    return start, end or 1440


def _get(tokens: Sequence[Token], at: int) -> Token | None:
    return tokens[at] if 0 <= at < len(tokens) else None
