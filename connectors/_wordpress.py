"""WordPress's REST API, for sites that announce it and have no feed: two calls for name, description and posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from auditor.model import Post
from connectors import _html, _read
from connectors._answer import Answer
from connectors._feed import Feed, post_from_html
from connectors._values import web

RELATION = "https://api.w.org/"
_FIELDS = "id,date_gmt,link,title.rendered,content.rendered"


def read(root: str, get: Callable[[str], Answer], now: datetime) -> tuple[list[Answer], Feed]:
    """What the API at `root` tells; raises PlatformError (BROKEN) where it does not answer as expected."""
    about = get(root)
    site = about.object() if about.status == 200 else {}
    if not isinstance(site.get("name"), str):
        raise about.broken("the site's WordPress API does not tell its name")
    listed = get(_route(root, "wp/v2/posts", {"per_page": "50", "orderby": "date", "_fields": _FIELDS}))
    rows = listed.json() if listed.status == 200 else None
    if not isinstance(rows, list):
        raise listed.broken("the site's WordPress API does not list its posts")
    posts = tuple(sorted(_posts(rows, listed.url, now), key=lambda p: p.at, reverse=True))
    feed = Feed(
        title=_html.plain(site["name"]),
        description=_html.plain(_read.text(site.get("description"))),
        language="",
        posts=posts,
        undated=len(rows) - len(posts),
    )
    return [about, listed], feed


def _route(root: str, route: str, params: dict[str, str]) -> str:
    """An API address, in either of the two styles: /wp-json/ROUTE or /?rest_route=/ROUTE."""
    parts = urlsplit(root)
    query = dict(parse_qsl(parts.query))
    if "rest_route" in query:
        query["rest_route"] = f"/{route}"
        return urlunsplit(parts._replace(query=urlencode({**query, **params})))
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{route}", query=urlencode({**query, **params})))


def _posts(rows: list[object], address: str, now: datetime) -> Iterator[Post]:
    for row in _read.items(rows):
        at = _read.moment(row.get("date_gmt"))  # UTC, written without a zone
        if at is None or at > now + timedelta(days=1):
            continue
        yield post_from_html(
            number=str(row.get("id", ""))[:40],
            at=at,
            title=_read.text(_read.table(row.get("title")).get("rendered")),
            source=_read.text(_read.table(row.get("content")).get("rendered")),
            url=web(row.get("link")),
            address=address,
            language="",
        )
