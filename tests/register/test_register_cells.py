"""What single cells may hold, what stops a run, and what counts as blank with a warning."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.register.tables import HEADER, ROW, csv_text, read_accounts, read_files, with_column


@pytest.mark.parametrize(
    "written",
    ["2026-11-21", "2026-11-21T10:00:00Z", "2026-11-21 00:00:00", "21 Nov 2026", "21 November 2026", "21-Nov-2026",
     "Nov 21, 2026", "21st november 2026"],
)  # fmt: skip
def test_dates_that_can_be_read_in_one_way_are_read(tmp_path: Path, written: str) -> None:
    register, problems = read_accounts(tmp_path, with_column("opened_on", written))

    assert problems == ()
    assert register.accounts[0].opened_on == date(2026, 11, 21)


@pytest.mark.parametrize(
    "written",
    ["21/11/2026", "11/12/2026", "2026-13-01", "2026-02-30", "yesterday", "21 Nov 26", "20261121", "31 Feb 2026"],
)
def test_other_dates_stop_rather_than_be_guessed(tmp_path: Path, written: str) -> None:
    _, problems = read_accounts(tmp_path, with_column("opened_on", written))

    assert [(p.stops, p.where.row, p.where.column, p.value) for p in problems] == [(True, 2, "opened_on", written)]


@pytest.mark.parametrize("written", ["yes", "Y", "TRUE", "1", "x", "✓", "on", "ja"])
def test_the_usual_spellings_of_yes(tmp_path: Path, written: str) -> None:
    register, problems = read_accounts(tmp_path, with_column("central", written))

    assert problems == ()
    assert register.accounts[0].central


@pytest.mark.parametrize("written", ["no", "N", "False", "0", "off", "nein", "-", ""])
def test_the_usual_spellings_of_no_and_blank(tmp_path: Path, written: str) -> None:
    register, problems = read_accounts(tmp_path, with_column("central", written))

    assert problems == ()
    assert not register.accounts[0].central


@pytest.mark.parametrize(
    ("column", "written"),
    [("central", "perhaps"), ("press_access", "sometimes"), ("status", "inactive"), ("posting_days", "two weeks"),
     ("posting_days", "-3"), ("posting_days", "0"), ("native_id", "1.23E+17")],
)  # fmt: skip
def test_unknown_words_and_numbers_warn_and_count_as_blank(tmp_path: Path, column: str, written: str) -> None:
    register, problems = read_accounts(tmp_path, with_column(column, written))
    blank, _ = read_accounts(tmp_path, with_column(column, ""))

    assert [(p.stops, p.where.column, p.value) for p in problems] == [(False, column, written)]
    assert register.accounts == blank.accounts


@pytest.mark.parametrize(
    ("written", "read"), [("yes", True), ("no", False), ("2026-05-04", date(2026, 5, 4)), ("", None)]
)
def test_press_access_is_yes_no_or_a_day(tmp_path: Path, written: str, read: object) -> None:
    register, problems = read_accounts(tmp_path, with_column("press_access", written))

    assert problems == ()
    assert register.accounts[0].press_access == read


def test_a_press_access_that_looks_like_a_date_but_is_none_stops(tmp_path: Path) -> None:
    _, problems = read_accounts(tmp_path, with_column("press_access", "04/05/2026"))

    assert [p.stops for p in problems] == [True]


@pytest.mark.parametrize(
    ("written", "status"),
    [("live", "live"), ("Active", "live"), ("Paused", "paused"), ("on hold", "paused"), ("CLOSED", "closed"),
     ("retired", "closed"), ("", "live")],
)  # fmt: skip
def test_statuses_and_their_usual_other_words(tmp_path: Path, written: str, status: str) -> None:
    register, problems = read_accounts(tmp_path, with_column("status", written))

    assert problems == ()
    assert register.accounts[0].status == status


@pytest.mark.parametrize(
    ("written", "canonical"), [("Twitter", "x"), ("Yammer", "viva-engage"), ("Google Plus", "google-plus")]
)
def test_former_names_of_platforms_are_resolved(tmp_path: Path, written: str, canonical: str) -> None:
    register, problems = read_accounts(tmp_path, csv_text([HEADER, ("a", written, "h", "U")]))

    assert problems == ()
    assert register.accounts[0].platform == canonical


def test_an_unknown_platform_stops_with_the_nearest_name(tmp_path: Path) -> None:
    _, problems = read_accounts(tmp_path, csv_text([HEADER, ("a", "facebok", "h", "U")]))

    assert [(p.stops, p.remedy) for p in problems] == [(True, "Did you mean 'facebook'?")]


def test_lists_are_split(tmp_path: Path) -> None:
    register, _ = read_accounts(tmp_path, with_column("deputies", "a@b.uk; c@d.uk ;"))

    assert register.accounts[0].deputies == ("a@b.uk", "c@d.uk")


def test_every_missing_required_cell_is_told_at_once(tmp_path: Path) -> None:
    _, problems = read_accounts(tmp_path, csv_text([HEADER, ("", "x", "", "U"), ("b", " ", "h", "")]))

    assert [(p.where.row, p.where.column) for p in problems if p.stops] == [
        (2, "handle"), (2, "id"), (3, "platform"), (3, "unit"),
    ]  # fmt: skip


def test_a_duplicate_id_names_the_first_row(tmp_path: Path) -> None:
    register, problems = read_accounts(tmp_path, csv_text([HEADER, ROW, ("LIBRARY-X", "x", "h2", "U")]))

    assert len(register.accounts) == 1
    assert [(p.stops, p.where.row, p.message) for p in problems] == [(True, 3, "stands in row 2 already")]


def test_bad_addresses_and_duplicate_handles_do_not_concern_reading(tmp_path: Path) -> None:
    rows = [(*HEADER, "manager_email"), (*ROW, "not an address"), ("b", *ROW[1:], "x@")]

    register, problems = read_accounts(tmp_path, csv_text(rows))

    assert problems == ()
    assert [a.manager_email for a in register.accounts] == ["not an address", "x@"]


def test_control_characters_are_left_out_with_a_warning(tmp_path: Path) -> None:
    register, problems = read_accounts(tmp_path, with_column("name", "Lib\x1b[31mrary\x00"))

    assert register.accounts[0].name == "Lib[31mrary"
    assert [p.stops for p in problems] == [False]


def test_formulas_are_text(tmp_path: Path) -> None:
    register, problems = read_accounts(tmp_path, with_column("name", "=HYPERLINK(1)"))

    assert problems == ()
    assert register.accounts[0].name == "=HYPERLINK(1)"


def test_rows_about_unknown_accounts_and_controls_are_left_out_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "access.csv").write_text(
        "account_id,person,granted_on,kind\nlibrary-y,Jo,2024-01-01,\nLibrary-X,Kim,2024-01-01,odd\n"
    )
    (tmp_path / "waivers.csv").write_text(
        "account_id,control,reason,approved_by,until\n"
        "*,hours-stated,r,Head,2027-01-01\nlibrary-x,hours-stat,r,Head,2027-01-01\nnone,hours-stated,r,Head,2027-01-01\n"
    )

    register, problems = read_accounts(tmp_path, csv_text([HEADER, ROW]))

    assert not any(p.stops for p in problems)
    assert [(a.account_id, a.kind) for a in register.access] == [("library-x", "standing")]
    assert [(w.account_id, w.control) for w in register.waivers] == [("*", "hours-stated")]
    assert [p.value for p in problems] == ["library-y", "odd", "hours-stat", "none"]
    assert "library-x" in problems[0].remedy


def test_ids_of_rows_that_are_wrong_otherwise_are_not_called_unknown(tmp_path: Path) -> None:
    (tmp_path / "access.csv").write_text("account_id,person,granted_on\nb,Jo,2024-01-01\n")

    _, problems = read_accounts(tmp_path, csv_text([HEADER, ROW, ("b", "nonsuch", "h", "U")]))

    assert [p.value for p in problems] == ["nonsuch"]


def test_announced_changes_have_to_end_after_they_begin(tmp_path: Path) -> None:
    (tmp_path / "changes.csv").write_text(
        "account_id,field,from,until,announced_by\nlibrary-x,name,2026-12-01,2026-12-08,Jo\n"
        "library-x,name,2026-12-09,2026-12-08,Jo\nlibrary-x,colour,2026-12-01,2026-12-08,Jo\n"
    )

    register, problems = read_accounts(tmp_path, csv_text([HEADER, ROW]))

    assert [(c.field, c.start, c.until) for c in register.changes] == [("name", date(2026, 12, 1), date(2026, 12, 8))]
    assert [(p.where.row, p.stops) for p in problems] == [(3, False), (4, False)]


def test_where_the_accounts_cannot_be_read_no_id_is_called_unknown(tmp_path: Path) -> None:
    (tmp_path / "access.csv").write_text("account_id,person,granted_on\nb,Jo,2024-01-01\n")

    _, problems = read_files(tmp_path, accounts="missing.csv", access="access.csv")

    assert [str(p.where) for p in problems] == ["missing.csv"]
