"""The register from a workbook: sheets, Excel's own types, merged cells, and files made to do harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import Problem
from auditor.model import Register
from tests.register.tables import HEADER, ROW, read_files, workbook

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hostile"


def read_book(folder: Path, **sheets: Any) -> tuple[Register, tuple[Problem, ...]]:
    workbook(folder / "register.xlsx", sheets)
    return read_files(folder, register="register.xlsx")


def test_sheets_are_found_in_any_case(tmp_path: Path) -> None:
    register, problems = read_book(
        tmp_path,
        ACCOUNTS=[HEADER, ROW],
        access=[("account_id", "person", "granted_on"), ("library-x", "Petra", date(2024, 1, 2))],
        Waivers=[("account_id", "control", "reason", "approved_by", "until"),
                 ("*", "hours-stated", "r", "Head", date(2027, 6, 30))],
        Changes=[("account_id", "field", "from", "until", "announced_by"),
                 ("library-x", "*", date(2026, 12, 1), date(2026, 12, 2), "Jo")],
        Help=[("anything",)],
    )  # fmt: skip

    assert problems == ()
    assert register.has_access_log
    assert [a.granted_on for a in register.access] == [date(2024, 1, 2)]
    assert [w.until for w in register.waivers] == [date(2027, 6, 30)]
    assert [c.start for c in register.changes] == [date(2026, 12, 1)]
    assert (register.accounts[0].where.sheet, register.accounts[0].where.row) == ("ACCOUNTS", 2)


def test_a_workbook_may_hold_the_accounts_alone(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"List of accounts": [HEADER, ROW]})

    register, problems = read_files(tmp_path, accounts="a.xlsx")

    assert problems == ()
    assert len(register.accounts) == 1
    assert not register.has_access_log


def test_without_a_sheet_of_accounts_the_sheets_there_are_named(tmp_path: Path) -> None:
    _, problems = read_book(tmp_path, One=[HEADER], Two=[HEADER])

    assert [p.stops for p in problems] == [True]
    assert "'One', 'Two'" in problems[0].message


def test_excels_types_become_ours(tmp_path: Path) -> None:
    header = (*HEADER, "native_id", "opened_on", "posts_checked_on", "central", "posting_days", "two_factor", "notes")
    row = (*ROW, 1001.0, datetime(2026, 1, 2, 3, 4), 46000, True, 30.0, False, 2.5)

    register, problems = read_book(tmp_path, Accounts=[header, row])

    account = register.accounts[0]
    assert problems == ()
    assert account.native_id == "1001"
    assert account.opened_on == date(2026, 1, 2)
    assert account.posts_checked_on == date(2025, 12, 9)
    assert (account.central, account.posting_days, account.two_factor, account.notes) == (True, 30, "no", "2.5")


def test_a_permanent_id_that_excel_rounded_is_not_believed(tmp_path: Path) -> None:
    header = (*HEADER, "native_id")

    register, problems = read_book(tmp_path, Accounts=[header, (*ROW, 1234567890123456789)])

    assert register.accounts[0].native_id is None
    assert [(p.stops, "rounded" in p.message) for p in problems] == [(False, True)]


def test_a_handle_that_excel_turned_into_a_date_is_told_for_ids(tmp_path: Path) -> None:
    _, problems = read_book(tmp_path, Accounts=[HEADER, (date(2026, 5, 1), "x", "may1", "U")])

    assert [(p.stops, p.where.column) for p in problems] == [(True, "id")]


def test_cells_before_the_table_do_not_move_rows(tmp_path: Path) -> None:
    rows: list[tuple[Any, ...]] = [(), (), (None, *HEADER), (), (None, *ROW), (None, "b", "nonsuch", "h", "U")]

    register, problems = read_book(tmp_path, Accounts=rows)

    assert register.accounts[0].where.row == 5
    assert [p.where.row for p in problems] == [6]


def test_merged_cells_in_the_header_stop(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "register.xlsx")) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(0, 0, HEADER)
        sheet.merge_range(0, 4, 0, 5, "name")

    _, problems = read_files(tmp_path, register="register.xlsx")

    assert [(p.stops, p.where.row, p.message) for p in problems] == [(True, 1, "the header has merged cells")]


def test_merged_cells_below_are_warned_of(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "register.xlsx")) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(0, 0, (*HEADER, "name"))
        sheet.write_row(1, 0, ROW)
        sheet.write_row(2, 0, ("b", "x", "h"))
        sheet.merge_range(1, 4, 2, 4, "Both")

    _, problems = read_files(tmp_path, register="register.xlsx")

    assert [(p.stops, p.where.row) for p in problems] == [(False, 2), (True, 3)]


def test_a_formula_counts_by_its_value_and_is_never_followed(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "register.xlsx")) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(0, 0, (*HEADER, "name"))
        sheet.write_row(1, 0, ROW)
        sheet.write_formula(1, 4, '=HYPERLINK("https://evil.example","Library")', None, "Library")

    register, problems = read_files(tmp_path, register="register.xlsx")

    assert problems == ()
    assert register.accounts[0].name == "Library"


def test_one_far_cell_does_not_take_all_memory(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "register.xlsx")) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(0, 0, HEADER)
        sheet.write(1_048_575, 16_383, "far")

    _, problems = read_files(tmp_path, register="register.xlsx")

    assert [p.stops for p in problems] == [True]
    assert "row 1,048,576" in problems[0].message


def test_cells_that_are_only_formatted_do_not_count(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "register.xlsx")) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
        sheet.write_blank(500_000, 400, None, book.add_format({"bold": True}))

    register, problems = read_files(tmp_path, register="register.xlsx")

    assert [a.id for a in register.accounts] == ["library-x"]
    assert not any(p.stops for p in problems)


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_that_lies_about_its_size_is_unpacked_no_further_than_allowed(tmp_path: Path) -> None:
    data = bytearray(packed({"xl/workbook.xml": b"<a/>", "xl/media/a.bin": bytes(210_000_000)}))
    real = (210_000_000).to_bytes(4, "little")
    assert real in data
    (tmp_path / "register.xlsx").write_bytes(bytes(data).replace(real, (100).to_bytes(4, "little")))

    _, problems = read_files(tmp_path, register="register.xlsx")

    assert [p.stops for p in problems] == [True]
    assert "200 MB" in problems[0].message


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"not a workbook", b"\xd0\xcf\x11\xe0" + bytes(600), packed({"a.txt": b"x"}),
     packed({"xl/workbook.xml": b"<broken"}), packed({"xl/workbook.xml": b"<workbook/>"})],
)  # fmt: skip
def test_what_is_no_workbook_stops_in_words(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "register.xlsx").write_bytes(data)

    register, problems = read_files(tmp_path, register="register.xlsx")

    assert register.accounts == ()
    assert [p.stops for p in problems] == [True]
    assert problems[0].remedy


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared material is not beside the checkout")
def test_the_workbook_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "register.xlsx").symlink_to(SHARED / "gen-xlsx-bomb-500MiB.xlsx")

    _, problems = read_files(tmp_path, register="register.xlsx")

    assert [p.stops for p in problems] == [True]
    assert "200 MB" in problems[0].message
