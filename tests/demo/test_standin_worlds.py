"""The worlds themselves: reproducible, complete by design, and independent of the product."""

from __future__ import annotations

import ast
import csv
import json
import os
import re
import subprocess
import sys
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

import demo
from demo.worlds import NAMES, make
from demo.worlds.nights import STORIES
from tests.effort import within

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
HISTORICAL = {"identity-unchanged", "usual-activity", "emergency-silence"}  # need a second night
DISCOVERED = {"on-register"}  # told as candidates


def picture(world) -> list[tuple[object, ...]]:
    return [(a.id, a.handle, a.bio, a.state, [(p.id, p.at, p.text) for p in a.posts], a.row) for a in world.accounts.values()]


def test_the_stand_in_imports_nothing_of_the_product():
    for path in (ROOT / "demo").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                top = name.partition(".")[0]
                assert top == "demo" or top in sys.stdlib_module_names, f"{path.name} imports {name}"


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_world_is_the_same_for_the_same_seed(name):
    size = 300 if name == "large" else None
    assert picture(make(name, now=NOW, accounts=size)) == picture(make(name, now=NOW, accounts=size))


def test_another_seed_breaks_other_accounts():
    one, two = make("rough-week", now=NOW, seed=1), make("rough-week", now=NOW, seed=2)
    assert {(e.account, e.control) for e in one.expected} != {(e.account, e.control) for e in two.expected}


def test_posts_keep_their_ids_from_night_to_night():
    one, two = make("calm", now=NOW), make("calm", now=NOW + timedelta(days=1))
    for first, second in zip(one.accounts.values(), two.accounts.values(), strict=True):
        assert {p.id for p in second.posts} & {p.id for p in first.posts[2:]} == {p.id for p in first.posts[2:]}


def test_a_rough_week_has_250_rows_and_as_many_ids():
    world = make("rough-week", now=NOW)
    rows = [a.row for a in world.accounts.values() if a.row] + world.rows
    assert len(rows) == 250
    assert len({r["id"] for r in rows}) == 250
    assert set(world.states) == {r["id"] for r in rows} | {"stranger-facebook", "stranger-bluesky"} - {"stranger-facebook", "stranger-bluesky"}


def test_every_control_is_broken_somewhere_in_a_rough_week():
    policy = ROOT.parent / "shared" / "policy" / "controls.md"
    if not policy.is_file():
        pytest.skip("the shared policy is not beside the checkout")
    controls = set(re.findall(r"^\| ([a-z-]+) \| 2\.", policy.read_text(encoding="utf-8"), re.MULTILINE))
    broken = {e.control for e in make("rough-week", now=NOW).expected if e.outcome != "any"}
    assert controls - broken == HISTORICAL | DISCOVERED


def test_most_of_a_rough_week_is_in_order():
    world = make("rough-week", now=NOW)
    troubled = {e.account for e in world.expected if e.outcome not in {"any", "waived"}}
    assert 90 <= len(troubled) <= 115


def test_profile_texts_keep_to_the_platforms_limits():
    limits = {"x": 160, "instagram": 150, "facebook": 255, "bluesky": 256, "mastodon": 500, "youtube": 1000}
    for account in make("rough-week", now=NOW).accounts.values():
        assert len(account.bio) <= limits.get(account.platform, 1000), account.id
        assert account.platform != "x" or re.fullmatch(r"\w{1,15}", account.handle), account.handle


def test_a_calm_world_expects_nothing():
    world = make("calm", now=NOW)
    assert world.expected == []
    assert {a.platform for a in world.accounts.values()} == {"x", "facebook", "instagram", "youtube", "mastodon", "bluesky", "blog", "wiki"}


