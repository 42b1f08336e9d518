from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import pytest

from auditor.model import (
    Account,
    Candidate,
    Image,
    Link,
    PersonFactor,
    SecurityFacts,
    Seen,
    Snapshot,
    Trouble,
    Unreachable,
    Why,
)
from auditor.ports import Ask
from auditor.secrets import Secret
from connectors import facebook, instagram, meta
from connectors._answer import Answer
from connectors._budget import Budget
from connectors._setup import Setup
from tests.connectors.loopback import Asked, Loopback, Reply

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
RECORDED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "graph"
TOKEN = "meta-token-of-the-tests"
NOBODY = {"id": "500", "two_factor_type": "all_required"}


def stamp(hours: float) -> str:
    return f"{NOW - timedelta(hours=hours):%Y-%m-%dT%H:%M:%S+0000}"


def page(number: int = 111, **fields: Any) -> dict[str, Any]:
    return {"id": str(number), "name": f"Unit {number}", "username": f"livuni{number}", "about": "News. Answered Mon-Fri 9-5.",
            "is_published": True, "verification_status": "blue_verified", "followers_count": 4200,
            "picture": {"data": {"url": "https://img.example/p.jpg?oh=1", "is_silhouette": False}}} | fields


def user(number: int = 17841, **fields: Any) -> dict[str, Any]:
    return {"id": str(number), "username": f"livuni_{number}", "name": "Unit", "biography": "Pictures. See liverpool.ac.uk/a",
            "followers_count": 9, "follows_count": 8, "media_count": 2, "profile_picture_url": "https://i.example/x.jpg",
            "has_profile_pic": True} | fields


def edge(*rows: Any, after: str = "") -> dict[str, Any]:
    paging = {"cursors": {"after": after}, "next": "https://graph.facebook.com/next?access_token=leak"} if after else {}
    return {"data": list(rows), "paging": paging}


def wrong(code: int, subcode: int = 0, message: str = "Some words", **more: Any) -> dict[str, Any]:
    return {"error": {"message": message, "type": "OAuthException", "code": code, "error_subcode": subcode or None, **more}}


