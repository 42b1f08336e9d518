"""What one credential may use up: time, and the ways in which time passes (tests bring their own)."""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

_AGREE = timedelta(seconds=5)  # more than two looks at the same clock can lie apart


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True, kw_only=True)
class Budget:
    """Limits of a run: its deadline on the monotonic clock, seconds for one request, the longest wait for a rate limit."""

    deadline: float = math.inf
    timeout_seconds: float = 30.0
    max_wait_seconds: float = 900.0
    cancelled: threading.Event = field(default_factory=threading.Event)
    sleep: Callable[[float], None] | None = None  # default: waits until the run is cancelled
    rng: Callable[[], float] = random.random
    now: Callable[[], datetime] = _utc_now  # for reset times, which platforms name by the real clock
    dated: Callable[[], datetime] | None = None  # what answers are dated with in a rehearsal; default: now
    clock: Callable[[], float] = time.monotonic

    def left(self) -> float:
        """Seconds until the run's deadline; infinite without one."""
        return self.deadline - self.clock()

    def date(self) -> datetime:
        """The instant that an answer which came just now carries."""
        return (self.dated or self.now)()

    def pinned(self) -> bool:
        """Whether answers are dated by a clock that was set by hand, which no platform's clock need agree with."""
        return abs(self.date() - self.now()) > _AGREE

    def pause(self, seconds: float) -> None:
        """Wait, but no longer than until the run is cancelled."""
        if self.sleep is not None:
            self.sleep(seconds)
        else:
            self.cancelled.wait(seconds)
