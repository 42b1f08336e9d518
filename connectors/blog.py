"""Blogs: the feed of a site, found once and then asked directly; WordPress's API where there is no feed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from auditor.errors import PlatformError
from auditor.model import (
    Call,
    CallCount,
    Candidate,
    Observed,
    Posts,
    Seen,
    Sight,
    Snapshot,
    Trouble,
    Unseen,
    Why,
)
from auditor.ports import Ask, PlanLine
from connectors import _fresh, _home_page, _html, _recall, _wordpress
from connectors._answer import Answer, json_flaw
from connectors._asks import grouped, lost, shared
from connectors._feed import Feed, FeedError, is_cut, is_feed, parse
from connectors._http import FEED_BYTES
from connectors._links import in_text
from connectors._parallel import each
from connectors._setup import Setup
from connectors._sites import Sites

PLATFORMS = ("blog",)
_SITE, _FEED, _API = "blog:site", "blog:feed", "blog:wordpress"


def connect(setup: Setup) -> Blogs:
    """The connector; blogs need no credential."""
    return Blogs(setup)


@dataclass(slots=True)
class _Visit:
    """One night's visit to one blog, as far as it got."""

    address: str
    feed: Feed | None = None
    feed_url: str = ""
    page: _html.Markup | None = None
    calls: list[Call] = field(default_factory=list)
    redirects_to: str = ""
    direct: bool = False  # the registered address is the feed's own
    marks: dict[str, str] = field(default_factory=dict)  # what the site says of this state of the feed


class Blogs:
    """Asks each blog by itself, several side by side; addresses come from the register and are never trusted."""

    platform = "blog"
    portion = 250  # accounts asked about at a time

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._sites = Sites("blog", setup, flaw=_flaw)

    def plan(self, asks: Sequence[Ask]) -> list[PlanLine]:
        """One call a blog; a feed not known yet has to be found first."""
        blogs = grouped((a for a in asks if _address(a)), _address)
        unknown = sum(
            1 for group in blogs.values() if not _known_feed(group[0]) and not _is_feed_address(_address(group[0]))
        )
        about = sum(1 for group in blogs.values() if group[0].known.get("about") == "page")
        lines = [PlanLine("blog", "feeds, one call a blog", len(blogs))]
        if unknown:
            lines.append(PlanLine("blog", "feed discovery", unknown, least=False))
        if about:
            lines.append(PlanLine("blog", "home pages, for descriptions that the feed lacks", about, least=False))
        return lines

    def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
        """Ask, and give one result per account."""
        for ask in asks:
            if not _address(ask):
                yield from lost([ask], _no_address(ask), now, _SITE)
        groups = grouped((a for a in asks if _address(a)), _address)
        before = _recall.recalled(self._setup, [group[0] for group in groups.values() if _fresh.conditions(group[0].known)])

        def visit(address: str) -> Snapshot:
            ask = groups[address][0]
            return self._blog(ask, before.get(ask.account.id), now)

        for address, sight in each(list(groups), visit):
            if isinstance(sight, Exception):
                yield from lost(groups[address], sight, now, _SITE)
            else:
                yield from shared(groups[address], sight)

    def candidates(self) -> Sequence[Candidate]:
        """None: there is nowhere to search."""
        return ()

    def counts(self) -> Mapping[str, CallCount]:
        """Requests so far."""
        return self._setup.ledger.counts()

    def close(self) -> None:
        """Close the connections."""
        self._sites.close()

    def _blog(self, ask: Ask, before: Snapshot | None, now: datetime) -> Snapshot:
        visit = _Visit(_address(ask))
        visit.direct = ask.known.get("direct") == "yes"
        if known := _known_feed(ask):
            whole = _fresh.last_whole(before, _FEED, known, now)
            conditions = _fresh.conditions(ask.known) if whole is not None else {}
            answer = self._get(known, _FEED, conditions)
            if answer.status == 304 and before is not None and whole is not None:
                visit.feed, visit.feed_url = _fresh.feed_of(before), known
                visit.calls = [Call(_FEED, answer.at), whole]
                visit.marks = {name: ask.known.get(name, "") for name in (_fresh.ETAG, _fresh.MODIFIED)}
            elif answer.status == 200 and is_feed(answer.body):
                self._use_feed(visit, answer, now)
        if visit.feed is None:
            self._discover(visit, now)
        assert visit.feed is not None
        bio, about = self._description(visit)
        return _snapshot(ask, visit, visit.feed, bio, about)

    def _discover(self, visit: _Visit, now: datetime) -> None:
        """Ask the registered address: it is the feed, or a page that names one, or a page that names an API."""
        answer = self._get(visit.address, _SITE)
        _home_page.refuse(answer)
        visit.redirects_to = answer.url if answer.hops and not _same(answer.url, visit.address) else ""
        if is_feed(answer.body):
            visit.direct = True
            self._use_feed(visit, answer, now)
            return
        visit.calls.append(answer.call)
        visit.page = _html.read(_home_page.decoded(answer))
        feed_url, api_url = _home_page.announced(answer, visit.page)
        if feed_url:
            found = self._get(feed_url, _FEED)
            if found.status == 200 and is_feed(found.body):
                self._use_feed(visit, found, now)
                return
            if not api_url:
                raise _home_page.error(found, "the site answers, but its feed does not")
        if not api_url:
            raise _home_page.error(
                answer,
                "there is no feed at this address, and the page names none"
                if answer.body.strip()
                else "the page is empty",
            )
        answers, visit.feed = _wordpress.read(api_url, lambda url: self._get(url, _API), now)
        visit.calls = [a.call for a in answers] + visit.calls

    def _use_feed(self, visit: _Visit, answer: Answer, now: datetime) -> None:
        try:
            visit.feed = parse(answer.body, answer.url, now)
        except FeedError as error:
            raise _home_page.error(answer, f"the feed cannot be used: {error}") from None
        visit.feed_url, visit.marks = answer.url, _fresh.marks(answer)
        visit.calls.insert(0, answer.call)

    def _description(self, visit: _Visit) -> tuple[Observed[str], str]:
        """The feed's own description, else the home page's; the same source every night, so that changes mean something."""
        assert visit.feed is not None
        if visit.feed.description or not visit.feed_url:
            return Seen(visit.feed.description), ""
        if visit.page is None:
            if visit.direct:
                return Seen(""), ""
            try:
                answer = self._get(visit.address, _SITE)
                _home_page.refuse(answer)
            except PlatformError as error:
                return Unseen(Why.UNAVAILABLE, f"The home page could not be read: {error.message}"), "page"
            if is_feed(answer.body):
                return Seen(""), ""
            visit.calls.append(answer.call)
            visit.page = _html.read(_home_page.decoded(answer))
        metas = visit.page.metas
        return Seen(metas.get("description") or metas.get("og:description") or ""), "page"

    def _get(self, url: str, source: str, conditions: Mapping[str, str] | None = None) -> Answer:
        answer = self._sites.get(url, source=source, headers=conditions, max_bytes=FEED_BYTES)
        if answer.status == 304 and not conditions:
            raise _home_page.error(answer, "the site says that nothing changed, but was not asked that")
        return answer


