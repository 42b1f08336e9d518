"""X API v2: users by id and by name, timelines, mentions; in the words of spec 2.166 ("tweet") or 2.167 ("post")."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from demo.ground import TOKENS, Ground, iso, names
from demo.platforms.x_posts import POST_FIELDS, Words, post_json, timeline, visitors
from demo.platforms.x_users import base32, invalid, missing, problem, user_json, withheld
from demo.web import Answer, Request, answer_json
from demo.world import Post, WorldAccount

USER_FIELDS = names(
    "affiliation confirmed_email connection_status created_at description entities id is_identity_verified location "
    "most_recent_tweet_id name parody pinned_tweet_id profile_banner_url profile_image_url protected public_metrics "
    "receives_your_dm subscribes_to_you subscription subscription_type url username verified verified_followers_count "
    "verified_type withheld most_recent_post_id pinned_post_id"
)
EXPANSIONS = frozenset(
    ["affiliation", "affiliation.user_id", "most_recent_tweet_id", "most_recent_post_id", "pinned_tweet_id", "pinned_post_id"]
)
COMMON = frozenset({"user.fields", "tweet.fields", "post.fields", "expansions", "media.fields", "poll.fields", "place.fields"})
PAGED = frozenset({"max_results", "pagination_token", "next_token", "start_time", "end_time", "since_id", "until_id", "exclude"})
WINDOW = {"users": 300, "by": 300, "tweets": 10_000, "mentions": 450, "recent": 450}
HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")


class X:
    """Answers for api.x.com."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def __call__(self, request: Request) -> Answer:
        if request.bearer != TOKENS["x"]:
            return problem(401, "Unauthorized", "Unauthorized")
        parts = request.path.strip("/").split("/")
        if request.method != "GET" or parts[0] != "2":
            return problem(404, "Not Found", "Not Found")
        match parts[1:]:
            case ["users"]:
                return self._limited("users", lambda: self._lookup(request, "ids"))
            case ["users", "by"]:
                return self._limited("by", lambda: self._lookup(request, "usernames"))
            case ["users", "by", "username", name]:
                return self._limited("by", lambda: self._single(request, "username", name))
            case ["users", number, "tweets"]:
                return self._limited("tweets", lambda: self._timeline(request, number, mentions=False))
            case ["users", number, "mentions"]:
                return self._limited("mentions", lambda: self._timeline(request, number, mentions=True))
            case ["tweets", "search", "recent"]:
                return self._limited("recent", lambda: self._search(request))
            case ["users", number]:
                return self._limited("users", lambda: self._single(request, "id", number))
        return problem(404, "Not Found", "Not Found")

    def _limited(self, name: str, answer: Callable[[], Answer]) -> Answer:
        used, limit = self.ground.count(f"x:{name}"), self.ground.option("x.limit", WINDOW[name])
        reset = int(self.ground.world.now.timestamp()) // 900 * 900 + 900
        given = answer() if used <= limit else problem(429, "Too Many Requests", "Too Many Requests")
        given.headers |= {
            "x-rate-limit-limit": str(limit), "x-rate-limit-remaining": str(max(0, limit - used)),
            "x-rate-limit-reset": str(reset), "x-access-level": self.ground.option("x.access", "read"),
        }
        return given

    def _asked(self, request: Request) -> tuple[Words, frozenset[str], frozenset[str], frozenset[str]]:
        words = Words.of(self.ground.option("x.vocabulary", "asked"), request)
        fields = frozenset(request.many("user.fields")) | {"id", "name", "username"}
        posts = frozenset(request.many("post.fields") or request.many("tweet.fields")) | {"id", "text"}
        return words, fields, posts, frozenset(request.many("expansions"))

    def _spoiled(self, request: Request, extra: frozenset[str]) -> Answer | None:
        for name, values in request.query.items():
            if name not in COMMON | extra:
                return invalid(name, values[0], f"The query parameter [{name}] is not one of the known ones")
        for name, known in (("user.fields", USER_FIELDS), ("tweet.fields", POST_FIELDS), ("post.fields", POST_FIELDS)):
            for value in request.many(name):
                if value not in known:
                    return invalid(name, value, f"The `{name}` query parameter value [{value}] is not known")
        return None

    def _lookup(self, request: Request, parameter: str) -> Answer:
        asked = request.many(parameter)
        if spoiled := self._spoiled(request, frozenset({parameter})):
            return spoiled
        if not 1 <= len(asked) <= 100:
            return invalid(parameter, ",".join(asked)[:60], f"The number of values in the `{parameter}` query parameter list is not between 1 and 100")
        for value in asked:
            sound = value.isascii() and value.isdigit() and len(value) <= 19 if parameter == "ids" else HANDLE.fullmatch(value)
            if not sound:
                return invalid(parameter, value, f"The `{parameter}` query parameter value [{value}] is not valid")
        for value in request.many("expansions"):
            if value not in EXPANSIONS:
                return invalid("expansions", value, f"The `expansions` query parameter value [{value}] is not known")
        words, fields, posts, expansions = self._asked(request)
        found: list[str] = []
        includes: dict[str, str] = {}
        errors: list[dict[str, str]] = []
        index = self._index("id" if parameter == "ids" else "handle")
        for value in dict.fromkeys(asked):
            account = index.get(value.lower())
            if account is None or account.state in {"gone", "suspended", "deactivated"}:
                errors.append(missing(account, parameter, value, words))
                continue
            text, posted = self._user(account, words, fields, posts, expansions)
            found.append(text)
            includes |= posted
            if account.state == "protected" and expansions & {"most_recent_tweet_id", "most_recent_post_id"} and account.posts:
                errors.append(withheld(account, words))
        body: list[str] = []
        if found:
            body.append(f'"data":[{",".join(found)}]')
        if includes:
            body.append(f'"includes":{{"{words.posts}":[{",".join(includes.values())}]}}')
        if errors:
            body.append(f'"errors":{json.dumps(errors, separators=(",", ":"))}')
        answer = answer_json(None)
        answer.body = ("{" + ",".join(body) + "}").encode("ascii")
        return answer

    def _single(self, request: Request, parameter: str, value: str) -> Answer:
        if spoiled := self._spoiled(request, frozenset()):
            return spoiled
        words, fields, posts, expansions = self._asked(request)
        account = self._index("id" if parameter == "id" else "handle").get(value.lower())
        if account is None or account.state in {"gone", "suspended", "deactivated"}:
            return answer_json({"errors": [missing(account, parameter, value, words)]})
        text, posted = self._user(account, words, fields, posts, expansions)
        body: dict[str, Any] = {"data": json.loads(text)}
        if posted:
            body["includes"] = {words.posts: [json.loads(p) for p in posted.values()]}
        return answer_json(body)

    def _index(self, by: str) -> dict[str, WorldAccount]:
        world = self.ground.world
        return world.memo(f"x:{by}", lambda: {(a.native_id if by == "id" else a.handle).lower(): a for a in world.of("x")})

    def _user(
        self, account: WorldAccount, words: Words, fields: frozenset[str], posts: frozenset[str], expansions: frozenset[str]
    ) -> tuple[str, dict[str, str]]:
        key = ("x", words, fields, posts, expansions)
        if key not in account.pieces:
            user = user_json(account, self.ground, words)
            newest = next((p for p in timeline(account) if not p.reply_to), None) if account.state != "protected" else None
            pinned = next((p for p in account.posts if p.pinned), None) if account.state != "protected" else None
            posted: dict[str, str] = {}
            for name, post in (("most_recent", newest), ("pinned", pinned)):
                wanted = {f"{name}_tweet_id", f"{name}_post_id"}
                if post is None:
                    continue
                if wanted & (expansions | fields):
                    user[f"{name}_{words.post}_id"] = post.id
                    fields |= {f"{name}_{words.post}_id"}
                if wanted & expansions:
                    posted[post.id] = json.dumps(post_json(post, account, self.ground, words, posts), separators=(",", ":"))
            text = json.dumps({k: v for k, v in user.items() if k in fields}, separators=(",", ":"))
            account.pieces[key] = (text, posted)
        return account.pieces[key]  # type: ignore[no-any-return]

    def _timeline(self, request: Request, number: str, *, mentions: bool) -> Answer:
        if spoiled := self._spoiled(request, PAGED):
            return spoiled
        size = request.whole("max_results", 10)
        if not 5 <= size <= 100:
            return invalid("max_results", str(size), "The `max_results` query parameter value is not between 5 and 100")
        words, _, fields, _ = self._asked(request)
        account = self._index("id").get(number)
        if account is None or account.state in {"gone", "suspended", "deactivated"}:
            return answer_json({"errors": [missing(account, "id", number, words)]})
        if account.state == "protected":
            return answer_json({"errors": [withheld(account, words)]})
        posts = [p for p in (visitors(account) if mentions else timeline(account)) if _wanted(p, request)]
        token = request.one("pagination_token") or request.one("next_token")
        start = int(token[4:], 32) if re.fullmatch(r"7140[0-9a-v]+", token) else 0
        page = posts[start : start + size]
        meta: dict[str, Any] = {"result_count": len(page)}
        if page:
            meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
        if start + size < len(posts):
            meta["next_token"] = "7140" + base32(start + size)
        body: dict[str, Any] = {"meta": meta}
        if page:
            body = {"data": [post_json(p, account, self.ground, words, fields) for p in page], "meta": meta}
        return answer_json(body)

    def _search(self, request: Request) -> Answer:
        if spoiled := self._spoiled(request, PAGED | {"query", "sort_order"}):
            return spoiled
        query, size = request.one("query"), request.whole("max_results", 10)
        if not query or len(query) > 512 or not 10 <= size <= 100:
            return invalid("query", query[:60], "The `query` or `max_results` parameter is not valid")
        words, _, fields, _ = self._asked(request)
        asked = set(re.findall(r"(from|to|@):?([A-Za-z0-9_]{1,15})", query))
        since = self.ground.world.now - timedelta(days=7)
        found: list[tuple[Post, WorldAccount]] = []
        for kind, name in asked:
            account = self._index("handle").get(name.lower())
            if account is not None and account.state == "live":
                found += [(p, account) for p in (timeline(account) if kind == "from" else visitors(account)) if p.at > since]
        found.sort(key=lambda pair: pair[0].at, reverse=True)
        shown = found[:size]
        body: dict[str, Any] = {"meta": {"result_count": len(shown)}}
        if shown:
            body = {"data": [post_json(p, a, self.ground, words, fields) for p, a in shown], **body}
        return answer_json(body)


def _wanted(post: Post, request: Request) -> bool:
    exclude = request.many("exclude")
    since, until = request.whole("since_id", 0), request.whole("until_id", 0)
    at = iso(post.at, "%Y-%m-%dT%H:%M:%SZ")
    return not (
        ("replies" in exclude and post.reply_to)
        or ("retweets" in exclude and post.repost)
        or (since and int(post.id) <= since)
        or (until and int(post.id) >= until)
        or (not since and request.one("start_time") and at < request.one("start_time"))
        or (not until and request.one("end_time") and at >= request.one("end_time"))
    )
