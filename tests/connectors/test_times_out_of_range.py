"""A time in which no platform existed is no time, and never a crash."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from connectors._read import moment
from reports import dates

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize("written", [
    "0001-01-01T00:00:00Z", "1899-12-31T23:59:59Z", "9999-12-31T23:59:59Z", "2300-01-01T00:00:00+00:00", "0000-00-00T00:00:00Z",
])  # fmt: skip
def test_times_outside_our_times_are_read_as_none(written: str) -> None:
    assert moment(written) is None


@pytest.mark.parametrize("written", ["1990-01-01T00:00:00Z", "2016-12-31T23:59:60Z", "2026-11-22T02:00:00+0000"])
def test_times_of_our_times_are_read(written: str) -> None:
    assert moment(written) is not None


@pytest.mark.parametrize("at", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
@pytest.mark.parametrize("zone", [LONDON, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/Los_Angeles")])
def test_a_report_shows_even_the_ends_of_the_calendar(at: datetime, zone: ZoneInfo) -> None:
    assert str(at.year) in dates.moment(at, zone)
    assert dates.span(at, at, zone)
