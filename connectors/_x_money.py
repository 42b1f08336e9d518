"""X's prices and the cap on a run: money is set aside before a call, and settled by what the answer held."""

from __future__ import annotations

import math
import threading

from auditor.errors import PlatformError
from auditor.model import Trouble
from connectors._ledger import Ledger

USER_USD = 0.010
POST_USD = 0.005


class Purse:
    """What may still be spent in this run; safe to share between threads."""

    def __init__(self, cap: float, ledger: Ledger) -> None:
        self.cap = cap
        self._ledger = ledger
        self._lock = threading.Lock()
        self._spent = 0.0  # settled, or set aside for a call under way

    def affords(self, each: float) -> int:
        """How many things at this price the cap still allows."""
        with self._lock:
            return max(0, math.floor((self.cap - self._spent) / each + 1e-9))

    def reserve(self, usd: float) -> None:
        """Set money aside for a call; raises EXHAUSTED when it would pass the cap."""
        with self._lock:
            if self._spent + usd > self.cap + 1e-9:
                raise self.empty()
            self._spent += usd

    def settle(self, reserved: float, *, users: int = 0, posts: int = 0) -> None:
        """Replace what was set aside by what the answer costs; failed calls cost nothing."""
        cost = users * USER_USD + posts * POST_USD
        with self._lock:
            self._spent += cost - reserved
        self._ledger.add("x", units=users + posts, price=cost)

    def empty(self) -> PlatformError:
        """The error for whatever the cap no longer allows."""
        return PlatformError(
            Trouble.EXHAUSTED,
            f"Asking X further could have cost more than the cap of ${self.cap:.2f} a run, so it was not asked.",
            "Raise max_usd_per_run under [platforms.x] in config.toml if the cost is accepted.", source="x:users",
        )
