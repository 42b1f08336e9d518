"""The value types of config.toml: what a text has to look like to count as a domain, a day, a variable's name."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema


class Section(BaseModel):
    """Base of every table: unknown keys are refused, values keep their TOML type, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_HOST = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?:\.(?!-)[A-Za-z0-9_-]{1,63})*\.?")
_DOMAIN = re.compile(r"[^\s/@:\x00-\x1f]+\.[^\s/@:.\x00-\x1f]{2,}")
_ADDRESS = re.compile(r"[^\s@<>,;\"()\x00-\x1f\x7f]+@[^\s@<>,;\"()\x00-\x1f\x7f]+")
_MAILBOX = re.compile(r"(?P<name>[^<>\x00-\x1f\x7f]*)<(?P<address>[^<>]+)>\s*")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_WEEKLY = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:[01]\d|2[0-3]):[0-5]\d")


def _day(value: Any) -> Any:
    """A TOML date as it stands, or an ISO date in quotes."""
    if isinstance(value, str):
        if not _DAY.fullmatch(value.strip()):
            raise ValueError("is not a date; write it like 2026-12-24")
        return date.fromisoformat(value.strip())
    return value


def _span(value: Any) -> tuple[date, date]:
    """One day or "first/last" as an inclusive range."""
    if isinstance(value, date):
        return value, value
    if isinstance(value, str):
        first, _, last = value.partition("/")
        try:
            span = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
        except ValueError:
            raise ValueError('is not a day ("2026-12-24") or a range of days ("2026-12-24/2027-01-03")') from None
        if span[1] < span[0]:
            raise ValueError("ends before it begins; write the earlier day first")
        return span
    raise ValueError('is not a day ("2026-12-24") or a range of days ("2026-12-24/2027-01-03")')


def _matching(pattern: re.Pattern[str], complaint: str, *, empty: bool = False) -> AfterValidator:
    def check(value: str) -> str:
        if (empty and not value) or pattern.fullmatch(value):
            return value
        raise ValueError(complaint)

    return AfterValidator(check)


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError('is not a time zone; write it like "Europe/London"') from None
    return value


def _web(value: str) -> str:
    rest = value.partition("://")[2]
    if not value.startswith(("http://", "https://")) or not rest.strip("/") or re.search(r"[\s\x00-\x1f]", value):
        raise ValueError('is not a web address; write it like "https://api.example.org"')
    if "@" in rest.partition("/")[0]:
        raise ValueError("holds a user name or password; secrets never stand in this file")
    return value.rstrip("/")


def _mailbox(value: str) -> str:
    named = _MAILBOX.fullmatch(value)
    if not _ADDRESS.fullmatch((named["address"] if named else value).strip()):
        raise ValueError(
            'is not a mail address; write it like "someone@example.ac.uk" or "Name <someone@example.ac.uk>"'
        )
    return value.strip()


def _lower(value: str) -> str:
    return value.lower().lstrip("@").removeprefix("*.").rstrip(".")


Text = str
Filled = Annotated[str, AfterValidator(_filled)]
Texts = Annotated[tuple[Filled, ...], Field(strict=False)]
Domain = Annotated[
    str,
    AfterValidator(_lower),
    _matching(_DOMAIN, 'is not a domain; write it like "liverpool.ac.uk", without https://'),
]
Domains = Annotated[tuple[Domain, ...], Field(strict=False)]
Host = Annotated[str, AfterValidator(str.lower)]
Hosts = Annotated[tuple[Host, ...], Field(strict=False)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Span = Annotated[
    tuple[date, date],
    BeforeValidator(_span),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?$"}),
]
Spans = Annotated[tuple[Span, ...], Field(strict=False)]
Zone = Annotated[str, AfterValidator(_zone)]
Web = Annotated[str, AfterValidator(_web)]
MaybeWeb = Annotated[str, AfterValidator(lambda value: _web(value) if value else value)]
Mailbox = Annotated[str, AfterValidator(_mailbox)]
MaybeMailbox = Annotated[str, AfterValidator(lambda value: _mailbox(value) if value else value)]
Mailboxes = Annotated[tuple[Mailbox, ...], Field(strict=False)]
Variable = Annotated[
    str,
    _matching(
        _VARIABLE,
        "is not the name of an environment variable; the secret itself belongs into the variable, never into this file",
        empty=True,
    ),
]
Clock = Annotated[str, _matching(_CLOCK, 'is not a time of day; write it like "02:00"')]
Weekly = Annotated[str, _matching(_WEEKLY, 'is not a day and time; write it like "Mon 07:30"')]
