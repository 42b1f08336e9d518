"""The register from CSV files: encodings, separators, headers, row numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.register.tables import HEADER, ROW, csv_text, read_accounts, read_files, with_column


def test_a_plain_file_gives_its_accounts(tmp_path: Path) -> None:
    register, problems = read_accounts(tmp_path, csv_text([HEADER, ROW]))

    assert problems == ()
    assert [(a.id, a.platform, a.handle, a.unit, a.status) for a in register.accounts] == [
        ("library-x", "x", "livunilibrary", "Library", "live")
    ]
    assert not register.has_access_log


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_whatever_a_spreadsheet_saves_reads_the_same(
    tmp_path: Path, separator: str, line_end: str, encoding: str
) -> None:
    content = csv_text([(*HEADER, "name"), (*ROW, "Café, “Library”; news")], separator, line_end)

    register, problems = read_accounts(tmp_path, content.encode(encoding))

    assert problems == ()
    assert register.accounts[0].name == "Café, “Library”; news"


def test_windows_text_is_read_with_a_warning(tmp_path: Path) -> None:
    register, problems = read_accounts(tmp_path, csv_text([(*HEADER, "name"), (*ROW, "Café")]).encode("cp1252"))

    assert register.accounts[0].name == "Café"
    assert [(p.stops, p.where.row) for p in problems] == [(False, 2)]
    assert "UTF-8" in problems[0].message


def test_excels_separator_line_is_obeyed_and_counted(tmp_path: Path) -> None:
    register, problems = read_accounts(tmp_path, "sep=;\n" + csv_text([HEADER, ROW], ";"))

    assert problems == ()
    assert register.accounts[0].where.row == 3


def test_headers_are_known_in_any_case_and_spacing(tmp_path: Path) -> None:
    content = "ID,Platform *,HANDLE,Unit,Password changed on,Press-Access\na,x,h,U,2026-10-01,yes\n"

    register, problems = read_accounts(tmp_path, content)

    assert problems == ()
    assert register.accounts[0].password_changed_on == date(2026, 10, 1)
    assert register.accounts[0].press_access is True


def test_headers_of_ones_own_are_mapped(tmp_path: Path) -> None:
    content = "id,platform,Account name,unit\na,x,h,U\n"

    register, problems = read_accounts(tmp_path, content, columns={"accounts": {"handle": "Account name"}})

    assert problems == ()
    assert register.accounts[0].handle == "h"


def test_blank_rows_and_trailing_columns_are_nothing_and_numbers_stay_right(tmp_path: Path) -> None:
    content = "id,platform,handle,unit,,\na,x,h,U,,\n\n,,,,,\nb,nonsuch,h,U,,\n,,,,,\n"

    register, problems = read_accounts(tmp_path, content)

    assert [a.id for a in register.accounts] == ["a"]
    assert [(p.where.row, p.where.column, p.value) for p in problems] == [(5, "platform", "nonsuch")]


def test_a_line_break_inside_a_cell_is_one_row(tmp_path: Path) -> None:
    content = csv_text([(*HEADER, "notes"), (*ROW, "one\ntwo"), ("b", "x", "h2", "U", ""), ("c", "?", "h3", "U", "")])

    register, problems = read_accounts(tmp_path, content)

    assert register.accounts[0].notes == "one\ntwo"
    assert [p.where.row for p in problems] == [4]


def test_a_required_column_missing_stops_and_says_how_to_map_it(tmp_path: Path) -> None:
    _, problems = read_accounts(tmp_path, "id,platform,account,unit\na,x,h,U\n")

    [missing] = [p for p in problems if p.stops]
    assert (missing.where.row, missing.where.column) == (1, "handle")
    assert "columns" in missing.remedy


def test_a_header_lower_down_is_pointed_at(tmp_path: Path) -> None:
    _, problems = read_accounts(tmp_path, "Our accounts,,,\nid,platform,handle,unit\na,x,h,U\n")

    assert {p.remedy for p in problems if p.stops} == {"The header seems to stand in row 2: delete the rows above it."}


def test_a_column_twice_stops(tmp_path: Path) -> None:
    _, problems = read_accounts(tmp_path, "id,platform,handle,unit,Handle\na,x,h,U,h\n")

    assert [(p.stops, p.where.row, p.value) for p in problems] == [(True, 1, "Handle")]


def test_a_mistyped_optional_column_warns_once_with_the_nearest_name(tmp_path: Path) -> None:
    _, problems = read_accounts(tmp_path, with_column("manager_emial", "a@b.uk", "c@d.uk"))

    assert [(p.stops, p.advice, p.remedy) for p in problems] == [(False, False, "Did you mean 'manager_email'?")]


def test_a_column_of_ones_own_is_only_mentioned(tmp_path: Path) -> None:
    _, problems = read_accounts(tmp_path, with_column("Colour of the door", "red"))

    assert [(p.stops, p.advice) for p in problems] == [(False, True)]


def test_a_shifted_row_is_noticed(tmp_path: Path) -> None:
    _, problems = read_accounts(tmp_path, "id,platform,handle,unit\na,x,h,Arts, Humanities\n")

    assert [(p.stops, p.where.row) for p in problems] == [(False, 2)]


def test_an_open_quotation_mark_stops_instead_of_swallowing_rows(tmp_path: Path) -> None:
    _, problems = read_accounts(tmp_path, 'id,platform,handle,unit\na,x,"h,U\nb,x,h,U\n')

    assert [p.stops for p in problems] == [True]
    assert "quotation mark" in problems[0].remedy


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfei\x00d", ""),
        (b"PK\x03\x04 something", "workbook"),
        (b"\xef\xbb\xbfid,\xff\xfe\n", "UTF-8"),
        (b"id," + b"x," * 300 + b"\n", "columns"),
        (b"x" * 100_000_001, "100 MB"),
    ],
)
def test_files_that_are_no_register_stop_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    register, problems = read_accounts(tmp_path, content)

    assert register.accounts == ()
    assert any(p.stops for p in problems)
    assert words in problems[0].message + problems[0].remedy


def test_too_many_rows_stop(tmp_path: Path) -> None:
    _, problems = read_accounts(tmp_path, "id,platform,handle,unit\n" + "\n" * 500_001)

    assert [p.stops for p in problems] == [True]
    assert "500,000" in problems[0].message


def test_a_file_that_is_configured_and_missing_stops(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text(csv_text([HEADER, ROW]))

    register, problems = read_files(tmp_path, accounts="accounts.csv", access="nowhere/access.csv")

    assert [(str(p.where), p.stops) for p in problems] == [("nowhere/access.csv", True)]
    assert not register.has_access_log


def test_files_beside_the_accounts_are_taken_by_their_usual_names(tmp_path: Path) -> None:
    (tmp_path / "access.csv").write_text("account_id,person,granted_on\nlibrary-x,Petra,2024-01-01\n")

    register, problems = read_accounts(tmp_path, csv_text([HEADER, ROW]))

    assert problems == ()
    assert register.has_access_log
    assert [a.person for a in register.access_of("library-x")] == ["Petra"]


def test_an_empty_file_is_an_empty_register(tmp_path: Path) -> None:
    register, problems = read_accounts(tmp_path, "")

    assert (register.accounts, problems) == ((), ())


def test_the_hash_changes_with_the_content_alone(tmp_path: Path) -> None:
    first, _ = read_accounts(tmp_path, csv_text([HEADER, ROW]))
    again, _ = read_accounts(tmp_path, csv_text([HEADER, ROW]))
    other, _ = read_accounts(tmp_path, csv_text([HEADER, (*ROW[:3], "Archive")]))

    assert first.sha256 == again.sha256 != other.sha256


def test_every_row_about_an_unknown_account_is_told_and_the_first_with_the_id_that_was_meant(tmp_path: Path) -> None:
    ids = [f"unit-{n}-x" for n in range(1_000)]
    rows = [[i, "x", f"h{n}", "Unit"] for n, i in enumerate(ids)]
    log = [[f"unit-{n}x", "Petra", "2024-01-01"] for n in range(1_000)]
    (tmp_path / "access.csv").write_text(csv_text([["account_id", "person", "granted_on"], *log]))

    register, problems = read_accounts(tmp_path, csv_text([HEADER, *rows]))

    assert register.access == ()
    unknown = [p for p in problems if "is no id on the sheet" in p.message]
    assert [p.value for p in unknown] == [row[0] for row in log]
    assert "Did you mean 'unit-0-x'?" in unknown[0].remedy
    assert "Did you mean" not in unknown[-1].remedy  # a sheet of nothing but mistakes must end in time