def test_the_hostile_world_is_served_whole(http):
    with demo.start("hostile", now=NOW) as estate:
        headers = {"Authorization": "Bearer demo-x-bearer-7f3a91"}
        ids = ",".join(a.native_id for a in estate.world.of("x"))
        raw = http.get(f"{estate.urls['x']}/2/users", params={"ids": ids, "user.fields": "description"}, headers=headers).content
        texts = [u["description"] for u in json.loads(raw)["data"]]
        assert any("<script>" in t for t in texts)
        for account in estate.world.of("blog"):
            assert http.get(f"{estate.urls['blog']}/{account.host}/feed/").status_code == 200


def test_a_large_world_has_the_size_asked_for():
    assert len(make("large", now=NOW, accounts=500).accounts) == 500


def finding(control: str, outcome: str) -> dict[str, object]:
    return {"control": control, "outcome": outcome, "message": "So it is."}


def test_an_audit_is_held_against_what_was_expected():
    expected = {
        "findings": [{"account": "a", "control": "one", "outcome": "fail|review", "why": ""}, {"account": "a", "control": "two", "outcome": "any", "why": ""}],
        "states": {"a": "live", "b": "private"}, "candidates": [],
    }
    good = {"accounts": [{"id": "a", "state": "live", "findings": [finding("one", "review"), finding("two", "fail"), finding("three", "pass")]},
                         {"id": "b", "state": "private", "findings": [finding("three", "not_audited")]}]}
    assert demo.differences(expected, good) == []
    bad = {"accounts": [{"id": "a", "state": "live", "findings": [finding("one", "pass")]}]}
    assert demo.differences(expected, bad) == ["a: no finding for two", "a: one is pass, expected fail|review: So it is.", "b: not in the run"]
    assert demo.differences(expected, {"accounts": [{"id": "a", "state": "gone", "findings": []}, good["accounts"][1]]}) == [
        "a: state gone, expected live"]


def test_something_quietly_wrong_is_a_difference():
    run = {"accounts": [{"id": "a", "state": "live", "findings": [finding("one", "not_audited")]}]}
    assert demo.differences({"findings": [], "states": {"a": "live"}, "candidates": []}, run) == [
        "a: one is not_audited, expected nothing wrong: So it is."]


def test_an_unknown_world_is_refused():
    with pytest.raises(ValueError, match="rough-week"):
        make("nowhere")


@pytest.mark.parametrize("story", STORIES)
def test_something_can_happen_between_nights(story):
    with demo.start("rough-week", now=NOW) as estate:
        before = {a.id: (a.handle, a.name, a.image, a.followers, len(a.posts)) for a in estate.world.accounts.values()}
        (changed,) = estate.advance(story)
        after = {a.id: (a.handle, a.name, a.image, a.followers, len(a.posts)) for a in estate.world.accounts.values()}
        assert [k for k in before if before[k] != after[k]] == [changed]


