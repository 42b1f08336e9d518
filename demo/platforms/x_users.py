"""Users as X tells them, with shortened addresses and their entities; and X's ways to refuse."""

from __future__ import annotations

import re
from typing import Any

from demo.ground import Ground, crc, iso
from demo.platforms.x_posts import Words
from demo.web import Answer, answer_json
from demo.world import WorldAccount

ADDRESS = re.compile(r"https?://[^\s]+")


def base32(number: int) -> str:
    """A whole number in the base-32 digits that page tokens use."""
    digits = "0123456789abcdefghijklmnopqrstuv"
    return (base32(number // 32) if number >= 32 else "") + digits[number % 32]


def short(address: str) -> str:
    """The t.co form of an address."""
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
