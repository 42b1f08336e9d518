"""As many accounts as asked for, with the same mix of platforms as a real estate; one in seven says no hours."""

from __future__ import annotations

from datetime import timedelta

from demo.world import World
from demo.worlds.flaws_profile import hours_missing
from demo.worlds.making import healthy
from demo.worlds.words import UNITS, Unit

MIX = (("x", 78), ("facebook", 62), ("instagram", 46), ("youtube", 37), ("bluesky", 9), ("mastodon", 6), ("blog", 6), ("wiki", 4))
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def fill(world: World, accounts: int | None = None) -> None:
    """Generated accounts, ten thousand unless told otherwise."""
    wanted = accounts or 10_000
    whole = sum(share for _, share in MIX)
    ends, reached = [], 0
    for platform, share in MIX:
        reached += share
        ends.append((platform, round(wanted * reached / whole)))
    turn = 0
    for platform, end in ends:
        for number in range(turn, end):
            model = UNITS[1 + number % (len(UNITS) - 1)]
            unit = Unit(f"{model.name} {number}", f"{model.short[:4]}{_code(number)}", model.about, model.audience)
            account = healthy(world, platform, unit, rhythm=(12, 108))
            if number % 7 == 0 and platform in {"x", "instagram", "youtube"}:
                hours_missing(world, account)
        turn = end
    for account in world.of("facebook")[: wanted // 20]:
        account.extras["client"] = True
    world.states = dict.fromkeys(world.accounts, "live")
    world.options |= {"youtube.quota": 10**9, "x.limit": 10**9, "mastodon.limit": 10**9, "timeout_seconds": 30, "x.max_usd": 1000}
    world.incident = {"none_before": (world.now - timedelta(days=400)).isoformat()}


def _code(number: int) -> str:
    return (_code(number // 36) if number >= 36 else "") + DIGITS[number % 36]
