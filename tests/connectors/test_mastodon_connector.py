from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditor.model import Snapshot, Trouble, Unreachable
from auditor.secrets import Secret
from connectors.mastodon import connect
from tests.connectors.asking import DAY, NOW, ask, iso, listed, setup, sights, snapshot, trouble, value, why
from tests.connectors.loopback import Asked, Loopback, Reply

HOST = "social.example.ac.uk"
RECORDED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "mastodon" / "recorded"


def account(number: str = "1101", name: str = "library", **more: Any) -> dict[str, Any]:
    base = {
        "id": number,
        "username": name,
        "acct": name,
        "display_name": "Example Library",
        "locked": False,
        "created_at": "2022-11-05T00:00:00.000Z",
        "note": "<p>News from the <b>Library</b>.<br>Monitored Mon-Fri 9-5.</p>",
        "url": f"https://{HOST}/@{name}",
        "avatar": "https://pictures.example/a.png?1",
        "header": "https://pictures.example/h.png",
        "followers_count": 9,
        "following_count": 4,
        "statuses_count": 5,
        "last_status_at": "2026-11-20",
        "fields": [],
    }
    return base | more


def status(number: str, days_ago: float, content: str = "<p>Hello</p>", **more: Any) -> dict[str, Any]:
    base = {
        "id": number,
        "created_at": iso(days_ago),
        "content": content,
        "url": f"https://{HOST}/@library/{number}",
        "language": "en",
        "reblog": None,
        "in_reply_to_id": None,
        "media_attachments": [],
        "account": {"id": "1101"},
    }
    return base | more


class Server:
    """A Mastodon server from 4.3 on; `old` for one that cannot be asked for several accounts."""

    def __init__(self, *accounts: dict[str, Any], statuses: Any = (), old: bool = False, **replies: Reply) -> None:
        self.accounts, self.statuses, self.old, self.replies = accounts, statuses, old, replies

    def __call__(self, asked: Asked) -> Reply:
        parts = asked.path.removeprefix("/api/v1/").split("/")
        last = parts[-1]
        missing = Reply({"error": "Record not found"}, 404)
        if last in self.replies:
            return self.replies[last]
        if parts == ["accounts"]:
            return missing if self.old else Reply([a for a in self.accounts if a["id"] in listed(asked, "id[]")])
        if last == "lookup":
            return next((Reply(a) for a in self.accounts if a["username"] == asked.query["acct"]), missing)
        if last == "statuses":
            return self.statuses if isinstance(self.statuses, Reply) else Reply(list(self.statuses))
        return next((Reply(a) for a in self.accounts if a["id"] == last), missing)


def read(server: Any, one: Any = None, **more: Any) -> Snapshot:
    with Loopback(server) as loopback:
        connector = connect(setup(base_urls={HOST: loopback.url}, **more))
        return snapshot(connector, one or ask("mastodon", f"library@{HOST}", "1101"))


def refused(server: Any, one: Any = None, **more: Any) -> Unreachable:
    with Loopback(server) as loopback:
        connector = connect(setup(base_urls={HOST: loopback.url}, **more))
        return trouble(connector, one or ask("mastodon", f"library@{HOST}", "1101"))


def test_a_profile_is_read_whole_and_as_text() -> None:
    field = {
        "name": "Website",
        "value": '<a href="https://example.ac.uk" rel="me">example.ac.uk</a>',
        "verified_at": iso(9),
    }
    seen = read(Server(account(fields=[field]), statuses=[status("2", 1), status("1", 3)]))
    assert seen.native_id == "1101"
    assert value(seen.handle) == f"library@{HOST}"
    assert value(seen.bio) == "News from the Library.\nMonitored Mon-Fri 9-5."
    assert [(link.url, link.where) for link in value(seen.links)] == [("https://example.ac.uk", "link")]
    assert value(seen.texts) == (("Website", "Website: example.ac.uk"),)
    assert value(seen.verified) == "rel-me"
    assert (value(seen.image).is_default, value(seen.image).key) == (False, "https://pictures.example/a.png")
    assert value(seen.newest_post_at).isoformat() == "2026-11-21T02:00:00+00:00"
    assert value(seen.posts).since is None
    assert seen.source_of("posts") == "mastodon:posts"


def test_the_servers_stand_in_pictures_are_recognised() -> None:
    missing = {
        "avatar": f"https://{HOST}/avatars/original/missing.png",
        "header": f"https://{HOST}/headers/original/missing.png",
    }
    seen = read(Server(account(**missing)))
    assert value(seen.image).is_default
    assert value(seen.banner) is None


