"""Seals around every test: loopback only, a clean environment, quiet logs."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests import postgresql

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")  # a slow machine is no fault

_LOCAL_NAMES = {"localhost", "", "0.0.0.0", "::1"}


def _loopback(host: object) -> bool:
    if not isinstance(host, str) or host in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that tries to leave this machine fails instead of hanging or, worse, passing."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not _loopback(address[0]):
            raise OSError(f"tests may not connect to {address[0]}")
        return connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the developer's shell reaches a test."""
    for name in list(os.environ):
        if name.startswith("AUDITOR_") or name.endswith(("_TOKEN", "_API_KEY")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgresql.Server]:
    """A PostgreSQL server for tests marked `service`; skips where there is none, or fails where there has to be one."""
    reason = postgresql.lacking()
    if reason:
        (pytest.fail if postgresql.REQUIRED else pytest.skip)(reason)
    with postgresql.server() as running:
        yield running


@pytest.fixture
def postgres_url(postgres: postgresql.Server) -> Iterator[str]:
    """The address of a fresh PostgreSQL database."""
    with postgres.database() as name:
        yield postgres.url(name)
