"""A sheet's rows as dictionaries of checked values, with every problem noted where it stands."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from auditor.errors import Problem
from auditor.model import Where
from auditor.platforms import PLATFORMS, canonical
from auditor.register import _cells
from auditor.register._cells import Cell, UnreadableError
from auditor.register._grid import Grid
from auditor.register.columns import ACCESS_KINDS, FIELDS, STATUSES, Column, fold

_STATUS_WORDS = {
    "live": "live", "active": "live", "open": "live", "current": "live", "in use": "live",
    "paused": "paused", "on hold": "paused", "dormant": "paused", "suspended by us": "paused", "pause": "paused",
    "closed": "closed", "retired": "closed", "deleted": "closed", "archived": "closed", "shut": "closed",
}  # fmt: skip
_KIND_WORDS = {
    "standing": "standing", "permanent": "standing", "regular": "standing",
    "temporary": "temporary", "temp": "temporary", "takeover": "temporary",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row: canonical column -> value (None or empty where blank)."""

    number: int
    values: Mapping[str, Any]
    blank: frozenset[str]  # required columns that are empty

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)


@dataclass(slots=True)
class Sheet:
    """One sheet being read: its columns, and what was found wrong so far."""

    grid: Grid
    columns: Mapping[str, Column]
    renamed: Mapping[str, str] = field(default_factory=dict)  # canonical name -> header in the sheet
    problems: list[Problem] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)  # canonical name -> header as it stands there
    known: dict[Any, Any] = field(default_factory=dict)  # texts and days that stand in the rows

    def where(self, row: int | None = None, name: str | None = None) -> Where:
        """A place in the sheet, the column by its header."""
        return self.grid.where(row, self.headers.get(name, name) if name else None)

    def note(
        self, row: int | None, name: str | None, message: str, remedy: str, value: str | None = None, *,
        stops: bool = False,
    ) -> None:  # fmt: skip
        """Note a problem."""
        shown = value if value is None or len(value) <= 120 else value[:117] + "..."
        self.problems.append(Problem(self.where(row, name), message, remedy, shown, stops))

    def rows(self) -> Iterator[Row]:
        """The rows below the header. Gives none where the header is unusable."""
        self.problems += self.grid.warnings
        filled = list(self.grid.filled())
        if not filled:
            return
        header_row, header = filled[0]
        places = self._header(header_row, header, filled)
        if places is None:
            return
        self._merged_below(header_row)
        width = len(header)
        readers = [(place, self.columns[name], _READERS[self.columns[name].kind]) for name, place in places.items()]
        for number, cells in filled[1:]:
            if any(_cells.text(cell) for cell in cells[width:]):
                self.note(
                    number, None, "the row has more cells than the header",
                    "A separator inside a text moves all cells after it: put the text into quotation marks.",
                )  # fmt: skip
            yield self._row(number, cells, readers)

    def _row(self, number: int, cells: list[Cell], readers: list[tuple[int, Column, Callable[[Cell], Any]]]) -> Row:
        values: dict[str, Any] = {}
        blank: set[str] = set()
        for place, column, read in readers:
            cell = cells[place] if place < len(cells) else None
            if cell is None or cell == "":
                if column.required:
                    blank.add(column.name)
                continue
            value = self._value(number, column, cell, read)
            if value is not None and value not in {"", ()}:
                values[column.name] = self._shared(value)
            elif column.required and not _cells.text(cell):
                blank.add(column.name)
        for name in sorted(blank):
            self.note(number, name, "is empty", "Fill in this cell: it is required.", stops=True)
        return Row(number, values, frozenset(blank))

    def _shared(self, value: Any) -> Any:
        """The same value, held once for all rows: names, units, addresses and days repeat."""
        return self.known.setdefault(value, value) if type(value) in {str, date} else value

    def _value(self, number: int, column: Column, cell: Cell, read: Callable[[Cell], Any]) -> Any:
        if isinstance(cell, str) and _cells.has_controls(cell):
            self.note(number, column.name, "holds control characters; they were left out", "Type the cell again.", cell)
            cell = _cells.clean(cell)
        try:
            return read(cell)
        except UnreadableError as error:
            stops = error.stops or (column.required and column.kind in {"date", "platform", "id"})
            self.note(number, column.name, error.message, error.remedy, _cells.text(cell), stops=stops)
            return None

    def _header(self, row: int, header: list[Cell], filled: list[tuple[int, list[Cell]]]) -> dict[str, int] | None:
        """Canonical name -> position. None where the sheet cannot be read by it."""
        if any(first <= row <= last for first, _, last, _ in self.grid.merged):
            self.note(row, None, "the header has merged cells", "Unmerge them: one header a column.", stops=True)
            return None
        names = self._names()
        places: dict[str, int] = {}
        usable = True
        for place, cell in enumerate(header):
            title = _cells.clean(_cells.text(cell))
            name = names.get(fold(title))
            if name is None:
                if title:
                    self._unknown(row, title, names)
            elif name in places:
                self.note(row, title, f"the column {name!r} is there twice", "Delete or rename one.", title, stops=True)
                usable = False
            else:
                places[name] = place
                self.headers[name] = title
        missing = [name for name, column in self.columns.items() if column.required and name not in places]
        for name in missing:
            self._missing(row, name, filled)
        return places if usable and not missing else None

    def _names(self) -> dict[str, str]:
        """Folded header -> canonical name. A name mapped in config is known by that header and by its own."""
        names = {fold(name): name for name in self.columns}
        names.update({fold(header): name for name, header in self.renamed.items()})
        return names

    def _unknown(self, row: int, title: str, names: Mapping[str, str]) -> None:
        close = difflib.get_close_matches(fold(title), names, n=1, cutoff=0.75)
        remedy = f"Did you mean {names[close[0]]!r}?" if close else "Nothing to do if it is for your own use."
        message = "is no column known here, and is not read"
        self.problems.append(Problem(self.grid.where(row, title), message, remedy, stops=False, advice=not close))

    def _missing(self, row: int, name: str, filled: list[tuple[int, list[Cell]]]) -> None:
        title = self.renamed.get(name, name)
        lower = next((n for n, cells in filled[1:20] if any(fold(_cells.text(c)) == fold(title) for c in cells)), None)
        remedy = f"Add a column with the header {title!r}"
        remedy += f', or say in config.toml which one it is: [register] columns = {{ ... {name} = "your header" }}.'
        if lower is not None:
            remedy = f"The header seems to stand in row {lower}: delete the rows above it."
        self.note(row, name, f"the required column {title!r} is missing", remedy, stops=True)

    def _merged_below(self, header_row: int) -> None:
        for first, column, last, _ in self.grid.merged:
            if first > header_row or last > header_row:
                self.note(
                    first, None, f"cells are merged from here (column {column}); all but the first count as empty",
                    "Unmerge them and fill in every cell.",
                )  # fmt: skip


