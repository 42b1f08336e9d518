"""What a profile text says, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES

Purpose: TypeAlias = Literal["explicit", "identity", "none"]


@dataclass(frozen=True, slots=True)
class Window:
    """One weekly window: `days` is one day or one range ("Mon-Fri"), times are "HH:MM", "24:00" being the day's end.

    `days` is None where the text gives times without days; both times are None where it gives days without times. A window
    that ends at or before its start crosses midnight.
    """

    days: str | None
    start: str | None = None
    end: str | None = None

    def day_numbers(self) -> tuple[int, ...]:
        """The days meant, 0 = Monday, in the order of the range; every day where none is named."""
        if self.days is None:
            return tuple(range(7))
        first, _, last = self.days.partition("-")
        start = DAYS.index(first)
        return tuple((start + n) % 7 for n in range((DAYS.index(last or first) - start) % 7 + 1))

    def minutes_of_week(self) -> list[tuple[int, int]]:
        """Half-open ranges of minutes since Monday 00:00, sorted; what runs past Sunday's end continues at the week's start."""
        if self.start is None or self.end is None:
            opens, length = 0, DAY_MINUTES
        else:
            opens = minutes(self.start)
            length = (minutes(self.end) - opens) % DAY_MINUTES or DAY_MINUTES
        ranges: list[tuple[int, int]] = []
        for day in self.day_numbers():
            start = day * DAY_MINUTES + opens
            end = start + length
            ranges.append((start, min(end, WEEK_MINUTES)))
            if end > WEEK_MINUTES:
                ranges.append((0, end - WEEK_MINUTES))
        return sorted(ranges)

    def __str__(self) -> str:
        times = f"{self.start}-{self.end}" if self.start else ""
        return " ".join(part for part in (self.days, times) if part)


ALWAYS = Window("Mon-Sun", "00:00", "24:00")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the given text that an answer rests on: `text` is exactly the given text from `start` to `end`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a text says of its account. `quotes` may hold "purpose", "hours", "unmonitored" and "disclaimer".

    `reasons` says in words why each answer was given, under the same keys.
    """

    purpose: Purpose = "none"
    hours_stated: bool = False
    hours_vague: bool = False
    hours: tuple[Window, ...] = ()
    unmonitored: bool = False
    personal_disclaimer: bool = False
    quotes: Mapping[str, Quote] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


def minutes(clock: str) -> int:
    """Minutes since midnight of "HH:MM"."""
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)


def clock(minute: int) -> str:
    """Minutes since midnight as "HH:MM"; 1440 is "24:00"."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
