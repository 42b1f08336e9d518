"""Handles made comparable: the same account written in different ways gives the same key."""

from __future__ import annotations

from auditor.checks._words import folded


def handle_key(platform: str, handle: str) -> str:
    """What a handle comes down to, for comparing: case, a leading "@", a scheme and a closing slash do not matter."""
    text = folded(handle).removeprefix("@")
    if platform == "wiki":
        user, at, site = text.partition("@")
        return user.replace("_", " ").removeprefix("user:").strip() + at + _address(site)
    if platform == "blog":
        return _address(text)
    return text


def same_handle(platform: str, registered: str, shown: str) -> bool:
    """Whether the platform shows the registered handle; a site's own users may be shown without the site's name."""
    ours, theirs = handle_key(platform, registered), handle_key(platform, shown)
    if ours == theirs:
        return True
    if platform in {"mastodon", "wiki"} and ("@" in ours) != ("@" in theirs):
        return ours.partition("@")[0] == theirs.partition("@")[0]
    if platform == "bluesky" and "." not in ours:
        return f"{ours}.bsky.social" == theirs
    return False


def _address(text: str) -> str:
    for scheme in ("https://", "http://"):
        text = text.removeprefix(scheme)
    return text.rstrip("/")
