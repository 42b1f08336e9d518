"""Single values that several platforms write alike: counts, web addresses, picture keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from auditor.model import Image, Seen
from connectors import _read
from connectors._answer import Answer


def whole(value: Any) -> int | None:
    """A count from 0 on: a JSON number, or digits in a string; None for anything else."""
    found = _read.seen_count({"value": value}, "value")
    return found.value if isinstance(found, Seen) else None


def every(value: Any, answer: Answer) -> list[Mapping[str, Any]]:
    """The rows of a list of posts. One that is no object may have been the newest, so it spoils the list (BROKEN)."""
    if not isinstance(value, list):
        raise answer.broken("the answer holds no list of posts")
    if not all(isinstance(row, dict) for row in value):
        raise answer.broken("the answer's list of posts has gaps")
    return value


def web(value: Any) -> str | None:
    """A web address, or None for anything else."""
    shown = _read.text(value).strip()
    return shown if shown.lower().startswith(("https://", "http://")) else None


def key_of(url: str) -> str:
    """An address without query and fragment: what identifies a picture from night to night."""
    return url.partition("#")[0].partition("?")[0]


def image(value: Any, *, is_default: bool = False) -> Image | None:
    """A profile image at an address, or None where there is none."""
    url = web(value)
    return Image(url, is_default=is_default, key=key_of(url)) if url else None
