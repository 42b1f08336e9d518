"""The only addresses outside the report that a page links to: a registered account on its platform's own host."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from auditor.model import Account
from auditor.platforms import PLATFORMS

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#@!$&*+,;=%")


def account_link(account: Account) -> str | None:
    """Where the registered account is, if that is a plain https address on the host where such accounts live."""
    known = PLATFORMS.get(account.platform)
    template = known.profile_url if known else None
    expected = urlsplit(template).hostname if template else _own_host(account)
    if account.url and expected and safe(account.url, expected):
        return account.url
    if template and account.handle:
        made = template.format(handle=quote(account.handle, safe="", errors="replace"), native_id=quote(account.native_id or "", safe="", errors="replace"))
        return made if safe(made, expected or "") else None
    if account.platform == "mastodon" and expected:
        made = f"https://{expected}/@{quote(account.handle.lstrip('@').split('@')[0], safe='', errors='replace')}"
        return made if safe(made, expected) else None
    if account.platform == "blog" and expected and safe(account.handle, expected):
        return account.handle
    return None


def safe(url: str, host: str) -> bool:
    """Whether this is an https address on this host (or www. of it), made of plain characters only."""
    if not set(url) <= _PLAIN or len(url) > 300:
        return False
    try:
        parts = urlsplit(url)
        found, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    same = found.removeprefix("www.") == host.removeprefix("www.")
    return parts.scheme == "https" and same and bool(found) and port is None and "@" not in parts.netloc


def _own_host(account: Account) -> str | None:
    """The host that the register itself names for platforms without one host: the instance, the site, the wiki."""
    handle = account.handle
    try:
        if account.platform == "mastodon":
            return urlsplit(f"https://{handle.rpartition('@')[2]}").hostname if "@" in handle.lstrip("@") else None
        if account.platform in {"blog", "wiki"}:
            return urlsplit(handle[handle.find("http"):] if "http" in handle else f"https://{handle}").hostname
    except ValueError:
        return None
    return None
