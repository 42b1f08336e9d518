"""`auditor doctor`: limits, quotas and tokens as the platforms tell them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors._limits import limit_of
from tests.night.driving import NOW, House, Said, house


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path, "calm") as made:
        made.estate.world.options["mastodon.closed"] = ("social.example.ac.uk",)
        made.estate.write(made.folder)
        yield made


def told(home: House, area: str) -> list[tuple[str, str]]:
    """What doctor says of an area: level and text."""
    return [(d["level"], d["text"]) for d in json.loads(home.auditor("doctor", "--json").out) if d["area"] == area]


def texts(home: House, area: str) -> str:
    return "\n".join(text for _, text in told(home, area))


def test_the_limits_that_the_answers_told_are_shown(home: House) -> None:
    assert "limit: 299 of 300 requests left until 02:15 UTC" in texts(home, "x")
    assert "of 3,000 requests left until 02:05 UTC" in texts(home, "bluesky")
    assert "limit of social.example.ac.uk: 29" in texts(home, "mastodon")
    assert "% of the hour's quota used" in texts(home, "facebook")


def test_a_limit_that_is_nearly_used_up_is_noted(home: House) -> None:
    home.estate.world.options["x.limit"] = 30
    home.estate.ground.count("x:users", 27)
    home.estate.ground.count("x:by", 27)
    assert ("note", "limit: 2 of 30 requests left until 02:15 UTC") in told(home, "x")


def test_what_todays_runs_took_of_youtubes_quota_is_added_up(home: House) -> None:
    assert "units used today" not in texts(home, "youtube")
    home.estate.reset()
    home.auditor("run", "--no-mail")
    home.auditor("check", "library-youtube")
    units = sum(1 for r in home.estate.requests("youtube"))
    assert f"{units} of 10,000 units used today, {10_000 - units:,} left until 08:00 UTC" in texts(home, "youtube")
    tomorrow = dataclasses.replace(home, now=home.now + timedelta(hours=7))
    assert "units used today" not in texts(tomorrow, "youtube")


def test_tokens_that_may_only_read_are_told_with_their_scopes_and_end(home: House) -> None:
    home.estate.world.options["graph.expires_at"] = int((NOW + timedelta(days=45)).timestamp())
    assert "token of Meta: ads_read, business_management" in texts(home, "facebook")
    assert ("ok", "The token of Meta ends on 06 January 2027 (45 days left).") in told(home, "facebook")
    assert ("ok", "token of Mastodon social.example.ac.uk: read:accounts, read:statuses") in told(home, "mastodon")
    assert ("ok", "token of X: read") in told(home, "x")
    home.estate.world.options["graph.expires_at"] = 0
    assert ("ok", "token of Meta: has no end") in told(home, "facebook")


@pytest.mark.parametrize(
    ("option", "value", "area", "named"),
    [
        ("graph.more_scopes", ("pages_manage_posts", "instagram_content_publish"), "facebook", "pages_manage_posts"),
        ("mastodon.scopes", ("read", "write:statuses"), "mastodon", "write:statuses"),
        ("x.access", "read-write", "x", "read-write"),
    ],
)
def test_a_token_that_may_write_is_a_problem(option: str, value: Any, area: str, named: str, home: House) -> None:
    home.estate.world.options[option] = value
    said = home.auditor("doctor")
    assert said.code == 2
    assert ("problem", True) in {(level, "may also write" in text and named in text) for level, text in told(home, area)}


@pytest.mark.parametrize(("days", "level"), [(60, "ok"), (29, "note"), (6, "problem"), (0.5, "problem")])
def test_a_token_that_ends_soon_is_told_in_time(days: float, level: str, home: House) -> None:
    home.estate.world.options["graph.expires_at"] = int((NOW + timedelta(days=days)).timestamp())
    (found,) = [line for line in told(home, "facebook") if "ends on" in line[1]]
    assert found[0] == level


def test_permissions_that_the_token_lacks_are_noted(home: House) -> None:
    home.estate.world.options["graph.missing_scopes"] = ("pages_read_user_content",)
    assert ("note", "The token of Meta lacks pages_read_user_content.") in told(home, "facebook")


@pytest.mark.parametrize("fault", ["500", "html", "cut-json", "null", "list", "nan"])
def test_a_platform_that_describes_its_token_oddly_is_no_fault_of_ours(fault: str, home: House) -> None:
    home.estate.fault(fault, "facebook", match="debug_token")
    home.estate.fault(fault, "mastodon", match="verify_credentials")
    said = home.auditor("doctor")
    assert said.code == 0, said.out
    assert "token of Meta" not in said.out


def test_the_token_asked_about_stands_in_no_address_and_no_output(home: House) -> None:
    said = home.auditor("doctor", "-v", "-v")
    for secret in home.estate.environment().values():
        assert secret not in said.out + said.err
        assert not [r for r in home.estate.requests() if secret in r["path"] + r["query"]]


def lines(said: Said) -> list[str]:
    return said.out.splitlines()


def test_every_line_fits_into_80_columns_but_for_paths(home: House) -> None:
    home.auditor("run", "--no-mail")
    home.estate.world.options["graph.more_scopes"] = tuple(f"pages_manage_{n}" for n in range(9))
    long = [line for line in lines(home.auditor("doctor")) if len(line) > 80]
    assert [line for line in long if str(home.folder) not in line] == []


def test_offline_nothing_is_asked(home: House) -> None:
    home.auditor("doctor", "--offline")
    assert home.estate.counts() == {}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-rate-limit-remaining": "-1"},
        {"x-rate-limit-remaining": "many", "x-rate-limit-limit": "300"},
        {"ratelimit-remaining": "9" * 30},
        {"x-app-usage": "{"},
        {"x-app-usage": "[" * 100_000},
        {"x-app-usage": '{"call_count": "lots"}'},
        {"x-business-use-case-usage": '{"1": [{"call_count": -5}]}'},
    ],
)
def test_nonsense_about_limits_is_no_limit(headers: dict[str, str]) -> None:
    assert limit_of(headers, NOW) is None


def test_an_absurd_reset_is_left_out() -> None:
    limit = limit_of({"X-RateLimit-Remaining": "5", "X-RateLimit-Limit": "300", "X-RateLimit-Reset": "9" * 12}, NOW)
    assert limit is not None
    assert (limit.left, limit.of, limit.resets_at, limit.is_near) == (5, 300, None, True)


def test_of_metas_shares_the_largest_counts() -> None:
    usage = '{"111": [{"type": "pages", "call_count": 20, "total_cputime": 95, "total_time": 3}]}'
    limit = limit_of({"X-Business-Use-Case-Usage": usage, "X-App-Usage": '{"call_count": 28}'}, NOW)
    assert limit is not None
    assert (limit.used, limit.is_near) == (95, True)
