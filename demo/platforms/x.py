"""X API v2: users by id and by name, timelines, mentions; in the words of spec 2.166 ("tweet") or 2.167 ("post")."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from demo.ground import TOKENS, Ground, iso, names
from demo.platforms.x_posts import POST_FIELDS, Words, post_json, timeline, visitors
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
ADDRESS = re.compile(r"https?://[^\s]+")


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
            case ["users", number]:
                return self._limited("users", lambda: self._single(request, "id", number))
        return problem(404, "Not Found", "Not Found")

    def _limited(self, name: str, answer: Callable[[], Answer]) -> Answer:
        used, limit = self.ground.count(f"x:{name}"), self.ground.option("x.limit", WINDOW[name])
        reset = int(self.ground.world.now.timestamp()) // 900 * 900 + 900
        given = answer() if used <= limit else problem(429, "Too Many Requests", "Too Many Requests")
        given.headers |= {
            "x-rate-limit-limit": str(limit), "x-rate-limit-remaining": str(max(0, limit - used)),
            "x-rate-limit-reset": str(reset),
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


def base32(number: int) -> str:
    """A whole number in the base-32 digits that page tokens use."""
    digits = "0123456789abcdefghijklmnopqrstuv"
    return (base32(number // 32) if number >= 32 else "") + digits[number % 32]


def short(address: str) -> str:
    """The t.co form of an address."""
    from demo.ground import crc

    return f"https://t.co/{base32(crc('t.co', address) + 2**32)}"


def shortened(text: str) -> tuple[str, list[dict[str, Any]]]:
    """A text with its addresses replaced by t.co ones, and their entities."""
    out, entities, last = "", [], 0
    for found in ADDRESS.finditer(text):
        out += text[last : found.start()]
        address = found.group()
        entities.append({"start": len(out), "end": len(out) + len(short(address)), "url": short(address),
                         "expanded_url": address, "display_url": address.split("://", 1)[-1][:30]})
        out, last = out + short(address), found.end()
    return out + text[last:], entities


def user_json(account: WorldAccount, ground: Ground, words: Words) -> dict[str, Any]:
    """A user with every field."""
    bio, in_bio = shortened(account.bio)
    entities: dict[str, Any] = {}
    if account.links:
        link = account.links[0]
        entities["url"] = {"urls": [{"start": 0, "end": len(short(link)), "url": short(link), "expanded_url": link,
                                     "display_url": link.split("://", 1)[-1][:30]}]}
    if in_bio:
        entities["description"] = {"urls": in_bio}
    user: dict[str, Any] = {
        "id": account.native_id, "username": account.handle, "name": account.name, "created_at": iso(account.created_at),
        "description": bio, "protected": account.state == "protected", "verified": bool(account.verified),
        "verified_type": account.verified or "none", "parody": False, "is_identity_verified": False,
        "location": account.location, "profile_image_url": ground.picture(account, "x", "_normal"),
        "url": short(account.links[0]) if account.links else "", "subscription_type": "None", "receives_your_dm": False,
        "public_metrics": {
            "followers_count": account.followers, "following_count": account.following, words.count: account.posts_count,
            "listed_count": account.followers // 100, "like_count": account.posts_count * 2, "media_count": account.posts_count // 3,
        },
    }
    if entities:
        user["entities"] = entities
    if account.banner:
        user["profile_banner_url"] = ground.photo(account.banner)
    if not account.location:
        del user["location"]
    return user


def problem(status: int, title: str, detail: str, kind: str = "about:blank", **more: Any) -> Answer:
    """A refusal in problem style."""
    return answer_json({"title": title, "type": kind, "status": status, "detail": detail, **more}, status)


def invalid(parameter: str, value: str, message: str) -> Answer:
    """A 400: one bad value spoils the whole call."""
    return answer_json({
        "errors": [{"parameters": {parameter: [value]}, "message": message}],
        "title": "Invalid Request", "detail": "One or more parameters to your request was invalid.",
        "type": "https://api.x.com/2/problems/invalid-request",
    }, 400)


def missing(account: WorldAccount | None, parameter: str, value: str, words: Words) -> dict[str, str]:
    """The entry in `errors` for one that cannot be shown."""
    suspended = account is not None and account.state == "suspended"
    return {
        "resource_type": "user", "resource_id": value, "parameter": parameter, "value": value,
        "title": "Forbidden" if suspended else "Not Found Error",
        "detail": f"User has been suspended: [{value}]." if suspended else f"Could not find user with {parameter}: [{value}].",
        "type": f"{words.problems}/resource-not-found",
    }


def withheld(account: WorldAccount, words: Words) -> dict[str, str]:
    """The entry in `errors` for a protected account's post."""
    value = account.newest_first()[0].id if account.posts else account.native_id
    return {
        "resource_type": words.post, "resource_id": value, "parameter": f"most_recent_{words.post}_id", "value": value,
        "title": "Authorization Error", "section": "includes",
        "detail": f"Sorry, you are not authorized to see the {words.post} with most_recent_{words.post}_id: [{value}].",
        "type": f"{words.problems}/not-authorized-for-resource",
    }
