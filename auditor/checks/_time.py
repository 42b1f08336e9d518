"""Ages and gaps in whole days, with the organisation's closures taken out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from auditor.calendar import Calendar, closure_days
from auditor.checks._api import Organisation

DAY = timedelta(days=1)
#: Blogs and wikis are slower: the limit in days that holds there unless config says otherwise.
SLOW: Mapping[str, Mapping[str, object]] = {"blog": {"max_days": 90}, "wiki": {"max_days": 90}}
_CLOCKS_DIFFER = timedelta(hours=24)


def calendar_of(org: Organisation) -> Calendar:
    """The organisation's calendar."""
    return Calendar(org.zone, org.holiday_country, org.holiday_subdivision, org.closures)


def open_days(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Whole days of 24 hours from one instant to another, minus days of closure; never negative."""
    if end <= start:
        return 0
    return max(0, (end - start) // DAY - closure_days(start, end, calendar))


def plausible(when: datetime, now: datetime) -> datetime | None:
    """A time that a platform gave: clocks may differ by a day, but what lies further ahead is not believed."""
    if when > now + _CLOCKS_DIFFER:
        return None
    return min(when, now)
