"""CSV as spreadsheets save it: whatever the encoding, separator and line end."""

from __future__ import annotations

import codecs
import csv
import io
import re

from auditor.errors import Problem
from auditor.register._cells import Cell
from auditor.register._grid import MAX_COLUMNS, MAX_ROWS, Grid, UnreadableFileError
from auditor.register.columns import fold

_SEPARATORS = ",;\t"
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


def read_csv(name: str, data: bytes, known: frozenset[str]) -> Grid:
    """The grid of a CSV file; `known` are folded headers, by which the separator is told."""
    grid = Grid(name, None, [])
    written = _decoded(data, grid)
    first, _, rest = written.partition("\n")
    if first.strip().lower()[:4] == "sep=" and len(first.strip()) == 5:
        written, separator = "\n" + rest, first.strip()[4]
    else:
        separator = _separator(written, known)
    reader = csv.reader((line[0] for line in _LINE.finditer(written)), delimiter=separator, strict=True)
    once: dict[str, str] = {}
    try:
        for record in reader:
            if len(grid.rows) >= MAX_ROWS:
                raise UnreadableFileError(f"has more than {MAX_ROWS:,} rows", "Take out what is not the register.")
            if len(record) > MAX_COLUMNS:
                raise UnreadableFileError(
                    f"has more than {MAX_COLUMNS} columns", "Take out what is not the register.", len(grid.rows) + 1
                )
            cells: list[Cell] = [once.setdefault(cell, cell) for cell in record]  # most repeat one above them
            grid.rows.append(cells)
    except csv.Error as error:
        raise UnreadableFileError(
            f"is not whole CSV at line {reader.line_num} of the file ({error})",
            "A quotation mark is opened and not closed, or stands inside a cell alone; save the sheet as CSV again.",
            len(grid.rows) + 1,
        ) from None
    return grid


def _decoded(data: bytes, grid: Grid) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return _strictly(data, "utf-8-sig")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16")
    if data.startswith(b"PK\x03\x04"):
        raise UnreadableFileError("is a workbook, not CSV", "Give the file its ending .xlsx, or save it as CSV.")
    head = data[:400]
    if len(head) > 3 and head[1::2].count(0) > len(head) // 4:
        return _strictly(data, "utf-16-le")
    if len(head) > 3 and head[0::2].count(0) > len(head) // 4:
        return _strictly(data, "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        grid.warnings.append(
            Problem(
                grid.where(row),
                "the file is not UTF-8; it was read as Windows text, and letters with accents may be wrong",
                'Save it again as "CSV UTF-8".',
                stops=False,
            )
        )
        return data.decode("cp1252", errors="replace")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFileError(
            f"begins like {encoding.upper()} text but is not", 'Save it again as "CSV UTF-8".'
        ) from None


def _separator(written: str, known: frozenset[str]) -> str:
    """The separator under which the first record shows the most known headers, then the most cells."""
    head = written.lstrip("\r\n")[:20_000]

    def score(separator: str) -> tuple[int, int]:
        try:
            first = next((r for r in csv.reader(io.StringIO(head, newline=""), delimiter=separator) if any(r)), [])
        except csv.Error:
            return 0, 0
        return sum(fold(cell) in known for cell in first), len(first)

    return max(_SEPARATORS, key=score)