def test_ninety_accounts_of_a_server_cost_three_profile_calls_and_a_page_each() -> None:
    people = [account(str(n), f"n{n}") for n in range(90)]
    asks = [ask("mastodon", f"{a['username']}@{HOST}", a["id"]) for a in people]
    with Loopback(Server(*people)) as server:
        connector = connect(setup(base_urls={HOST: server.url}))
        found = sights(connector, asks)
        statuses = sum(a.path.endswith("/statuses") for a in server.asked)
    assert all(isinstance(s, Snapshot) for s in found.values())
    assert (statuses, len(server.asked)) == (90, 93)
    assert sum(line.requests for line in connector.plan(asks) if line.least) == 93


def test_an_account_known_by_name_only_needs_no_second_profile_call() -> None:
    with Loopback(Server(account(), statuses=[status("1", 1)])) as server:
        connector = connect(setup(base_urls={HOST: server.url}))
        assert snapshot(connector, ask("mastodon", f"@Library@{HOST}")).native_id == "1101"
        assert [a.path for a in server.asked] == ["/api/v1/accounts/lookup", "/api/v1/accounts/1101/statuses"]


def test_a_server_before_4_3_is_asked_one_by_one() -> None:
    assert value(read(Server(account(), old=True)).name) == "Example Library"


def test_a_number_from_another_server_is_not_believed() -> None:
    one = ask("mastodon", f"library@{HOST}", "77", known={"instance": "old.example.org"})
    assert read(Server(account("1101"), account("77", "stranger")), one).native_id == "1101"


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply({"error": "Record not found"}, 404), Trouble.GONE),
        (Reply({"error": "Gone"}, 410), Trouble.SUSPENDED),
        (Reply(b"<html>404</html>", 404), Trouble.BROKEN),
        (Reply({"error": "This API requires an authenticated user"}, 401), Trouble.DENIED),
        (Reply({"error": "This action is outside the authorized scopes"}, 403), Trouble.DENIED),
        (Reply({"error": "Too many requests"}, 429), Trouble.THROTTLED),
        (Reply(b"<html>busy</html>", 503), Trouble.BROKEN),
        (Reply(b"", 200), Trouble.BROKEN),
        (Reply(b'{"id":"11', 200), Trouble.BROKEN),
        (Reply([], 200), Trouble.BROKEN),
        (Reply(account("1", "somebody-else"), 200), Trouble.BROKEN),
    ],
)
def test_what_a_server_says_of_an_account_it_does_not_show(reply: Reply, expected: Trouble) -> None:
    assert refused(Server(lookup=reply), ask("mastodon", f"library@{HOST}")).trouble is expected


def test_a_suspended_account_is_told_though_the_answer_is_200() -> None:
    assert refused(Server(account(suspended=True, note="", display_name=""))).trouble is Trouble.SUSPENDED


def test_a_bad_token_is_told_apart_from_a_closed_server() -> None:
    closed = Server(accounts=Reply({"error": "The access token is invalid"}, 401))
    assert refused(closed, secrets={"tokens": {HOST: Secret("made-up-token-1")}}).trouble is Trouble.EXPIRED
    assert "token_envs" in refused(closed).remedy


def test_a_token_is_sent_to_its_own_server_only() -> None:
    with Loopback(Server(account())) as mine, Loopback(Server(account())) as other:
        urls = {HOST: mine.url, "other.example": other.url}
        connector = connect(setup(base_urls=urls, secrets={"tokens": {HOST: Secret("made-up-token-2")}}))
        sights(connector, [ask("mastodon", f"library@{HOST}"), ask("mastodon", "library@other.example")])
        assert {a.headers.get("authorization") for a in mine.asked} == {"Bearer made-up-token-2"}
        assert {a.headers.get("authorization") for a in other.asked} == {None}


def test_a_server_named_only_in_the_register_may_not_lead_into_the_private_network() -> None:
    connector = connect(setup())
    sight = trouble(connector, ask("mastodon", "library@10.0.0.7"))
    assert sight.trouble is Trouble.REFUSED


def test_one_dead_server_does_not_touch_the_others() -> None:
    with Loopback(Server(account())) as good, Loopback(lambda _: Reply(b"", 502)) as bad:
        connector = connect(setup(base_urls={HOST: good.url, "dead.example": bad.url}))
        found = sights(
            connector,
            [ask("mastodon", f"library@{HOST}", "1101"), ask("mastodon", "library@dead.example", "1101", row="dead")],
        )
    assert isinstance(found[f"row-library@{HOST}"], Snapshot)
    assert isinstance(found["dead"], Unreachable)


