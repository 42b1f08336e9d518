"""A sheet as rows of cells, whatever file it came from, and the limits that hold for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.errors import Problem
from auditor.model import Where
from auditor.register._cells import Cell, text

MAX_BYTES = 100_000_000
MAX_ROWS = 500_000
MAX_COLUMNS = 200


class UnreadableFileError(Exception):
    """A file or sheet that cannot be read at all."""

    def __init__(self, message: str, remedy: str, row: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.row = row


@dataclass(slots=True)
class Grid:
    """The cells of one sheet. `rows` begins with row 1 and keeps blank rows, so that numbers agree with the spreadsheet.

    `merged` holds the merged regions as (first row, first column, last row, last column), counted from 1.
    """

    file: str
    sheet: str | None
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def where(self, row: int | None = None, column: str | None = None) -> Where:
        """A place in this sheet."""
        return Where(self.file, row=row, sheet=self.sheet, column=column)

    def filled(self) -> Iterator[tuple[int, list[Cell]]]:
        """The rows that hold anything, with their numbers."""
        for number, row in enumerate(self.rows, start=1):
            if any(cell not in {None, ""} for cell in row) and any(text(cell) for cell in row):
                yield number, row
