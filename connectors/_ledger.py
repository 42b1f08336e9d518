"""Counts what was really asked, by platform, and keeps what the last answers' headers said."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from auditor.model import CallCount


class Ledger:
    """Requests sent, units used and dollars spent, by platform, for one run; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, CallCount] = {}
        self._heard: dict[str, Mapping[str, str]] = {}
        self._told: set[str] = set()

    def add(self, platform: str, *, requests: int = 0, units: int = 0, price: float = 0.0) -> None:
        """Add to a platform's counts; `price` is in US dollars."""
        with self._lock:
            was = self._counts.get(platform, CallCount())
            self._counts[platform] = CallCount(
                was.requests + requests, was.units + units, round(was.price_usd + price, 6)
            )

    def hear(self, name: str, headers: Mapping[str, str]) -> None:
        """Keep the headers of a credential's last answer, for what they say of its limits."""
        self._heard[name] = headers

    def heard(self) -> dict[str, Mapping[str, str]]:
        """The headers of the last answer by credential."""
        return dict(self._heard)

    def first(self, what: str) -> bool:
        """Whether this is asked for the first time, so that what is worth one line gets one."""
        with self._lock:
            new = what not in self._told
            self._told.add(what)
        return new

    def counts(self) -> dict[str, CallCount]:
        """A copy of the counts so far."""
        with self._lock:
            return dict(self._counts)
