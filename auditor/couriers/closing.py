"""What all couriers share: they can be used in a `with` block."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Closing:
    """Closes itself at the end of a `with` block."""

    def close(self) -> None:
        """Let go of any connection. Never raises; holding none, does nothing."""

    def taken(self, message: bytes) -> bool | None:
        """Nothing can be said of mails that were handed over, unless the transport keeps them."""
        del message
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
