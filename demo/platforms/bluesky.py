"""Bluesky's public AppView: profiles, author feeds, threads, actor search; every refusal is a 400."""

from __future__ import annotations

import hashlib
from typing import Any

from demo.ground import Ground, crc, iso
from demo.platforms.bluesky_posts import feed_item, post_view, said_view
from demo.web import Answer, Request, answer_json
from demo.world import WorldAccount

FILTERS = {"posts_with_replies", "posts_no_replies", "posts_with_media", "posts_and_author_threads", "posts_with_video"}


def refused(error: str, message: str, status: int = 400) -> Answer:
    """An XRPC error."""
    return answer_json({"error": error, "message": message}, status)


class Bluesky:
    """Answers for public.api.bsky.app."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def __call__(self, request: Request) -> Answer:
        name = request.path.removeprefix("/xrpc/")
        methods = {
            "app.bsky.actor.getProfiles": self._profiles, "app.bsky.actor.getProfile": self._profile,
            "app.bsky.feed.getAuthorFeed": self._feed, "app.bsky.feed.getPostThread": self._thread,
            "app.bsky.feed.getPosts": self._posts, "app.bsky.actor.searchActors": self._search,
        }
        if name not in methods or request.method != "GET":
            return refused("MethodNotImplemented", "Method Not Implemented", 501)
        used = self.ground.count("bluesky")
        answer = methods[name](request)
        answer.headers |= {"ratelimit-limit": "3000", "ratelimit-remaining": str(max(0, 3000 - used)),
                           "ratelimit-reset": str(int(self.ground.world.now.timestamp()) + 300), "ratelimit-policy": "3000;w=300"}
        return answer

    def _find(self, actor: str) -> WorldAccount | None:
        world = self.ground.world
        index = world.memo("bluesky", lambda: {name: a for a in world.of("bluesky") for name in (a.handle.lower(), a.native_id)})
        return index.get(actor.lower().lstrip("@"))

    def _barred(self, actor: str) -> Answer | None:
        account = self._find(actor)
        if not actor.startswith("did:") and "." not in actor:
            return refused("InvalidRequest", "Error: actor must be a valid did or a handle")
        if account is None or account.state == "gone":
            return refused("InvalidRequest", "Profile not found")
        if account.state == "suspended":
            return refused("AccountTakedown", "Account has been suspended")
        if account.state == "deactivated":
            return refused("AccountDeactivated", "Account is deactivated")
        return None

    def _profiles(self, request: Request) -> Answer:
        actors = request.query.get("actors", []) + request.query.get("actors[]", [])
        if not actors:
            return refused("InvalidRequest", 'Error: Params must have the property "actors"')
        if len(actors) > 25:
            return refused("InvalidRequest", "Error: actors must not have more than 25 elements")
        shown: list[dict[str, Any]] = []
        for actor in actors:
            if self._barred(actor) is None and (account := self._find(actor)) is not None:
                shown.append(profile(account, self.ground))
        return answer_json({"profiles": shown})

    def _profile(self, request: Request) -> Answer:
        barred, account = self._barred(request.one("actor")), self._find(request.one("actor"))
        if barred is not None or account is None:
            return barred or refused("InvalidRequest", "Profile not found")
        return answer_json(profile(account, self.ground))

    def _feed(self, request: Request) -> Answer:
        account = self._find(request.one("actor"))
        if (barred := self._barred(request.one("actor"))) or account is None:
            return barred or refused("InvalidRequest", "Profile not found")
        kind, size = request.one("filter", "posts_with_replies"), request.whole("limit", 50)
        if kind not in FILTERS or not 1 <= size <= 100:
            return refused("InvalidRequest", "Error: a parameter is out of its range")
        rows = account.newest_first()
        if kind == "posts_no_replies":
            rows = [p for p in rows if not p.reply_to]
        if kind in {"posts_with_media", "posts_with_video"}:
            rows = [p for p in rows if p.media and (kind == "posts_with_media" or p.media[0].kind == "video")]
        if request.one("cursor"):
            rows = [p for p in rows if iso(p.at) < request.one("cursor")]
        shown = rows[:size]
        pinned = [p for p in account.posts if p.pinned] if request.one("includePins") == "true" and not request.one("cursor") else []
        items = [feed_item(p, account, self.ground, pin=True) for p in pinned]
        items += [feed_item(p, account, self.ground) for p in shown]
        body: dict[str, Any] = {"feed": items}
        if len(rows) > size:
            body["cursor"] = iso(shown[-1].at)
        return answer_json(body)

    def _thread(self, request: Request) -> Answer:
        where = request.one("uri")
        for account in self.ground.world.of("bluesky"):
            for post in account.posts:
                if where.endswith(f"/{post.id}") and account.native_id in where:
                    replies = [said_view(c, post, account, self.ground) for c in post.comments]
                    return answer_json({"thread": {"$type": "app.bsky.feed.defs#threadViewPost",
                                                   "post": post_view(post, account, self.ground), "replies": replies}})
        return refused("NotFound", f"Post not found: {where}")

    def _posts(self, request: Request) -> Answer:
        wanted = request.query.get("uris", [])
        if len(wanted) > 25:
            return refused("InvalidRequest", "Error: uris must not have more than 25 elements")
        shown = [post_view(p, a, self.ground) for a in self.ground.world.of("bluesky") for p in a.posts
                 if any(u.endswith(f"/{p.id}") and a.native_id in u for u in wanted)]
        return answer_json({"posts": shown})

    def _search(self, request: Request) -> Answer:
        word = (request.one("q") or request.one("term")).lower()
        size = max(1, min(100, request.whole("limit", 25)))
        found = [a for a in self.ground.world.of("bluesky")
                 if a.state == "live" and (word in a.handle.lower() or word in a.name.lower())]
        keep = ("did", "handle", "displayName", "description", "avatar", "createdAt", "indexedAt", "labels")
        start = int(request.one("cursor") or 0) if request.one("cursor", "0").isdigit() else 0
        actors = [{k: v for k, v in profile(a, self.ground).items() if k in keep} for a in found[start : start + size]]
        body: dict[str, Any] = {"actors": actors}
        if start + size < len(found):
            body["cursor"] = str(start + size)
        return answer_json(body)


def profile(account: WorldAccount, ground: Ground) -> dict[str, Any]:
    """A detailed profile; what was never set is absent."""
    body: dict[str, Any] = {
        "did": account.native_id, "handle": account.handle, "displayName": account.name, "description": account.bio,
        "followersCount": account.followers, "followsCount": account.following, "postsCount": account.posts_count,
        "createdAt": iso(account.created_at), "indexedAt": iso(account.created_at), "labels": [],
        "associated": {"lists": 0, "feedgens": 0, "starterPacks": 0, "labeler": False},
        "verification": {"verifications": [], "verifiedStatus": "valid" if account.verified else "none", "trustedVerifierStatus": "none"},
    }
    if picture := ground.picture(account, "bluesky") if account.image != "default" else "":
        body["avatar"] = picture
    if account.banner:
        body["banner"] = ground.photo(account.banner)
    if account.links:
        body["website"] = account.links[0]
    pinned = next((p for p in account.posts if p.pinned), None)
    if pinned:
        body["pinnedPost"] = {"uri": f"at://{account.native_id}/app.bsky.feed.post/{pinned.id}", "cid": cid(pinned.id)}
    return body


def cid(*parts: object) -> str:
    """A content id of the right form (CIDv1, dag-cbor, sha-256, base32), not a true one."""
    digest = hashlib.sha256(str(crc(*parts)).encode()).digest()
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    raw = int.from_bytes(b"\x01\x71\x12\x20" + digest, "big") << 2
    out = ""
    while raw:
        out, raw = alphabet[raw % 32] + out, raw // 32
    return "b" + out.rjust(58, "a")