@pytest.mark.parametrize("handle", ["library", "library@", "@", "a b@c.example", "library@host/path", ""])
def test_what_is_no_handle_is_not_asked(handle: str) -> None:
    assert trouble(connect(setup()), ask("mastodon", handle, row="r")).trouble is Trouble.REFUSED


def test_a_page_of_posts_that_fails_leaves_the_profile_and_the_day_of_the_last_post() -> None:
    seen = read(Server(account(), statuses=Reply(b"<html>", 200)))
    assert value(seen.name) == "Example Library"
    assert why(seen.posts) == "unavailable"
    assert value(seen.newest_post_at).isoformat() == "2026-11-20T00:00:00+00:00"


@pytest.mark.parametrize("spoiled", [None, 5, {}, {"id": "7"}, {"id": "7", "created_at": "yesterday"}])
def test_a_post_that_cannot_be_read_might_be_the_newest_so_none_is_trusted(spoiled: Any) -> None:
    assert why(read(Server(account(), statuses=[spoiled, status("1", 9)])).posts) == "unavailable"


def test_posts_that_nobody_may_see_are_no_silence() -> None:
    seen = read(Server(account(last_status_at=None)))
    assert (why(seen.posts), why(seen.newest_post_at)) == ("withheld", "withheld")
    assert value(read(Server(account(last_status_at=None, statuses_count=0))).newest_post_at) is None


def test_boosts_warnings_links_and_media_are_read() -> None:
    media = [
        {"type": "image", "description": None, "preview_url": "https://pictures.example/1.png"},
        {"type": "gifv", "description": "A cat"},
        {"type": "video", "description": ""},
        {"type": "unknown"},
    ]
    boosted = status("9", 30, "<p>Ours</p>", account={"id": "5"})
    own = status(
        "2",
        2,
        '<p><a href="https://example.ac.uk/x">x</a> <a href="https://h/@a" class="mention">@a</a></p>',
        media_attachments=media,
        spoiler_text="Long",
        application={"name": "Scheduler"},
        in_reply_to_id="4",
    )
    posts = value(read(Server(account(), statuses=[status("3", 1, "", reblog=boosted), own])).posts).items
    assert [(p.id, p.repost, p.text) for p in posts] == [("3", True, "Ours"), ("2", False, "Long\nx @a")]
    assert posts[1].links == ("https://example.ac.uk/x",)
    assert [(m.kind, value(m.alt)) for m in posts[1].media] == [
        ("image", None),
        ("gif", "A cat"),
        ("video", None),
        ("other", None),
    ]
    assert (posts[1].app, posts[1].reply_to) == ("Scheduler", "4")


def test_a_full_page_is_complete_only_since_its_oldest_post() -> None:
    page = [status(str(n), n / 4) for n in range(1, 41)]
    assert value(read(Server(account(), statuses=page)).posts).since == NOW - 10 * DAY
    assert value(read(Server(account(), statuses=page[:39])).posts).since is None


def test_moved_and_limited_accounts_stay_live_with_a_note() -> None:
    seen = read(Server(account(moved={"url": "https://new.example/@library"}, limited=True)))
    assert seen.extra["moved_to"] == "https://new.example/@library"
    assert seen.extra["limited"] == "yes"


def test_replies_are_read_where_asked_for() -> None:
    question = status("8", 1, "<p>Open on Sunday?</p>", account={"id": "2"}, in_reply_to_id="1")
    answer = status("9", 0.9, "<p>Yes</p>", in_reply_to_id="8")
    aside = status("7", 1, "<p>Talking to each other?</p>", account={"id": "3"}, in_reply_to_id="8")
    server = Server(
        account(),
        statuses=[status("1", 2, replies_count=3)],
        context=Reply({"ancestors": [], "descendants": [question, answer, aside]}),
    )
    assert why(read(server).exchanges) == "withheld"
    found = value(read(server, questions=True).exchanges).items
    assert [(e.text, e.answered_at is not None) for e in found] == [("Open on Sunday?", True)]


@pytest.mark.shared
def test_answers_of_a_real_server_can_be_read() -> None:
    if not RECORDED.is_dir():
        pytest.skip("the recorded answers are not beside this checkout")
    import json
    import re

    text = (RECORDED / "test_fetch_next_previous.yaml").read_text(encoding="utf-8")
    pages = re.findall(r"string: '(\[\{.*?\}\])'\n    headers", text, re.DOTALL)
    page = json.loads(re.sub(r"\n\s+", " ", pages[0]).replace("''", "'"))
    seen = read(
        Server(account(page[0]["account"]["id"], "mastodonpy_test"), statuses=page),
        ask("mastodon", f"mastodonpy_test@{HOST}"),
    )
    assert len(value(seen.posts).items) == len(page) > 3
