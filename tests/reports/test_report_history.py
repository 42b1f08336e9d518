from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from reports import charts
from reports.view import Past, Trend
from reports.view_history import history_of
from reports.words import Status

ZONE = ZoneInfo("Europe/London")
START = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)


def _past(*musts):
    return [Past(f"r{n}", START + timedelta(days=n), must, 0, 0, 1, 20) for n, must in enumerate(musts)]


def _trend(*days):
    return [Trend(f"r{n}", START + timedelta(days=day), 5, 4, 0, 1, 90, 100) for n, day in enumerate(days)]


def test_runs_that_found_the_same_stand_in_one_line_newest_first():
    history = history_of(_past(1, 1, 0, 0, 0, 2), ZONE)

    assert [(s.days, s.runs, s.numbers[0]) for s in history.stretches] == [
        ("6 Nov 2026", 1, 2), ("3 Nov to 5 Nov 2026", 3, 0), ("1 Nov to 2 Nov 2026", 2, 1),
    ]  # fmt: skip
    assert history.words == "Of the last 6 runs, 3 had something that must be fixed; oldest on the left."


def test_the_strip_covers_its_whole_width_and_runs_with_the_time():
    strip = history_of(_past(1, 1, 0, 0), ZONE).strip

    assert strip == ((Status.MUST, 0.0, 50.0), (Status.MEETS, 50.0, 50.0))


def test_what_a_platform_never_shows_does_not_colour_a_run_but_a_run_without_sight_is_unclear():
    unseen = Past("r", START, 0, 0, 0, 30, 0)

    assert history_of([unseen], ZONE).strip[0][0] is Status.UNCLEAR
    assert history_of(_past(0), ZONE).strip[0][0] is Status.MEETS


def test_an_account_without_a_past_has_no_history():
    assert history_of([], ZONE).stretches == ()


def test_a_night_without_a_run_is_a_gap_in_the_line_and_never_a_line_through_it():
    chart = charts.trend(_trend(0, 1, 2, 6, 7), ZONE)

    assert [len(part.split()) for part in chart.lines[0].parts] == [3, 2]


def test_a_run_that_stands_alone_is_a_dot():
    chart = charts.trend(_trend(0, 1, 9), ZONE)

    assert len(chart.lines[0].dots) == 1


def test_the_axis_starts_at_zero_and_the_numbers_stand_behind_the_chart():
    chart = charts.trend(_trend(0, 1), ZONE)

    assert chart.grid[0] == (188.0, "0")
    assert chart.table[0] == ("2 Nov 2026, 02:00 GMT", (5, 4, 0, 1, 90), 100)
    assert chart.sentence == "Accounts with something that must be fixed over 2 runs: from 5 to 5."


def test_one_run_makes_no_chart():
    assert charts.trend(_trend(0), ZONE) is None
