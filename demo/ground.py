"""What every platform of the stand-in stands on: the world, the addresses of the servers, the tokens, shared arithmetic."""

from __future__ import annotations

import threading
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from demo.world import World, WorldAccount

TOKENS = {
    "x": "demo-x-bearer-7f3a91",
    "meta": "demo-meta-system-user-22c1",
    "youtube": "demo-youtube-key-5be0",
    "mastodon": "demo-mastodon-token-904d",
}
BUSINESS = "500100200300"


@dataclass(slots=True)
class Ground:
    """Shared by all platforms of one running stand-in."""

    world: World
    urls: dict[str, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    counters: dict[str, int] = field(default_factory=dict)

    def count(self, name: str, by: int = 1) -> int:
        """Add to a named counter and give its new value."""
        with self.lock:
            self.counters[name] = self.counters.get(name, 0) + by
            return self.counters[name]

    def option(self, name: str, default: Any = None) -> Any:
        """A switch of the world."""
        return self.world.options.get(name, default)

    def picture(self, account: WorldAccount, platform: str, suffix: str = "") -> str:
        """The address of an account's profile picture; empty where it has none."""
        if not account.image:
            return ""
        if account.image == "default":
            return f"{self.urls['images']}{DEFAULTS.get(platform, '/default/avatar.png')}"
        return f"{self.urls['images']}/p/{account.image}/{platform}-{account.native_id.rpartition(':')[2]}{suffix}.png"

    def photo(self, name: str) -> str:
        """The address of any other picture."""
        return f"{self.urls['images']}/p/{name}/photo.png"


DEFAULTS = {
    "x": "/sticky/default_profile_images/default_profile_normal.png",
    "mastodon": "/avatars/original/missing.png",
    "youtube": "/default/youtube-avatar.png",
    "facebook": "/default/facebook-silhouette.png",
    "instagram": "/default/instagram-silhouette.png",
}


def iso(at: datetime, form: str = "%Y-%m-%dT%H:%M:%S.000Z") -> str:
    """An instant as the platforms write it."""
    return at.astimezone(UTC).strftime(form)


def names(text: str) -> frozenset[str]:
    """A set of names written with spaces between."""
    return frozenset(text.split())


def crc(*parts: object) -> int:
    """A small stable number from anything, the same in every process."""
    return zlib.crc32("|".join(map(str, parts)).encode("utf-8", "surrogatepass"))
