"""Operating time: DST, holidays, closures, midnight, checked against a slow count of minutes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.calendar import DEFAULT_WINDOWS, Calendar, closure_days, operating_time
from auditor.statements import ALWAYS, Window

LONDON = ZoneInfo("Europe/London")
ENGLAND = Calendar(LONDON, "GB", "ENG")
PLAIN = Calendar(LONDON)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def hours(windows: tuple[Window, ...], start: str, end: str, calendar: Calendar = ENGLAND) -> float:
    return operating_time(windows, london(start), london(end), calendar) / timedelta(hours=1)


def slow(windows: tuple[Window, ...], start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Minute by minute: is the wall clock inside a window, on a working day?"""
    count, at = 0, start.astimezone(UTC)
    week = [span for window in windows for span in window.minutes_of_week()]
    while at < end.astimezone(UTC):
        wall = at.astimezone(calendar.zone)
        minute = wall.weekday() * 1440 + wall.hour * 60 + wall.minute
        count += calendar.works(wall.date()) and any(opens <= minute < closes for opens, closes in week)
        at += timedelta(minutes=1)
    return timedelta(minutes=count)


def test_a_question_asked_on_friday_evening_waits_no_time_over_the_weekend() -> None:
    assert hours(DEFAULT_WINDOWS, "2026-11-20T17:30", "2026-11-23T09:00") == 0
    assert hours(DEFAULT_WINDOWS, "2026-11-20T16:30", "2026-11-23T10:00") == 1.5


def test_bank_holidays_of_england_do_not_count() -> None:
    assert hours(DEFAULT_WINDOWS, "2026-12-24T16:00", "2026-12-29T10:00") == 2  # 25th, and 28th in lieu of the 26th
    assert hours(DEFAULT_WINDOWS, "2026-12-24T16:00", "2026-12-29T10:00", PLAIN) == 1 + 8 + 8 + 1


def test_a_holiday_of_scotland_is_a_working_day_in_england() -> None:
    scotland = Calendar(LONDON, "GB", "SCT")
    assert hours(DEFAULT_WINDOWS, "2026-11-30T09:00", "2026-11-30T17:00") == 8
    assert hours(DEFAULT_WINDOWS, "2026-11-30T09:00", "2026-11-30T17:00", scotland) == 0


def test_closures_do_not_count_from_their_first_to_their_last_day() -> None:
    closed = Calendar(LONDON, closures=((date(2026, 11, 24), date(2026, 11, 25)),))
    assert hours(DEFAULT_WINDOWS, "2026-11-23T09:00", "2026-11-26T17:00", closed) == 16


def test_the_night_the_clocks_go_forward_is_an_hour_shorter() -> None:
    night = (Window("Sat", "22:00", "06:00"),)
    assert hours(night, "2026-03-28T12:00", "2026-03-29T12:00", PLAIN) == 7
    assert hours(night, "2026-10-24T12:00", "2026-10-25T12:00", PLAIN) == 9


def test_a_window_inside_the_skipped_hour_is_empty_and_inside_the_repeated_hour_counts_twice() -> None:
    inside = (Window("Sun", "01:00", "02:00"),)
    assert hours(inside, "2026-03-29T00:00", "2026-03-30T00:00", PLAIN) == 0
    assert hours(inside, "2026-10-25T00:00", "2026-10-26T00:00", PLAIN) == 2


def test_round_the_clock_is_all_the_time_there_is() -> None:
    assert hours((ALWAYS,), "2026-03-28T00:00", "2026-03-30T00:00", PLAIN) == 47


def test_windows_without_days_hold_every_day_and_days_without_times_all_day() -> None:
    assert hours((Window(None, "09:00", "10:00"),), "2026-11-20T00:00", "2026-11-23T00:00", PLAIN) == 3
    assert hours((Window("Sat-Sun"),), "2026-11-20T00:00", "2026-11-24T00:00", PLAIN) == 48


