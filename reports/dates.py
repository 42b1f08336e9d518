"""Dates and times as readers see them: English, short, in the organisation's zone; never in the machine's locale."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with a Z, as machines get it."""
    if moment is None:
        return None
    return (
        moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds" if not moment.microsecond else "auto")
        + "Z"
    )


def day(value: date) -> str:
    """22 Nov 2026."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def short_day(value: date) -> str:
    """22 Nov."""
    return f"{value.day} {_MONTHS[value.month - 1]}"


def long_day(value: date) -> str:
    """Sunday 22 November 2026, with the month cut to three letters."""
    return f"{_DAYS[value.weekday()]} {day(value)}"


def local(value: datetime, zone: ZoneInfo) -> datetime:
    """The instant in the zone; at the edges of the calendar, where a zone would lead outside it, as it stands."""
    try:
        return value.astimezone(zone)
    except OverflowError:
        return value


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """02:10 GMT."""
    return _clock(local(moment, zone))


@lru_cache(maxsize=1024)  # accounts that were asked about together were seen at one moment
def moment(value: datetime, zone: ZoneInfo) -> str:
    """22 Nov 2026, 02:10 GMT."""
    at = local(value, zone)
    return f"{day(at)}, {_clock(at)}"


def span(start: datetime, end: datetime | None, zone: ZoneInfo) -> str:
    """02:10-02:41 GMT; only the start where the end is not known."""
    if end is None:
        return f"started {clock(start, zone)}"
    first, last = local(start, zone), local(end, zone)
    if first.date() != last.date() or first.tzname() != last.tzname():
        return f"{moment(start, zone)} to {moment(end, zone)}"
    if f"{first:%H:%M}" == f"{last:%H:%M}":
        return clock(end, zone)
    return f"{first:%H:%M}–{clock(end, zone)}"


def _clock(at: datetime) -> str:
    return f"{at.hour:02d}:{at.minute:02d} {at.tzname() or ''}".rstrip()


def nights(since: date, today: date) -> int:
    """How many nights something has been open, at least one."""
    return max(1, (today - since).days)
