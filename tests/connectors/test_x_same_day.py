from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

import demo
from auditor.secrets import Secret
from connectors.x import connect
from demo.ground import TOKENS
from demo.worlds.making import post
from tests.connectors.asking import DAY, NOW
from tests.connectors.nights import Nights, registered

HOUR = timedelta(hours=1)


@pytest.fixture
def estate() -> Iterator[demo.Estate]:
    with demo.start("calm", now=NOW) as running:
        yield running


@pytest.fixture
def nights(estate: demo.Estate) -> Nights:
    lived = Nights(
        connect, estate, registered(estate, "x"), options={"base_url": estate.urls["x"]},
        secrets={"token": Secret(TOKENS["x"])},
    )  # fmt: skip
    lived.pass_by()
    assert lived.price == pytest.approx(2 * 0.015)
    return lived


@pytest.mark.parametrize("fresh", [True, False])
def test_what_was_read_on_the_same_day_costs_nothing_again(nights: Nights, fresh: bool) -> None:
    nights.pass_by(NOW + HOUR, fresh=fresh)
    assert nights.price == 0


def test_a_post_written_since_is_paid_for(nights: Nights, estate: demo.Estate) -> None:
    account = estate.world.of("x")[0]
    estate.edit(account.id, posts=[*account.posts, post(account, NOW - timedelta(minutes=1), 1)])
    nights.pass_by(NOW + HOUR)
    assert nights.price == pytest.approx(0.005)


def test_the_next_day_in_utc_costs_in_full(nights: Nights) -> None:
    nights.pass_by(NOW + 21 * HOUR)
    assert nights.price == 0
    nights.pass_by(NOW + 22 * HOUR)
    assert nights.price == pytest.approx(2 * 0.015)
    nights.pass_by(NOW + 2 * DAY)
    assert nights.price == pytest.approx(2 * 0.015)


def test_the_cap_counts_what_is_charged(nights: Nights, estate: demo.Estate) -> None:
    nights.pass_by(NOW + HOUR, options={"base_url": estate.urls["x"], "max_usd_per_run": 0.04})
    assert (nights.asked["users"], nights.price) == (1, 0)
