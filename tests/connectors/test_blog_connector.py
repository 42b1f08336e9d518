from __future__ import annotations

from typing import Any

import pytest

from auditor.model import Snapshot, Trouble, Unreachable
from connectors._feed import FeedError, is_feed, parse
from connectors.blog import connect
from tests.connectors.asking import DAY, NOW, ask, iso, setup, sights, snapshot, trouble, value, why
from tests.connectors.loopback import Asked, Loopback, Reply
from tests.effort import within

HTML = {"Content-Type": "text/html; charset=utf-8"}


def entry(number: str, date: str, body: str = "Words", title: str = "A post") -> str:
    return (
        f"<item><title>{title}</title><link>https://blog.example.ac.uk/{number}</link><guid>{number}</guid>{date}"
        f"<description>{body}</description></item>"
    )


def rss(*items: str, title: str = "Library blog", about: str = "News. We answer Mon-Fri 9-5.") -> bytes:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title><link>https://x.example/</link>'
        f"<description>{about}</description><language>en</language>{''.join(items)}</channel></rss>"
    ).encode()


def dated(days_ago: float) -> str:
    return f"<pubDate>{(NOW - days_ago * DAY).strftime('%a, %d %b %Y %H:%M:%S GMT')}</pubDate>"


def page(feed: str = "/feed/", *, head: str = "", about: str = "Home of the library blog") -> Reply:
    link = f'<link rel="alternate" type="application/rss+xml" href="{feed}">' if feed else ""
    text = f'<!doctype html><html><head><title>Library</title><meta name="description" content="{about}">{link}{head}</head></html>'
    return Reply(text.encode(), headers=HTML)


class Site:
    """A site by path; what it lacks is a page that says so."""

    def __init__(self, **paths: Any) -> None:
        self.paths = {"/" if name == "home" else f"/{name}/": reply for name, reply in paths.items()}

    def __call__(self, asked: Asked) -> Reply:
        reply = self.paths.get(asked.path, Reply(b"<html>Not found</html>", 404, HTML))
        return reply(asked) if callable(reply) else reply


def read(site: Site, path: str = "/", known: dict[str, str] | None = None) -> Snapshot:
    with Loopback(site) as server:
        facts = {k: v.replace("{url}", server.url) for k, v in (known or {}).items()}
        return snapshot(connect(setup()), ask("blog", server.url + path, row="blog", known=facts))


def refused(site: Any, path: str = "/") -> Unreachable:
    with Loopback(site) as server:
        return trouble(connect(setup()), ask("blog", server.url + path, row="blog"))


FEED = Reply(rss(entry("2", dated(3)), entry("1", dated(30))), headers={"Content-Type": "application/rss+xml"})


def test_a_site_leads_to_its_feed_which_is_asked_directly_the_next_night() -> None:
    with Loopback(Site(home=page(), feed=FEED)) as server:
        connector = connect(setup())
        first = snapshot(connector, ask("blog", server.url))
        again = ask("blog", server.url, known=dict(first.extra))
        second = snapshot(connector, again)
        assert [a.path for a in server.asked] == ["/", "/feed/", "/feed/"]
        assert [line.requests for line in connector.plan([again])] == [1]
        assert sum(line.requests for line in connector.plan([ask("blog", server.url)])) == 2
    for seen in (first, second):
        assert (value(seen.name), value(seen.bio)) == ("Library blog", "News. We answer Mon-Fri 9-5.")
        assert value(seen.newest_post_at) == NOW - 3 * DAY
        assert value(seen.posts).since == NOW - 30 * DAY
        assert value(seen.handle) == server.url.removeprefix("http://")
        assert seen.source_of("posts") == "blog:feed"


def test_the_address_of_a_feed_needs_one_call() -> None:
    with Loopback(Site(feed=FEED)) as server:
        seen = snapshot(connect(setup()), ask("blog", f"{server.url}/feed/"))
        assert len(server.asked) == 1
    assert value(seen.name) == "Library blog"