class Graph:
    """A script: owned pages by cursor, the business, single nodes, and everything else as 100/33."""

    def __init__(self, *pages: Any, **nodes: Any) -> None:
        self.pages = list(pages)
        self.nodes: dict[str, Any] = {"500": NOBODY, **nodes}
        self.asked: list[Asked] = []

    def __call__(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if asked.method == "POST":
            entries = []
            for operation in json.loads(asked.form["batch"]):
                parts = urlsplit(operation["relative_url"])
                told = self.node(parts.path.partition("/")[2], {k: v[0] for k, v in parse_qs(parts.query).items()})
                failed = isinstance(told, dict) and "error" in told
                entries.append(told if told is None else {"code": 400 if failed else 200, "body": json.dumps(told)})
            return Reply(entries)
        path = asked.path.removeprefix("/v26.0/")
        if path in {"500/owned_pages", "me/accounts"} and path not in self.nodes:
            told = self.pages[min(int(asked.query.get("after", "0")), len(self.pages) - 1)] if self.pages else edge()
        else:
            told = self.node(path, asked.query)
        if callable(told):
            told = told(asked.query)
        if isinstance(told, Reply):
            return told
        return Reply(told, 400 if isinstance(told, dict) and "error" in told else 200)

    def node(self, path: str, query: dict[str, str]) -> Any:
        told = self.nodes.get(path, wrong(100, 33))
        return told(query) if callable(told) else told

    @property
    def paths(self) -> list[str]:
        return [f"{a.method} {a.path.removeprefix('/v26.0/')}" for a in self.asked]


class Night:
    def __init__(self, graph: Any, *, deadline: float = math.inf, registered: Any = None, questions: bool = False, **options: Any) -> None:
        self._questions = questions
        self.graph, self._options = graph, {"business_id": "500", **options}
        self._registered, self._deadline = registered or {}, deadline
        self.server = Loopback(graph)

    def __enter__(self) -> Self:
        self.server.__enter__()
        self.connector = meta.connect(Setup(
            options={"base_url": self.server.url, **self._options}, secrets={"token": Secret(TOKEN)}, prefix="livuni",
            names=("University of Liverpool", "UoL"), registered=self._registered, questions=self._questions,
            budget=Budget(timeout_seconds=30, deadline=self._deadline, sleep=lambda _: None, rng=lambda: 0.0, now=lambda: NOW,
                          clock=lambda: 0.0),
        ))
        return self

    def __exit__(self, *_: object) -> None:
        self.connector.close()
        self.server.__exit__()

    def fetch(self, *asks: Ask) -> dict[str, Any]:
        sights = list(self.connector.fetch(asks or (fb(),), now=NOW))
        found = {s.account_id: s for s in sights}
        assert len(found) == len(sights)
        assert TOKEN not in repr(sights)
        return found

    def one(self, *asks: Ask) -> Any:
        (sight,) = self.fetch(*asks).values()
        return sight


def fb(number: int | None = 111, handle: str = "livuni111") -> Ask:
    return Ask(Account(id=f"fb-{number or handle}", platform="facebook", handle=handle, unit="U"), str(number) if number else None)


def ig(number: int | None = 17841, handle: str = "livuni_17841") -> Ask:
    return Ask(Account(id=f"ig-{number or handle}", platform="instagram", handle=handle, unit="U"), str(number) if number else None)


def comment(number: int, hours: float, *replies: Any, **fields: Any) -> dict[str, Any]:
    told = {"id": str(number), "created_time": stamp(hours), "message": "Open on Sunday?", "from": {"id": "77", "name": "V"}}
    return told | ({"comments": edge(*replies)} if replies else {}) | fields


def test_a_page_is_read_whole() -> None:
    posts = edge(
        {"id": "111_9", "created_time": stamp(40), "message": "See liverpool.ac.uk/x", "permalink_url": "https://fb.example/9",
         "application": {"name": "Planner"}, "attachments": {"data": [{"media_type": "photo", "url": "https://fb.example/p"}]}},
        {"id": "111_8", "created_time": stamp(50), "parent_id": "5", "attachments": {"data": [
            {"media_type": "album", "subattachments": {"data": [{"media_type": "photo"}, {"media_type": "video"}]}}]}},
    )
    told = page(description="About us", website="www.liverpool.ac.uk https://b.example", published_posts=posts,
                location={"city": "Liverpool", "country": "UK"}, cover={"source": "https://c.example"},
                hours={"mon_1_open": "09:00"})
    with Night(Graph(edge(told))) as night:
        seen = night.one()
        assert night.graph.paths == ["GET 500", "GET 500/owned_pages"]
        assert night.graph.asked[1].headers["authorization"] == f"Bearer {TOKEN}"
        assert "access_token" not in night.graph.asked[1].query
    assert (seen.native_id, seen.handle, seen.bio) == ("111", Seen("livuni111"), Seen("News. Answered Mon-Fri 9-5."))
    assert seen.texts == Seen((("description", "About us"),))
    assert seen.links == Seen((Link("www.liverpool.ac.uk", "https://www.liverpool.ac.uk"), Link("https://b.example")))
    assert seen.image == Seen(Image("https://img.example/p.jpg?oh=1", key="https://img.example/p.jpg"))
    assert (seen.verified, seen.location, seen.followers) == (Seen("blue_verified"), Seen("Liverpool, UK"), Seen(4200))
    assert (seen.newest_post_at, seen.posts.value.since) == (Seen(NOW - timedelta(hours=40)), None)
    newest, oldest = seen.posts.value.items
    assert (newest.links, newest.app, newest.repost) == (("https://liverpool.ac.uk/x",), "Planner", False)
    assert [m.kind for m in newest.media] == ["image"]
    assert newest.media[0].alt.why is Why.UNSUPPORTED
    assert ([m.kind for m in oldest.media], oldest.repost) == (["image", "video"], True)
    assert seen.extra == {"opening_hours": "mon 1 open 09:00"}
    assert seen.exchanges.value.items == ()
    assert seen.source_of("profile") == "facebook:owned_pages"
    assert seen.source_of("security") == "facebook:security"


def test_a_page_without_posts_has_never_posted_and_one_without_a_name_has_no_handle() -> None:
    told = page(username=None, is_published=False, verification_status="not_verified",
                picture={"data": {"url": "https://s.example", "is_silhouette": True}})
    with Night(Graph(edge(told))) as night:
        seen = night.one()
    assert (seen.newest_post_at, seen.handle, seen.private, seen.verified) == (Seen(None), Seen(None), True, Seen(""))
    assert seen.image.value.is_default


def test_posts_that_cannot_be_read_are_not_no_posts() -> None:
    with Night(Graph(edge(page(published_posts=edge({"id": "1", "created_time": "once"}))))) as night:
        assert night.one().newest_post_at.why is Why.UNAVAILABLE


def test_comments_become_exchanges_with_the_first_reply_of_the_page() -> None:
    post = {"id": "111_9", "created_time": stamp(40), "permalink_url": "https://fb.example/9", "comments": edge(
        comment(4, 5, {"created_time": stamp(4), "from": {"id": "78"}}, {"created_time": stamp(3), "from": {"id": "111"}},
                {"created_time": stamp(2), "from": {"id": "111"}}),
        comment(3, 6, **{"from": None}), comment(2, 7, **{"from": {"id": "111"}}))}
    visits = edge(comment(1, 9, {"created_time": stamp(8), "from": {"id": "111"}}))
    with Night(Graph(edge(page(published_posts=edge(post), visitor_posts=visits)))) as night:
        seen = night.one().exchanges.value
    assert [(e.id, e.answered_at) for e in seen.items] == [
        ("4", NOW - timedelta(hours=3)), ("3", None), ("1", NOW - timedelta(hours=8))]
    assert (seen.since, seen.items[0].url) == (None, "https://fb.example/9")


def test_cut_lists_say_from_when_on_they_are_complete() -> None:
    post = {"id": "111_9", "created_time": stamp(40), "comments": edge(comment(4, 5), comment(3, 6), after="x")}
    with Night(Graph(edge(page(published_posts=edge(post, after="y"))))) as night:
        seen = night.one()
    assert seen.posts.value.since == NOW - timedelta(hours=40)
    assert seen.exchanges.value.since == NOW - timedelta(hours=6)


def test_a_question_whose_answer_may_have_been_cut_off_is_not_called_unanswered() -> None:
    replies = edge({"created_time": stamp(4), "from": {"id": "78"}}, after="x")
    post = {"id": "111_9", "created_time": stamp(40), "comments": edge(comment(5, 3), comment(4, 5, comments=replies))}
    with Night(Graph(edge(page(published_posts=edge(post))))) as night:
        seen = night.one().exchanges.value
    assert [e.id for e in seen.items] == ["5"]
    assert seen.since == NOW - timedelta(hours=5)


def test_an_instagram_account_comes_with_its_page() -> None:
    media = edge(
        {"id": "1", "timestamp": stamp(5), "caption": "Open late", "media_type": "IMAGE", "alt_text": "Reading room",
         "permalink": "https://i.example/1", "comments": edge(
             {"id": "c1", "timestamp": stamp(4), "text": "Sunday too?", "username": "visitor", "replies": edge(
                 {"id": "c2", "timestamp": stamp(3), "username": "LivUni_17841"})},
             {"id": "c3", "timestamp": stamp(2), "text": "Mine", "username": "livuni_17841"})},
        {"id": "2", "timestamp": stamp(9), "media_type": "CAROUSEL_ALBUM", "children": {"data": [
            {"media_type": "IMAGE", "alt_text": ""}, {"media_type": "VIDEO"}]}},
        {"id": "3", "timestamp": stamp(10), "media_type": "CAROUSEL_ALBUM"},
    )
    with Night(Graph(edge(page(instagram_business_account=user(media=media))))) as night:
        found = night.fetch(fb(), ig())
        assert night.graph.paths == ["GET 500", "GET 500/owned_pages"]
    seen = found["ig-17841"]
    assert isinstance(found["fb-111"], Snapshot)
    assert (seen.handle, seen.followers, seen.following, seen.posts_count) == (Seen("livuni_17841"), Seen(9), Seen(8), Seen(2))
    assert seen.links == Seen((Link("liverpool.ac.uk/a", "https://liverpool.ac.uk/a", "bio"),))
    first, album, empty = seen.posts.value.items
    assert first.media[0].alt == Seen("Reading room")
    assert [(m.kind, getattr(m.alt, "value", "unseen")) for m in album.media] == [("image", None), ("video", "unseen")]
    assert empty.media[0].alt.why is Why.UNAVAILABLE
    assert [(e.id, e.answered_at) for e in seen.exchanges.value.items] == [("c1", NOW - timedelta(hours=3))]


def test_only_what_is_registered_is_asked_for() -> None:
    with Night(Graph(edge(page()))) as night:
        night.fetch(fb())
        assert "instagram_business_account" not in night.graph.asked[1].query["fields"]
    with Night(Graph(edge(page(instagram_business_account=user())))) as night:
        night.fetch(ig())
        assert "published_posts" not in night.graph.asked[1].query["fields"]
    with Night(Graph()) as night:
        assert night.connector.plan(()) == list(night.connector.fetch((), now=NOW)) == []
        assert night.graph.asked == []


def test_cursors_are_followed_and_a_loop_is_ended() -> None:
    with Night(Graph(edge(page(1), after="1"), edge(page(2)))) as night:
        assert all(isinstance(s, Snapshot) for s in night.fetch(fb(1), fb(2)).values())
    with Night(Graph(edge(page(1), after="0"))) as night:
        found = night.fetch(fb(1), fb(2))
        assert night.graph.paths.count("GET 500/owned_pages") <= 3
    assert isinstance(found["fb-1"], Snapshot)
    assert isinstance(found["fb-2"], Unreachable)


def test_a_question_too_large_is_asked_smaller() -> None:
    def pages(query: dict[str, str]) -> Any:
        if int(query["limit"]) > 6:
            return Reply(wrong(1, message="Please reduce the amount of data you're asking for, then retry"), 500)
        return edge(page())

    graph = Graph(**{"500/owned_pages": pages})
    with Night(graph) as night:
        assert isinstance(night.one(), Snapshot)
    assert [a.query["limit"] for a in graph.asked[1:]] == ["25", "12", "6"]


def test_a_field_that_graph_no_longer_knows_is_left_out_and_withheld() -> None:
    def pages(query: dict[str, str]) -> Any:
        if "website" in query["fields"]:
            return wrong(100, message="(#100) Tried accessing nonexisting field (website) on node type (Page)")
        return edge(page())

    with Night(Graph(**{"500/owned_pages": pages})) as night:
        seen = night.one()
    assert seen.links.why is Why.WITHHELD
    assert seen.bio == Seen("News. Answered Mon-Fri 9-5.")


def test_a_missing_permission_for_comments_costs_only_the_exchanges() -> None:
    def pages(query: dict[str, str]) -> Any:
        if "comments" in query["fields"]:
            return wrong(10, message="(#10) This endpoint requires the 'pages_read_user_content' permission")
        return edge(page(published_posts=edge({"id": "1", "created_time": stamp(1)})))

    with Night(Graph(**{"500/owned_pages": pages})) as night:
        seen = night.one()
    assert seen.exchanges.why is Why.WITHHELD
    assert seen.newest_post_at == Seen(NOW - timedelta(hours=1))


def test_who_is_met_nowhere_is_asked_for_in_a_batch() -> None:
    graph = Graph(edge(page()), **{"222": page(222), "livunialias": page(333), "17842": user(17842), "444": None})
    with Night(graph) as night:
        found = night.fetch(fb(), fb(222), fb(None, "livunialias"), ig(17842), fb(555), fb(444))
        assert graph.paths == ["GET 500", "GET 500/owned_pages", "POST ", "GET 444"]
    assert {i: s.trouble for i, s in found.items() if isinstance(s, Unreachable)} == {
        "fb-555": Trouble.GONE, "fb-444": Trouble.BROKEN}
    assert found["fb-livunialias"].native_id == "333"
    assert found["ig-17842"].source_of("profile") == "facebook:batch"


def test_an_instagram_account_without_permanent_id_is_looked_for_beside_the_pages() -> None:
    with Night(Graph(edge(), **{"500/owned_instagram_accounts": edge(user())})) as night:
        found = night.fetch(ig(None), ig(None, "livuni_elsewhere"))
    assert isinstance(found["ig-livuni_17841"], Snapshot)
    assert found["ig-livuni_elsewhere"].trouble is Trouble.DENIED


@pytest.mark.parametrize(("error", "trouble"), [
    (wrong(100, 33), Trouble.GONE),
    (wrong(803), Trouble.GONE),
    (wrong(10), Trouble.DENIED),
    (wrong(200), Trouble.DENIED),
    (wrong(3), Trouble.DENIED),
    (wrong(190, 2069032), Trouble.DENIED),
    (wrong(368), Trouble.DENIED),
    (wrong(415), Trouble.DENIED),
    (wrong(80001), Trouble.THROTTLED),
    (wrong(32), Trouble.THROTTLED),
    (wrong(2), Trouble.BROKEN),
    (wrong(99999), Trouble.BROKEN),
    ({"error": "odd"}, Trouble.BROKEN),
    ({"error": {"code": "190"}}, Trouble.BROKEN),
    (page(999), Trouble.BROKEN),
    ([], Trouble.BROKEN),
    ({}, Trouble.BROKEN),
])
def test_errors_inside_a_batch_concern_one_account(error: Any, trouble: Trouble) -> None:
    with Night(Graph(edge(), **{"111": error, "222": page(222)})) as night:
        found = night.fetch(fb(), fb(222))
    assert found["fb-111"].trouble is trouble
    assert found["fb-111"].message
    assert found["fb-111"].remedy
    assert isinstance(found["fb-222"], Snapshot)


@pytest.mark.parametrize(("code", "subcode", "word"), [
    (190, 463, "expired"), (190, 460, "password was changed"), (190, 459, "hijacked"), (190, 458, "removed"), (190, 1, "token")])
def test_a_dead_token_stops_everything_at_once(code: int, subcode: int, word: str) -> None:
    graph = Graph(**{"500": wrong(code, subcode)})
    with Night(graph) as night:
        found = night.fetch(fb(), ig())
        night.fetch(fb(222))
    assert len(graph.asked) == 1
    assert {s.trouble for s in found.values()} == {Trouble.EXPIRED}
    assert all(word in s.message for s in found.values())


def test_a_token_that_dies_inside_a_batch_stops_the_rest() -> None:
    graph = Graph(edge(), **{str(n): wrong(190, 460) for n in range(1, 61)})
    with Night(graph) as night:
        found = night.fetch(*(fb(n) for n in range(1, 61)))
    assert graph.paths.count("POST ") == 1
    assert {s.trouble for s in found.values()} == {Trouble.EXPIRED}


def test_a_throttle_tells_when_to_come_back() -> None:
    usage = json.dumps({"111": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 19}]})
    graph = Graph(**{"500/owned_pages": lambda _: Reply(wrong(80001), 400, {"X-Business-Use-Case-Usage": usage})})
    with Night(graph, deadline=60.0) as night:
        sight = night.one()
    assert (sight.trouble, sight.retry_at) == (Trouble.THROTTLED, NOW + timedelta(minutes=19))
    assert graph.paths == ["GET 500", "GET 500/owned_pages"]


