"""A real sort of week: 250 register rows on eight platforms, most in order, every control broken somewhere by design."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from demo.world import World, WorldAccount
from demo.worlds import flaws_posts as posts
from demo.worlds import flaws_profile as profile
from demo.worlds import flaws_register as register
from demo.worlds import flaws_state as state
from demo.worlds.making import healthy
from demo.worlds.words import UNITS

MIX = {"x": (77, 0), "facebook": (62, 1), "instagram": (46, 2), "youtube": (37, 3), "bluesky": (9, 1), "mastodon": (6, 4), "blog": (6, 5),
       "wiki": (4, 42)}
CLOSED_INSTANCE = "toots.example.org"
Flaw = Callable[[World, WorldAccount], None]

X, FB, IG, YT, BS, MA, BL, WI = "x", "facebook", "instagram", "youtube", "bluesky", "mastodon", "blog", "wiki"
FLAWS: tuple[tuple[Flaw, tuple[str, ...]], ...] = (
    (state.suspended, (X, BS, MA, WI)), (state.gone, (X, IG, YT, BL)), (state.protected, (X,)), (state.unpublished, (FB,)),
    (state.deactivated, (BS,)), (state.locked_wiki, (WI,)),
    (profile.prefix_missing, (X, IG, YT, FB)), (profile.prefix_old, (X, X, X)), (profile.renamed, (X, IG)),
    (profile.name_off, (X, FB, YT)), (profile.name_lookalike, (X,)), (profile.purpose_missing, (X, FB, IG)),
    (profile.hours_missing, (X, X, X, IG, IG, YT, FB, BS)), (profile.hours_vague, (X, IG, FB)), (profile.unmonitored, (X, IG)),
    (profile.hours_differ, (X, FB, IG)), (profile.image_default, (X, MA)), (profile.image_other, (X, IG, FB, YT)),
    (profile.link_elsewhere, (X, IG, FB)), (profile.link_plain, (X, FB)), (profile.link_short, (X, IG)),
    (profile.link_missing, (X, IG)), (profile.disclaimer, (X, IG)),
    (posts.silent, (X, X, X, FB, FB, IG, YT, BL, WI)), (posts.empty, (X, YT)), (posts.gap, (FB, IG)), (posts.slow, (FB, YT)),
    (posts.unanswered, (FB, FB, IG, YT)), (posts.unsubtitled, (YT, YT, YT)), (posts.live_unattested, (YT,)),
    (posts.live_attested, (YT,)), (posts.undescribed, (X, IG, MA, BS, FB)), (posts.personal_data, (X, FB)), (posts.rude, (X,)),
    (posts.wave, (YT, FB)),
    (register.no_owner, (X, FB)), (register.manager_elsewhere, (IG,)), (register.manager_left, (X, FB)),
    (register.managers_many, (FB,)), (register.no_plan, (X, YT, BL)), (register.second_factor_off, (X, FB)),
    (register.second_factor_old, (YT, X)), (register.second_factor_unsaid, (X, YT)), (register.second_factor_sms, (X,)),
    (register.password_old, (X, X, FB, IG, YT)), (register.password_unknown, (FB,)), (register.leaver, (X, IG)),
    (register.takeover_overdue, (IG,)), (register.takeover_unchanged, (X,)), (register.takeover_endless, (IG,)),
    (register.takeover_running, (IG,)), (register.press_none, (X, FB)), (register.press_old, (YT,)), (register.log_missing, (FB,)),
    (register.review_old, (X, IG)), (register.store_sheet, (X, FB)), (register.store_blank, (YT,)), (register.safeguards_old, (X, IG)),
    (register.unchecked, (X, FB)), (register.waived, (X,)), (register.waiver_expired, (FB,)), (register.id_unknown, (X, X, FB)),
    (register.paused, (X,)),
)

# Troubles that come to accounts that have another one already: neglect is seldom single.
SECOND = frozenset({
    register.no_owner, register.no_plan, register.press_none, register.press_old, register.store_sheet, register.store_blank,
    register.safeguards_old, register.unchecked, register.second_factor_old, register.second_factor_off,
    register.second_factor_unsaid, register.password_old, register.review_old,
})


def fill(world: World, accounts: int | None = None) -> None:
    """The whole estate, then what is wrong with it."""
    for platform, (count, first) in MIX.items():
        for step in range(count):
            unit = UNITS[(first + step) % len(UNITS)]
            if unit.short or platform in {"x", "youtube"}:
                healthy(world, platform, unit)
    _seasons(world)
    world.states = dict.fromkeys(world.accounts, "live")
    chance = random.Random(world.seed)
    clean = {p: chance.sample(world.of(p), len(world.of(p))) for p in MIX}
    for platform in (X, YT):
        clean[platform] = [a for a in clean[platform] if a.handle != "livuni"]
    troubled: dict[str, list[WorldAccount]] = {p: [] for p in MIX}
    for flaw, platforms in FLAWS:
        for platform in platforms:
            account = troubled[platform].pop(0) if flaw in SECOND and troubled[platform] else clean[platform].pop()
            flaw(world, account)
            if flaw not in SECOND and world.states[account.id] == "live":
                troubled[platform].append(account)
    _link_instagram(world)
    _rows_beside(world, clean[X].pop())
    _strangers(world)
    world.options["graph.people"] = tuple(
        {"id": str(910_001 + i), "name": name, "role": role, "state": "enabled", "pages": [a.id for a in world.of(FB)[i::4]]}
        for i, (name, role) in enumerate((("Ada Birkett", "ADMIN"), ("Hugh Jessop", "EMPLOYEE"), ("Una Lathom", "EMPLOYEE"), ("Rhys Quayle", "ADMIN")))
    )


def _seasons(world: World) -> None:
    """Harmless variety: a second instance, handles under the own domain, WordPress and Atom, pinned posts, reposts."""
    for account in world.of(MA)[::2]:
        account.host = CLOSED_INSTANCE
        if account.row is not None:
            account.row["handle"] = f"{account.handle}@{CLOSED_INSTANCE}"
    world.options["mastodon.closed"] = (CLOSED_INSTANCE,)
    for account in world.of(BS)[:3]:
        account.handle = account.handle.removeprefix("livuni").replace(".bsky.social", ".liverpool.ac.uk")
        if account.row is not None:
            account.row["handle"] = account.handle
    for engine, account in zip(("wordpress", "atom", "rss", "wordpress", "atom", "rss"), world.of(BL), strict=False):
        account.extras["engine"] = engine
    for account in world.of(X)[5:30:6]:
        account.posts[0].pinned = True
    for account in (*world.of(X)[3:40:9], *world.of(MA)[1:2], *world.of(BS)[4:6]):
        account.newest_first()[1].repost = True
    for account in world.of(X)[::10]:
        account.verified = "government"
    for account in world.of(FB)[::12]:
        account.verified = "blue_verified"


def _link_instagram(world: World) -> None:
    """Instagram accounts hang on their unit's Page where there is one."""
    mine = {(a.row or {}).get("unit"): a.id for a in world.of(IG)}
    for account in world.of(FB):
        if linked := mine.get((account.row or {}).get("unit")):
            account.extras["instagram"] = linked
    for account in world.of(FB)[50:54]:
        account.extras["client"] = True


