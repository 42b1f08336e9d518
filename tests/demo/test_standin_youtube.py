"""YouTube as the stand-in speaks it, held against Google's own discovery document."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import jsonschema
import pytest

import demo
from demo.ground import TOKENS

KEY = {"key": TOKENS["youtube"]}


@pytest.fixture(scope="module")
def discovery() -> dict[str, Any]:
    found = resources.files("googleapiclient") / "discovery_cache" / "documents" / "youtube.v3.json"
    if not found.is_file():
        pytest.skip("google-api-python-client carries no discovery document")
    return json.loads(found.read_text(encoding="utf-8"))


DROPPED = {"id", "annotations", "format", "enumDescriptions", "default", "readOnly", "deprecated", "enumDeprecated", "required"}


def as_schema(value: dict[str, Any]) -> dict[str, Any]:
    """A discovery schema as JSON Schema."""
    out = {k: v for k, v in value.items() if k not in DROPPED}
    if "$ref" in out:
        return {"$ref": f"#/$defs/{out['$ref']}"}
    if out.get("type") == "any":
        del out["type"]
    if "properties" in out:
        out["properties"] = {name: as_schema(inner) for name, inner in out["properties"].items()}
        out["additionalProperties"] = False
    if "items" in out:
        out["items"] = as_schema(out["items"])
    return out


def check(discovery: dict[str, Any], name: str, body: Any) -> None:
    defs = {k: as_schema(v) for k, v in discovery["schemas"].items()}
    jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": defs}).validate(body)


def get(estate: demo.Estate, http, name: str, **params: object):
    return http.get(f"{estate.urls['youtube']}/youtube/v3/{name}", params=KEY | params)


def test_every_answer_fits_the_discovery_document(rough, http, discovery):
    channels = rough.world.of("youtube")
    numbers = ",".join(a.native_id for a in channels)
    parts = "snippet,contentDetails,statistics,status,brandingSettings,topicDetails"
    body = get(rough, http, "channels", part=parts, id=numbers, maxResults=50).json()
    check(discovery, "ChannelListResponse", body)
    one = next(a for a in channels if a.state == "live" and any(p.comments for p in a.posts))
    uploads = get(rough, http, "playlistItems", part="snippet,contentDetails,status", playlistId="UU" + one.native_id[2:], maxResults=50).json()
    check(discovery, "PlaylistItemListResponse", uploads)
    films = ",".join(i["contentDetails"]["videoId"] for i in uploads["items"])
    check(discovery, "VideoListResponse", get(rough, http, "videos", part="snippet,contentDetails,status,liveStreamingDetails,statistics", id=films).json())
    threads = get(rough, http, "commentThreads", part="snippet,replies", allThreadsRelatedToChannelId=one.native_id, maxResults=100).json()
    check(discovery, "CommentThreadListResponse", threads)
    check(discovery, "CommentListResponse", get(rough, http, "comments", part="snippet", parentId=threads["items"][0]["id"]).json())


def test_without_max_results_only_five_of_many_channels_come(rough, http):
    numbers = ",".join(a.native_id for a in rough.world.of("youtube"))
    assert len(get(rough, http, "channels", part="id", id=numbers).json()["items"]) == 5


def test_more_than_fifty_ids_are_refused(rough, http):
    many = ",".join(f"UC{n:022d}" for n in range(51))
    assert get(rough, http, "channels", part="id", id=many, maxResults=50).status_code == 400


def test_the_items_key_is_absent_when_nothing_matches(calm, http):
    body = get(calm, http, "channels", part="snippet", id="UCnobody", maxResults=50).json()
    assert "items" not in body
    assert body["pageInfo"]["totalResults"] == 0


def test_counts_and_the_caption_flag_are_strings(calm, http):
    account = calm.world.of("youtube")[0]
    body = get(calm, http, "channels", part="statistics", id=account.native_id).json()
    assert body["items"][0]["statistics"]["subscriberCount"] == str(account.followers)
    film = get(calm, http, "videos", part="contentDetails", id=account.posts[0].id).json()
    assert film["items"][0]["contentDetails"]["caption"] == "true"


def test_an_empty_channel_has_no_uploads_list(calm, http):
    account = calm.edit("library-youtube", posts=[])
    answer = get(calm, http, "playlistItems", part="contentDetails", playlistId="UU" + account.native_id[2:])
    assert answer.status_code == 404
    assert answer.json()["error"]["errors"][0]["reason"] == "playlistNotFound"


def test_a_channel_is_found_by_handle(calm, http):
    body = get(calm, http, "channels", part="snippet", forHandle="@LivUniLibrary").json()
    assert body["items"][0]["snippet"]["customUrl"] == "@livunilibrary"


def test_a_mask_cuts_the_answer(calm, http):
    body = get(calm, http, "channels", part="snippet,statistics", forHandle="livunilibrary", fields="items(id,snippet/title)").json()
    assert body == {"items": [{"id": calm.world.accounts["library-youtube"].native_id, "snippet": {"title": "University of Liverpool Library"}}]}


def test_a_long_call_may_come_as_post(calm, http):
    account = calm.world.accounts["library-youtube"]
    answer = http.post(f"{calm.urls['youtube']}/youtube/v3/channels", data={"part": "id", "id": account.native_id},
                       headers={"x-http-method-override": "GET", "x-goog-api-key": TOKENS["youtube"]})
    assert answer.json()["items"][0]["id"] == account.native_id


@pytest.mark.parametrize(("key", "status"), [("", 403), ("wrong", 400)])
def test_keys_are_checked(calm, http, key, status):
    answer = http.get(f"{calm.urls['youtube']}/youtube/v3/channels", params={"part": "id", "id": "UCx", "key": key})
    assert answer.status_code == status
    assert answer.json()["error"]["errors"][0]["reason"]


def test_the_day_quota_runs_out(calm, http):
    calm.world.options["youtube.quota"] = 1
    assert get(calm, http, "channels", part="id", id="UCx").status_code == 200
    refused = get(calm, http, "channels", part="id", id="UCx")
    assert refused.status_code == 403
    assert refused.json()["error"]["errors"][0] == {
        "message": refused.json()["error"]["message"], "domain": "youtube.quota", "reason": "quotaExceeded"}


def test_answers_of_the_channel_itself_can_be_told_by_its_id(calm, http):
    account = calm.world.accounts["library-youtube"]
    body = get(calm, http, "commentThreads", part="snippet,replies", allThreadsRelatedToChannelId=account.native_id).json()
    assert body["items"]
    for row in body["items"]:
        assert row["replies"]["comments"][0]["snippet"]["authorChannelId"]["value"] == account.native_id


def test_comments_can_be_switched_off(calm, http):
    account = calm.world.accounts["library-youtube"]
    account.extras["comments_off"] = True
    answer = get(calm, http, "commentThreads", part="snippet", videoId=account.posts[0].id)
    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (403, "commentsDisabled")