def test_the_dead_ids_parameter_is_never_sent_and_a_500_with_code_100_is_not_tried_again() -> None:
    graph = Graph(**{"500/owned_pages": lambda _: Reply(wrong(100, message="Invalid parameter"), 500)})
    with Night(graph) as night:
        assert night.one().trouble is Trouble.GONE  # by the batch: 100/33
    assert graph.paths.count("GET 500/owned_pages") == 1
    assert not any("ids" in a.query for a in graph.asked)


@pytest.mark.parametrize("reply", [Reply(b"<html>", 500), Reply({"message": "no error"}, 503), Reply(wrong(2), 500),
                                   Reply(wrong(77, is_transient=True), 400), Reply(wrong(4), 400), Reply(b"<html>"), Reply(b'{"data')])
def test_passing_faults_are_tried_three_times_and_then_nothing_else_is_asked(reply: Reply) -> None:
    graph = Graph(**{"500/owned_pages": lambda _: reply})
    with Night(graph) as night:
        assert night.one().trouble in {Trouble.BROKEN, Trouble.THROTTLED}
    assert graph.paths == ["GET 500", *["GET 500/owned_pages"] * 3]


@pytest.mark.parametrize("body", [b"<html>", [], None, {}, {"data": {}}, b"", {"data": "x"}])
def test_nonsense_instead_of_the_pages_is_no_pass(body: Any) -> None:
    plain = {"Content-Type": "text/html"} if isinstance(body, bytes) else {}
    with Night(lambda asked: Reply(NOBODY) if asked.path.endswith("/500") else Reply(body, headers=plain)) as night:
        assert isinstance(night.one(), Unreachable)


