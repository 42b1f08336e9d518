"""The way to sites whose addresses stand in the register: guarded, unless config names the host and where to find it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from connectors._answer import Answer
from connectors._http import Door, Flaw, Opinion
from connectors._setup import Setup


class Sites:
    """Doors by host. `base_urls` of the platform's table maps a host to a trusted address, `base_url` all of them."""

    def __init__(
        self,
        platform: str,
        setup: Setup,
        *,
        classify: Callable[[Answer], Opinion] | None = None,
        flaw: Flaw | None = None,
    ) -> None:
        self._platform = platform
        self._setup = setup
        self._classify, self._flaw = classify, flaw
        self._doors: dict[str, Door] = {}
        self._lock = threading.Lock()

    def get(
        self,
        url: str,
        *,
        source: str,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
    ) -> Answer:
        """Ask for an address; raises PlatformError as the door does."""
        base, target = self._route(url)
        return self._door(base).get(target, source=source, params=params, headers=headers, max_bytes=max_bytes)

    def close(self) -> None:
        """Close the connections."""
        for door in self._doors.values():
            door.close()

    def _route(self, url: str) -> tuple[str, str]:
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            return "", url  # the guard will say what is wrong with it
        table = self._setup.options.get("base_urls") or {}
        for base in {*table.values(), self._setup.options.get("base_url")} - {None, ""}:
            if url == base or url.startswith(f"{str(base).rstrip('/')}/"):
                return str(base), url
        base = table.get(parts.netloc.lower()) or table.get(host) or self._setup.options.get("base_url")
        if not base:
            return "", url
        return str(base), f"{str(base).rstrip('/')}{parts.path}" + (f"?{parts.query}" if parts.query else "")

    def _door(self, base: str) -> Door:
        with self._lock:
            if base not in self._doors:
                setup = self._setup
                self._doors[base] = (
                    setup.door(self._platform, base_url=base, classify=self._classify, flaw=self._flaw)
                    if base
                    else setup.open_door(self._platform, classify=self._classify, flaw=self._flaw)
                )
            return self._doors[base]
