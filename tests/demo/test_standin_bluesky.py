"""Bluesky as the stand-in speaks it, held against the protocol's lexicons."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import demo

FORMATS = {
    "did": r"^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$", "handle": r"^([a-zA-Z0-9-]{1,63}\.)+[a-zA-Z][a-zA-Z0-9-]*$",
    "at-uri": r"^at://[^/]+(/[a-zA-Z0-9.]+(/[A-Za-z0-9.~:_-]+)?)?$", "datetime": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
    "cid": r"^b[a-z2-7]{58}$", "uri": r"^[a-z][a-z0-9+.-]*:.+$", "at-identifier": r".+", "language": r"^[a-zA-Z]{2,3}(-[A-Za-z0-9]+)*$",
    "record-key": r"^[A-Za-z0-9.~:_-]+$", "nsid": r"^[a-zA-Z0-9.-]+$", "tid": r"^[a-z2-7]{13}$",
}


@cache
def lexicon(folder: Path, name: str) -> dict[str, Any]:
    return json.loads((folder / Path(*name.split("."))).with_suffix(".json").read_text(encoding="utf-8"))


class Translator:
    """Lexicon definitions as JSON Schema, collected on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.defs: dict[str, Any] = {}

    def ref(self, target: str, home: str) -> dict[str, Any]:
        whole = f"{home}{target}" if target.startswith("#") else target
        if whole not in self.defs:
            self.defs[whole] = {}
            name, _, part = whole.partition("#")
            if (self.folder / Path(*name.split("."))).with_suffix(".json").exists():
                self.defs[whole] = self.schema(lexicon(self.folder, name)["defs"][part or "main"], name)
        return {"$ref": f"#/$defs/{whole.replace('/', '~1')}"}

    def schema(self, one: dict[str, Any], home: str) -> dict[str, Any]:
        match one["type"]:
            case "object" | "record":
                one = one.get("record", one)
                inner = {k: self.schema(v, home) for k, v in one.get("properties", {}).items()}
                for name in one.get("nullable", []):
                    inner[name] = {"anyOf": [inner[name], {"type": "null"}]}
                return {"type": "object", "required": one.get("required", []), "properties": inner}
            case "array":
                sizes = {k.replace("Length", "Items"): one[k] for k in ("minLength", "maxLength") if k in one}
                return {"type": "array", "items": self.schema(one["items"], home)} | sizes
            case "ref":
                return self.ref(one["ref"], home)
            case "union":
                return self.union(one, home)
            case "string":
                out: dict[str, Any] = {"type": "string"}
                if "format" in one:
                    out["pattern"] = FORMATS[one["format"]]
                if "maxLength" in one:
                    out["maxLength"] = one["maxLength"]
                return out | ({"enum": one["enum"]} if "enum" in one else {})
            case "integer" | "boolean":
                return {"type": one["type"]} | {k: one[k] for k in ("minimum", "maximum") if k in one}
            case "blob":
                return {"type": "object", "required": ["$type", "ref", "mimeType", "size"]}
        return {}

    def union(self, one: dict[str, Any], home: str) -> dict[str, Any]:
        choices = []
        for target in one["refs"]:
            whole = f"{home}{target}" if target.startswith("#") else target
            kind = {"properties": {"$type": {"const": whole.removesuffix("#main")}}, "required": ["$type"]}
            choices.append({"if": kind, "then": self.ref(target, home), "else": True})
        return {"type": "object", "required": ["$type"], "allOf": choices}

    def output(self, name: str) -> jsonschema.Draft202012Validator:
        schema = self.schema(lexicon(self.folder, name)["defs"]["main"]["output"]["schema"], name)
        return jsonschema.Draft202012Validator(schema | {"$defs": self.defs})


def get(estate: demo.Estate, http, name: str, **params: object):
    return http.get(f"{estate.urls['bluesky']}/xrpc/{name}", params=params)


@pytest.mark.shared
def test_every_answer_fits_the_lexicons(rough, http, shared_data):
    translator = Translator(shared_data / "atproto" / "lexicons")
    accounts = [a for a in rough.world.of("bluesky") if a.state == "live"]

    def check(name: str, **params: object) -> dict[str, Any]:
        body = get(rough, http, name, **params).json()
        translator.output(name).validate(body)
        return body

    assert len(check("app.bsky.actor.getProfiles", actors=[a.native_id for a in accounts])["profiles"]) == len(accounts)
    check("app.bsky.actor.getProfile", actor=accounts[0].handle)
    assert check("app.bsky.actor.searchActors", q="livuni")["actors"]
    for account in accounts:
        feed = check("app.bsky.feed.getAuthorFeed", actor=account.native_id, limit=100)["feed"]
        assert feed
        mine = next(f for f in feed if "reason" not in f)
        check("app.bsky.feed.getPostThread", uri=mine["post"]["uri"])
    assert [a for a in accounts if any(p.repost for p in a.posts)]


@pytest.mark.shared
def test_the_lexicon_check_can_fail(calm, http, shared_data):
    validator = Translator(shared_data / "atproto" / "lexicons").output("app.bsky.actor.getProfiles")
    assert not validator.is_valid({"profiles": [{"did": "did:plc:x"}]})
    assert not validator.is_valid({"profiles": [{"did": "x", "handle": "a.example"}]})


def test_more_than_twenty_five_actors_are_refused(calm, http):
    answer = get(calm, http, "app.bsky.actor.getProfiles", actors=[f"did:plc:{n:024d}" for n in range(26)])
    assert (answer.status_code, answer.json()["error"]) == (400, "InvalidRequest")


def test_absent_and_suspended_profiles_are_left_out_of_a_batch(calm, http):
    account = calm.edit("library-bluesky", state="suspended")
    assert get(calm, http, "app.bsky.actor.getProfiles", actors=[account.native_id, "did:plc:nobody"]).json() == {"profiles": []}


@pytest.mark.parametrize(
    ("state", "error"), [("suspended", "AccountTakedown"), ("deactivated", "AccountDeactivated"), ("gone", "InvalidRequest")]
)
def test_a_single_look_up_tells_why(calm, http, state, error):
    account = calm.edit("library-bluesky", state=state)
    answer = get(calm, http, "app.bsky.actor.getProfile", actor=account.native_id)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_feed_pages_by_cursor_to_its_end(calm, http):
    account, cursor, seen = calm.world.accounts["library-bluesky"], "", []
    while True:
        body = get(calm, http, "app.bsky.feed.getAuthorFeed", actor=account.handle, limit=7, **({"cursor": cursor} if cursor else {})).json()
        seen += [row["post"]["uri"] for row in body["feed"]]
        if not (cursor := body.get("cursor", "")):
            break
    assert len(seen) == len(set(seen)) == len(account.posts)


def test_a_picture_nobody_described_has_an_empty_description(calm, http):
    account = calm.world.accounts["library-bluesky"]
    account.newest_first()[0].media = [demo.Media("image", None)]
    body = get(calm, http, "app.bsky.feed.getAuthorFeed", actor=account.handle, limit=1).json()
    assert body["feed"][0]["post"]["embed"]["images"][0]["alt"] == ""