def _rows_beside(world: World, twice: WorldAccount) -> None:
    """A duplicate entry, a service that closed, an account that was closed."""
    original = twice.row or {}
    world.rows.append(original | {"id": f"{twice.id}-again"})
    world.access += [line | {"account_id": f"{twice.id}-again"} for line in world.access if line["account_id"] == twice.id]
    world.states[f"{twice.id}-again"] = "live"
    for number in (twice.id, f"{twice.id}-again"):
        world.expect(number, "no-duplicates", "fail", "the same account is registered twice")
    old = original | {"native_id": "", "opened_on": "2012-03-01"}
    world.rows.append(old | {"id": "press-google-plus", "platform": "google-plus", "handle": "livunipress", "unit": "Press", "status": "live"})
    world.states["press-google-plus"] = "retired"
    world.expect("press-google-plus", "platform-alive", "fail", "Google+ closed in 2019 and the entry is not closed")
    world.rows.append(old | {"id": "festival-x", "handle": "livunifest", "unit": "Public Engagement", "audience": "festival visitors", "status": "closed"})
    world.states["festival-x"] = "closed"


def _strangers(world: World) -> None:
    """A Page under our business that no register knows, and one that looks like us on Bluesky."""
    for platform, handle, name in ((FB, "livunitickets", "Liverpool Uni Ticket Office"), (BS, "livunioffers.bsky.social", "Liv Uni Offers")):
        unit = next(u for u in UNITS if u.short == "events")
        stranger = healthy(world, platform, unit, key=f"stranger-{platform}")
        stranger.handle, stranger.name, stranger.row = handle, name, None
        world.access = [line for line in world.access if line["account_id"] != stranger.id]
        world.candidates.append({"platform": platform, "handle": handle, "native_id": stranger.native_id, "found": "edge" if platform == FB else "search"})
    page = world.accounts["stranger-facebook"]
    page.created_at = world.now - timedelta(days=40)
