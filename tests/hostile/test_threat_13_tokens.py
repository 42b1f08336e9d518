"""A stolen token is worth little and hard to come by: least scopes, private files, never on a command line."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import pytest

import auditor.cli
from tests.connectors.loopback import Asked, Loopback, Reply
from tests.hostile.canaries import canary
from tests.night.driving import ROOT, house

PACKAGES = ("auditor", "connectors", "reports")


def test_what_is_stored_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        home.auditor("run")
        private = [home.folder / "auditor.db", home.folder / "auditor.lock", *home.mails]
        assert home.mails
        assert {
            p.name: oct(stat.S_IMODE(p.stat().st_mode)) for p in private if stat.S_IMODE(p.stat().st_mode) & 0o077
        } == {}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o666])
def test_a_secret_that_others_can_read_is_refused(mode: int, tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        secret = home.folder / "x.secret"
        secret.write_text(canary().value, encoding="utf-8")
        secret.chmod(mode)
        home.set('token_env = "X_BEARER_TOKEN"', 'token_file = "x.secret"')
        said = home.auditor("run")
        assert said.code == 2
        assert "chmod 600" in said.err
        assert home.estate.counts() == {}


def test_no_command_takes_a_secret_as_an_argument() -> None:
    for name in auditor.cli.COMMANDS:
        command: Any = auditor.cli.cli.get_command(None, name)  # type: ignore[arg-type]
        for one in (command, *getattr(command, "commands", {}).values()):
            options = [o for p in one.params for o in p.opts]
            assert not [o for o in options if re.search("token|secret|password|key", o)], name


def test_tokens_travel_in_headers_and_never_in_an_address(tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        home.auditor("run", "--no-mail")
        asked = home.estate.requests()
        assert len(asked) > 10
        for one in asked:
            for token in home.estate.environment().values():
                assert token not in one["path"] + one["query"]
            assert not re.search(r"access_token=|[?&]key=", one["query"])


def test_nothing_is_ever_written_to_a_platform(tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        home.auditor("run", "--no-mail")
        methods = {(r["method"], r["platform"]) for r in home.estate.requests()}
        posted = {platform for method, platform in methods if method != "GET"}
        assert {method for method, _ in methods} <= {"GET", "POST"}
        assert posted <= {"facebook", "youtube"}  # batches of reads, and reads whose address would be too long
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            assert not re.search(
                r"\.(?:put|delete|patch)\(f?[\"'/]|create_tweet|update_profile|put_object|statuses_post|toot\(",
                path.read_text("utf-8"),
            ), path.name


def test_a_token_goes_to_the_configured_server_alone(tmp_path: Path) -> None:
    stolen: list[str] = []

    def thief(asked: Asked) -> Reply:
        stolen.append(asked.headers.get("authorization", "") + asked.headers.get("x-goog-api-key", ""))
        return Reply({})

    with Loopback(thief) as other, house(tmp_path / "house") as home:
        for status in (302, 307):
            with Loopback([Reply(b"", status, {"Location": f"{other.url}/steal"})]) as server:
                text = home.config.read_text(encoding="utf-8")
                for platform in ("x", "facebook", "youtube"):
                    home.set(home.estate.urls[platform], server.url)
                home.auditor("run", "--no-mail")
                home.config.write_text(text, encoding="utf-8")
    assert stolen == []
