"""Times that stand alone, with no word of what they are: the account's hours only where nothing speaks against it."""

from __future__ import annotations

from auditor.statements.groups import Group
from auditor.statements.model import DAY_MINUTES, minutes
from auditor.statements.reading import Reading
from auditor.statements.words.subjects import BUILDINGS, MONTHS, OURS

_SHORTEST = 5 * 60  # minutes: shorter windows are classes, shows and surgeries as often as not
_PHONE_DIGITS = 6


def against(reading: Reading, group: Group) -> str:
    """Why times and days without a subject are not the account's hours; empty where they may be."""
    named = any(item.kind == "days" for item in group.items)
    if not (named and group.windows):
        return "times without days, and nothing says that somebody answers"
    if not reading.speaks and reading.holds_more:
        return "nothing says that they are the account's"
    if _handed_over(reading, group):
        return "the hours of another account"
    if _is_dated(reading, group):
        return "a date stands beside the times"
    if telephone(reading, group):
        return "a telephone number stands before the times"
    if reading.labels & {"venue", "event", "open"} or _is_building(reading, group):
        return "the text speaks of a place that opens or of an event"
    if max((_length(w.start, w.end) for w in group.windows if w.start and w.end), default=0) < _SHORTEST:
        return "the times are short, and nothing says that somebody answers"
    return ""


def _length(start: str, end: str) -> int:
    return (minutes(end) - minutes(start)) % DAY_MINUTES or DAY_MINUTES


def _handed_over(reading: Reading, group: Group) -> bool:
    """Whether another account's name stands right before the times: "Contact @other - Mon-Fri 9-5"."""
    for at in range(group.start - 1, max(group.start - 4, -1), -1):
        token = reading.tokens[at]
        if reading.sentence[at] != reading.sentence[group.start] or token.kind == "word":
            return False
        if token.kind == "handle":
            return not any(word in OURS for word in reading.words(at - 4, at))
    return False


def _is_dated(reading: Reading, group: Group) -> bool:
    """Whether dates make it an event or a season: "4 Jul-27 Sep, Tue-Sun 12-9pm"."""
    near = reading.tokens[max(0, group.start - 5) : group.start] + reading.tokens[group.end : group.end + 4]
    months = [n for n, token in enumerate(near) if token.text in MONTHS]
    return any(token.kind == "number" for n in months for token in near[max(0, n - 1) : n + 2])


def telephone(reading: Reading, group: Group) -> bool:
    """Whether a telephone number, or a word for one, stands just before the times."""
    near = [
        t
        for n, t in enumerate(reading.tokens[max(0, group.start - 8) : group.start], max(0, group.start - 8))
        if reading.sentence[n] == reading.sentence[group.start]
    ]
    if any(token.text.endswith(("telefon", "telefoon", "hotline", "phone")) for token in near):
        return True
    after = reading.tokens[group.end : group.end + 6]
    return any(sum(len(t.text) for t in part if t.kind == "number") >= _PHONE_DIGITS for part in (near, after))


def _is_building(reading: Reading, group: Group) -> bool:
    """Whether the name of a building leads straight to the times: "Library: Mon-Fri 8-9"."""
    return any(
        token.text in BUILDINGS
        for n, token in enumerate(reading.tokens[max(0, group.start - 2) : group.start], max(0, group.start - 2))
        if reading.sentence[n] == reading.sentence[group.start]
    )