def test_overlapping_windows_count_once() -> None:
    windows = (Window("Mon-Fri", "09:00", "17:00"), Window("Mon", "16:00", "18:00"), Window("Sun", "20:00", "10:00"))
    assert hours(windows, "2026-11-22T19:00", "2026-11-23T23:00", PLAIN) == 4 + 18


def test_no_windows_or_a_reversed_interval_is_no_time() -> None:
    assert hours((), "2026-11-20T00:00", "2026-11-23T00:00") == 0
    assert hours(DEFAULT_WINDOWS, "2026-11-23T12:00", "2026-11-23T10:00") == 0


def test_seconds_are_kept() -> None:
    start = datetime(2026, 11, 23, 9, 59, 30, tzinfo=UTC)
    assert operating_time(DEFAULT_WINDOWS, start, start + timedelta(seconds=45), ENGLAND) == timedelta(seconds=45)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-12-20T10:00", "2026-12-30T10:00", 6),
        ("2026-12-26T10:00", "2026-12-26T20:00", 0),
        ("2026-12-26T10:00", "2026-12-28T09:00", 2),
        ("2027-01-02T10:00", "2027-01-05T10:00", 0),
        ("2026-12-31T10:00", "2027-01-05T10:00", 0),
    ],
)
def test_closure_days_are_the_closed_dates_after_the_first(start: str, end: str, expected: int) -> None:
    calendar = Calendar(
        LONDON, "GB", "ENG", ((date(2026, 12, 24), date(2026, 12, 29)), (date(2026, 12, 28), date(2026, 12, 29)))
    )
    assert closure_days(london(start), london(end), calendar) == expected


_clock = st.integers(0, 47).map(lambda n: f"{n // 2:02d}:{n % 2 * 30:02d}")
_days = st.sampled_from(["Mon-Fri", "Sat-Sun", "Sun", "Mon", "Fri-Mon", "Mon-Sun", "Wed", None])
_window = (
    st.builds(Window, _days, _clock, _clock) | st.just(ALWAYS) | st.builds(Window, st.sampled_from(["Sat", "Mon-Fri"]))
)
_starts = st.sampled_from(
    [datetime(2026, 3, 27), datetime(2026, 10, 23), datetime(2026, 12, 23), datetime(2027, 4, 1), datetime(2026, 6, 1)]
)
_calendars = st.sampled_from(
    [
        ENGLAND,
        PLAIN,
        Calendar(
            LONDON, "GB", "ENG", ((date(2026, 3, 28), date(2026, 3, 28)), (date(2026, 12, 23), date(2026, 12, 24)))
        ),
        Calendar(ZoneInfo("America/St_Johns"), "CA"),
        Calendar(ZoneInfo("Australia/Lord_Howe")),
        Calendar(ZoneInfo("Pacific/Apia")),
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(_window, min_size=1, max_size=3).map(tuple),
    _starts,
    st.integers(0, 2880),
    st.integers(0, 5000),
    _calendars,
)
def test_agrees_with_a_count_of_minutes(
    windows: tuple[Window, ...], base: datetime, begin: int, length: int, calendar: Calendar
) -> None:
    start = base.replace(tzinfo=UTC) + timedelta(minutes=begin)
    end = start + timedelta(minutes=length)
    assert operating_time(windows, start, end, calendar) == slow(windows, start, end, calendar)


@given(st.lists(_window, min_size=1, max_size=3).map(tuple), st.integers(0, 20000), st.integers(0, 20000), _calendars)
@settings(max_examples=60, deadline=None)
def test_time_adds_up_over_a_cut(windows: tuple[Window, ...], first: int, second: int, calendar: Calendar) -> None:
    start = datetime(2026, 10, 20, tzinfo=UTC)
    middle = start + timedelta(minutes=first)
    end = middle + timedelta(minutes=second)
    parts = operating_time(windows, start, middle, calendar) + operating_time(windows, middle, end, calendar)
    assert parts == operating_time(windows, start, end, calendar)
