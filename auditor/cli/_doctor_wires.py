"""What `auditor doctor` says of secrets that config would send over an open wire. Loopback counts as this machine."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from auditor.platforms import PLATFORMS

if TYPE_CHECKING:
    from auditor.config import Settings

Open = tuple[str, str, str]  # area, text, remedy


def open_wires(settings: Settings, env: Mapping[str, str]) -> Iterator[Open]:
    """Every configured connection that would carry a token or password without encryption."""
    for name in settings.platforms:
        setup = settings.setup(name, env)
        secrets = setup["secrets"] if setup else {}
        addresses = [setup["options"].get("base_url")] if setup and (secrets.get("token") or secrets.get("key")) else []
        hosts = setup["options"].get("base_urls", {}) if setup else {}
        addresses += [hosts[host] for host in secrets.get("tokens", {}) if host in hosts]
        for address in filter(_is_open, addresses):
            yield (
                name,
                f"The credential for {PLATFORMS[name].label} would travel unencrypted to {address}.",
                "Write https:// in base_url; plain http is for a stand-in on this machine.",
            )
    smtp = settings.mail.smtp
    if settings.mail.transport == "smtp" and smtp.tls == "none" and smtp.user and not _is_here(smtp.host):
        yield (
            "mail",
            f"The mail password would travel unencrypted to {smtp.host}.",
            'Set tls = "starttls" or "implicit".',
        )
    ping = settings.ping_url(env)
    if ping and _is_open(ping.reveal()):
        yield (
            "alerts",
            "The monitor's address, which is a secret, would be asked over plain http.",
            "Use its https address.",
        )
    from auditor.history import unsealed

    for host in unsealed(settings.database_url(env), settings.base_dir, env):
        if not _is_here(host):
            yield (
                "database",
                f"What is stored may travel unencrypted to {host}: nothing insists on encryption.",
                'Write "?sslmode=verify-full" at the end of the database\'s address, see docs/deployment.',
            )


def _is_open(address: str | None) -> bool:
    parts = urlsplit(address or "")
    return parts.scheme == "http" and not _is_here(parts.hostname or "")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"
