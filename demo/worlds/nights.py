"""Things that happen between two nights, so that the second audit has something to tell."""

from __future__ import annotations

from datetime import timedelta

from demo.world import World, WorldAccount
from demo.worlds.making import post

BAIT = "Claim your free student voucher today, only two hours left: https://prize-claim.example/win"
STORIES = ("hijack", "rename", "rebrand", "quiet", "burst", "incident")


def advance(world: World, story: str, *, told: bool = False) -> list[str]:
    """Let a story happen to one account; gives the ids concerned. `told` = it happened before the last audit already.

    `hijack`: name, bio, link and picture change at once and bait is posted. `rename`: only the handle. `rebrand`: a new
    picture, announced in the register. `quiet`: half the followers leave. `burst`: thirty posts in a night. `incident`: a
    scheduled post goes out inside the last hour.
    """
    if story not in STORIES:
        raise ValueError(f"no story is called {story!r}; there are: {', '.join(STORIES)}")
    account = _target(world, story)
    before = len(world.expected)
    {"hijack": _hijack, "rename": _rename, "rebrand": _rebrand, "quiet": _quiet, "burst": _burst, "incident": _incident}[story](world, account)
    if told:
        world.expected[before:] = [e for e in world.expected[before:] if e.control != "identity-unchanged"]
    return [account.id]


def later(world: World) -> None:
    """Expect what a second night in a row says: whoever is not there is gone."""
    lost = {a.id for a in world.accounts.values() if a.state == "gone"}
    world.states |= {name: "gone" for name in lost if name in world.states}
    world.expected[:] = [e for e in world.expected if not (e.account in lost and e.control == "account-live")]
    for name in sorted(lost):
        world.expect(name, "account-live", "fail", "not found in two runs in a row")


def _target(world: World, story: str) -> WorldAccount:
    platform = "youtube" if story == "rebrand" else "x"
    sound = [a for a in world.of(platform) if a.state == "live" and a.row and not any(e.account == a.id for e in world.expected)]
    return sound[1 + STORIES.index(story)] if len(sound) > 8 else sound[-1]


def _hijack(world: World, account: WorldAccount) -> None:
    bait = post(account, world.now - timedelta(minutes=30), 1, BAIT)
    world.edit(account.id, name="Prize Desk", bio=BAIT, links=["https://prize-claim.example/win"], image="photo-bait",
               posts=[*account.posts, bait])
    world.expect(account.id, "identity-unchanged", "fail", "name, bio, link and picture changed in one night: suspected hijack")
    for control in ("display-name", "purpose-stated", "hours-stated", "profile-link", "approved-image"):
        world.expect(account.id, control, "fail", "the profile is somebody else's now")
    for control in ("hours-agree", "profile-complete", "usual-activity"):
        world.expect(account.id, control, "any", "follows from the rest")


def _rename(world: World, account: WorldAccount) -> None:
    world.edit(account.id, handle=f"{account.handle[:12]}_hq")
    world.expect(account.id, "identity-unchanged", "fail", "the handle changed without notice")
    world.expect(account.id, "handle-as-registered", "fail", "the register still has the old handle")


def _rebrand(world: World, account: WorldAccount) -> None:
    today = world.now.date()
    world.edit(account.id, image="photo-new-mark")
    world.changes.append({"account_id": account.id, "field": "image", "from": (today - timedelta(days=2)).isoformat(),
                          "until": (today + timedelta(days=5)).isoformat(), "value": "", "announced_by": "Brand team"})
    world.expect(account.id, "approved-image", "fail", "the new picture is not among the approved marks")


def _quiet(world: World, account: WorldAccount) -> None:
    world.edit(account.id, followers=account.followers // 2)
    world.expect(account.id, "usual-activity", "any", "fails once there are fourteen earlier audits")


def _burst(world: World, account: WorldAccount) -> None:
    night = [post(account, world.now - timedelta(minutes=5 * i + 7), i) for i in range(30)]
    world.edit(account.id, posts=[*account.posts, *night])
    world.expect(account.id, "usual-activity", "any", "fails once there are fourteen earlier audits")


def _incident(world: World, account: WorldAccount) -> None:
    late = post(account, world.now - timedelta(minutes=45), 3)
    world.edit(account.id, posts=[*account.posts, late])
    world.incident = {"started_at": (world.now - timedelta(hours=2)).isoformat(), "fail": [account.id], "post": late.id}
