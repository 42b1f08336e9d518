"""Operating time: how long an account was within its own hours, across clock changes, bank holidays, closures and midnight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from auditor.statements.model import DAY_MINUTES, Window, minutes

#: The hours assumed where neither the profile nor the register states any.
DEFAULT_WINDOWS: tuple[Window, ...] = (Window("Mon-Fri", "09:00", "17:00"),)

_DAY = timedelta(days=1)
_YEARS = (1970, 2100)  # beyond these nobody proclaims holidays


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where and when an organisation works: its zone, its bank holidays (None = none kept), its closures (inclusive days)."""

    zone: ZoneInfo = ZoneInfo("Europe/London")
    country: str | None = None
    subdivision: str | None = None
    closures: tuple[tuple[date, date], ...] = field(default=())

    def is_closed(self, day: date) -> bool:
        """Whether the organisation is closed on this day by its own decision."""
        return any(first <= day <= last for first, last in self.closures)

    def is_holiday(self, day: date) -> bool:
        """Whether this day is a bank or public holiday there."""
        return self.country is not None and day in _holidays(self.country, self.subdivision, day.year)

    def works(self, day: date) -> bool:
        """Whether operating time is counted for windows that begin on this day."""
        return not self.is_closed(day) and not self.is_holiday(day)


@lru_cache(maxsize=256)
def _holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    if not _YEARS[0] <= year <= _YEARS[1]:
        return frozenset()
    import holidays

    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))


def operating_time(windows: Sequence[Window], start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """The time between two aware instants that lies inside the windows; zero where `end` is not after `start`.

    Windows are wall clock in the calendar's zone. A window belongs to the day on which it begins: one that begins before a
    holiday and crosses midnight runs to its end, one that would begin on a holiday or in a closure does not open. An hour that the
    clocks repeat counts twice and one they skip not at all, as it does for the people on duty. Without windows: none.
    """
    if end <= start or not windows:
        return timedelta()
    total = timedelta()
    day = start.astimezone(calendar.zone).date() - _DAY
    last = end.astimezone(calendar.zone).date()
    by_weekday = _by_weekday(windows)
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    while day <= last:
        spans = by_weekday[day.weekday()]
        if spans and calendar.works(day):
            for opens, closes in spans:
                first = max(start, _instant(day, opens, calendar.zone))
                until = min(end, _instant(day, closes, calendar.zone))
                if until > first:
                    total += until - first
        day += _DAY
    return total


def closure_days(start: datetime, end: datetime, calendar: Calendar) -> int:
    """How many whole days of closure lie between two aware instants: the closed dates after `start`'s up to `end`'s.

    Bank holidays are no closure. The date of `start` itself does not count, so that the result never exceeds the age in days.
    """
    first, last = start.astimezone(calendar.zone).date(), end.astimezone(calendar.zone).date()
    closed: set[date] = set()
    for opens, closes in calendar.closures:
        day = max(opens, first + _DAY)
        while day <= min(closes, last):
            closed.add(day)
            day += _DAY
    return len(closed)


def _by_weekday(windows: Sequence[Window]) -> list[list[tuple[int, int]]]:
    """For Monday to Sunday, the windows that begin then as minutes since that midnight, sorted and without overlaps."""
    raw: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for window in windows:
        opens = minutes(window.start) if window.start else 0
        length = (minutes(window.end) - opens) % DAY_MINUTES if window.start and window.end else 0
        for day in window.day_numbers():
            raw[day].append((opens, opens + (length or DAY_MINUTES)))
    week = [_united(spans) for spans in raw]
    for day in range(7):  # what runs past midnight is not counted again by a window of the next day
        week[day] = _without(week[day], week[(day + 1) % 7])
    return week


def _united(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    for opens, closes in sorted(spans):
        if result and opens <= result[-1][1]:
            result[-1] = (result[-1][0], max(closes, result[-1][1]))
        else:
            result.append((opens, closes))
    return result


def _without(spans: list[tuple[int, int]], following: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return spans


@lru_cache(maxsize=4096)
def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The instant at which a wall clock in `zone` shows `minute` minutes past the midnight of `day`, in UTC."""
    days, rest = divmod(minute, DAY_MINUTES)
    wall = datetime.combine(day + days * _DAY, time(rest // 60, rest % 60), tzinfo=zone)
    return wall.astimezone(UTC)
