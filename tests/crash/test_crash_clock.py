"""Clocks that are wrong, jump, skip an hour or show it twice, and nights that were slept through."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.cli._context import App
from auditor.cli.schedule import CATCH_UP, _Watch, last_due
from tests.crash.invariants import whole
from tests.crash.living import RUN_ID, Nursery, outcome
from tests.night.driving import House

LONDON = ZoneInfo("Europe/London")
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "UTC")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "clock", "due"),
    [
        (utc(2026, 11, 22, 2, 0), "02:00", utc(2026, 11, 22, 2, 0)),  # to the second
        (utc(2026, 11, 22, 1, 59, 59), "02:00", utc(2026, 11, 21, 2, 0)),
        (utc(2026, 7, 1, 12, 0), "02:00", utc(2026, 7, 1, 1, 0)),  # summer time
        (utc(2026, 3, 29, 12, 0), "01:30", utc(2026, 3, 29, 1, 30)),  # skipped: 02:30 by the new clock
        (utc(2026, 3, 30, 12, 0), "01:30", utc(2026, 3, 30, 0, 30)),
        (utc(2026, 10, 25, 12, 0), "01:30", utc(2026, 10, 25, 0, 30)),  # twice: the first
        (utc(2026, 10, 25, 1, 0), "01:30", utc(2026, 10, 25, 0, 30)),  # between the two
        (utc(2026, 10, 25, 0, 29), "01:30", utc(2026, 10, 24, 0, 30)),
        (utc(2028, 2, 29, 12, 0), "02:00", utc(2028, 2, 29, 2, 0)),  # a leap day
        (utc(2028, 3, 1, 1, 0), "02:00", utc(2028, 2, 29, 2, 0)),
        (utc(2027, 3, 1, 1, 0), "02:00", utc(2027, 2, 28, 2, 0)),
        (utc(2027, 1, 1, 0, 30), "23:59", utc(2026, 12, 31, 23, 59)),
    ],
)
def test_when_a_night_was_due(now: datetime, clock: str, due: datetime) -> None:
    assert last_due(now, clock, LONDON) == due


@settings(max_examples=300, deadline=None)
@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC)),
    st.integers(0, 23),
    st.sampled_from([0, 15, 30, 45, 59]),
    st.sampled_from(ZONES),
)
def test_every_local_day_has_exactly_one_due_instant(now: datetime, hour: int, minute: int, zone: str) -> None:
    clock, where = f"{hour:02d}:{minute:02d}", ZoneInfo(zone)
    due = last_due(now, clock, where)
    assert now - timedelta(hours=26) <= due <= now
    assert last_due(due, clock, where) == due
    before = last_due(due - timedelta(microseconds=1), clock, where)
    days = {due.astimezone(where).date(), before.astimezone(where).date()}
    assert len(days) == 2
    assert timedelta(hours=22) <= due - before <= timedelta(hours=26)


class _Nights:
    """Stands in for the child process: notes what was started."""

    def __init__(self) -> None:
        self.started: list[datetime] = []

    def run(self, due: datetime) -> None:
        self.started.append(due)


class _Clock(App):
    """An invocation at a moment of the test's choosing, with an empty history."""

    moment = utc(2026, 10, 20, 12, 0)

    def now(self) -> datetime:
        return self.moment


def lived(home: House, moments: list[datetime], clock: str = "01:30") -> list[datetime]:
    """What the schedule starts when it looks at these moments."""
    app, nights = _Clock(home.config), _Nights()
    app.moment = moments[0]
    watch = _Watch(app, clock, LONDON, nights)  # type: ignore[arg-type]
    for moment in moments:
        app.moment = moment
        watch.look()
    return nights.started


@pytest.mark.parametrize(
    ("start", "days"), [(utc(2026, 10, 23, 12, 0), 5), (utc(2026, 3, 27, 12, 0), 5), (utc(2028, 2, 27, 12, 0), 4)]
)
def test_every_night_is_started_once_whatever_the_clocks_do(start: datetime, days: int, home: House) -> None:
    moments = [start + timedelta(seconds=15 * 20 * n) for n in range(days * 288)]
    started = lived(home, moments)
    assert len(started) == days
    assert len({s.astimezone(LONDON).date() for s in started}) == days


def test_a_night_slept_through_is_caught_up_once_and_three_are_too(
    home: House, capsys: pytest.CaptureFixture[str]
) -> None:
    asleep = [utc(2026, 11, 20, 12, 0), utc(2026, 11, 23, 8, 0), utc(2026, 11, 23, 8, 1), utc(2026, 11, 23, 9, 0)]
    assert lived(home, asleep) == [utc(2026, 11, 23, 1, 30)]
    assert "missed; catching up once" in capsys.readouterr().err


def test_a_night_missed_by_more_than_half_a_day_waits_for_the_next(home: House) -> None:
    late = utc(2026, 11, 23, 1, 31) + CATCH_UP
    assert lived(home, [utc(2026, 11, 20, 12, 0), late, late + timedelta(hours=1)]) == []


def test_the_run_goes_by_the_instant_that_was_due(home: House, births: Nursery) -> None:
    home.now = home.now.replace(hour=6, minute=12)
    assert births.run(home, "run", "--due", "2026-11-22T01:30:00+00:00").code == 0
    assert outcome(home).runs == [("2026-11-22T01-30-00Z", "full", "finished")]


def test_a_clock_that_stands_before_the_newest_run_is_refused(home: House, births: Nursery) -> None:
    births.run(home)
    before, home.now = home.estate.counts(), home.now - timedelta(days=365)

    said = births.run(home)

    assert said.code == 2
    assert "clock" in said.err
    assert "2025-11-22" in said.err
    assert home.estate.counts() == before
    assert births.run(home, "doctor", "--offline").code == 2
    home.now += timedelta(days=365)
    assert births.run(home).code == 0


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=11)])
def test_a_clock_that_jumped_during_a_run_still_completes_it(jump: timedelta, home: House, births: Nursery) -> None:
    births.run(home, failpoint="after-shard:exit:2")
    home.now += jump
    assert births.run(home).code == 0
    assert outcome(home).runs == [(RUN_ID, "full", "finished")]
    assert whole(home, 3) == []


def test_after_twelve_hours_a_cut_off_run_is_given_up(home: House, births: Nursery) -> None:
    births.run(home, failpoint="after-shard:exit:2")
    home.now += timedelta(hours=12, minutes=1)
    assert births.run(home).code == 0
    assert [(i, s) for i, _, s in outcome(home).runs] == [("2026-11-22T14-01-00Z", "finished"), (RUN_ID, "abandoned")]
