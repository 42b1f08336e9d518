"""What is asked of a courier, and what can become of a mail that was handed over."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self, TypeAlias


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


class Courier(Protocol):
    """Takes mails away."""

    def open(self) -> None:
        """Be ready to send; does nothing if it is. Raises `TransportDown`."""
        ...

    def send(self, recipient: str, message: bytes, sender: str) -> Transport:
        """Hand over one mail for one recipient; `sender` is the envelope's bare address."""
        ...

    def taken(self, message: bytes) -> bool | None:
        """Whether a mail whose sending was cut off has gone after all; None where that cannot be known. Never raises."""
        ...

    def close(self) -> None:
        """Let go of any connection. Never raises."""
        ...

    def check(self) -> str:
        """Try the transport without sending; gives words for `doctor`. Raises `TransportDown`."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...
