"""What a platform says of the token that it was asked with: what it may do, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token as its platform describes it. `name` says which: "Meta", "Mastodon social.example.ac.uk"."""

    name: str
    platform: str
    granted: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()  # granted, able to write, and not needed by the audit
    lacking: tuple[str, ...] = ()  # needed by the audit, and not granted
    ends_at: datetime | None = None  # None: never, or not told
    tells_end: bool = False