def test_what_is_written_is_a_register_and_a_config(tmp_path):
    with demo.start("rough-week", now=NOW) as estate:
        config = estate.write(tmp_path)
        settings = tomllib.loads(config.read_text(encoding="utf-8"))
        assert settings["platforms"]["x"]["base_url"] == estate.urls["x"]
        assert settings["network"]["allow_private"] == ["127.0.0.1"]
        with (tmp_path / "register" / "accounts.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == 250
        assert any(r["handle"].startswith(estate.urls["blog"]) for r in rows)
        assert (tmp_path / "brand" / "shield.png").read_bytes().startswith(b"\x89PNG")
        tokens = dict(line.split("=", 1) for line in (tmp_path / "env").read_text(encoding="utf-8").splitlines())
        assert set(tokens) == {"X_BEARER_TOKEN", "META_TOKEN", "YOUTUBE_API_KEY", "MASTODON_TOKEN"}
        assert not any(t in config.read_text(encoding="utf-8") for t in tokens.values())
        assert (tmp_path / "env").stat().st_mode & 0o077 == 0


ASKING = """
import os, sys, tomllib, urllib.request
config = tomllib.load(open(os.environ["AUDITOR_CONFIG"], "rb"))
token = {"Authorization": "Bearer " + os.environ["X_BEARER_TOKEN"]}
request = urllib.request.Request(config["platforms"]["x"]["base_url"] + "/2/users?ids=1", headers=token)
urllib.request.urlopen(request).close()
sys.exit(13)
"""


def test_a_night_runs_a_command_against_the_servers_and_passes_its_code_on(tmp_path):
    night = [sys.executable, "-m", "demo", "night", "--world", "calm", "--directory", str(tmp_path / "d"), "--", sys.executable, "-c", ASKING]
    done = subprocess.run(night, cwd=ROOT, env=os.environ | {"NO_PROXY": "*"}, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 13, done.stderr
    assert '"x": 1' in done.stderr
    first = json.loads((tmp_path / "d" / "nights.json").read_text(encoding="utf-8"))
    again = [*night[:4], "--world", "calm", "--directory", str(tmp_path / "d"), "--advance", "hijack", "--", sys.executable, "-c", "pass"]
    subprocess.run(again, cwd=ROOT, capture_output=True, timeout=300, check=True)
    second = json.loads((tmp_path / "d" / "nights.json").read_text(encoding="utf-8"))
    assert second == first | {"nights": 2, "stories": ["hijack"]}
    expected = json.loads((tmp_path / "d" / "expected.json").read_text(encoding="utf-8"))
    assert "identity-unchanged" in {f["control"] for f in expected["findings"]}
    subprocess.run([*night[:-1], "pass"], cwd=ROOT, capture_output=True, timeout=300, check=True)
    expected = json.loads((tmp_path / "d" / "expected.json").read_text(encoding="utf-8"))
    assert {"display-name"} <= {f["control"] for f in expected["findings"]} - {"identity-unchanged"}


def test_a_second_night_calls_the_lost_ones_gone():
    with demo.start("rough-week", now=NOW) as estate:
        lost = [a.id for a in estate.world.accounts.values() if a.state == "gone"]
        assert {estate.expected()["states"][i] for i in lost} == {"unreachable"}
        estate.later()
        assert {estate.expected()["states"][i] for i in lost} == {"gone"}
        told = {f["account"]: f["outcome"] for f in estate.expected()["findings"] if f["control"] == "account-live"}
        assert {told[i] for i in lost} == {"fail"}


def test_serving_reports_its_addresses_until_it_is_stopped(tmp_path):
    state = tmp_path / "state.json"
    serve = [sys.executable, "-m", "demo", "serve", "--world", "calm", "--state", str(state)]
    with subprocess.Popen(serve, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline()
        urls = json.loads(line)
        assert json.loads(state.read_text(encoding="utf-8")) == urls
        with requests.Session() as session:
            session.trust_env = False
            assert session.get(f"{urls['control']}/expected").json()["world"] == "calm"
        write = [sys.executable, "-m", "demo", "write", "--world", "calm", "--directory", str(tmp_path / "d"), "--state", str(state)]
        subprocess.run(write, cwd=ROOT, check=True, capture_output=True, timeout=300)
        assert urls["youtube"] in (tmp_path / "d" / "config.toml").read_text(encoding="utf-8")
        process.terminate()
        assert process.wait(120) == 0


def test_a_call_for_a_hundred_users_is_answered_quickly(rough, x_http):
    ids = ",".join(a.native_id for a in rough.world.of("x"))
    asked = {"ids": ids, "user.fields": "description,public_metrics,entities", "expansions": "most_recent_tweet_id", "tweet.fields": "created_at"}
    with within(0.3):
        for _ in range(15):
            x_http.get(f"{rough.urls['x']}/2/users", params=asked)


def test_nobody_stands_twice_in_one_account_s_access_log():
    world = make("rough-week", now=NOW)
    for account in world.accounts:
        people = [line["email"] for line in world.access if line["account_id"] == account]
        assert len(people) == len(set(people)), account
