"""Scenarios: worlds made from a name, a seed and a moment."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module

from demo.world import World

NAMES = {"calm": "calm", "rough-week": "rough_week", "hostile": "hostile", "large": "large"}


def make(name: str, *, now: datetime | None = None, seed: int = 1, accounts: int | None = None) -> World:
    """The world of that name; `accounts` sizes the generated ones, `now` defaults to the real moment."""
    if name not in NAMES:
        raise ValueError(f"no world is called {name!r}; there are: {', '.join(NAMES)}")
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    world = World(name, moment, seed)
    import_module(f"demo.worlds.{NAMES[name]}").fill(world, accounts)
    return world
