"""Turns each platform's API into snapshots: one file per platform, one door to the network."""

from __future__ import annotations

MODULES = {
    "x": "x",
    "facebook": "meta",
    "instagram": "meta",
    "youtube": "youtube",
    "mastodon": "mastodon",
    "bluesky": "bluesky",
    "blog": "blog",
    "wiki": "wiki",
}


def connector_for(platform: str) -> str | None:
    """The module that speaks to a platform ("connectors.x"), to be imported only when needed; None without one."""
    name = MODULES.get(platform)
    return f"connectors.{name}" if name else None
