"""Counts what was really asked, by platform."""

from __future__ import annotations

import threading

from auditor.model import CallCount


class Ledger:
    """Requests sent, units used and dollars spent, by platform; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, CallCount] = {}

    def add(self, platform: str, *, requests: int = 0, units: int = 0, price: float = 0.0) -> None:
        """Add to a platform's counts; `price` is in US dollars."""
        with self._lock:
            was = self._counts.get(platform, CallCount())
            self._counts[platform] = CallCount(
                was.requests + requests, was.units + units, round(was.price_usd + price, 6)
            )

    def counts(self) -> dict[str, CallCount]:
        """A copy of the counts so far."""
        with self._lock:
            return dict(self._counts)
