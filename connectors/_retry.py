"""When to ask again: three attempts in all, full jitter, and the platform's own word on when its limit resets."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

ATTEMPTS = 3
LONGEST_BACKOFF = 30.0
TRANSIENT = frozenset({429, 500, 502, 503, 504, *range(520, 531)})  # 52x: a content network misses its origin
_RESET_HEADERS = ("retry-after", "x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset")
_LONGEST_RESET = timedelta(days=31)  # the longest quota period of any platform; later is nonsense
_EPOCHS_BEGIN = 100_000_000  # numbers above are seconds since 1970, below seconds from now


def backoff(attempt: int, rng: Callable[[], float]) -> float:
    """Seconds to wait after the given failed attempt (1, 2, ...): full jitter under a growing, capped ceiling.

    What failed once by chance is asked again soon; what fails twice in a row gets four times as long to recover.
    """
    return rng() * min(LONGEST_BACKOFF, 0.5 * 4.0 ** (attempt - 1))


def retries_allowed(requests: int) -> int:
    """How many retries a credential may have used after so many requests."""
    return max(10, requests // 10)


def reset_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The instant at which the platform says to come back; None where it says none or nonsense."""
    lowered = {name.lower(): value for name, value in headers.items()}
    for name in _RESET_HEADERS:
        moment = _moment(lowered.get(name, "").strip(), now)
        if moment is not None and now <= moment <= now + _LONGEST_RESET:
            return moment
    return None


def _moment(value: str, now: datetime) -> datetime | None:
    try:
        number = float(value)
    except ValueError:
        return instant(value)
    if not math.isfinite(number) or number < 0:
        return None
    try:
        if number >= _EPOCHS_BEGIN:
            return datetime.fromtimestamp(number, UTC)
        return now + timedelta(seconds=number)
    except (OverflowError, OSError, ValueError):
        return None


def instant(value: str) -> datetime | None:
    """The instant that a header names as a date; None where it cannot be read."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return None
