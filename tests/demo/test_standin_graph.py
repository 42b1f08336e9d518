"""The Graph API as the stand-in speaks it: expansion, edges, batches, refusals; field names held against Meta's lists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import demo
from demo.ground import BUSINESS, TOKENS
from demo.platforms import graph_fields, graph_nodes
from demo.platforms.graph_expansion import GraphError, parse

TOKEN = {"access_token": TOKENS["meta"]}


def get(estate: demo.Estate, http, path: str, **params: object):
    return http.get(f"{estate.urls['facebook']}/v26.0/{path}", params=TOKEN | params)


def every_page(estate: demo.Estate, http, path: str, **params: object) -> list[dict[str, Any]]:
    body = get(estate, http, path, **params).json()
    rows = list(body["data"])
    while address := body.get("paging", {}).get("next"):
        body = http.get(address).json()
        rows += body["data"]
    return rows


def test_a_field_list_is_parsed_with_modifiers_and_braces():
    asked = parse("id,posts.limit(5).since(1){message,comments{from}},name")
    assert [a.name for a in asked] == ["id", "posts", "name"]
    assert asked[1].modifier("limit") == "5"
    assert [a.name for a in asked[1].inner] == ["message", "comments"]
    assert [a.name for a in asked[1].inner[1].inner] == ["from"]


@pytest.mark.parametrize("text", ["posts{message", "posts}", "posts.limit(5"])
def test_a_broken_field_list_is_a_syntax_error(text):
    with pytest.raises(GraphError) as caught:
        parse(text)
    assert caught.value.code == 2500


def test_only_the_fields_asked_for_come_back(calm, http):
    rows = get(calm, http, f"{BUSINESS}/owned_pages", fields="name,username").json()["data"]
    assert [set(r) for r in rows] == [{"id", "name", "username"}] * 2


def test_a_nested_read_reaches_comments_and_instagram(calm, http):
    fields = ("id,published_posts.limit(3){message,comments{message,from,comments{message,from}}},"
              "instagram_business_account{username,media.limit(2){caption,alt_text,comments{text,replies{username}}}}")
    page = get(calm, http, f"{BUSINESS}/owned_pages", fields=fields).json()["data"][0]
    posts = page["published_posts"]["data"]
    assert len(posts) == 3
    answered = next(c for p in posts for c in p.get("comments", {}).get("data", []))
    assert answered["comments"]["data"][0]["from"]["id"] == page["id"]
    linked = page["instagram_business_account"]
    assert linked["username"] == "livunilibrary"
    assert len(linked["media"]["data"]) == 2
    assert all(m["alt_text"] for m in linked["media"]["data"])


def test_an_edge_without_rows_is_missing(calm, http):
    account = calm.edit("library-facebook", posts=[])
    assert "published_posts" not in get(calm, http, account.native_id, fields="name,published_posts{message}").json()


def test_an_edge_is_walked_by_its_next_links_which_carry_the_token(rough, http):
    body = get(rough, http, f"{BUSINESS}/owned_pages", fields="username", limit=25).json()
    assert TOKENS["meta"] in body["paging"]["next"]
    pages = every_page(rough, http, f"{BUSINESS}/owned_pages", fields="username", limit=25)
    pages += every_page(rough, http, f"{BUSINESS}/client_pages", fields="username", limit=25)
    assert len({p["id"] for p in pages}) == len(pages) == len(rough.world.of("facebook"))
    assert "livunitickets" in {p["username"] for p in pages}


def test_every_answer_names_only_fields_that_graph_has():
    folder = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "graph-specs" / "api_specs" / "specs"
    if not folder.is_dir():
        pytest.skip("the shared field lists are not beside the checkout")

    def listed(name: str) -> set[str]:
        spec = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        edges = {a["endpoint"] for a in spec["apis"] if a["method"] == "GET" and "endpoint" in a}
        return {f["name"] for f in spec["fields"]} | edges

    later = {"page_status", "pages_status", "tasks", "picture", "feed", "replies", "comments"}
    with demo.start("calm") as estate:
        world, ground = estate.world, estate.ground
        page, person = world.of("facebook")[0], world.of("instagram")[0]
        made = {
            "Business": graph_nodes.business(ground), "Page": graph_nodes.page(page, ground),
            "IGUser": graph_nodes.ig_user(person, ground), "PagePost": graph_nodes.fb_post(page.posts[0], page, ground),
            "IGMedia": graph_nodes.ig_media(person.posts[0], person, ground),
        }
    for name, node in made.items():
        assert {*node.values, *node.edges} <= listed(name) | later, name
    assert listed("Page") >= graph_fields.PAGE - later


def test_a_field_that_does_not_exist_is_refused(calm, http):
    answer = get(calm, http, f"{BUSINESS}/owned_pages", fields="id,shoe_size")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == 100


def test_reading_many_ids_is_a_thing_of_the_past(calm, http):
    answer = http.get(f"{calm.urls['facebook']}/v26.0/", params=TOKEN | {"ids": "1,2"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, 100)


def test_a_batch_answers_each_operation_for_itself(calm, http):
    page = calm.world.of("facebook")[0]
    operations = [
        {"method": "GET", "relative_url": f"v26.0/{page.native_id}?fields=name"}, {"method": "GET", "relative_url": "42?fields=name"},
        {"method": "GET", "relative_url": f"{page.native_id}?fields=name", "access_token": "stale"},
    ]
    answer = http.post(f"{calm.urls['facebook']}/v26.0/", data=TOKEN | {"batch": json.dumps(operations), "include_headers": "false"})
    good, missing, stale = answer.json()
    assert good["code"] == 200
    assert json.loads(good["body"])["name"] == page.name
    assert (missing["code"], json.loads(missing["body"])["error"]["error_subcode"]) == (400, 33)
    assert json.loads(stale["body"])["error"]["code"] == 190


def test_a_batch_holds_fifty(calm, http):
    operations = [{"method": "GET", "relative_url": "me"}] * 51
    assert http.post(f"{calm.urls['facebook']}/", data=TOKEN | {"batch": json.dumps(operations)}).status_code == 400


def test_people_and_their_second_factor(calm, http):
    body = get(calm, http, BUSINESS, fields="two_factor_type,business_users{name,role,two_fac_status}").json()
    assert body["two_factor_type"] == "all_required"
    assert body["business_users"]["data"][0]["two_fac_status"] == "enabled"


def test_a_token_by_header_serves_as_well(calm, http):
    answer = http.get(f"{calm.urls['facebook']}/me", headers={"Authorization": f"Bearer {TOKENS['meta']}"})
    assert answer.json()["id"] == "900001"


def test_a_stale_token_is_error_190(calm, http):
    answer = http.get(f"{calm.urls['facebook']}/v26.0/me", params={"access_token": "old"})
    assert answer.json()["error"]["code"] == 190
    assert answer.json()["error"]["error_subcode"] == 463


def test_the_version_served_is_told(calm, http):
    assert get(calm, http, "me").headers["facebook-api-version"] == "v26.0"
    old = http.get(f"{calm.urls['facebook']}/v12.0/me", params=TOKEN)
    assert old.headers["facebook-api-version"] == "v21.0"


def test_gone_and_unpublished_pages_differ(calm, http):
    account = calm.edit("library-facebook", state="unpublished")
    assert get(calm, http, account.native_id, fields="is_published").json()["is_published"] is False
    calm.edit("library-facebook", state="gone")
    error = get(calm, http, account.native_id, fields="name").json()["error"]
    assert (error["type"], error["code"], error["error_subcode"]) == ("GraphMethodException", 100, 33)


def test_photos_and_films_can_be_read_one_by_one(calm, http):
    page = calm.world.of("facebook")[0]
    photos = get(calm, http, f"{page.native_id}/photos", fields="alt_text_custom,page_story_id").json()["data"]
    assert all(p["alt_text_custom"] for p in photos)
    single = get(calm, http, photos[0]["id"], fields="alt_text_custom").json()
    assert single["alt_text_custom"] == photos[0]["alt_text_custom"]


def test_page_tokens_come_from_the_accounts_of_the_system_user(calm, http):
    rows = get(calm, http, "me/accounts", fields="id,access_token").json()["data"]
    answer = http.get(f"{calm.urls['facebook']}/v26.0/{rows[0]['id']}/page_status", params={"access_token": rows[0]["access_token"]})
    assert answer.json()["status"] == "ok"


def test_the_token_can_be_inspected(calm, http):
    data = get(calm, http, "debug_token", input_token=TOKENS["meta"]).json()["data"]
    assert data["is_valid"] is True
    assert "business_management" in data["scopes"]
    assert get(calm, http, "debug_token", input_token="x").json()["data"]["is_valid"] is False