def test_second_factors_of_the_business_are_told_for_every_account_without_names() -> None:
    business = {"id": "500", "two_factor_type": "admin_required", "business_users": edge(
        {"id": "1", "name": "A Person", "role": "ADMIN", "two_fac_status": "enabled"},
        {"id": "2", "role": "EMPLOYEE", "two_fac_status": "not_enabled"},
        {"id": "3", "role": "EMPLOYEE", "two_fac_status": "quantum"}, {"id": "4", "role": "EMPLOYEE"})}
    with Night(Graph(edge(page()), **{"500": business})) as night:
        facts = night.one().security.value
        asked = night.graph.asked[0].query["fields"]
    assert isinstance(facts, SecurityFacts)
    assert (facts.policy, facts.source) == ("admin_required", "facebook:security")
    assert [(p.role, p.state) for p in facts.people] == [
        ("ADMIN", "on"), ("EMPLOYEE", "off"), ("EMPLOYEE", "unknown"), ("EMPLOYEE", "unknown")]
    assert all(isinstance(p, PersonFactor) and re.fullmatch(r"[0-9a-f]{12}", p.ref) for p in facts.people)
    assert "email" not in asked
    assert "business_users.limit(100){id,role,two_fac_status}" in asked


def test_people_missing_in_the_business_are_read_from_their_own_edge() -> None:
    people = edge({"id": "1", "role": "ADMIN", "two_fac_status": "on"})
    graph = Graph(edge(page()), **{"500": {"id": "500", "two_factor_type": "none"}, "500/business_users": people})
    with Night(graph) as night:
        assert [p.state for p in night.one().security.value.people] == ["on"]


