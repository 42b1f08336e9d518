"""The empty workbook, the headers of CSV files, and the further warnings of `register check`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from auditor.register.columns import SHEETS
from auditor.register.review import review
from auditor.register.template import header_line, write_template
from tests.register.tables import HEADER, csv_text, read_accounts, read_files


def test_the_template_is_an_empty_register_that_reads_without_a_word(tmp_path: Path) -> None:
    write_template(tmp_path / "register.xlsx")

    register, problems = read_files(tmp_path, register="register.xlsx")

    assert (register.accounts, register.access, register.waivers, register.changes) == ((), (), (), ())
    assert problems == ()


def test_the_template_explains_every_column(tmp_path: Path) -> None:
    write_template(tmp_path / "register.xlsx")

    book = CalamineWorkbook.from_path(tmp_path / "register.xlsx")
    told = {(str(row[0]).lower(), str(row[1]).rstrip("*")) for row in book.get_sheet_by_name("Help").to_python()}

    assert {(sheet, column) for sheet, columns in SHEETS.items() for column in columns} <= told


@pytest.mark.parametrize("sheet", sorted(SHEETS))
def test_csv_headers_hold_every_column(sheet: str) -> None:
    assert header_line(sheet).strip().split(",") == list(SHEETS[sheet])


def test_the_review_tells_what_a_run_would_only_find_later(tmp_path: Path) -> None:
    (tmp_path / "waivers.csv").write_text(
        "account_id,control,reason,approved_by,until\na,hours-stated,r,Head,2026-11-21\nb,hours-stated,r,Head,2026-11-22\n"
    )
    rows = [
        (*HEADER, "manager_email", "deputies"),
        ("a", "x", "LivUni", "U", "sam@liverpool.ac.uk", "kim@lib.liverpool.ac.uk; nobody"),
        ("b", "x", "livuni", "U", "sam@evil-liverpool.ac.uk", ""),
        ("c", "facebook", "livuni", "U", "a@b>,<c@d.uk", ""),
    ]
    register, problems = read_accounts(tmp_path, csv_text(rows))

    told = review(register, mail_domains=("liverpool.ac.uk",), today=date(2026, 11, 22))

    assert problems == ()
    assert not any(p.stops for p in told)
    assert [(p.where.file, p.where.row, p.where.column) for p in told] == [
        ("accounts.csv", 2, "deputies"), ("accounts.csv", 3, "manager_email"), ("accounts.csv", 4, "manager_email"),
        ("accounts.csv", 3, "handle"), ("waivers.csv", 2, "until"),
    ]  # fmt: skip
