"""Dates, counts and lists as messages say them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(when: date) -> str:
    """A day as prose has it: "3 November 2026"."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def local_day(when: datetime, zone: ZoneInfo) -> str:
    """The day of an instant in the organisation's time zone."""
    return day(when.astimezone(zone).date())


def instant(when: datetime, zone: ZoneInfo) -> str:
    """An instant in the organisation's time zone: "3 November 2026 at 14:05"."""
    local = when.astimezone(zone)
    return f"{day(local.date())} at {local.hour:02d}:{local.minute:02d}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: "1 day", "2 days", "1,200 followers"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listing(items: Sequence[str]) -> str:
    """Items in a row: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def hours(length: timedelta) -> str:
    """A length of time in hours and minutes: "5 h 20 min"."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60:,} h" + (f" {minutes % 60} min" if minutes % 60 else "")


def blank(cell: str | None) -> bool:
    """Whether a cell of the register holds nothing that could be read."""
    return not (cell or "").strip()


@lru_cache(maxsize=4096)  # units, roles and names stand in many rows and are asked for by many checks
def folded(text: str) -> str:
    """Text for comparing cells: case and blanks do not matter."""
    return " ".join(text.casefold().split())
