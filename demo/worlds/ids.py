"""Ids in each platform's own form, made from an account's number and an instant, the same on every night."""

from __future__ import annotations

from datetime import datetime

from demo.world import WorldAccount

_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
_X_EPOCH = 1_288_834_974_657


def native_id(platform: str, number: int) -> str:
    """An account's permanent id."""
    match platform:
        case "facebook":
            return f"1000{number:08d}"
        case "instagram":
            return f"178414{number:011d}"
        case "youtube":
            return f"UCdemo{number:018d}"
        case "bluesky":
            return "did:plc:" + spelled(number * 7_919 + 32**6, 24)
        case "mastodon":
            return f"1095{number:014d}"
        case "wiki":
            return str(40 + number)
    return str(1_100_000_000 + number)


def spelled(number: int, width: int) -> str:
    """A number in sortable base-32 letters."""
    out = ""
    for _ in range(width):
        out = _SORTABLE[number % 32] + out
        number //= 32
    return out


def post_id(account: WorldAccount, at: datetime) -> str:
    """A post's id in its platform's form."""
    minutes = int(at.timestamp()) // 60
    match account.platform:
        case "x":
            return str(((int(at.timestamp() * 1000) - _X_EPOCH) << 22) | account.number)
        case "youtube":
            return "v" + spelled(minutes, 5) + spelled(account.number, 5)
        case "bluesky":
            return "3" + spelled(int(at.timestamp() * 1_000_000) + account.number, 12)
        case "mastodon":
            return str((int(at.timestamp() * 1000) << 16) | account.number)
        case "wiki" | "blog":
            return str(minutes % 10**7 + account.number)
    return f"{minutes}{account.number:05d}"


def minute_id(account: WorldAccount, at: datetime, salt: int) -> str:
    """A comment's or reply's id; on X it is a post's, on Bluesky and Mastodon one of theirs."""
    if account.platform in {"x", "mastodon", "bluesky"}:
        base = post_id(account, at)
        if account.platform == "bluesky":
            return base[:-1] + _SORTABLE[salt % 32]
        return str(int(base) + salt * 100_000)
    return f"{int(at.timestamp()) // 60}{account.number:05d}{salt}"
