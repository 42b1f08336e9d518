"""Mastodon: one server an instance; look-up, accounts in one call, statuses with Link paging, contexts."""

from __future__ import annotations

import html
import re
from typing import Any

from demo.ground import TOKENS, Ground, iso
from demo.web import Answer, Request, answer_json
from demo.world import Comment, Media, Post, WorldAccount

LIMIT = 300
PAGED = {"max_id", "since_id", "min_id"}


class Mastodon:
    """Answers for one instance."""

    def __init__(self, ground: Ground, instance: str) -> None:
        self.ground, self.instance = ground, instance

    def __call__(self, request: Request) -> Answer:
        if "authorization" in request.headers and request.bearer != TOKENS["mastodon"]:
            return answer_json({"error": "The access token is invalid"}, 401)
        used = self.ground.count(f"mastodon:{self.instance}")
        if used > self.ground.option("mastodon.limit", LIMIT):
            answer = answer_json({"error": "Too many requests"}, 429)
        elif self.instance in self.ground.option("mastodon.closed", ()) and not request.bearer and "/instance" not in request.path:
            answer = answer_json({"error": "This API requires an authenticated user"}, 401)
        else:
            answer = self._route(request)
        answer.headers |= {"x-ratelimit-limit": str(LIMIT), "x-ratelimit-remaining": str(max(0, LIMIT - used)),
                           "x-ratelimit-reset": iso(self.ground.world.now, "%Y-%m-%dT%H:%M:%S.000000Z")}
        return answer

    def _route(self, request: Request) -> Answer:
        world = self.ground.world
        accounts = world.memo(f"mastodon:{self.instance}", lambda: {
            a.native_id: a for a in world.of("mastodon") if a.host == self.instance and a.state != "gone"})
        match request.path.strip("/").split("/"):
            case ["api", "v2", "instance"]:
                return answer_json(self._about())
            case ["api", "v1", "instance"]:
                return answer_json({"uri": self.instance, "title": "Example Social", "version": self._version()})
            case ["api", "v1", "apps", "verify_credentials"]:
                if not request.bearer:
                    return answer_json({"error": "The access token is invalid"}, 401)
                scopes = self.ground.option("mastodon.scopes", ("read:accounts", "read:statuses"))
                return answer_json({"id": "77", "name": "Account audit", "website": None, "scopes": list(scopes)})
            case ["api", "v1", "accounts", "lookup"]:
                name = request.one("acct").lower().removesuffix(f"@{self.instance}")
                found = next((a for a in accounts.values() if a.handle.lower() == name), None)
                return answer_json(account_json(found, self.ground)) if found else _missing()
            case ["api", "v1", "accounts"]:
                if self.ground.option("mastodon.old"):
                    return answer_json({"error": "Not found"}, 404)
                asked = request.query.get("id[]", []) + request.query.get("id", [])
                return answer_json([account_json(accounts[i], self.ground) for i in dict.fromkeys(asked) if i in accounts])
            case ["api", "v1", "accounts", number, "statuses"]:
                return self._statuses(request, accounts[number]) if number in accounts else _missing()
            case ["api", "v1", "accounts", number]:
                return answer_json(account_json(accounts[number], self.ground)) if number in accounts else _missing()
            case ["api", "v1", "statuses", number, "context"]:
                return self._context(number, list(accounts.values()))
        return answer_json({"error": "Not found"}, 404)

    def _version(self) -> str:
        return "4.1.9" if self.ground.option("mastodon.old") else "4.5.2"

    def _about(self) -> dict[str, Any]:
        return {"domain": self.instance, "title": "Example Social", "version": self._version(), "source_url": "https://github.com/mastodon/mastodon",
                "description": "A server for universities", "languages": ["en"], "registrations": {"enabled": False},
                "configuration": {"accounts": {"max_featured_tags": 10}, "statuses": {"max_characters": 500}}}

    def _statuses(self, request: Request, account: WorldAccount) -> Answer:
        if account.state in {"suspended", "protected"}:
            return answer_json([])
        rows = account.newest_first()
        if request.one("pinned") == "true":
            rows = [p for p in rows if p.pinned]
        if request.one("exclude_reblogs") in {"true", "1"}:
            rows = [p for p in rows if not p.repost]
        if request.one("exclude_replies") in {"true", "1"}:
            rows = [p for p in rows if not p.reply_to]
        if bound := request.whole("max_id", 0):
            rows = [p for p in rows if int(p.id) < bound]
        if bound := request.whole("since_id", 0) or request.whole("min_id", 0):
            rows = [p for p in rows if int(p.id) > bound]
        size = max(1, min(40, request.whole("limit", 20)))
        shown = rows[:size]
        answer = answer_json([status_json(p, account, self.ground) for p in shown])
        if shown:
            where = f"{request.base}{request.path}?limit={size}"
            links = [f'<{where}&min_id={shown[0].id}>; rel="prev"']
            if len(rows) > size:
                links.insert(0, f'<{where}&max_id={shown[-1].id}>; rel="next"')
            answer.headers["link"] = ", ".join(links)
        return answer

    def _context(self, number: str, accounts: list[WorldAccount]) -> Answer:
        for account in accounts:
            for post in account.posts:
                if post.id == number:
                    return answer_json({"ancestors": [], "descendants": list(_replies(post, account, self.ground))})
        return _missing()


