"""X's prices and the cap on a run: money is set aside before a call, and settled by what the answer held.

X charges for the same user or post once in a UTC day (softly, as it says), so what was read that day already costs nothing.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Collection
from datetime import UTC, date, datetime

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
        self._paid: set[tuple[date, str, str]] = set()  # day, "user" or "post", id

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

    def paid(self, at: datetime, *, users: Collection[str] = (), posts: Collection[str] = ()) -> float:
        """Note what was read at an instant; gives what it cost."""
        day = at.astimezone(UTC).date()
        read = {(day, "user", one) for one in users} | {(day, "post", one) for one in posts}
        with self._lock:
            new = read - self._paid
            self._paid |= new
        return sum(USER_USD if kind == "user" else POST_USD for _, kind, _ in new)

    def settle(
        self, reserved: float, at: datetime | None = None, *, users: Collection[str] = (), posts: Collection[str] = ()
    ) -> None:
        """Replace what was set aside by what the answer of this instant costs; failed calls have none, and cost nothing."""
        cost = self.paid(at, users=users, posts=posts) if at else 0.0
        with self._lock:
            self._spent += cost - reserved
        self._ledger.add("x", units=len(users) + len(posts), price=cost)

    def empty(self) -> PlatformError:
        """The error for whatever the cap no longer allows."""
        return PlatformError(
            Trouble.EXHAUSTED,
            f"Asking X further could have cost more than the cap of ${self.cap:.2f} a run, so it was not asked.",
            "Raise max_usd_per_run under [platforms.x] in config.toml if the cost is accepted.", source="x:users",
        )
