"""Reads fields out of answers that may hold anything: the wrong type is as good as nothing, and never an exception."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from auditor.model import Observed, Seen, Unseen, Why

_LARGEST = 2**63 - 1  # what a database can hold; no audience is larger
ODD = Unseen(Why.UNAVAILABLE, "The platform's answer did not hold this field in a readable form.")


def either(node: Mapping[str, Any], *names: str) -> Any:
    """The first of several names (old and new vocabulary) that the object holds, else None."""
    return next((node[name] for name in names if node.get(name) is not None), None)


def text(value: Any) -> str:
    """A string, or "" for anything else."""
    return value if isinstance(value, str) else ""


def items(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a list; nothing for anything else."""
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def table(value: Any) -> Mapping[str, Any]:
    """An object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}

YEARS = range(1990, 2201)


def moment(value: Any) -> datetime | None:
    """An ISO 8601 instant ("...Z", "+0000") in UTC; None for anything else. Leap seconds count as the second before.

    Years in which no such platform existed, or will, are nonsense and no time.
    """
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        found = datetime.fromisoformat(value.replace(":60", ":59", 1) if ":60" in value[16:20] else value)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.year in YEARS else None


def seen_text(node: Mapping[str, Any], name: str, *, default: str | None = None) -> Observed[str]:
    """A text field. Left out by the platform, it is `default`; without a default, or not a text, it is unseen."""
    value = node.get(name)
    if value is None and default is not None:
        return Seen(default)
    return Seen(value) if isinstance(value, str) else ODD


def seen_count(node: Mapping[str, Any], *names: str) -> Observed[int]:
    """A whole number from 0 on, also where it came as digits in a string."""
    value = either(node, *names)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST:
        return Seen(value)
    return ODD


def seen_moment(node: Mapping[str, Any], name: str) -> Observed[datetime]:
    """An instant."""
    found = moment(node.get(name))
    return Seen(found) if found else ODD
