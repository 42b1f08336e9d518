"""What the headers of a platform's last answer say of its limiter, in whichever of their spellings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from connectors import _read, _retry

_FAMILIES = ("x-rate-limit", "x-ratelimit", "ratelimit")  # X, Mastodon, Bluesky
_USAGE = ("x-business-use-case-usage", "x-app-usage")  # Meta, in percent of an hour's calls
_SHARES = ("call_count", "total_time", "total_cputime")


@dataclass(frozen=True, slots=True)
class Limit:
    """What is left: `left` of `of` requests until `resets_at`, or `used` percent; what is not told is None."""

    left: int | None = None
    of: int | None = None
    resets_at: datetime | None = None
    used: int | None = None

    @property
    def is_near(self) -> bool:
        """Whether less than a tenth is left."""
        if self.used is not None:
            return self.used > 90
        return self.left is not None and self.of is not None and self.left * 10 < self.of


def limit_of(headers: Mapping[str, str], now: datetime) -> Limit | None:
    """The limiter as the platform tells it; None where it tells nothing that can be read."""
    lowered = {name.lower(): value for name, value in headers.items()}
    for family in _FAMILIES:
        left, of = (_count(lowered.get(f"{family}-{part}")) for part in ("remaining", "limit"))
        if left is not None:
            reset = {name: value for name, value in lowered.items() if name == f"{family}-reset"}
            return Limit(left, of, _retry.reset_at(reset, now))
    shares = [share for name in _USAGE if name in lowered for share in _shares(lowered[name])]
    return Limit(used=max(shares)) if shares else None


def _count(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else None


def _shares(text: str) -> list[int]:
    try:
        told = _read.table(json.loads(text))
    except (ValueError, RecursionError):
        return []
    nodes = [told, *(entry for entries in told.values() for entry in _read.items(entries))]
    return [v for node in nodes for name in _SHARES if type(v := node.get(name)) is int and 0 <= v < 10_000]
