"""Profile addresses -> platform, handle and permanent id, for the platforms whose addresses are known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

_HOSTS = {
    "x.com": "x", "twitter.com": "x", "facebook.com": "facebook", "fb.com": "facebook", "instagram.com": "instagram",
    "youtube.com": "youtube", "bsky.app": "bluesky", "threads.net": "threads", "threads.com": "threads",
    "linkedin.com": "linkedin", "tiktok.com": "tiktok", "snapchat.com": "snapchat", "flickr.com": "flickr",
    "weibo.com": "weibo",
}  # fmt: skip
_PREFIXES = {"www", "m", "mobile", "web", "old", "uk", "de", "en-gb"}
_LEADS = {
    "linkedin": {"company", "school", "showcase", "in"},
    "snapchat": {"add"},
    "flickr": {"people", "photos"},
    "bluesky": {"profile"},
    "youtube": {"c", "user"},
}
_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class Profile:
    """Whose profile an address shows."""

    platform: str
    handle: str
    native_id: str | None = None


def looks_like_address(text: str) -> bool:
    """Whether a handle was given as a web address."""
    return text.lower().startswith(("http://", "https://")) or _platform_of(text.partition("/")[0]) is not None


def profile_of(address: str) -> Profile | None:
    """The profile behind an address, or None where it is of no known form."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    path = [unquote(part) for part in parts.path.split("/") if part]
    platform = _platform_of(host)
    if platform is None:
        return _mastodon(host, path)
    if platform == "facebook":
        return _facebook(path, parse_qs(parts.query))
    if platform == "youtube" and path[:1] == ["channel"] and len(path) > 1:
        return Profile("youtube", path[1], path[1] if _CHANNEL.fullmatch(path[1]) else None)
    if path and path[0].lower() in _LEADS.get(platform, ()):
        path = path[1:]
    if not path:
        return None
    handle = path[0].lstrip("@")
    return Profile(platform, handle, handle if handle.startswith("did:") else None) if handle else None


def _platform_of(host: str) -> str | None:
    first, dot, rest = host.lower().rstrip(".").partition(".")
    return _HOSTS.get(host.lower()) or (_HOSTS.get(rest) if dot and first in _PREFIXES else None)


def _facebook(path: list[str], query: dict[str, list[str]]) -> Profile | None:
    if path[:1] == ["profile.php"]:
        number = query.get("id", [""])[0]
        return Profile("facebook", number, number) if number.isdigit() else None
    if path[:1] in (["pages"], ["people"]) and len(path) > 2 and path[-1].isdigit():
        return Profile("facebook", path[1], path[-1])
    return Profile("facebook", path[0].lstrip("@")) if path and path[0] not in {"pages", "people", "groups"} else None


def _mastodon(host: str, path: list[str]) -> Profile | None:
    """https://instance/@user, or /@user@other.instance, or /users/user."""
    if path[:1] == ["users"] and len(path) > 1:
        return Profile("mastodon", f"{path[1]}@{host}")
    if not path or not path[0].startswith("@") or len(path[0]) < 2:
        return None
    user = path[0][1:]
    return Profile("mastodon", user if "@" in user else f"{user}@{host}")
