"""One cell -> one value. A cell that cannot be read raises `Unreadable`, which says whether a run can go on with it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None

_YES = {"yes", "y", "true", "t", "1", "x", "✓", "✔", "☑", "on", "ja", "oui", "si", "sí"}
_NO = {"no", "n", "false", "f", "0", "off", "nein", "non", "✗", "✘", "☐"}
_BLANK_MARKS = {"-", "–", "—", "n/a", "na"}
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december"),
        start=1,
    )
    for name in (names, names[:3], *(("sept",) if number == 9 else ()))
}  # fmt: skip
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]+([A-Za-z]{3,9})\.?,?[\s./-]+(\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_NUMERIC = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_FIRST_SERIAL, _LAST_SERIAL = 32_874, 73_415  # 1990-01-01 to 2100-12-31 as Excel counts days
_EXACT = 2**53  # beyond it a spreadsheet's number is no longer exact


class UnreadableError(ValueError):
    """What is wrong with the cell, what to do, and whether it stops a run."""

    def __init__(self, message: str, remedy: str, *, stops: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.stops = stops


def text(cell: Cell) -> str:
    """The cell as text: numbers without a trailing .0, dates as ISO, surrounding blanks off."""
    if isinstance(cell, str):
        return cell.strip(" \t\r\n\u00a0\ufeff")
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e21:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, (date, datetime, time)):
        return cell.isoformat()
    return str(cell)


def clean(value: str) -> str:
    """A text without control characters other than tab and line feed."""
    if value.isprintable():
        return value
    return _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def has_controls(value: str) -> bool:
    """Whether `clean` would take something out."""
    return not value.isprintable() and bool(_CONTROLS.search(value.replace("\r\n", "\n").replace("\r", "\n")))


def identifier(cell: Cell) -> str:
    """A permanent number or id as text. A spreadsheet that rounded it is told, for then the number is another account's."""
    if isinstance(cell, (date, datetime, time)):
        raise UnreadableError(
            "the spreadsheet has turned this into a date", "Format the column as text and type the id again."
        )
    rounded = isinstance(cell, (int, float)) and not isinstance(cell, bool) and abs(cell) >= _EXACT
    if rounded or (isinstance(cell, str) and _SCIENTIFIC.fullmatch(cell.strip())):
        raise UnreadableError(
            "the spreadsheet has rounded this number", "Format the column as text and paste the whole number again."
        )
    return text(cell)


_FIRST_YEAR = 1900


def day(cell: Cell) -> date | None:
    """A date: ISO, an Excel date, or one with a written month. Anything else stops a run, for it would be guessed."""
    if isinstance(cell, (date, datetime)):
        return _possible(cell.date() if isinstance(cell, datetime) else cell, text(cell))
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _serial(cell)
    written = text(cell)
    if not written or written.casefold() in _BLANK_MARKS:
        return None
    found = _iso(written) or _worded(written)
    if found is None:
        raise _no_date(written)
    return _possible(found, written)


def _possible(found: date, written: str) -> date:
    """A date of our times; one of the year 1 is a spreadsheet's way of saying nothing."""
    if found.year < _FIRST_YEAR:
        raise _no_date(written)
    return found


def yes_no(cell: Cell) -> bool | None:
    """Yes or no in the usual spellings; None where blank."""
    written = text(cell).casefold()
    if not written or written in _BLANK_MARKS:
        return None
    if written in _YES:
        return True
    if written in _NO:
        return False
    raise UnreadableError("is neither yes nor no, and counts as blank", "Write yes or no.")


def yes_no_or_day(cell: Cell) -> bool | date | None:
    """Yes, no, or the day on which it was confirmed."""
    if isinstance(cell, (date, datetime)):
        return day(cell)
    written = text(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell not in {0, 1}:
        return _serial(cell)
    if _iso(written) or _worded(written) or _NUMERIC.search(written):
        return day(written)
    return yes_no(cell)


def number(cell: Cell) -> int | None:
    """A whole number of at least 1."""
    written = text(cell)
    if not written or written in _BLANK_MARKS:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", written) or int(written) < 1:
        raise UnreadableError(
            "is no whole number of at least 1, and counts as blank", "Write a number of days like 30."
        )
    return int(written)


def entries(cell: Cell, separators: str = ";,\n") -> tuple[str, ...]:
    """A list of several entries in one cell."""
    parts = re.split(f"[{re.escape(separators)}]", text(cell))
    return tuple(part.strip() for part in parts if part.strip())


def _iso(written: str) -> date | None:
    found = _ISO.fullmatch(written)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _worded(written: str) -> date | None:
    """A date with a written month, which cannot be misread."""
    if found := _DAY_FIRST.fullmatch(written):
        number_of_day, month, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(written):
        month, number_of_day, year = found.groups()
    else:
        return None
    try:
        return date(int(year), _MONTHS[month.casefold()], int(number_of_day))
    except (KeyError, ValueError):
        return None


def _serial(days: float) -> date:
    if not _FIRST_SERIAL <= days <= _LAST_SERIAL:
        raise _no_date(text(days))
    return date(1899, 12, 30) + timedelta(days=int(days))


def _no_date(written: str) -> UnreadableError:
    if _NUMERIC.fullmatch(written) and not _ISO.fullmatch(written):
        return UnreadableError(
            "is no date that can only be read in one way", "Write it with the year first: 2026-11-21.", stops=True
        )
    return UnreadableError("is not a date", "Write it like 2026-11-21, or leave the cell empty.", stops=True)