def _missing() -> Answer:
    return answer_json({"error": "Record not found"}, 404)


def _linked(text: str) -> str:
    escaped = html.escape(text, quote=False)
    return re.sub(r"https?://[^\s<]+", lambda m: f'<a href="{m[0]}" target="_blank" rel="nofollow noopener" translate="no">'
                                               f'<span class="invisible">https://</span><span>{m[0].split("://")[1]}</span></a>', escaped)


def account_json(account: WorldAccount, ground: Ground) -> dict[str, Any]:
    """An account; one that is suspended is blanked."""
    suspended = account.state == "suspended"
    newest = next(iter(account.newest_first()), None)
    here = f"https://{account.host}/@{account.handle}"
    picture = ground.picture(account, "mastodon") or f"{ground.urls['images']}/avatars/original/missing.png"
    header = ground.photo(account.banner) if account.banner else f"{ground.urls['images']}/headers/original/missing.png"
    fields = [{"name": "Website" if i == 0 else "More", "value": _linked(link), "verified_at": iso(account.created_at) if i == 0 else None}
              for i, link in enumerate(account.links)]
    body: dict[str, Any] = {
        "id": account.native_id, "username": account.handle, "acct": account.handle,
        "display_name": "" if suspended else account.name, "locked": account.state == "protected", "bot": False,
        "discoverable": True, "indexable": True, "group": False, "created_at": iso(account.created_at, "%Y-%m-%dT00:00:00.000Z"),
        "note": "" if suspended else f"<p>{_linked(account.bio)}</p>", "url": here, "uri": f"https://{account.host}/users/{account.handle}",
        "avatar": picture, "avatar_static": picture, "header": header, "header_static": header,
        "followers_count": account.followers, "following_count": account.following, "statuses_count": account.posts_count,
        "last_status_at": iso(newest.at, "%Y-%m-%d") if newest else None, "hide_collections": False, "noindex": False, "emojis": [], "roles": [],
        "avatar_description": "", "header_description": "",
        "fields": [] if suspended else fields,
    }
    if suspended:
        body["suspended"] = True
    if account.extras.get("moved"):
        body["moved"] = {"id": "1", "acct": account.extras["moved"]}
    return body


def status_json(post: Post, account: WorldAccount, ground: Ground) -> dict[str, Any]:
    """A status; a boost carries the boosted one inside."""
    here = f"https://{account.host}/@{account.handle}/{post.id}"
    body: dict[str, Any] = {
        "id": post.id, "created_at": iso(post.at), "in_reply_to_id": post.reply_to, "in_reply_to_account_id": None, "sensitive": False,
        "spoiler_text": "", "visibility": "public", "language": post.lang, "uri": here, "url": here,
        "replies_count": len(post.comments), "reblogs_count": 1, "favourites_count": 3, "edited_at": None,
        "content": "" if post.repost else f"<p>{_linked(post.text)}</p>", "reblog": None, "application": {"name": post.app, "website": None},
        "account": account_json(account, ground), "media_attachments": [_media(m, i, post, ground) for i, m in enumerate(post.media)],
        "mentions": [], "tags": [], "emojis": [], "card": None, "poll": None, "quote": None, "quotes_count": 0,
    }
    if post.pinned:
        body["pinned"] = True
    if post.repost:
        inner = body | {"id": str(int(post.id) - 9), "content": f"<p>{_linked(post.text)}</p>", "reblog": None}
        inner["account"] = body["account"] | {"id": "77", "username": "neighbour", "acct": "neighbour@elsewhere.example"}
        body |= {"reblog": inner, "media_attachments": []}
    return body


def _media(media: Media, index: int, post: Post, ground: Ground) -> dict[str, Any]:
    address = ground.photo(media.picture)
    return {"id": f"{post.id}{index}", "type": {"gif": "gifv"}.get(media.kind, media.kind), "url": address, "preview_url": address,
            "remote_url": None, "meta": {}, "description": media.alt, "blurhash": "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH"}


def _replies(post: Post, account: WorldAccount, ground: Ground) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    me = account_json(account, ground)
    for comment in post.comments:
        other = me | {"id": "88", "username": "reader", "acct": "reader@elsewhere.example", "display_name": comment.author, "note": ""}
        rows.append(_said(comment, post.id, other, account, ground))
        for reply in comment.replies:
            said = Comment(reply.id, reply.at, reply.text)
            rows.append(_said(said, comment.id, me if reply.own else other | {"id": "89"}, account, ground))
    return rows


def _said(comment: Comment, parent: str, writer: dict[str, Any], account: WorldAccount, ground: Ground) -> dict[str, Any]:
    body = status_json(Post(comment.id, comment.at, comment.text, reply_to=parent), account, ground)
    return body | {"account": writer, "in_reply_to_account_id": account.native_id}