def _text(cell: Cell) -> str:
    return _cells.clean(_cells.text(cell))


def _identifier(cell: Cell) -> str:
    return _cells.clean(_cells.identifier(cell))


def _entries(cell: Cell) -> tuple[str, ...]:
    return _cells.entries(_text(cell))


def _platform(cell: Cell) -> str | None:
    written = _text(cell)
    if not written:
        return None
    found = canonical(written)
    if found is None:
        close = difflib.get_close_matches(written.casefold(), PLATFORMS, n=1)
        remedy = f"Did you mean {close[0]!r}?" if close else "Use one of: " + ", ".join(PLATFORMS) + "."
        raise UnreadableError("is no platform known here", remedy, stops=True)
    return found


def _among(words: Mapping[str, str], names: tuple[str, ...]) -> Callable[[Cell], str | None]:
    def read(cell: Cell) -> str | None:
        written = " ".join(_text(cell).casefold().split())
        if not written:
            return None
        if written not in words:
            raise UnreadableError(
                f"is none of the words known here, and counts as blank ({names[0]})", f"Use {', '.join(names)}."
            )
        return words[written]

    return read


_READERS: dict[str, Callable[[Cell], Any]] = {
    "text": _text,
    "id": _identifier,
    "list": _entries,
    "date": _cells.day,
    "yes_no": _cells.yes_no,
    "yes_no_or_date": _cells.yes_no_or_day,
    "number": _cells.number,
    "platform": _platform,
    "status": _among(_STATUS_WORDS, STATUSES),
    "access_kind": _among(_KIND_WORDS, ACCESS_KINDS),
    "field": _among({name: name for name in FIELDS}, FIELDS),
}
