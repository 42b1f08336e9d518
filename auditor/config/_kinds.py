"""What a value in config.toml may be: reads it from TOML, and says the same as JSON Schema for editors.

`read` raises RefusedError where the value does not fit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo


class RefusedError(Exception):
    """Why a value does not fit, and what to do."""

    def __init__(self, complaint: str, remedy: str = "Correct it.") -> None:
        super().__init__(complaint)
        self.complaint = complaint
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value."""

    read: Callable[[object], Any]
    schema: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ListOf:
    """Values in brackets."""

    item: Scalar


@dataclass(frozen=True, slots=True)
class MapOf:
    """A table of names of one's own."""

    item: Scalar | MapOf


@dataclass(frozen=True, slots=True)
class TableOf:
    """An inline table with keys of its own."""

    cls: type[Any]


Kind = Scalar | ListOf | MapOf | TableOf


def key(kind: Kind, note: str, default: object = ..., *, name: str | None = None) -> Any:
    """A key of a table: what it may be, what it is for, its default (none = required), its name if Python forbids it."""
    told: dict[str, Any] = {"kind": kind, "note": note, "name": name}
    if default is ...:
        return field(metadata=told)
    if isinstance(default, dict):
        return field(default_factory=dict, metadata=told)
    return field(default=default, metadata=told)


def text(
    pattern: str = "", complaint: str = "", remedy: str = "", *, empty: bool = False, then: Callable[[str], str] = str
) -> Scalar:
    """Text, of a form if a pattern is given; `empty` allows "" beside the form."""
    compiled = re.compile(pattern)

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise RefusedError("has to be text", 'Put it in quotes: "text".')
        if pattern and not (empty and not value) and not compiled.fullmatch(value.strip()):
            raise RefusedError(complaint, remedy)
        return then(value.strip()) if value or not empty else value

    return Scalar(read, {"type": "string"})


def choice(*names: str) -> Scalar:
    """One of these words."""

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in names:
            raise RefusedError("is not one of the values known here", f"Use {', '.join(names[:-1])} or {names[-1]}.")
        return value

    return Scalar(read, {"enum": list(names)})


def whole(least: int, most: int = 2**31) -> Scalar:
    """A whole number within limits."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise RefusedError("has to be a whole number", "Write it without quotes.")
        if not least <= value <= most:
            raise RefusedError(f"has to be from {least} to {most}", "Correct the number.")
        return value

    return Scalar(read, {"type": "integer", "minimum": least, "maximum": most})


def number(most: float, *, zero: bool = False) -> Scalar:
    """A number above 0 (or 0 itself, where allowed)."""

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise RefusedError("has to be a number", "Write it without quotes.")
        if value < 0 or value > most or (value == 0 and not zero):
            raise RefusedError(f"has to be {'from' if zero else 'above'} 0 and at most {most:g}", "Correct the number.")
        return float(value)

    return Scalar(read, {"type": "number", "minimum" if zero else "exclusiveMinimum": 0, "maximum": most})


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise RefusedError("has to be true or false", "Write true or false, without quotes.")
    return value


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str):
            return date.fromisoformat(value.strip())
    except ValueError:
        pass
    raise RefusedError("is not a date", "Write it like 2026-12-24.")


def _span(value: object) -> tuple[date, date]:
    """One day or "first/last" as an inclusive range."""
    try:
        if isinstance(value, str):
            first, _, last = value.partition("/")
            span = _day(first), _day(last or first)
        else:
            span = _day(value), _day(value)
    except RefusedError:
        raise RefusedError(
            "is not a day or a range of days", 'Write "2026-12-24" or "2026-12-24/2027-01-03".'
        ) from None
    if span[1] < span[0]:
        raise RefusedError("ends before it begins", "Write the earlier day first.")
    return span


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise RefusedError("is not a time zone", 'Write it like "Europe/London".') from None
    return value


def _web(value: str) -> str:
    if "@" in value.partition("://")[2].partition("/")[0]:
        raise RefusedError("holds a user name or password", "Secrets never stand in this file.")
    return value.rstrip("/")


_ADDRESS = r"[^\s@<>,;\"()\x00-\x1f\x7f]+@[^\s@<>,;\"()\x00-\x1f\x7f]+"
_MAILBOX = (
    rf"{_ADDRESS}|[^<>\x00-\x1f\x7f]*<\s*{_ADDRESS}\s*>",
    "is not a mail address",
    'Write it like "someone@example.ac.uk" or "Name <someone@example.ac.uk>".',
)
_WEB = (
    r"https?://[^\s/\x00-\x1f][^\s\x00-\x1f]*",
    "is not a web address",
    'Write it like "https://api.example.org".',
)

SWITCH = Scalar(_switch, {"type": "boolean"})
TEXT = text()
FILLED = text(r"(?s).+", "is empty", "Fill it in, or take the key out.")
TEXTS = ListOf(FILLED)
DOMAIN = text(
    r"[^\s/@:\x00-\x1f]+\.[^\s/@:.\x00-\x1f]{2,}\.?",
    "is not a domain",
    'Write it like "liverpool.ac.uk", without https://.',
    then=lambda value: value.lower().removeprefix("*.").rstrip("."),
)
HOST = text(r"[^\s/@\x00-\x1f]+", "is not a host", 'Write it like "wiki.example.ac.uk".', then=str.lower)
DAY = Scalar(_day, {"type": "string", "format": "date"})
SPAN = Scalar(_span, {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?$"})
ZONE = text(then=_zone)
WEB = text(*_WEB, then=_web)
MAYBE_WEB = text(*_WEB, empty=True, then=_web)
MAILBOX = text(*_MAILBOX)
MAYBE_MAILBOX = text(*_MAILBOX, empty=True)
VARIABLE = text(
    r"[A-Za-z_][A-Za-z0-9_]{0,63}",
    "is not the name of an environment variable",
    "Write the variable's name; a secret itself belongs into the variable, never into this file.",
    empty=True,
)
CLOCK = text(r"(?:[01]\d|2[0-3]):[0-5]\d", "is not a time of day", 'Write it like "02:00".')
WEEKLY = text(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:[01]\d|2[0-3]):[0-5]\d",
    "is not a day and time",
    'Write it like "Mon 07:30".',
)
