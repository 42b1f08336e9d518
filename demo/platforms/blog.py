"""Blogs: sites by folder, with a home page, an RSS or Atom feed, ETag and 304; some are WordPress with its REST API."""

from __future__ import annotations

import html
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from demo.ground import Ground, crc, iso
from demo.web import Answer, Request, answer_json, answer_text
from demo.world import Post, WorldAccount

GONE = {"gone": 404, "deactivated": 410, "suspended": 410, "protected": 401, "unpublished": 403}


class Blog:
    """Answers for a host of blogs; an account's `extras["engine"]` is rss (default), atom or wordpress."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def __call__(self, request: Request) -> Answer:
        folder, _, rest = request.path.lstrip("/").partition("/")
        world = self.ground.world
        account = world.memo("blog", lambda: {a.host: a for a in world.of("blog")}).get(folder)
        if account is None:
            return answer_text("<!doctype html><title>Not found</title><h1>Not found</h1>", "text/html; charset=utf-8", 404)
        if account.state in GONE:
            status = GONE[account.state]
            return answer_text(f"<!doctype html><title>{status}</title><h1>{status}</h1>", "text/html; charset=utf-8", status)
        site = Site(account, f"{request.base}/{folder}", self.ground)
        wordpress = account.extras.get("engine") == "wordpress"
        match rest.strip("/"):
            case "":
                return self._fresh(request, site.home(), "text/html; charset=utf-8", site)
            case "feed" | "feed.xml" | "index.xml":
                return self._fresh(request, site.feed(), site.kind, site)
            case "wp-json" if wordpress:
                return answer_json(site.about())
            case "wp-json/wp/v2/posts" if wordpress:
                return site.posts(request)
            case "wp-json/wp/v2/comments" if wordpress:
                return answer_json([])
            case "wp-json/wp/v2/users" if wordpress:
                return answer_json({"code": "rest_no_route", "message": "No route was found", "data": {"status": 404}}, 404)
        return answer_text("<!doctype html><title>Not found</title>", "text/html; charset=utf-8", 404)

    def _fresh(self, request: Request, body: str, kind: str, site: Site) -> Answer:
        mark = f'"{crc(body):08x}"'
        headers = {"etag": mark, "content-type": kind, **site.headers()}
        if request.headers.get("if-none-match") == mark:
            return Answer(304, b"", headers)
        return Answer(200, body.encode("utf-8", "surrogatepass"), headers)


class Site:
    """One blog."""

    def __init__(self, account: WorldAccount, base: str, ground: Ground) -> None:
        self.account, self.base, self.ground = account, base, ground
        self.engine = account.extras.get("engine", "rss")
        self.kind = "application/atom+xml; charset=utf-8" if self.engine == "atom" else "application/rss+xml; charset=utf-8"

    def headers(self) -> dict[str, str]:
        """WordPress announces its API on every page."""
        return {"link": f'<{self.base}/wp-json/>; rel="https://api.w.org/"'} if self.engine == "wordpress" else {}

    def home(self) -> str:
        """The home page."""
        account, kind = self.account, "atom" if self.engine == "atom" else "rss"
        links = "".join(f"<li><a href={quoteattr(link)}>{html.escape(link)}</a></li>" for link in account.links)
        latest = "".join(f"<article><h2>{html.escape(p.title)}</h2>{self._html(p)}</article>" for p in account.newest_first()[:3])
        return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(account.name)}</title>'
                f'<meta name="description" content={quoteattr(account.bio)}>'
                f'<link rel="alternate" type="application/{kind}+xml" title="Posts" href="{self.base}/feed/"></head>'
                f"<body><header><h1>{html.escape(account.name)}</h1><p>{html.escape(account.bio)}</p></header>{latest}"
                f"<footer><ul>{links}</ul></footer></body></html>")

    def feed(self) -> str:
        """The feed, ten newest."""
        rows = self.account.newest_first()[:10]
        return self._atom(rows) if self.engine == "atom" else self._rss(rows)

    def _rss(self, rows: list[Post]) -> str:
        items = "".join(
            f'<item><title>{_clean(p.title)}</title><link>{self.base}/{p.id}/</link><guid isPermaLink="false">{self.base}/?p={p.id}</guid>'
            f"<pubDate>{format_datetime(p.at)}</pubDate><dc:creator>The team</dc:creator><description>{_clean(p.text)}</description>"
            f"<content:encoded><![CDATA[{_bare(self._html(p)).replace(']]>', ']]&gt;')}]]></content:encoded></item>" for p in rows)
        return ('<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
                'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
                f"<title>{_clean(self.account.name)}</title><link>{self.base}/</link><description>{_clean(self.account.bio)}</description>"
                f"<language>en-GB</language>{items}</channel></rss>")

    def _atom(self, rows: list[Post]) -> str:
        stamp = "%Y-%m-%dT%H:%M:%SZ"
        entries = "".join(
            f'<entry><id>{self.base}/{p.id}/</id><title>{_clean(p.title)}</title><link href="{self.base}/{p.id}/"/>'
            f"<published>{iso(p.at, stamp)}</published><updated>{iso(p.at, stamp)}</updated>"
            f'<content type="html">{escape(_bare(self._html(p)))}</content></entry>' for p in rows)
        newest = iso(rows[0].at if rows else self.account.created_at, stamp)
        return ('<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
                f"<id>{self.base}/</id><title>{_clean(self.account.name)}</title><subtitle>{_clean(self.account.bio)}</subtitle>"
                f'<updated>{newest}</updated><author><name>The team</name></author><link href="{self.base}/"/>{entries}</feed>')

    def _html(self, post: Post) -> str:
        pictures = "".join(
            f'<img src="{self.ground.photo(m.picture)}"' + (f" alt={quoteattr(m.alt)}" if m.alt else "") + ">" for m in post.media)
        return f"<p>{html.escape(post.text)}</p>{pictures}"

    def about(self) -> dict[str, Any]:
        """WordPress's own description of the site."""
        return {"name": html.escape(self.account.name), "description": html.escape(self.account.bio), "url": self.base, "home": self.base,
                "gmt_offset": 0, "timezone_string": "Europe/London", "namespaces": ["oembed/1.0", "wp/v2"], "authentication": {},
                "routes": {}}

    def posts(self, request: Request) -> Answer:
        """WordPress's list of posts."""
        rows, size, number = self.account.newest_first(), request.whole("per_page", 10), request.whole("page", 1)
        if not 1 <= size <= 100:
            return answer_json({"code": "rest_invalid_param", "message": "Invalid parameter(s): per_page", "data": {"status": 400}}, 400)
        pages = -(-len(rows) // size)
        if number > max(1, pages):
            return answer_json({"code": "rest_post_invalid_page_number", "message": "The page number requested is larger than the number of pages available.", "data": {"status": 400}}, 400)
        wanted = {w.partition(".")[0] for w in request.many("_fields")}
        shown = [_only(self._post(p), wanted) for p in rows[(number - 1) * size : number * size]]
        answer = answer_json(shown)
        answer.headers |= {"x-wp-total": str(len(rows)), "x-wp-totalpages": str(pages)}
        return answer

    def _post(self, post: Post) -> dict[str, Any]:
        stamp = "%Y-%m-%dT%H:%M:%S"
        return {"id": int(post.id), "date": iso(post.at, stamp), "date_gmt": iso(post.at, stamp), "modified_gmt": iso(post.at, stamp),
                "slug": f"post-{post.id}", "status": "publish", "type": "post", "link": f"{self.base}/{post.id}/", "author": 1,
                "title": {"rendered": html.escape(post.title)}, "content": {"rendered": self._html(post), "protected": False},
                "excerpt": {"rendered": f"<p>{html.escape(post.text)}</p>", "protected": False}}


def _only(row: dict[str, Any], wanted: set[str]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if not wanted or k in wanted}


def _bare(text: str) -> str:
    return "".join(c for c in text if c in "\t\n\r" or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF and c not in "\ufffe\uffff"))


def _clean(text: str) -> str:
    return escape(_bare(text))
