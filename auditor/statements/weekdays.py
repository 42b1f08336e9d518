"""Days of the week and sets of them: "Mon-Fri", "Mo.-Fr.", "Mon, Wed & Fri", "lundi au vendredi", "M-Th"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from auditor.statements.tokens import Token
from auditor.statements.words import days as words
from auditor.statements.words import known


class Span(NamedTuple):
    """One day or an unbroken range of days, 0 = Monday; a range may run over the week's end."""

    first: int
    last: int


class Days(NamedTuple):
    """Days found: the spans in the order of the text, the token after them, and whether they may stand alone."""

    spans: tuple[Span, ...]
    after: int
    firm: bool  # full names or a range; a lone "sat" or "do" needs a time beside it
    cuts: tuple[int, ...]  # the token at which each span begins


class _Name(NamedTuple):
    readings: dict[str, int]  # language -> day
    end: int
    firm: bool


def _names() -> tuple[dict[str, dict[str, int]], frozenset[str]]:
    readings: dict[str, dict[str, int]] = {}
    firm: set[str] = set()
    for language, row in words.NAMES.items():
        for day, forms in enumerate(row.split("|")):
            full, _, short = forms.partition("/")
            for word in full.split() + short.split():
                readings.setdefault(word, {}).setdefault(language, day)
            firm.update(full.split())
    return readings, frozenset(firm)


_READINGS, _FIRM = _names()
#: Words with which a set of days may begin.
DAY_STARTERS = frozenset(_READINGS) | {letter for letters in words.LETTERS.values() for letter in letters}
_ENGLISH_TO = known("to thru through till until til the")
_ARTICLES = known(
    """
    the le la les el los il de du dem den am an on at every each jeden cada ogni elke op om dydd o og y
    """
)


def days(tokens: Sequence[Token], at: int, *, letters: bool = False) -> Days | None:
    """The set of days that begins at this token, if one does. `letters` = single letters may stand for days here."""
    token = tokens[at]
    if token.kind not in {"word", "number"} or (
        at and token.glued and tokens[at - 1].kind in {"number", "handle", "tag"}
    ):
        return None
    found = _span(tokens, at, letters)
    if found is None:
        return None
    spans, cuts, firm = [found[0]], [at], found[2]
    end = found[1]
    while (following := _next_in_list(tokens, end)) is not None:
        more = _span(tokens, following, letters or len(token.text) == 1)
        if more is None or (not more[2] and len(tokens[following].text) <= 2 < len(token.text)):
            break
        spans.append(more[0])
        cuts.append(following)
        end, firm = more[1], True
    return Days(tuple(spans), end, firm, tuple(cuts))


def _span(tokens: Sequence[Token], at: int, letters: bool) -> tuple[Span, int, bool] | None:
    if len(tokens[at].text) == 1 and (pair := _letters(tokens, at)):
        return pair
    first = _name(tokens, at)
    if first is None:
        if letters and tokens[at].text in words.LETTERS["en"] and tokens[at].kind == "word":
            day = words.LETTERS["en"][tokens[at].text]
            return Span(day, day), at + 1, False
        return None
    connector = _connector(tokens, first.end)
    if connector:
        second = _name(tokens, connector)
        shared = [name for name in first.readings if second and name in second.readings]
        hinted = words.CONNECTOR_LANGUAGES.get(tokens[_skip_dot(tokens, first.end)].text)
        language = hinted if hinted in shared else next(iter(shared), None)
        short = not (
            second and (first.firm or second.firm or (language and not _is_english_pair(tokens, at, connector)))
        )
        if second and not short:
            start = first.readings[language] if language else next(iter(first.readings.values()))
            last = second.readings[language] if language else next(iter(second.readings.values()))
            return Span(start, last), second.end, True
    day = next(iter(first.readings.values()))
    return Span(day, day), first.end, first.firm


def _is_english_pair(tokens: Sequence[Token], first: int, second: int) -> bool:
    """Two English two-letter days joined by a word ("we to su"), which are more likely two ordinary words."""
    pair = tokens[first].text, tokens[second].text
    return (
        all(len(word) == 2 and "en" in _READINGS.get(word, {}) for word in pair)
        and tokens[second - 1].text in _ENGLISH_TO
    )