def test_a_feed_without_description_borrows_the_home_pages_every_night() -> None:
    site = Site(home=page(), feed=Reply(rss(entry("1", dated(3)), about="")))
    first = read(site)
    assert value(first.bio) == "Home of the library blog"
    known = {"site": "{url}/", "feed": "{url}/feed/", "about": "page"}
    assert value(read(site, known=known).bio) == "Home of the library blog"
    assert why(read(Site(feed=site.paths["/feed/"], home=Reply(b"", 502)), known=known).bio) == "unavailable"


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        (Reply(b"", 404), Trouble.GONE),
        (Reply(b"", 410), Trouble.GONE),
        (Reply(b"", 401), Trouble.PRIVATE),
        (Reply(b"", 403), Trouble.PRIVATE),
        (Reply(b"", 500), Trouble.BROKEN),
        (Reply(b"", 418), Trouble.BROKEN),
        (Reply(b"", 200), Trouble.BROKEN),
        (page(feed=""), Trouble.BROKEN),
        (Reply({"version": 1}), Trouble.BROKEN),
        (Reply(rss(entry("1", dated(1)))[:-40]), Trouble.BROKEN),
        (page(feed="/lost/"), Trouble.BROKEN),
        (page(feed="http://10.0.0.1/feed"), Trouble.REFUSED),
        (page(feed="javascript:alert(1)"), Trouble.REFUSED),
    ],
)
def test_what_a_site_says_without_a_feed(home: Reply, expected: Trouble) -> None:
    assert refused(Site(home=home)).trouble is expected


def test_a_feed_that_was_replaced_by_a_page_is_looked_for_again() -> None:
    known = {"site": "{url}/", "feed": "{url}/old/"}
    assert value(read(Site(home=page(), feed=FEED, old=page(feed="")), known=known).name) == "Library blog"


def test_a_feed_remembered_for_another_address_is_not_asked() -> None:
    seen = read(
        Site(home=page(), feed=FEED, old=Reply(rss(title="Wrong"))),
        known={"site": "https://old.example/", "feed": "{url}/old/"},
    )
    assert value(seen.name) == "Library blog"


@pytest.mark.parametrize("address", ["", "the library blog", "ftp://x.example/", "livuni"])
def test_what_is_no_address_is_not_asked(address: str) -> None:
    assert trouble(connect(setup()), ask("blog", address, row="blog")).trouble is Trouble.REFUSED


@pytest.mark.parametrize(
    "address", ["http://127.0.0.2/", "http://169.254.169.254/feed", "http://127.0.0.1:1/x", "https://user@x.example/"]
)
def test_addresses_into_the_private_network_are_refused_or_dead(address: str) -> None:
    assert trouble(connect(setup()), ask("blog", address, row="blog")).trouble in {Trouble.REFUSED, Trouble.BROKEN}


def test_wordpress_is_asked_where_there_is_no_feed() -> None:
    def api(asked: Asked) -> Reply:
        return Reply({"name": "Library &amp; friends", "description": "We answer Mon-Fri 9-5."})

    posts = [
        {
            "id": 5,
            "date_gmt": iso(2)[:-1],
            "link": "https://x.example/5",
            "title": {"rendered": "Five"},
            "content": {"rendered": '<p>Hi</p><img src="/a.png">'},
        },
        {"id": 4, "date_gmt": "never"},
    ]

    def site(asked: Asked) -> Reply:
        if asked.path == "/wp-json/wp/v2/posts":
            return Reply(posts)
        if asked.path == "/wp-json/":
            return api(asked)
        reply = page(feed="")
        reply.headers = HTML | {"Link": f'<http://{asked.headers["host"]}/wp-json/>; rel="https://api.w.org/"'}
        return reply

    with Loopback(site) as server:
        seen = snapshot(connect(setup()), ask("blog", server.url))
        assert len(server.asked) == 3
    assert (value(seen.name), value(seen.bio)) == ("Library & friends", "We answer Mon-Fri 9-5.")
    assert value(seen.newest_post_at) == NOW - 2 * DAY
    assert value(value(seen.posts).items[0].media[0].alt) is None
    assert seen.extra["undated"] == "1"


def test_an_empty_feed_is_a_blog_that_never_posted() -> None:
    assert value(read(Site(home=Reply(rss()))).newest_post_at) is None


