from __future__ import annotations

import gc
import importlib
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

import demo
from auditor.secrets import Secret
from connectors import MODULES
from connectors._setup import Setup
from demo.ground import BUSINESS, TOKENS
from tests.connectors.asking import NOW, setup
from tests.connectors.nights import registered


@pytest.fixture(scope="module")
def estate() -> Iterator[demo.Estate]:
    with demo.start("calm", now=NOW) as running:
        yield running


def connected(estate: demo.Estate, platform: str) -> Any:
    urls: dict[str, Any] = {
        "mastodon": {"base_urls": estate.urls["mastodon"]},
        "facebook": {"base_url": estate.urls["facebook"], "business_id": BUSINESS},
    }
    secrets = {"youtube": {"key": TOKENS["youtube"]}, "x": {"token": TOKENS["x"]}, "facebook": {"token": TOKENS["meta"]}}
    given: Setup = setup(
        secrets={name: Secret(text) for name, text in secrets.get(platform, {}).items()},
        **urls.get(platform, {"base_url": estate.urls[platform]}),
    )
    return importlib.import_module(f"connectors.{MODULES[platform]}").connect(given)


@pytest.mark.parametrize("platform", sorted(MODULES))
def test_a_connector_that_was_closed_leaves_no_connection_open(platform: str, estate: demo.Estate) -> None:
    gc.collect()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        connector = connected(estate, "facebook" if platform == "instagram" else platform)
        assert len(list(connector.fetch(registered(estate, platform), now=NOW))) > 0
        connector.close()
        del connector
        gc.collect()
    assert [str(w.message) for w in caught if issubclass(w.category, ResourceWarning)] == []


@pytest.mark.parametrize("platform", sorted(MODULES))
def test_a_connector_that_was_never_used_can_be_closed_twice(platform: str, estate: demo.Estate) -> None:
    connector = connected(estate, "facebook" if platform == "instagram" else platform)
    connector.close()
    connector.close()