def _name(tokens: Sequence[Token], at: int) -> _Name | None:
    if at >= len(tokens):
        return None
    token = tokens[at]
    readings = _READINGS.get(token.text)
    end = at + 1
    if readings is None:
        return _ordinal(tokens, at)
    if "pt" in readings:  # "segunda-feira"
        hyphen = end < len(tokens) and tokens[end].text == "-"
        if end + hyphen < len(tokens) and tokens[end + hyphen].text in {"feira", "feiras"}:
            end += hyphen + 1
    return _Name(readings, end, token.text in _FIRM)


def _ordinal(tokens: Sequence[Token], at: int) -> _Name | None:
    """The Portuguese "2ª" to "6ª"."""
    if tokens[at].text not in {"2", "3", "4", "5", "6"} or at + 1 >= len(tokens) or tokens[at + 1].text != "a":
        return None
    if not tokens[at + 1].glued:
        return None
    end = at + 2
    if end + 1 < len(tokens) and tokens[end].text == "-" and tokens[end + 1].text == "feira":
        end += 2
    elif end < len(tokens) and tokens[end].text == "feira":
        end += 1
    return _Name({"pt": int(tokens[at].text) - 2}, end, False)


def _letters(tokens: Sequence[Token], at: int) -> tuple[Span, int, bool] | None:
    """M-F, M–Th, L-V: single letters count in a pair only."""
    if at + 2 >= len(tokens) or tokens[at].kind != "word" or tokens[at + 2].kind != "word":
        return None
    first, sign, second = tokens[at].text, tokens[at + 1].text, tokens[at + 2].text
    if sign == "a" and (first, second) in {("l", "v"), ("l", "s"), ("l", "d")}:
        return Span(0, words.LETTERS["fr"][second]), at + 3, True
    if (
        len(first) > 1
        or len(second) > 2
        or sign not in {"-", "to", "→"}
        or (sign == "-" and tokens[at + 1].glued != tokens[at + 2].glued)
    ):
        return None
    for letters in words.LETTERS.values():
        if (
            first in {"m", "l", "t", "w"}
            and first in letters
            and second in letters
            and letters[first] < letters[second]
        ):
            return Span(letters[first], letters[second]), at + 3, True
    return None


def _connector(tokens: Sequence[Token], at: int) -> int | None:
    """The token after "-", "to", "bis", "au" and the like between two days."""
    at = _skip_dot(tokens, at)
    if at >= len(tokens):
        return None
    text = tokens[at].text
    if text in {"-", "→", "~", ">"}:
        at += 1
        while at < len(tokens) and tokens[at].text in {"-", ">"}:
            at += 1
    elif text == "/" and tokens[at - 1].text in words.MONDAY and _get(tokens, at + 1) in words.FRIDAY:
        at += 1  # nobody is there on Mondays and Fridays only
    elif text == "t" and at + 2 < len(tokens) and tokens[at + 1].text == "/" and tokens[at + 2].text == "m":
        at += 3
    elif text in words.RANGE_WORDS:
        at += 1
        if text == "tot" and at + 1 < len(tokens) and tokens[at].text == "en":
            at += 2
        elif text == "through" and at < len(tokens) and tokens[at].text == "to":
            at += 1
    else:
        return None
    while at < len(tokens) and tokens[at].text in {"the", "le", "el", "la", "dydd", "ddydd"}:
        at += 1
    return at


def _get(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) else ""


def _next_in_list(tokens: Sequence[Token], at: int) -> int | None:
    """Where the next day of a list would begin."""
    start = at = _skip_dot(tokens, at)
    if at < len(tokens) and tokens[at].text == ",":
        at += 1
    if at < len(tokens) and (tokens[at].text in {"&", "+", "/"} or tokens[at].text in words.LIST_WORDS):
        at += 1
    if at == start:
        return None
    while at < len(tokens) and tokens[at].text in _ARTICLES:
        at += 1
    return at if at < len(tokens) and tokens[at].kind in {"word", "number"} else None


def _skip_dot(tokens: Sequence[Token], at: int) -> int:
    """Past the full stop of an abbreviated day, where something of a list or range follows."""
    if (
        at + 1 < len(tokens)
        and tokens[at].text == "."
        and tokens[at].glued
        and tokens[at + 1].text in {"-", ",", "&", "/", "→"}
    ):
        return at + 1
    if at + 1 < len(tokens) and tokens[at].text == "." and tokens[at + 1].text in words.RANGE_WORDS:
        return at + 1
    return at
