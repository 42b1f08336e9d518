"""A dozen accounts in order on every platform: nothing is wrong, nothing fails."""

from __future__ import annotations

from demo.world import World
from demo.worlds.making import healthy
from demo.worlds.words import UNITS

PLAN = {"x": (0, 1), "facebook": (1, 37), "instagram": (1, 33), "youtube": (1, 81), "mastodon": (1,), "bluesky": (1,),
        "blog": (1,), "wiki": (1,)}


def fill(world: World, accounts: int | None = None) -> None:
    """Twelve healthy accounts."""
    for platform, units in PLAN.items():
        for unit in units:
            healthy(world, platform, UNITS[unit])
    world.accounts["library-facebook"].extras["instagram"] = "library-instagram"
    world.options["graph.people"] = (
        {"id": "910001", "name": "Ada Birkett", "role": "ADMIN", "state": "enabled", "pages": ["library-facebook"]},
    )
    world.states = dict.fromkeys(world.accounts, "live")