def _flaw(answer: Answer) -> PlatformError | None:
    """What may be whole when asked for again: nothing at all, or half a feed. A page has no end that it must have."""
    if answer.source == _API:
        return json_flaw(answer)
    if answer.status != 200:
        return None
    if not answer.body.strip():
        return _home_page.error(answer, "the page is empty")
    return _home_page.error(answer, "the feed cannot be used: it is cut off") if is_cut(answer.body) else None


def _snapshot(ask: Ask, visit: _Visit, feed: Feed, bio: Observed[str], about: str) -> Snapshot:
    posts: Observed[Posts] = Seen(Posts(feed.posts, since=feed.posts[-1].at if feed.posts else None))
    newest: Observed[datetime | None] = Seen(feed.posts[0].at if feed.posts else None)
    if feed.undated and not feed.posts:
        posts = newest = Unseen(
            Why.UNAVAILABLE, "The feed gives no dates that can be read, so its posts cannot be placed in time."
        )
    extra = {
        "site": visit.address,
        "feed": visit.feed_url,
        "about": about,
        "redirects_to": visit.redirects_to,
        "direct": "yes" if visit.direct else "",
        "undated": str(feed.undated or ""),
        "language": feed.language,
        **visit.marks,
    }
    return Snapshot(
        account_id=ask.account.id,
        taken_at=visit.calls[0].at,
        native_id=None,
        handle=Seen(_place(visit.address)),
        name=Seen(feed.title),
        bio=bio,
        links=Seen(in_text(bio.value)) if isinstance(bio, Seen) else bio,
        newest_post_at=newest,
        posts=posts,
        calls=tuple(visit.calls),
        extra={name: value for name, value in extra.items() if value},
    )


def _address(ask: Ask) -> str:
    """The registered address with its scheme, or "" where there is none."""
    for written in (ask.account.handle.strip(), (ask.account.url or "").strip()):
        if written.lower().startswith(("https://", "http://")):
            return written
        if re.fullmatch(r"[^\s/:@]+\.[^\s/:@]+(?::\d+)?(?:/\S*)?", written):
            return f"https://{written}"
    return ""


def _place(address: str) -> str:
    """Host and path, which is what a blog has in place of a handle."""
    return address.partition("://")[2].partition("#")[0].partition("?")[0].rstrip("/")


def _same(one: str, other: str) -> bool:
    return _place(one) == _place(other)


def _known_feed(ask: Ask) -> str:
    return ask.known.get("feed", "") if ask.known.get("site") == _address(ask) else ""


def _is_feed_address(address: str) -> bool:
    last = urlsplit(address).path.rstrip("/").rpartition("/")[2].lower()
    return last in {"feed", "rss", "atom"} or last.endswith((".xml", ".rss", ".atom", ".rdf"))


def _no_address(ask: Ask) -> PlatformError:
    return PlatformError(
        Trouble.REFUSED,
        f"{ask.account.handle!r} is no web address, so nothing was asked.",
        "Write the address of the blog or of its feed into the register.",
        source=_SITE,
    )
