"""XLSX workbooks, looked over before they are opened: a small file may unpack to gigabytes."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from typing import IO

from auditor.register._cells import Cell
from auditor.register._grid import MAX_COLUMNS, MAX_ROWS, Grid, UnreadableFileError

_MAX_UNPACKED = 200_000_000
_MAX_CELLS = 10_000_000  # of the rectangle around all cells: it is held in memory whole
_CHUNK = 1 << 20
# A cell that closes itself is only formatted. Cells may leave out where they are; then their row tells.
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'](?:[^>]*[^/>])?>""")
_PLACELESS_CELL = re.compile(rb"""<(?:\w+:)?c(?=[\s>])(?![^>]*\br=)(?:[^>]*[^/>])?>""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br=["'](\d{1,7})["']""")
_OVERLAP = 400


class Workbook:
    """An open workbook; sheets are found by name in any case."""

    def __init__(self, name: str, data: bytes) -> None:
        from python_calamine import CalamineWorkbook, SheetTypeEnum

        self.name = name
        _look_over(data)
        try:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            self.sheets = [s.name for s in self._book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
        except Exception as error:  # noqa: BLE001 - calamine raises its own errors, and some of Python's
            raise _broken(error) from None

    def sheet_named(self, name: str) -> str | None:
        """The workbook's spelling of a sheet's name."""
        return next((s for s in self.sheets if s.strip().casefold() == name.casefold()), None)

    def grid(self, sheet: str) -> Grid:
        """The cells of one sheet, values only."""
        try:
            found = self._book.get_sheet_by_name(sheet)
            rows: list[list[Cell]] = [list(row) for row in found.to_python(skip_empty_area=False)]
            merged = found.merged_cell_ranges or []
        except Exception as error:  # noqa: BLE001 - as above
            raise _broken(error) from None
        return Grid(self.name, sheet, rows, [(a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in merged])


def _look_over(data: bytes) -> None:
    if not data.startswith(b"PK"):
        raise UnreadableFileError(
            "is not an XLSX workbook (perhaps an old .xls, or protected with a password)",
            "Save it as Excel workbook (.xlsx) without a password.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _unpack_all(archive)
    except UnreadableFileError:
        raise
    except Exception as error:  # noqa: BLE001 - zipfile and zlib raise a dozen kinds for broken files
        raise _broken(error) from None


def _unpack_all(archive: zipfile.ZipFile) -> None:
    left = _MAX_UNPACKED
    parts = archive.infolist()
    if len(parts) > 5_000 or sum(item.file_size for item in parts) > left:
        raise _too_large()
    if not any(item.filename.lower() == "xl/workbook.xml" for item in parts):
        raise UnreadableFileError("is no XLSX workbook", "Save it as Excel workbook (.xlsx).")
    for item in parts:
        left = _unpack(archive, item, left)


def _unpack(archive: zipfile.ZipFile, item: zipfile.ZipInfo, left: int) -> int:
    """Unpack one part to nowhere, trusting no stated size; returns what may still be unpacked."""
    honest = copy.copy(item)
    honest.file_size = left + 1
    del honest.CRC  # then zipfile does not hold the parts read against a stated sum
    with archive.open(honest) as part:
        if "worksheets/" in item.filename:
            return _scan_sheet(part, left)
        while chunk := part.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise _too_large()
    return left


def _scan_sheet(part: IO[bytes], left: int) -> int:
    """Unpack a sheet and find its farthest filled cell, for the rectangle around all cells is laid out in memory."""
    rows = columns = highest = 0
    placeless = False
    tail = b""
    while chunk := part.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            raise _too_large()
        window = tail + chunk
        for column, row in _CELL.findall(window):
            rows = max(rows, int(row))
            columns = max(columns, _column_number(column))
        highest = max(highest, *map(int, _ROW.findall(window)), 0)
        placeless = placeless or _PLACELESS_CELL.search(window) is not None
        tail = window[-_OVERLAP:]
    if placeless:
        rows = max(rows, highest)
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > _MAX_CELLS:
        raise UnreadableFileError(
            f"has a sheet that reaches to row {rows:,} and column {columns:,}; {MAX_ROWS:,} rows and {MAX_COLUMNS} "
            "columns are the limit",
            "Take out what is not the register: mark the rows below and the columns beside it, and delete them.",
        )
    return left


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _too_large() -> UnreadableFileError:
    return UnreadableFileError(
        f"unpacks to more than {_MAX_UNPACKED // 1_000_000} MB", "Take pictures and other sheets out of the workbook."
    )


def _broken(error: Exception) -> UnreadableFileError:
    return UnreadableFileError(
        f"cannot be read as a workbook ({type(error).__name__})", "Open it in Excel and save it again as .xlsx."
    )
