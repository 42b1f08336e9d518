from __future__ import annotations

from typing import Any

import pytest

from auditor.model import Snapshot, Trouble, Unreachable
from connectors._wiki_shapes import name, words
from connectors.wiki import connect
from tests.connectors.asking import DAY, NOW, ask, iso, setup, sights, snapshot, trouble, value, why
from tests.connectors.loopback import Asked, Loopback, Reply


def user(called: str = "LivUni Library", **more: Any) -> dict[str, Any]:
    base = {
        "userid": 3,
        "name": called,
        "editcount": 2,
        "registration": "2020-01-01T10:00:00Z",
        "groups": ["*", "user"],
    }
    return base | more


def edit(number: int, days_ago: float, called: str = "LivUni Library") -> dict[str, Any]:
    return {
        "userid": 3,
        "user": called,
        "revid": number,
        "ns": 0,
        "title": "Reading",
        "timestamp": iso(days_ago),
        "comment": "typo",
    }


def page(
    called: str = "LivUni Library", text: str | None = "'''Library''' of [[UoL|the university]]."
) -> dict[str, Any]:
    told: dict[str, Any] = {"ns": 2, "title": f"User:{called}"}
    if text is None:
        return told | {"missing": True}
    return told | {"revisions": [{"slots": {"main": {"contentmodel": "wikitext", "content": text}}}]}


def answer(users: list[Any], edits: list[Any] = [], pages: list[Any] = [], **more: Any) -> Reply:  # noqa: B006
    query = {"general": {"sitename": "Example Wiki"}, "users": users, "usercontribs": edits, "pages": pages}
    return Reply({"batchcomplete": True, "query": query} | more)


def api_error(code: str) -> Reply:
    return Reply({"error": {"code": code, "info": "no"}})


def read(script: Any, called: str = "LivUni Library") -> Snapshot:
    with Loopback(script) as server:
        return snapshot(connect(setup()), ask("wiki", f"{called}@{server.url}/api.php", row="wiki"))


def refused(*replies: Reply, called: str = "LivUni Library") -> Unreachable:
    with Loopback(replies) as server:
        return trouble(connect(setup()), ask("wiki", f"{called}@{server.url}/api.php", row="wiki"))


def test_one_query_tells_everything_of_a_user() -> None:
    with Loopback([answer([user()], [edit(9, 3), edit(8, 9)], [page()])]) as server:
        seen = snapshot(connect(setup()), ask("wiki", f"livUni_Library@{server.url}/api.php", row="wiki"))
        assert len(server.asked) == 1
        query = server.asked[0].query
    assert (query["ususers"], query["maxlag"], query["formatversion"]) == ("LivUni Library", "5", "2")
    assert (value(seen.handle), seen.native_id, value(seen.posts_count)) == ("LivUni Library", "3", 2)
    assert value(seen.bio) == "Library of the university."
    assert value(seen.newest_post_at) == NOW - 3 * DAY
    assert value(seen.posts).since is None
    assert value(seen.posts).items[0].url.endswith("/index.php?oldid=9")


def test_sixty_users_of_a_wiki_cost_two_queries() -> None:
    def script(asked: Asked) -> Reply:
        names = asked.query["ususers"].split("|")
        assert len(names) <= 50
        return answer(
            [user(n) for n in reversed(names)], [edit(i, 2, n) for i, n in enumerate(names)], [page(n) for n in names]
        )

    with Loopback(script) as server:
        asks = [ask("wiki", f"Unit {n}@{server.url}/api.php") for n in range(60)]
        connector = connect(setup())
        found = sights(connector, asks)
        assert len(server.asked) == 2 == sum(line.requests for line in connector.plan(asks))
    assert all(isinstance(s, Snapshot) and value(s.newest_post_at) == NOW - 2 * DAY for s in found.values())


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"name": "LivUni Library", "missing": True}, Trouble.GONE),
        ({"name": "LivUni Library", "invalid": True}, Trouble.REFUSED),
        (user(blockid=4, blockexpiry="infinite", blockpartial=False), Trouble.SUSPENDED),
        (user("Somebody Else"), Trouble.BROKEN),
    ],
)
def test_what_a_wiki_says_of_a_user_it_does_not_show(told: dict[str, Any], expected: Trouble) -> None:
    assert refused(answer([told])).trouble is expected


def test_a_partial_block_is_no_suspension() -> None:
    assert value(read([answer([user(blockid=4, blockpartial=True, editcount=0)], [], [page()])]).newest_post_at) is None


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (api_error("readapidenied"), Trouble.PRIVATE),
        (Reply(b"", 401), Trouble.DENIED),
        (Reply(b"", 403), Trouble.DENIED),
        (api_error("badvalue"), Trouble.BROKEN),
        (Reply(b"<html>", 404), Trouble.BROKEN),
        (Reply(b"<html>login</html>"), Trouble.BROKEN),
        (Reply(b""), Trouble.BROKEN),
        (Reply([]), Trouble.BROKEN),
        (Reply({"batchcomplete": True}), Trouble.BROKEN),
        (Reply({"query": {}}), Trouble.BROKEN),
        (Reply({"errors": [{"code": "readapidenied"}]}), Trouble.PRIVATE),
        (Reply(b"", 503), Trouble.BROKEN),
    ],
)
def test_refusals_are_told_by_their_code_and_never_as_gone(reply: Reply, expected: Trouble) -> None:
    assert refused(reply).trouble is expected


