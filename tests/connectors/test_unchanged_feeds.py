from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from auditor.model import Snapshot, Trouble, Unreachable
from auditor.ports import Ask
from connectors import _recall
from connectors._setup import Setup
from connectors.blog import connect
from tests.connectors.asking import DAY, NOW, ask, setup, value
from tests.connectors.loopback import Asked, Loopback, Reply
from tests.connectors.test_blog_connector import dated, entry, page, rss

HOUR = timedelta(hours=1)
FEED = rss(entry("2", dated(3)), entry("1", dated(30)))
MODIFIED = "Sun, 22 Nov 2026 01:00:00 GMT"
Sight = Snapshot | Unreachable


class Site:
    """A feed with the marks of its state; answers 304 to whoever names them."""

    def __init__(self, body: bytes = FEED, **marks: str) -> None:
        self.body = body
        self.marks = {name.replace("_", "-"): value for name, value in marks.items()}

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/":
            return page()
        wanted = {"if-none-match": self.marks.get("ETag"), "if-modified-since": self.marks.get("Last-Modified")}
        said = [n for n in wanted if n in asked.headers]
        if said and all(asked.headers[n] == wanted[n] for n in said):
            return Reply(b"", 304, self.marks)
        return Reply(self.body, headers={"Content-Type": "application/rss+xml", **self.marks})


def night(server: Loopback, now: Any = NOW, before: Sight | None = None, *, fresh: bool = False) -> Sight:
    """One visit, knowing an earlier one."""
    base = setup()
    known = dict(before.extra) if isinstance(before, Snapshot) else {}
    last = {"blog": before} if isinstance(before, Snapshot) else {}
    given = Setup(
        guard=base.guard, budget=base.budget, fresh=fresh, recall=lambda accounts: {a.id: last[a.id] for a in accounts if a.id in last}
    )  # fmt: skip
    given.budget.now = lambda: now
    connector = connect(given)
    one: Ask = ask("blog", f"{server.url}/", row="blog", known=known)
    (sight,) = connector.fetch([one], now=now)
    connector.close()
    return sight


def seen(sight: Sight) -> Snapshot:
    assert isinstance(sight, Snapshot), sight
    return sight


MARKS = [{"ETag": '"a1"'}, {"ETag": 'W/"a1"'}, {"Last_Modified": MODIFIED}, {"ETag": '"a1"', "Last_Modified": MODIFIED}]


def quiet_day(server: Loopback) -> Any:
    """The next night, or the same one where the feed's turn to be asked for whole is tomorrow: that goes by its address."""
    tomorrow = NOW + DAY
    return NOW + HOUR if _recall.is_due(f"{server.url}/feed/", NOW, tomorrow) else tomorrow


@pytest.mark.parametrize("marks", MARKS)
def test_a_feed_that_says_it_is_unchanged_is_not_sent_again(marks: dict[str, str]) -> None:
    with Loopback(Site(**marks)) as server:
        first = seen(night(server))
        later = quiet_day(server)
        second = seen(night(server, later, first))
        third = seen(night(server, later + HOUR, second))
        assert [a.path for a in server.asked] == ["/", "/feed/", "/feed/", "/feed/"]
        conditions = [{n for n in a.headers if n.startswith("if-")} for a in server.asked[2:]]
    assert conditions == [{"if-none-match" if "ETag" in marks else "if-modified-since"}] * 2
    for again in (second, third):
        assert (again.name, again.bio, again.links) == (first.name, first.bio, first.links)
        assert (again.posts, again.newest_post_at) == (first.posts, first.newest_post_at)
        assert again.extra == first.extra
        assert again.source_of("posts") == "blog:feed"
        assert again.recalled_from("posts") is None  # the site itself said so tonight
        assert [c.sha256 for c in again.calls] == ["", first.calls[0].sha256]
        assert again.calls[1].at == NOW


def test_a_feed_that_changed_is_read_anew() -> None:
    site = Site(ETag='"a1"')
    with Loopback(site) as server:
        first = seen(night(server))
        site.body, site.marks = rss(entry("3", dated(1)), entry("2", dated(3))), {"ETag": '"a2"'}
        second = seen(night(server, NOW + HOUR, first))
    assert value(second.newest_post_at) == NOW - DAY
    assert second.extra["feed_etag"] == '"a2"'


def test_a_description_that_came_from_the_home_page_is_asked_there_every_night() -> None:
    with Loopback(Site(rss(entry("1", dated(3)), about=""), ETag='"a1"')) as server:
        first = seen(night(server))
        second = seen(night(server, NOW + HOUR, first))
        assert [a.path for a in server.asked[2:]] == ["/feed/", "/"]
    assert value(first.bio) == value(second.bio) == "Home of the library blog"


def test_without_anything_to_take_over_no_condition_is_made() -> None:
    with Loopback(Site(ETag='"a1"')) as server:
        first = seen(night(server))
        blanked = Snapshot(
            account_id="blog", taken_at=NOW, native_id=None, name=first.name, bio=first.bio, calls=first.calls,
            extra=first.extra,
        )  # fmt: skip
        seen(night(server, NOW + HOUR, blanked))
        seen(night(server, NOW + HOUR, first, fresh=True))
        assert not any(n.startswith("if-") for a in server.asked for n in a.headers)


@pytest.mark.parametrize("marks", [{"ETag": "a1"}, {"ETag": '"a1'}, {"ETag": '"' + "a" * 300 + '"'}, {"Last_Modified": "yesterday"}, {}])  # fmt: skip
def test_marks_that_are_none_are_not_sent_back(marks: dict[str, str]) -> None:
    with Loopback(Site(**marks)) as server:
        first = seen(night(server))
        seen(night(server, NOW + HOUR, first))
        assert not any(n.startswith("if-") for a in server.asked for n in a.headers)


def test_a_site_that_says_unchanged_without_being_asked_is_broken() -> None:
    with Loopback([Reply(b"", 304)]) as server:
        sight = night(server)
    assert isinstance(sight, Unreachable)
    assert sight.trouble is Trouble.BROKEN


def test_a_site_that_says_unchanged_for_ever_is_found_out_within_a_week() -> None:
    stuck = {"is": False}

    def lying(asked: Asked) -> Reply:
        if asked.path == "/":
            return page()
        if stuck["is"] and "if-none-match" in asked.headers:
            return Reply(b"", 304)
        body = rss(entry("9", dated(0.5))) if stuck["is"] else FEED
        return Reply(body, headers={"ETag": '"a1"'})

    with Loopback(lying) as server:
        last = night(server)
        stuck["is"] = True
        for n in range(1, 8):
            last = night(server, NOW + n * DAY, last)
    assert value(seen(last).posts).items[0].id == "9"


def test_an_entry_dated_in_the_future_is_looked_for_again() -> None:
    with Loopback(Site(rss(entry("2", dated(-3)), entry("1", dated(3))), ETag='"a1"')) as server:
        first = seen(night(server))
        second = seen(night(server, NOW + 3 * DAY, first))
    assert first.extra["undated"] == "1"
    assert value(second.newest_post_at) == NOW + 3 * DAY
