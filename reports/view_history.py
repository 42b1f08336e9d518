"""How one account stood in the last runs: a strip to look at, and the changes in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from reports import dates
from reports.view import Past
from reports.words import Status, plural

RUNS = 30


@dataclass(frozen=True, slots=True)
class Stretch:
    """Runs in a row that found the same: their days, the numbers, and what changed with the first of them."""

    days: str
    runs: int
    numbers: tuple[int, int, int, int, int]  # must, should, review, unclear, meets
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The last runs of one account; `strip` holds status, x and width in per cent, oldest first."""

    stretches: tuple[Stretch, ...] = ()  # newest first
    strip: tuple[tuple[Status, float, float], ...] = ()
    words: str = ""


def history_of(past: Sequence[Past], zone: ZoneInfo) -> History:
    """The last runs, those that found the same as one."""
    last = past[-RUNS:]
    if not last:
        return History()
    groups = [list(group) for _, group in groupby(last, key=_numbers)]
    bad = sum(p.must > 0 for p in last)
    return History(
        tuple(_stretch(group, zone) for group in reversed(groups)),
        _strip(last),
        f"Of the last {plural(len(last), 'run')}, {bad} had something that must be fixed; oldest on the left.",
    )


def _stretch(group: Sequence[Past], zone: ZoneInfo) -> Stretch:
    first, last = (p.at.astimezone(zone).date() for p in (group[0], group[-1]))
    days = dates.day(last) if first == last else f"{dates.short_day(first)} to {dates.day(last)}"
    return Stretch(days, len(group), _numbers(group[0]), group[0].notes)


def _strip(past: Sequence[Past]) -> tuple[tuple[Status, float, float], ...]:
    width, pieces, at = 100 / len(past), [], 0
    for status, group in groupby(past, key=_status):
        length = len(list(group))
        pieces.append((status, round(at * width, 2), round(length * width, 2)))
        at += length
    return tuple(pieces)


def _numbers(past: Past) -> tuple[int, int, int, int, int]:
    return past.must, past.should, past.review, past.unclear, past.meets


def _status(past: Past) -> Status:
    """The worst of the run; what a platform never shows does not outweigh what was met."""
    numbers = ((Status.MUST, past.must), (Status.SHOULD, past.should), (Status.REVIEW, past.review))
    worst = next((status for status, number in numbers if number), None)
    return worst or (Status.MEETS if past.meets or not past.unclear else Status.UNCLEAR)