@pytest.mark.parametrize("bad", [b"<html>login</html>", b"", b'{"query": {"users'])
def test_a_page_instead_of_data_is_asked_for_again(bad: bytes) -> None:
    assert value(read([Reply(bad), answer([user()], [edit(1, 1)], [page()])]).name) == "LivUni Library"


def test_a_wiki_that_lags_is_asked_again_three_times_at_most() -> None:
    lag = api_error("maxlag")
    lag.headers = {"Retry-After": "5"}
    assert value(read([lag, answer([user()], [edit(1, 1)], [page()])]).name) == "LivUni Library"
    with Loopback([lag]) as server:
        assert trouble(connect(setup()), ask("wiki", f"A@{server.url}/api.php", row="w")).trouble is Trouble.THROTTLED
        assert len(server.asked) == 3


def test_a_user_crowded_out_of_the_shared_page_of_edits_is_asked_for_alone() -> None:
    both = answer(
        [user(), user("Busy")],
        [edit(n, n / 50, "Busy") for n in range(1, 6)],
        [page(), page("Busy")],
        **{"continue": {"uccontinue": "x"}},
    )
    alone = Reply({"query": {"usercontribs": [edit(70, 12)]}})
    with Loopback([both, alone]) as server:
        found = sights(
            connect(setup()),
            [
                ask("wiki", f"LivUni Library@{server.url}/api.php", row="quiet"),
                ask("wiki", f"Busy@{server.url}/api.php", row="busy"),
            ],
        )
        assert server.asked[1].query["ucuser"] == "LivUni Library"
        assert len(server.asked) == 2
    quiet, busy = found["quiet"], found["busy"]
    assert isinstance(quiet, Snapshot)
    assert isinstance(busy, Snapshot)
    assert value(quiet.newest_post_at) == NOW - 12 * DAY
    assert quiet.source_of("posts") == "wiki:posts"


def test_edits_that_are_counted_but_not_shown_are_no_silence() -> None:
    assert (
        why(read([answer([user()], [], [page()]), Reply({"query": {"usercontribs": []}})]).newest_post_at) == "withheld"
    )
    assert why(read([answer([user()], [], [page()]), Reply(b"<html>")]).newest_post_at) == "unavailable"


@pytest.mark.parametrize("spoiled", [None, {}, {"revid": 4, "timestamp": "soon"}])
def test_an_edit_that_cannot_be_read_might_be_the_newest_so_none_is_trusted(spoiled: Any) -> None:
    assert why(read([answer([user()], [spoiled, edit(1, 9)], [page()])]).newest_post_at) == "unavailable"


def test_a_user_left_out_of_the_answer_is_asked_for_alone() -> None:
    assert read([answer([]), answer([user()], [edit(1, 1)], [page()])]).native_id == "3"


def test_a_user_page_that_does_not_exist_is_empty_and_one_cut_away_is_unseen() -> None:
    assert value(read([answer([user()], [edit(1, 1)], [page(text=None)])]).bio) == ""
    assert why(read([answer([user()], [edit(1, 1)])]).bio) == "unavailable"


def test_two_wikis_are_asked_apart_and_one_failing_leaves_the_other() -> None:
    with Loopback([answer([user("A")], [edit(1, 1, "A")], [page("A")])]) as good, Loopback([Reply(b"", 500)]) as bad:
        found = sights(
            connect(setup()),
            [ask("wiki", f"A@{good.url}/api.php", row="good"), ask("wiki", f"A@{bad.url}/api.php", row="bad")],
        )
    assert isinstance(found["good"], Snapshot)
    assert isinstance(found["bad"], Unreachable)


@pytest.mark.parametrize(
    "handle", ["", "Library", "@https://wiki.example/api.php", "A|B@https://wiki.example/api.php", "Library@ftp://x"]
)
def test_what_is_no_user_of_a_wiki_is_not_asked(handle: str) -> None:
    assert trouble(connect(setup()), ask("wiki", handle, row="w")).trouble is Trouble.REFUSED


def test_a_wiki_in_the_private_network_is_refused_unless_config_places_it() -> None:
    one = ask("wiki", "LivUni Library@https://wiki.example.ac.uk/w/api.php", row="w")
    assert trouble(connect(setup()), ask("wiki", "A@http://10.1.2.3/api.php", row="w")).trouble is Trouble.REFUSED
    with Loopback([answer([user()], [edit(1, 1)], [page()])]) as server:
        assert snapshot(connect(setup(base_urls={"wiki.example.ac.uk": server.url})), one).native_id == "3"
        assert server.asked[0].path == "/w/api.php"


@pytest.mark.parametrize(
    ("written", "spelt"),
    [("livuni_ library", "Livuni library"), ("User:ab", "Ab"), ("ßx", "ßx"), ("a/b", ""), ("", "")],
)
def test_names_are_compared_as_the_wiki_spells_them(written: str, spelt: str) -> None:
    assert name(written) == spelt


def test_wikitext_is_read_as_words() -> None:
    assert words("== Team ==\nSee [https://x.example/ our site], [[Help]] {{box}}<!-- hidden --> '''now'''<br/>") == (
        "Team\nSee our site https://x.example/, Help {{box}} now"
    )
