"""Shared by the stand-in's tests: servers for the calm world, and a client that closes its sockets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

import demo
from demo.ground import TOKENS

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of official schemas beside the checkout."""
    folder = Path(__file__).resolve().parents[2].parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared schemas are not beside the checkout")
    return folder


@pytest.fixture(scope="module")
def rough() -> Iterator[demo.Estate]:
    with demo.start("rough-week", now=NOW) as estate:
        yield estate


@pytest.fixture
def calm() -> Iterator[demo.Estate]:
    with demo.start("calm", now=NOW) as estate:
        yield estate


@pytest.fixture
def http() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture
def x_http(http: requests.Session) -> requests.Session:
    http.headers["Authorization"] = f"Bearer {TOKENS['x']}"
    return http
