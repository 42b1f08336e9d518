"""Keeps addresses that strangers wrote (blogs, links, images) from leading into private networks.

`ipaddress.is_global` alone is no protection: NAT64, 6to4, site-local and multicast addresses count as global there, so
what may be reached is decided by an explicit list, on every address a name resolves to, and the connection is then made
to that very address.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias
from urllib.parse import SplitResult, urlsplit, urlunsplit

import urllib3
from urllib3.exceptions import LocationParseError

from auditor.errors import PlatformError
from auditor.model import Trouble
from auditor.secrets import redact

Address: TypeAlias = tuple[int, tuple[Any, ...]]  # address family, socket address
_IP: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*")
_NUMERIC = re.compile(r"0x[0-9a-f]*|[0-9]+")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\u3000]")
_DENIED_4 = tuple(
    ipaddress.IPv4Network(n)
    for n in ("0.0.0.0/8", "100.64.0.0/10", "168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4")
)
_DENIED_6 = tuple(
    ipaddress.IPv6Network(n) for n in ("::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "fc00::/7", "fe80::/9")
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: _IP) -> bool:
    """Whether an address belongs to the open internet, also after undoing every known embedding of IPv4 in IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local or any(address in net for net in _DENIED_6):
            return False
    elif any(address in net for net in _DENIED_4):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


class Guard:
    """Decides which addresses may be asked. `allow_private` names hosts that may be private, on any port."""

    def __init__(
        self, allow_private: Iterable[str] = (), *, resolve: Callable[..., Sequence[Any]] | None = None
    ) -> None:
        self._resolve = resolve
        self._allowed = frozenset(entry.strip().strip("[]").rstrip(".").casefold() for entry in allow_private)

    def check_url(self, url: str) -> str:
        """The address in one canonical spelling, which every parser reads alike; raises REFUSED otherwise."""
        parts = self._split(url)
        scheme = parts.scheme.lower()
        if scheme not in _PORTS:
            raise _refused(url, "only http and https addresses may be followed")
        host = self._host(url, parts)
        try:
            port = parts.port
        except ValueError:
            raise _refused(url, "its port is no number") from None
        if port not in {None, 80, 443} and not self.allows(host):
            raise _refused(url, f"port {port} may not be used")
        shown = f"[{host}]" if ":" in host else host
        netloc = shown if port in {None, _PORTS[scheme]} else f"{shown}:{port}"
        path = parts.path if parts.path.startswith("/") else f"/{parts.path}"
        clean = urlunsplit((scheme, netloc, path, parts.query, ""))
        self._agree(url, clean, host)
        return clean

    def allows(self, host: str) -> bool:
        """Whether config lets this host be private."""
        return host.strip("[]").rstrip(".").casefold() in self._allowed

    def addresses(self, host: str, port: int) -> list[Address]:
        """Every address of the host, all of them checked; raises REFUSED if one may not be reached, OSError without any."""
        bare = host.strip("[]")
        resolve = self._resolve or socket.getaddrinfo  # looked up late, so that a test's resolver counts
        try:
            found = resolve(bare, port, type=socket.SOCK_STREAM)
        except UnicodeError as error:
            raise socket.gaierror(socket.EAI_NONAME, "not a host name") from error
        addresses: list[Address] = [(family, where) for family, _kind, _proto, _name, where in found]
        if not self.allows(bare):
            for _family, where in addresses:
                address = ipaddress.ip_address(str(where[0]).partition("%")[0])
                if not is_public(address):
                    raise _refused(host, "it leads into a private network")
        return addresses

    def _split(self, url: str) -> SplitResult:
        if _FORBIDDEN.search(url):
            raise _refused(url, "it holds characters that no address may hold")
        try:
            parts = urlsplit(url)
        except ValueError:
            raise _refused(url, "it is not an address") from None
        if "@" in parts.netloc:
            raise _refused(url, "it carries a user name")
        if not parts.hostname:
            raise _refused(url, "it names no host")
        return parts

    def _host(self, url: str, parts: SplitResult) -> str:
        host = parts.hostname or ""
        if ":" in host:
            try:
                return str(ipaddress.IPv6Address(host)) if "%" not in host else _raise(url, "it names a zone")
            except ValueError:
                raise _refused(url, "its host is no address") from None
        if not host.isascii():
            host = _to_ascii(url, host)
        host = host.rstrip(".").lower()
        if not _HOST.fullmatch(host) or len(host) > 253:
            raise _refused(url, "its host is no host name")
        if _NUMERIC.fullmatch(host.rpartition(".")[2]):
            try:
                return str(ipaddress.IPv4Address(host))
            except ValueError:
                raise _refused(url, "its host is a number in disguise") from None
        return host

    def _agree(self, url: str, clean: str, host: str) -> None:
        try:
            other = urllib3.util.parse_url(clean).host
        except LocationParseError:
            other = None
        if (other or "").strip("[]").lower() != host or (urlsplit(clean).hostname or "") != host:
            raise _refused(url, "it can be read in two ways")


def _to_ascii(url: str, host: str) -> str:
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise _refused(url, "its host is no host name") from None


def _raise(url: str, why: str) -> str:
    raise _refused(url, why)


def _refused(url: str, why: str) -> PlatformError:
    shown = "".join(c if c.isprintable() else "?" for c in redact(url)[:200])
    return PlatformError(
        Trouble.REFUSED,
        f"The address {shown!r} was not asked: {why}.",
        "Correct the address; if it is a server of your own, name its host under [network] allow_private.",
        code="guard",
    )