@pytest.mark.parametrize(("error", "why"), [(wrong(10), Why.WITHHELD), (wrong(99), Why.UNAVAILABLE)])
def test_a_business_that_cannot_be_asked_leaves_the_profiles_whole(error: Any, why: Why) -> None:
    with Night(Graph(edge(page()), **{"500": error})) as night:
        seen = night.one()
    assert seen.security.why is why
    assert seen.bio == Seen("News. Answered Mon-Fri 9-5.")


def test_without_a_business_the_tokens_own_pages_are_read() -> None:
    with Night(Graph(edge(page())), business_id="") as night:
        seen = night.one()
        assert night.graph.paths == ["GET me/accounts"]
        assert len(night.connector.plan([fb()])) == 1
    assert seen.security.why is Why.WITHHELD


def test_pages_beyond_the_register_are_dropped_but_for_the_handles_of_likely_ones() -> None:
    pages = edge(page(), page(2, username="LivUniNew"), page(3, username="private.diary", name="Somebody"),
                 page(4, username="uol.old", name="The University of Liverpool Club"), page(5, username="livunireg"),
                 page(8, username="manuola", name="Manuola"), page(9, username=None, name="UoL Chess"),
                 page(6, username="livunifriend", instagram_business_account=user(7, username="livuni.ig")))
    registered = {"facebook": frozenset({"111", "livunireg", "6"}), "instagram": frozenset()}
    with Night(Graph(pages), registered=registered) as night:
        assert set(night.fetch(fb(), ig(99))) == {"fb-111", "ig-99"}
        assert night.connector.candidates() == (
            Candidate("facebook", "LivUniNew", "2", "prefix", "facebook:owned_pages"),
            Candidate("facebook", "uol.old", "4", "name", "facebook:owned_pages"),
            Candidate("facebook", "UoL Chess", "9", "name", "facebook:owned_pages"),
            Candidate("instagram", "livuni.ig", "7", "prefix", "facebook:owned_pages"),
        )


