"""What can become of a mail that was handed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Sent:
    """Taken over by the server, in its own words."""

    answer: str = ""


@dataclass(frozen=True, slots=True)
class Deferred:
    """Not taken now; to be tried again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Refused for good."""

    reason: str


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The connection broke after the whole mail was sent and before the answer: taken or not, nobody knows."""

    reason: str


Transport: TypeAlias = Sent | Deferred | Refused | Doubtful


class TransportDown(Exception):  # noqa: N818 - a state, not a mistake
    """No mail can be sent at all now."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
