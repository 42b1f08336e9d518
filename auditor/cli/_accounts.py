"""Which registered account somebody means by an id, a handle or a profile address."""

from __future__ import annotations

from urllib.parse import urlsplit

from auditor.errors import UsageError
from auditor.model import Account, Register
from auditor.platforms import PLATFORMS, canonical

_HOSTS = {
    "x.com": "x",
    "twitter.com": "x",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "instagram.com": "instagram",
    "youtube.com": "youtube",
    "bsky.app": "bluesky",
    "threads.com": "threads",
    "threads.net": "threads",
    "linkedin.com": "linkedin",
    "tiktok.com": "tiktok",
    "flickr.com": "flickr",
    "weibo.com": "weibo",
    "snapchat.com": "snapchat",
}
_PREFIXES = {"profile", "company", "school", "showcase", "add", "people", "photos", "channel", "c", "user", "u"}


def resolve(register: Register, names: tuple[str, ...]) -> list[Account]:
    """The accounts meant, in the order asked, each once. Refuses what is not on the register, with the policy's reason."""
    found: dict[str, Account] = {}
    unknown: list[str] = []
    for name in names:
        matches = _matches(register, name.strip())
        if not matches:
            unknown.append(name)
        for account in matches:
            found[account.id] = account
    if unknown:
        raise UsageError(
            f"Not on the register: {', '.join(unknown)}. Only registered corporate accounts are audited; the policy "
            "(2.3) rules out looking at individuals' accounts.",
            "If it is a corporate account, register it with ERMC first; `auditor register check` shows what is there.",
        )
    return list(found.values())


def _matches(register: Register, name: str) -> list[Account]:
    by_id = [a for a in register.accounts if a.id == name]
    if by_id:
        return by_id
    if "://" in name or name.lower().startswith(("www.", "x.com/", "twitter.com/")):
        return _by_address(register, name)
    platform, colon, rest = name.partition(":")
    wanted = canonical(platform) if colon else None
    handle = (rest if wanted else name).lstrip("@").casefold()
    exact = [
        a
        for a in register.accounts
        if (wanted is None or a.platform == wanted)
        and handle in {a.handle.casefold(), (a.native_id or "").casefold()} - {""}
    ]
    return exact or [a for a in register.accounts if a.id.casefold() == name.casefold()]


def _by_address(register: Register, address: str) -> list[Account]:
    same = [a for a in register.accounts if _plain(address) in {_plain(a.url or ""), _plain(a.handle)} - {""}]
    if same:
        return same
    parts = urlsplit(address if "://" in address else f"https://{address}")
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    segments = [s for s in parts.path.split("/") if s]
    platform = _HOSTS.get(host)
    names = {s.lstrip("@").casefold() for s in segments[:2] if s.casefold() not in _PREFIXES}
    if platform is None:
        names = {f"{n}@{host}" for n in names}
        return [a for a in register.accounts if a.platform == "mastodon" and a.handle.casefold() in names]
    return [
        a
        for a in register.accounts
        if a.platform == platform and ({a.handle.casefold(), (a.native_id or "").casefold()} - {""}) & names
    ]


def _plain(address: str) -> str:
    """An address without scheme, www, query and trailing slash, for comparing."""
    address = address.strip().casefold()
    for lead in ("https://", "http://"):
        address = address.removeprefix(lead)
    return address.removeprefix("www.").split("?", 1)[0].split("#", 1)[0].rstrip("/")


def label(account: Account) -> str:
    """How an account is called in messages: "library-x (X, livunilibrary)"."""
    return f"{account.id} ({PLATFORMS[account.platform].label}, {account.handle})"
