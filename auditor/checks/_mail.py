"""Mail addresses: whether they are well formed, and whose domain they are under."""

from __future__ import annotations

from collections.abc import Iterable

_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+/=?^_`{|}~-")
_LABEL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def domain_of(address: str) -> str | None:
    """The domain of a well-formed mail address in lower case, or None if it is no such address."""
    local, at, domain = address.strip().rpartition("@")
    if not at or not _good_local(local) or not _good_domain(domain.lower()) or len(address.strip()) > 254:
        return None
    return domain.lower()


def under(domain: str, allowed: Iterable[str]) -> bool:
    """Whether a domain is one of the allowed ones or a subdomain of one."""
    host = domain.lower().rstrip(".")
    names = [a.strip().lower().strip(".").removeprefix("@") for a in allowed]
    return any(host == name or host.endswith("." + name) for name in names if name)


def _good_local(local: str) -> bool:
    if not 0 < len(local) <= 64 or local[0] == "." or local[-1] == "." or ".." in local:
        return False
    return all(c in _LOCAL for c in local)


def _good_domain(domain: str) -> bool:
    labels = domain.split(".")
    return (
        len(labels) >= 2
        and len(domain) <= 253
        and all(0 < len(x) <= 63 and x[0] != "-" and x[-1] != "-" and set(x) <= _LABEL for x in labels)
        and not labels[-1].isdigit()
    )
