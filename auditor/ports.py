"""What the core asks of the outside. The consumer owns these protocols; connectors and mailers satisfy them by shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from auditor.model import Account, CallCount, Candidate, Sight


@dataclass(frozen=True, slots=True)
class Ask:
    """One account to ask about, with what history knows of it.

    `native_id` is the register's, else the one an earlier good snapshot gave; `known` are small facts of the last good
    snapshot that save calls (image key, newest upload, ETag, feed address), named by the connector that wrote them.
    """

    account: Account
    native_id: str | None = None
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of `auditor plan`: what would be asked, how often, and what it costs.

    `least` counts toward the least the API allows (design decision 8); other lines are told apart.
    """

    platform: str
    what: str  # "users, 100 a call"
    requests: int
    units: int = 0
    price_usd: float = 0.0
    least: bool = True


class Connector(Protocol):
    """One platform's API.

    `fetch` gives exactly one `Snapshot` or `Unreachable` per account asked, in any order, as soon as it is known; it never
    raises for one account and never raises `PlatformError`. It asks in as few calls as the API allows.
    """

    platform: str

    def plan(self, asks: Sequence[Ask]) -> Sequence[PlanLine]:
        """What `fetch` would ask for these accounts. No network."""
        ...

    def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
        """Ask, and give one result per account."""
        ...

    def candidates(self) -> Sequence[Candidate]:
        """Accounts met on the way that carry the organisation's prefix or name and are not on the register."""
        ...

    def counts(self) -> Mapping[str, CallCount]:
        """Requests, units and price so far, by platform."""
        ...


def portion_of(connector: Connector) -> int | None:
    """How many accounts this connector is best asked about at a time, None for all at once.

    A connector that holds the answers of all accounts until the last is there says so by an attribute `portion`, in whole batches
    of its API: then a large estate costs no more memory than one portion.
    """
    portion: int | None = getattr(connector, "portion", None)
    return portion


class Clock(Protocol):
    """Where time comes from."""

    def now(self) -> datetime:
        """The current instant, aware, UTC."""
        ...