def test_a_single_account_of_a_large_register_is_asked_for_alone() -> None:
    registered = {"facebook": frozenset(str(n) for n in range(200))}
    with Night(Graph(**{"111": page()}), registered=registered) as night:
        assert isinstance(night.one(), Snapshot)
        assert night.graph.paths == ["GET 500", "POST "]


def test_two_rows_about_one_page_share_one_answer() -> None:
    twin = Ask(Account(id="twin", platform="facebook", handle="livuni111", unit="U"), "111")
    with Night(Graph(edge(page()))) as night:
        assert {type(s) for s in night.fetch(fb(), twin).values()} == {Snapshot}


def test_what_cannot_be_an_id_is_refused() -> None:
    with Night(Graph(edge())) as night:
        bad = Ask(Account(id="bad", platform="facebook", handle="x", unit="U"), "../me")
        assert night.fetch(fb(), bad)["bad"].trouble is Trouble.REFUSED
        assert all("me" not in path for path in night.graph.paths)


def test_pictures_on_metas_cdn_are_known_by_their_file() -> None:
    first, second = (page(picture={"data": {"url": f"https://scontent-{host}.xx.fbcdn.net/v/t{n}/12_34_n.jpg?oh={n}"}})
                     for host, n in (("lhr8-1", 1), ("ams2-1", 2)))
    keys = []
    for told in (first, second):
        with Night(Graph(edge(told))) as night:
            keys.append(night.one().image.value.key)
    assert keys == ["cdn:12_34_n.jpg"] * 2


