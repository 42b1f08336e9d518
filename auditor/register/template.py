"""Writes an empty register: a workbook with help texts and drop-downs, or CSV files with headers."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from auditor.platforms import PLATFORMS
from auditor.register.columns import ACCESS_KINDS, FIELDS, SHEETS, STATUSES, Column

_ROWS = 5_000  # as far down as drop-downs and formats reach
_CHOICES: dict[str, list[str]] = {
    "platform": sorted(PLATFORMS),
    "status": list(STATUSES),
    "yes_no": ["yes", "no"],
    "access_kind": list(ACCESS_KINDS),
    "field": list(FIELDS),
}
_FORMATS = {"date": "yyyy-mm-dd", "yes_no_or_date": "yyyy-mm-dd", "number": "0"}
_HELP = (
    "One row for each account on the sheet Accounts. Columns with a * have to be filled in; all others may stay empty.",
    "Do not rename, merge or repeat headers. You may add columns of your own: they are not read.",
    "Write dates like 2026-11-21. Never write a password into this workbook.",
    "When you are done, run: auditor register check",
)


def write_template(path: Path) -> None:
    """Write an empty workbook that `read` takes as it is: all columns, notes, drop-downs, a sheet of help; no rows."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        styles = {
            "header": book.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1, "text_wrap": True}),
            "required": book.add_format({"bold": True, "bg_color": "#FFE9B8", "border": 1, "text_wrap": True}),
            "text": book.add_format({"num_format": "@"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            **{kind: book.add_format({"num_format": shown}) for kind, shown in _FORMATS.items()},
        }
        for name, columns in SHEETS.items():
            _write_sheet(book.add_worksheet(name.title()), columns, styles)
        _write_help(book.add_worksheet("Help"), styles)


def header_line(sheet: str) -> str:
    """The header of a CSV file with all columns of a sheet."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(SHEETS[sheet])
    return line.getvalue()


def _write_sheet(page: Any, columns: dict[str, Column], styles: dict[str, Any]) -> None:
    page.freeze_panes(1, 3 if len(columns) > 10 else 1)
    page.autofilter(0, 0, 0, len(columns) - 1)
    for place, column in enumerate(columns.values()):
        title = column.name + ("*" if column.required else "")
        page.write_string(0, place, title, styles["required" if column.required else "header"])
        page.write_comment(0, place, _note(column), {"x_scale": 2, "y_scale": 1.2})
        page.set_column(place, place, max(12, len(title) + 2), styles.get(column.kind, styles["text"]))
        _validate(page, place, column)


def _validate(page: Any, place: int, column: Column) -> None:
    rule: dict[str, Any] | None = None
    if column.kind in _CHOICES:
        rule = {"validate": "list", "source": _CHOICES[column.kind]}
    elif column.kind == "number":
        rule = {"validate": "integer", "criteria": ">=", "value": 1}
    if rule:
        # Former names of platforms and other spellings are understood too, so Excel only asks, it does not refuse.
        page.data_validation(1, place, _ROWS, place, {**rule, "error_type": "warning", "ignore_blank": True})


def _note(column: Column) -> str:
    return column.note + (" Required." if column.required else "")


def _write_help(page: Any, styles: dict[str, Any]) -> None:
    page.set_column(0, 0, 12)
    page.set_column(1, 1, 22)
    page.set_column(2, 2, 70, styles["wrap"])
    page.set_column(3, 3, 34)
    row = 0
    for line in _HELP:
        page.write_string(row, 0, line)
        row += 1
    row += 1
    for place, title in enumerate(("Sheet", "Column", "What it holds", "Example (do not copy)")):
        page.write_string(row, place, title, styles["header"])
    for sheet, columns in SHEETS.items():
        for column in columns.values():
            row += 1
            page.write_string(row, 0, sheet.title())
            page.write_string(row, 1, column.name + ("*" if column.required else ""))
            page.write_string(row, 2, _note(column))
            page.write_string(row, 3, column.example)
