"""Blogs, wikis and pictures as the stand-in serves them."""

from __future__ import annotations

import hashlib
import io

import feedparser
import pytest
from PIL import Image

import demo


def wiki(estate: demo.Estate, http, folder: str = "main", **params: str):
    asked = {"action": "query", "format": "json", "formatversion": "2"} | params
    return http.get(f"{estate.urls['wiki']}/{folder}/api.php", params=asked)


def test_a_blog_leads_from_home_page_to_feed(calm, http):
    home = f"{calm.urls['blog']}/livunilibrary/"
    assert f'href="{home}feed/"' in http.get(home).text
    feed = feedparser.parse(io.BytesIO(http.get(f"{home}feed/").content))
    account = calm.world.accounts["library-blog"]
    assert feed.bozo is False
    assert feed.feed.title == account.name
    assert [e.title for e in feed.entries] == [p.title for p in account.newest_first()[:10]]


def test_an_unchanged_feed_is_304(calm, http):
    address = f"{calm.urls['blog']}/livunilibrary/feed/"
    mark = http.get(address).headers["etag"]
    answer = http.get(address, headers={"If-None-Match": mark})
    assert (answer.status_code, answer.content) == (304, b"")
    calm.edit("library-blog", bio="Changed")
    assert http.get(address, headers={"If-None-Match": mark}).status_code == 200


def test_atom_is_spoken_too(calm, http):
    calm.world.accounts["library-blog"].extras["engine"] = "atom"
    feed = feedparser.parse(io.BytesIO(http.get(f"{calm.urls['blog']}/livunilibrary/feed/").content))
    assert feed.version == "atom10"
    assert feed.entries[0].published_parsed


def test_wordpress_announces_its_api_and_lists_posts(calm, http):
    account = calm.world.accounts["library-blog"]
    account.extras["engine"] = "wordpress"
    home = http.get(f"{calm.urls['blog']}/livunilibrary/")
    api = home.links["https://api.w.org/"]["url"]
    assert http.get(api).json()["name"] == account.name
    answer = http.get(f"{api}wp/v2/posts", params={"per_page": 2, "_fields": "id,date_gmt,title.rendered"})
    assert answer.headers["x-wp-total"] == str(len(account.posts))
    assert [set(p) for p in answer.json()] == [{"id", "date_gmt", "title"}] * 2
    assert http.get(f"{api}wp/v2/posts", params={"page": 99}).json()["code"] == "rest_post_invalid_page_number"


@pytest.mark.parametrize(("state", "status"), [("gone", 404), ("deactivated", 410), ("protected", 401)])
def test_a_lost_blog_says_so(calm, http, state, status):
    calm.edit("library-blog", state=state)
    assert http.get(f"{calm.urls['blog']}/livunilibrary/").status_code == status


def test_one_query_answers_a_whole_wiki(calm, http):
    account = calm.world.accounts["library-wiki"]
    body = wiki(calm, http, list="users|usercontribs", meta="siteinfo", ususers=f"{account.handle}|Nobody 9|Bad#Name",
                usprop="editcount|registration|blockinfo", ucuser=account.handle, uclimit="5", ucprop="timestamp|title|ids",
                titles=f"User:{account.handle}", prop="revisions", rvprop="content|timestamp", rvslots="main").json()
    users = {u["name"]: u for u in body["query"]["users"]}
    assert users[account.handle]["userid"] == int(account.native_id)
    assert users["Nobody 9"]["missing"] is True
    assert users["Bad#Name"]["invalid"] is True
    assert len(body["query"]["usercontribs"]) == 5
    assert body["continue"]["uccontinue"]
    assert account.bio in body["query"]["pages"][0]["revisions"][0]["slots"]["main"]["content"]


def test_contributions_continue_to_their_end(calm, http):
    account = calm.world.accounts["library-wiki"]
    more: dict[str, str] = {}
    seen: list[int] = []
    while True:
        body = wiki(calm, http, list="usercontribs", ucuser=account.handle, uclimit="3", **more).json()
        seen += [c["revid"] for c in body["query"]["usercontribs"]]
        if "continue" not in body:
            break
        more = body["continue"]
    assert len(seen) == len(set(seen)) == len(account.posts)


def test_a_blocked_user_is_told_with_the_reason(calm, http):
    account = calm.edit("library-wiki", state="suspended")
    user = wiki(calm, http, list="users", ususers=account.handle, usprop="blockinfo").json()["query"]["users"][0]
    assert (user["blockpartial"], user["blockexpiry"]) == (False, "infinite")


def test_too_many_names_are_an_error_with_status_200(calm, http):
    answer = wiki(calm, http, list="users", ususers="|".join(f"U{n}" for n in range(51)))
    assert (answer.status_code, answer.json()["error"]["code"]) == (200, "toomanyvalues")
    assert answer.headers["mediawiki-api-error"] == "toomanyvalues"


def test_a_private_wiki_refuses_in_the_format_asked_for(rough, http):
    assert wiki(rough, http, "staff", meta="siteinfo").json()["error"]["code"] == "readapidenied"
    assert wiki(rough, http, "staff", meta="siteinfo", errorformat="plaintext").json()["errors"][0]["code"] == "readapidenied"


def test_pictures_are_real_and_differ(calm, http):
    base = calm.urls["images"]
    raw = {name: http.get(f"{base}/p/{name}/a.png").content for name in ("shield", "photo-1", "photo-2")}
    raw["default"] = http.get(f"{base}/sticky/default_profile_images/default_profile_normal.png").content
    assert len({hashlib.sha256(r).hexdigest() for r in raw.values()}) == 4
    for one in raw.values():
        with Image.open(io.BytesIO(one)) as image:
            image.verify()


def test_a_picture_can_be_missing(calm, http):
    assert http.get(f"{calm.urls['images']}/p/missing/a.png").status_code == 404
