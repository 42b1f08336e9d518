"""Builders of registers on disk for the tests of reading them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from auditor.config.sections import Register as Table
from auditor.errors import Problem
from auditor.model import Register
from auditor.register import read

CONTROLS = ("hours-stated", "handle-prefix")
HEADER = ("id", "platform", "handle", "unit")
ROW = ("library-x", "x", "livunilibrary", "Library")


def csv_text(rows: Iterable[Sequence[object]], separator: str = ",", line_end: str = "\n") -> str:
    """Rows as CSV, every cell quoted."""

    def quoted(cell: object) -> str:
        return '"' + str(cell).replace('"', '""') + '"'

    return "".join(separator.join(quoted(c) for c in row) + line_end for row in rows)


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook with these cells; dates become Excel dates."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        dates = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(r, c, cell, dates)
                    elif isinstance(cell, str):
                        sheet.write_string(r, c, cell)
                    elif cell is not None:
                        sheet.write(r, c, cell)
    return path


def read_files(folder: Path, **named: Any) -> tuple[Register, tuple[Problem, ...]]:
    """Read a register whose `[register]` table has these keys."""
    if "register" in named:
        named["register_"] = named.pop("register")
    return read(Table(**named), folder, controls=CONTROLS)


def read_accounts(folder: Path, content: str | bytes, **named: Any) -> tuple[Register, tuple[Problem, ...]]:
    """Read a register of one accounts file with this content."""
    data = content.encode() if isinstance(content, str) else content
    (folder / "accounts.csv").write_bytes(data)
    return read_files(folder, accounts="accounts.csv", **named)


def with_column(name: str, *cells: object) -> str:
    """Accounts in CSV with one more column; one row for each cell."""
    rows = [(f"a{i}", "x", f"handle{i}", "Library", cell) for i, cell in enumerate(cells)]
    return csv_text([(*HEADER, name), *rows])
