"""Couriers take finished mails away: by SMTP, Microsoft Graph, the local sendmail, or into a folder.

A courier answers for one mail and one recipient at a time. It raises `TransportDown` only from `open`, before any mail was
touched; whatever happens while sending is an answer.
"""

from __future__ import annotations

from typing import Protocol

from auditor.couriers.answers import Deferred, Doubtful, Refused, Sent, Transport, TransportDown

__all__ = ["Courier", "Deferred", "Doubtful", "Refused", "Sent", "Transport", "TransportDown"]


class Courier(Protocol):
    """Takes mails away."""

    def open(self) -> None:
        """Be ready to send; does nothing if it is. Raises `TransportDown`."""
        ...

    def send(self, recipient: str, message: bytes, sender: str) -> Transport:
        """Hand over one mail for one recipient; `sender` is the envelope's bare address."""
        ...

    def close(self) -> None:
        """Let go of any connection. Never raises."""
        ...

    def check(self) -> str:
        """Try the transport without sending; gives words for `doctor`. Raises `TransportDown`."""
        ...
