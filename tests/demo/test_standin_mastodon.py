"""Mastodon as the stand-in speaks it, with the shapes of a recorded server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

import demo
from demo.ground import TOKENS

HOME = "social.example.ac.uk"


def get(estate: demo.Estate, http, path: str, instance: str = HOME, **params: object):
    return http.get(f"{estate.urls['mastodon'][instance]}/api/{path}", params=params)


def recorded(folder: Path, name: str, path: str) -> dict[str, object]:
    tape = yaml.safe_load((folder / "mastodon" / "recorded" / name).read_text(encoding="utf-8"))
    bodies = [i["response"]["body"]["string"] for i in tape["interactions"] if path in i["request"]["uri"]]
    for body in bodies:
        value = json.loads(body)
        if isinstance(value, dict) and "id" in value:
            return value
    pytest.skip(f"the tape {name} holds no {path}")


@pytest.mark.shared
def test_accounts_have_every_key_of_a_recorded_one(calm, http, shared_data):
    real = recorded(shared_data, "test_account_lookup.yaml", "/lookup")
    ours = get(calm, http, "v1/accounts/lookup", acct="livunilibrary").json()
    assert set(real) - set(ours) <= {"feature_approval", "show_media", "show_media_replies", "show_featured"}
    shared = set(real) & set(ours) - {"last_status_at", "discoverable"}
    assert {k for k in shared if type(real[k]) is not type(ours[k])} == set()


@pytest.mark.shared
def test_statuses_have_every_key_of_a_recorded_one(calm, http, shared_data):
    real = recorded(shared_data, "test_status.yaml", "/statuses")
    account = calm.world.accounts["library-mastodon"]
    ours = get(calm, http, f"v1/accounts/{account.native_id}/statuses").json()[0]
    assert set(real) - set(ours) <= {"favourited", "reblogged", "muted", "bookmarked", "pinned", "filtered", "quote_approval", "tagged_collections"}


def test_a_batch_leaves_out_whom_it_cannot_show(calm, http):
    account = calm.world.accounts["library-mastodon"]
    rows = get(calm, http, "v1/accounts", **{"id[]": [account.native_id, "5"]}).json()
    assert [r["id"] for r in rows] == [account.native_id]


def test_an_old_server_has_no_batch(calm, http):
    calm.world.options["mastodon.old"] = True
    assert get(calm, http, "v1/accounts", **{"id[]": ["5"]}).status_code == 404
    assert get(calm, http, "v2/instance").json()["version"].startswith("4.1")


def test_profile_texts_are_html(calm, http):
    calm.edit("library-mastodon", bio="Fish & chips at https://www.liverpool.ac.uk/ <b>now</b>")
    note = get(calm, http, "v1/accounts/lookup", acct=f"livunilibrary@{HOME}").json()["note"]
    assert "Fish &amp; chips" in note
    assert '<a href="https://www.liverpool.ac.uk/"' in note
    assert "<b>" not in note


def test_statuses_page_by_link_header(calm, http):
    account = calm.world.accounts["library-mastodon"]
    address, seen = f"{calm.urls['mastodon'][HOME]}/api/v1/accounts/{account.native_id}/statuses?limit=10", []
    while address:
        answer = http.get(address)
        seen += [s["id"] for s in answer.json()]
        address = answer.links.get("next", {}).get("url")
    assert len(seen) == len(set(seen)) == len(account.posts)
    assert len(get(calm, http, f"v1/accounts/{account.native_id}/statuses", limit=80).json()) <= 40


def test_a_suspended_account_is_blanked(calm, http):
    calm.edit("library-mastodon", state="suspended")
    row = get(calm, http, "v1/accounts/lookup", acct="livunilibrary").json()
    assert (row["suspended"], row["note"], row["display_name"]) == (True, "", "")


def test_a_closed_instance_wants_a_token(rough, http):
    account = next(a for a in rough.world.of("mastodon") if a.host == "toots.example.org" and a.state == "live")
    path = f"v1/accounts/{account.native_id}"
    assert get(rough, http, path, instance=account.host).status_code == 401
    http.headers["Authorization"] = f"Bearer {TOKENS['mastodon']}"
    assert get(rough, http, path, instance=account.host).json()["id"] == account.native_id


def test_a_wrong_token_is_refused(calm, http):
    http.headers["Authorization"] = "Bearer nonsense"
    answer = get(calm, http, "v1/accounts/1")
    assert (answer.status_code, answer.json()["error"]) == (401, "The access token is invalid")


def test_an_undescribed_picture_has_a_null_description(calm, http):
    account = calm.world.accounts["library-mastodon"]
    account.newest_first()[0].media = [demo.Media("image", None)]
    row = get(calm, http, f"v1/accounts/{account.native_id}/statuses", limit=1).json()[0]
    assert row["media_attachments"][0]["description"] is None


def test_a_context_holds_question_and_answer(calm, http):
    account = calm.world.accounts["library-mastodon"]
    post = account.newest_first()[0]
    reply = demo.Reply("78", post.at, "Yes.")
    post.comments = [demo.Comment("77", post.at, "Open on Sunday?", replies=[reply])]
    rows = get(calm, http, f"v1/statuses/{post.id}/context").json()["descendants"]
    assert [(r["id"], r["in_reply_to_id"]) for r in rows] == [("77", post.id), ("78", "77")]
    assert rows[1]["account"]["id"] == account.native_id
