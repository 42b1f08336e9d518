"""Operating time: how long an account was within its own hours, across clock changes, bank holidays, closures and midnight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from auditor.statements.model import DAY_MINUTES, Window

#: The hours assumed where neither the profile nor the register states any.
DEFAULT_WINDOWS: tuple[Window, ...] = (Window("Mon-Fri", "09:00", "17:00"),)

_DAY = timedelta(days=1)
_YEARS = (1970, 2100)  # beyond these nobody proclaims holidays


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where and when an organisation works: its zone, its bank holidays (None = none kept), its closures (inclusive days)."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/London"))
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
        """Whether operating time is counted on this day."""
        return not self.is_closed(day) and not self.is_holiday(day)


@lru_cache(maxsize=256)
def _holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    if not _YEARS[0] <= year <= _YEARS[1]:
        return frozenset()
    import holidays

    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))


def operating_time(windows: Sequence[Window], start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """The time between two aware instants that lies inside the windows; zero where `end` is not after `start`.

    A minute counts if the wall clock in the calendar's zone then stands inside a window and its date is no bank holiday and in no
    closure. So an hour that the clocks repeat counts twice, one that they skip not at all, and overlapping windows count once.
    """
    if end <= start or not windows:
        return timedelta()
    day, last = start.astimezone(calendar.zone).date(), end.astimezone(calendar.zone).date()
    begin, finish = _naive(start), _naive(end)
    week = _by_weekday(tuple(windows))
    total = timedelta()
    while day <= last:
        spans = week[day.weekday()]
        if spans and calendar.works(day):
            midnight = datetime.combine(day, time())
            for since, until, offset in _segments(calendar.zone, day):
                low, high = max(since, begin), min(until, finish)
                for opens, closes in spans:
                    first = max(low, midnight + timedelta(minutes=opens) - offset)
                    after = min(high, midnight + timedelta(minutes=closes) - offset)
                    if after > first:
                        total += after - first
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


@lru_cache(maxsize=1024)
def _by_weekday(windows: tuple[Window, ...]) -> list[list[tuple[int, int]]]:
    """For Monday to Sunday, the minutes of that day inside the windows, sorted and without overlaps."""
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for start, end in sorted(span for window in windows for span in window.minutes_of_week()):
        at = start
        while at < end:
            day, opens = divmod(at, DAY_MINUTES)
            closes = min(end - day * DAY_MINUTES, DAY_MINUTES)
            week[day].append((opens, closes))
            at = day * DAY_MINUTES + closes
    return [_united(spans) for spans in week]


def _united(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    for opens, closes in sorted(spans):
        if result and opens <= result[-1][1]:
            result[-1] = (result[-1][0], max(closes, result[-1][1]))
        else:
            result.append((opens, closes))
    return result


def _naive(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)


@lru_cache(maxsize=4096)
def _segments(zone: ZoneInfo, day: date) -> tuple[tuple[datetime, datetime, timedelta], ...]:
    """Stretches of UTC around a local day, without tzinfo, in each of which the zone keeps one offset."""
    noon = datetime.combine(day, time(12))
    since, until = (
        noon - timedelta(hours=39),
        noon + timedelta(hours=39),
    )  # zones are up to 14 h ahead, or a day skipped
    before, after = _offset(zone, since), _offset(zone, until)
    if before == after:
        return ((since, until, before),)
    low, high = since, until
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return ((since, high, before), (high, until, after))


def _offset(zone: ZoneInfo, utc: datetime) -> timedelta:
    return utc.replace(tzinfo=UTC).astimezone(zone).utcoffset() or timedelta()