@pytest.mark.parametrize(
    "date",
    [
        "",
        "<pubDate>22/11/2026</pubDate>",
        "<pubDate>yesterday</pubDate>",
        "<pubDate>Sun, 22 Nov 2126 10:00:00 GMT</pubDate>",
    ],
)
def test_dates_that_cannot_be_true_prove_nothing(date: str) -> None:
    assert why(read(Site(home=Reply(rss(entry("1", date))))).newest_post_at) == "unavailable"
    seen = read(Site(home=Reply(rss(entry("1", date), entry("2", dated(400))))))
    assert value(seen.newest_post_at) == NOW - 400 * DAY


def test_atom_with_updates_only_is_dated_by_them() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">A &amp;amp; B</title><subtitle>Words</subtitle>'
        f'<entry><id>urn:1</id><title>T</title><updated>{iso(4)}</updated><link href="/p/1"/>'
        '<content type="html">&lt;p&gt;Hi &lt;a href="/l"&gt;l&lt;/a&gt;&lt;img src="i.png" alt=""&gt;&lt;/p&gt;</content></entry></feed>'
    )
    feed = parse(atom.encode(), "https://blog.example.ac.uk/feed", NOW)
    assert (feed.title, feed.description, feed.posts[0].at) == ("A & B", "Words", NOW - 4 * DAY)
    post = feed.posts[0]
    assert (post.url, post.links, post.text, post.media) == (
        "https://blog.example.ac.uk/p/1",
        ("https://blog.example.ac.uk/l",),
        "Hi l",
        (),
    )


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"><channel><title>&a;</title></channel></rss>',
        b'<?xml version="1.0"?><!DOCTYPE r SYSTEM "file:///etc/passwd"><rss version="2.0"><channel/></rss>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE rss><rss version="2.0"><channel/></rss>'.encode("utf-16"),
        b'<rss version="2.0"><channel><item '
        + b" ".join(b"a%d='x'" % n for n in range(50_000))
        + b"/></channel></rss>",
        b'<rss version="2.0"><channel><item '
        + b" ".join(b"a%d='x'" % n for n in range(50_000))
        + b"></oops></channel></rss>",
        b'<rss version="2.0"><channel>' + b"<item><title>x" * 100_000 + b"</channel></rss>",
        b'<rss version="2.0"><channel><item><title>cut',
        b'<?xml version="1.0" encoding="punycode"?><rss version="2.0"><channel/></rss>-' + b"a" * 4000,
    ],
)
def test_hostile_and_damaged_feeds_are_refused_quickly(body: bytes) -> None:
    assert is_feed(body)
    with pytest.raises(FeedError), within(0.5):
        parse(body, "https://x.example/feed", NOW)


def test_a_post_that_quotes_a_doctype_is_no_attack() -> None:
    body = rss(entry("1", dated(1), body="<![CDATA[<pre><!DOCTYPE html></pre>]]>"))
    assert len(parse(body, "https://x.example/", NOW).posts) == 1


def test_a_small_slip_in_the_xml_costs_nothing() -> None:
    body = rss(entry("1", dated(1), title="Fish & chips &nbsp;"))
    assert len(parse(body, "https://x.example/", NOW).posts) == 1


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>x</body></html>", b'{"version": "https://jsonfeed.org/version/1"}', b"<svg/>"]
)
def test_what_is_no_feed_is_not_taken_for_one(body: bytes) -> None:
    assert not is_feed(body)


def test_one_dead_blog_does_not_touch_the_others() -> None:
    with Loopback(Site(home=page(), feed=FEED)) as good, Loopback(Site(home=Reply(b"", 500))) as bad:
        found = sights(
            connect(setup()),
            [ask("blog", good.url, row="good"), ask("blog", bad.url, row="bad"), ask("blog", good.url, row="twin")],
        )
    assert isinstance(found["good"], Snapshot)
    assert isinstance(found["twin"], Snapshot)
    assert isinstance(found["bad"], Unreachable)


def test_an_address_may_be_served_elsewhere_by_configuration() -> None:
    with Loopback(Site(home=page(feed="https://blogs.example.ac.uk/feed/"), feed=FEED)) as server:
        given = setup(base_urls={"blogs.example.ac.uk": server.url})
        seen = snapshot(connect(given), ask("blog", "https://blogs.example.ac.uk/"))
    assert value(seen.handle) == "blogs.example.ac.uk"
    assert value(seen.name) == "Library blog"
