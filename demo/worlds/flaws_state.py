"""Accounts that are not simply there."""

from __future__ import annotations

from demo.world import Condition, World, WorldAccount


def _become(world: World, account: WorldAccount, state: Condition, *, seen: str, outcome: str, why: str) -> None:
    account.state = state
    world.states[account.id] = seen
    world.expect(account.id, "account-live", outcome, why)


def suspended(world: World, account: WorldAccount) -> None:
    """Suspended by the platform."""
    _become(world, account, "suspended", seen="suspended", outcome="fail", why="suspended")


def deactivated(world: World, account: WorldAccount) -> None:
    """Switched off by its owner, told as such only on Bluesky."""
    _become(world, account, "deactivated", seen="deactivated", outcome="fail", why="deactivated")


def gone(world: World, account: WorldAccount) -> None:
    """Not there for the first time: for a person to look at."""
    _become(world, account, "gone", seen="unreachable", outcome="review", why="not found for the first time")


def protected(world: World, account: WorldAccount) -> None:
    """Made private."""
    _become(world, account, "protected", seen="private", outcome="fail", why="protected")


def unpublished(world: World, account: WorldAccount) -> None:
    """A Page taken offline."""
    _become(world, account, "unpublished", seen="private", outcome="fail", why="unpublished")


def locked_wiki(world: World, account: WorldAccount) -> None:
    """On a wiki that nobody may read without an account."""
    account.host = "staff"
    if account.row is not None:
        account.row["handle"] = account.row["handle"].replace("/main/", "/staff/")
    world.options["wiki.private"] = ("staff",)
    world.states[account.id] = "private"
    world.expect(account.id, "account-live", "fail|not_audited|review", "the wiki refuses readers")
