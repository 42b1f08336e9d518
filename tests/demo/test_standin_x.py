"""X as the stand-in speaks it, held against both official specifications."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import requests
import tweepy

import demo
from demo.ground import TOKENS

USER_FIELDS = "created_at,description,entities,id,location,name,profile_banner_url,profile_image_url,protected,public_metrics,url,username,verified,verified_type,withheld,parody,is_identity_verified"


def ids(estate: demo.Estate) -> str:
    return ",".join(a.native_id for a in estate.world.of("x"))


def validator(folder: Path, version: str, schema: str) -> jsonschema.Draft202012Validator:
    spec = json.loads((folder / "x" / f"openapi-{version}.json").read_text(encoding="utf-8"))
    text = json.dumps({"$ref": f"#/components/schemas/{schema}", "components": spec["components"]})
    return jsonschema.Draft202012Validator(json.loads(text))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("version", "schema", "posts", "expansions"),
    [
        ("2.166", "Get2UsersResponse", "tweet.fields", "most_recent_tweet_id,pinned_tweet_id"),
        ("2.167", "GetUsersByIdsResponse", "post.fields", "most_recent_post_id,pinned_post_id"),
    ],
)
def test_a_full_users_call_fits_the_specification(rough, x_http, shared_data, version, schema, posts, expansions):
    wanted = "attachments,author_id,conversation_id,created_at,lang,media_metadata,public_metrics,text"
    asked = {"ids": f"{ids(rough)},424242", "user.fields": USER_FIELDS, "expansions": expansions,
             posts: wanted.replace("author_id,", "") if posts == "post.fields" else wanted}
    body = x_http.get(f"{rough.urls['x']}/2/users", params=asked).json()
    validator(shared_data, version, schema).validate(body)
    assert len(body["data"]) > 70
    assert len(body["includes"]["tweets" if version == "2.166" else "posts"]) > 70


@pytest.mark.shared
@pytest.mark.parametrize(
    ("version", "schema", "posts"),
    [("2.166", "Get2UsersIdTweetsResponse", "tweet.fields"), ("2.167", "GetUsersPostsResponse", "post.fields")],
)
@pytest.mark.parametrize("edge", ["tweets", "mentions"])
def test_timelines_fit_the_specification(calm, x_http, shared_data, version, schema, posts, edge):
    account = calm.world.of("x")[1]
    fields = "created_at,conversation_id,entities,lang,attachments,media_metadata,public_metrics"
    answer = x_http.get(f"{calm.urls['x']}/2/users/{account.native_id}/{edge}", params={posts: fields, "max_results": 100})
    validator(shared_data, version, schema).validate(answer.json())
    assert answer.json()["data"]


def test_only_what_is_asked_for_comes_back(calm, x_http):
    body = x_http.get(f"{calm.urls['x']}/2/users", params={"ids": ids(calm)}).json()
    assert set(body["data"][0]) == {"id", "name", "username"}
    assert "includes" not in body


def test_more_than_a_hundred_ids_are_refused(calm, x_http):
    answer = x_http.get(f"{calm.urls['x']}/2/users", params={"ids": ",".join(map(str, range(1, 102)))})
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("/invalid-request")


def test_one_malformed_id_spoils_the_call(calm, x_http):
    answer = x_http.get(f"{calm.urls['x']}/2/users", params={"ids": f"{ids(calm)},not-a-number"})
    assert answer.status_code == 400
    assert "data" not in answer.json()


def test_unknown_ids_are_told_beside_the_known_ones(calm, x_http):
    body = x_http.get(f"{calm.urls['x']}/2/users", params={"ids": f"{ids(calm)},77"}).json()
    assert len(body["data"]) == 2
    assert [(e["title"], e["value"], e["parameter"]) for e in body["errors"]] == [("Not Found Error", "77", "ids")]


def test_with_nobody_found_there_is_no_data_key(calm, x_http):
    body = x_http.get(f"{calm.urls['x']}/2/users", params={"ids": "77"}).json()
    assert list(body) == ["errors"]


def test_suspension_is_told_by_title_and_wording_alone(calm, x_http):
    account = calm.edit("library-x", state="suspended")
    body = x_http.get(f"{calm.urls['x']}/2/users/by", params={"usernames": account.handle}).json()
    assert body["errors"][0]["title"] == "Forbidden"
    assert body["errors"][0]["detail"].startswith("User has been suspended")
    assert body["errors"][0]["type"].endswith("/resource-not-found")


def test_a_protected_account_shows_its_profile_and_withholds_its_posts(calm, x_http):
    calm.edit("library-x", state="protected")
    asked = {"ids": ids(calm), "user.fields": "protected", "expansions": "most_recent_tweet_id"}
    body = x_http.get(f"{calm.urls['x']}/2/users", params=asked).json()
    assert [u["protected"] for u in body["data"]] == [False, True]
    assert body["errors"][0]["type"].endswith("/not-authorized-for-resource")


def test_the_vocabulary_can_be_forced(calm, x_http):
    asked = {"ids": ids(calm), "user.fields": "public_metrics", "expansions": "most_recent_tweet_id"}
    calm.world.options["x.vocabulary"] = "new"
    body = x_http.get(f"{calm.urls['x']}/2/users", params=asked).json()
    assert "posts" in body["includes"]
    assert "post_count" in body["data"][0]["public_metrics"]
    calm.world.options["x.vocabulary"] = "mixed"
    body = x_http.get(f"{calm.urls['x']}/2/users", params=asked).json()
    assert "tweets" in body["includes"]
    assert "most_recent_post_id" in body["data"][0]


def test_a_wrong_token_is_unauthorized(calm, http):
    answer = http.get(f"{calm.urls['x']}/2/users", params={"ids": "1"}, headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 401
    assert answer.json() == {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}


def test_limits_are_announced_and_kept(calm, x_http):
    calm.world.options["x.limit"] = 2
    seen = [x_http.get(f"{calm.urls['x']}/2/users", params={"ids": "1"}) for _ in range(3)]
    assert [a.status_code for a in seen] == [200, 200, 429]
    assert [a.headers["x-rate-limit-remaining"] for a in seen] == ["1", "0", "0"]
    assert int(seen[2].headers["x-rate-limit-reset"]) > calm.now.timestamp()


def test_a_timeline_pages_to_its_end_without_repeating(calm, x_http):
    account = calm.world.of("x")[1]
    address = f"{calm.urls['x']}/2/users/{account.native_id}/tweets"
    token, seen = "", []
    while True:
        asked = {"max_results": 5} | ({"pagination_token": token} if token else {})
        body: dict[str, Any] = x_http.get(address, params=asked).json()
        seen += [p["id"] for p in body["data"]]
        if not (token := body["meta"].get("next_token", "")):
            break
    assert len(seen) == len(set(seen)) > 20
    assert seen == sorted(seen, key=int, reverse=True)
    newer = x_http.get(address, params={"since_id": seen[3]}).json()
    assert [p["id"] for p in newer["data"]] == seen[:3]


def test_recent_posts_are_found_by_writer(calm, x_http):
    body = x_http.get(f"{calm.urls['x']}/2/tweets/search/recent", params={"query": "from:livuni OR from:livunilibrary", "tweet.fields": "author_id"}).json()
    assert {p["author_id"] for p in body["data"]} == set(ids(calm).split(","))


def test_tweepy_reads_it(calm, monkeypatch):
    class Rewrite(requests.adapters.HTTPAdapter):
        def send(self, request, **how):
            request.url = request.url.replace("https://api.twitter.com", calm.urls["x"])
            return super().send(request, **how)

    client = tweepy.Client(TOKENS["x"], return_type=requests.Response)
    client.session.trust_env = False
    with client.session:
        client.session.mount("https://api.twitter.com", Rewrite())
        answer = client.get_users(ids=ids(calm).split(","), user_fields=["description"])
        assert [u["username"] for u in answer.json()["data"]] == ["livuni", "livunilibrary"]