def test_recorded_answers_are_read() -> None:
    if not RECORDED.exists():
        pytest.skip("needs ../shared/data/graph beside the checkout")
    call = (Answer(status=200, headers={}, body=b"", url="", at=NOW, source="facebook:owned_pages").call,)
    told = json.loads((RECORDED / "facebook/pages/single_fields_page.json").read_text(encoding="utf-8"))
    seen = facebook.snapshot(fb(), told, call, Seen(SecurityFacts(None)), frozenset())
    assert (seen.native_id, seen.name) == (told["id"], Seen(told["name"]))
    posts = json.loads((RECORDED / "facebook/posts/feed_fields_p1.json").read_text(encoding="utf-8"))
    assert facebook.snapshot(fb(), told | {"published_posts": posts}, call, Seen(SecurityFacts(None)), frozenset()).posts.value.items
    person = json.loads((RECORDED / "instagram/users/user_fields.json").read_text(encoding="utf-8"))
    media = json.loads((RECORDED / "instagram/medias/medias_fields.json").read_text(encoding="utf-8"))
    rows: Sequence[Any] = list(media.values()) if "data" not in media else media["data"]
    ours = instagram.snapshot(ig(), person | {"media": {"data": rows}}, call, Seen(SecurityFacts(None)), frozenset())
    assert ours.posts.value.items


@pytest.mark.parametrize("questions", [True, False])
def test_comments_under_busy_posts_are_read_to_the_end_where_config_wants_it(questions: bool) -> None:
    shown = [comment(n, n / 10) for n in range(1, 11)]
    busy = {"id": "111_9", "created_time": stamp(40), "comments": edge(*shown, after="10")}
    old = {"id": "111_1", "created_time": stamp(9000), "comments": edge(comment(900, 8999), after="1")}
    quiet = {"id": "111_2", "created_time": stamp(50), "comments": edge(comment(700, 49))}

    def more(query: dict[str, str]) -> Any:
        if "after" in query:
            return edge(*(comment(n, n / 10) for n in range(101, 121)))
        return edge(*(comment(n, n / 10) for n in range(1, 101)), after="100")

    graph = Graph(edge(page(published_posts=edge(busy, old, quiet))), **{"111_9/comments": more})
    with Night(graph, questions=questions) as night:
        seen = night.one()
        assert len(night.connector.plan([fb()])) == (3 if questions else 2)
    if questions:
        assert graph.paths[2:] == ["POST ", "GET 111_9/comments"]
        assert json.loads(graph.asked[2].form["batch"])[0]["relative_url"].count("order=reverse_chronological") == 1
        assert len(seen.exchanges.value.items) == 120 + 2
        assert seen.exchanges.value.since == NOW - timedelta(hours=8999)
        assert seen.source_of("exchanges") == "facebook:exchanges"
    else:
        assert len(graph.paths) == 2
        assert seen.exchanges.value.since == NOW - timedelta(hours=1)


def test_comments_that_cannot_be_completed_stay_known_as_cut() -> None:
    busy = {"id": "111_9", "created_time": stamp(40), "comments": edge(comment(1, 1), comment(2, 2), after="2")}
    with Night(Graph(edge(page(published_posts=edge(busy)))), questions=True) as night:
        seen = night.one().exchanges.value
    assert (len(seen.items), seen.since) == (2, NOW - timedelta(hours=2))
