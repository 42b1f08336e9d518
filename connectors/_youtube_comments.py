"""Comments on a channel's videos, and when the channel first replied."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from auditor.errors import PlatformError
from auditor.model import Call, Exchange, Exchanges, Observed, Seen, Unseen, Why
from connectors import _read, _replies
from connectors import _youtube_shapes as shapes
from connectors._pages import pages
from connectors._values import every
from connectors._youtube_api import Api

_SOURCE = "youtube:exchanges"
_PAGE = 100
_MOST_REPLY_PAGES = 5
_WINDOW = timedelta(days=90)


class Comments:
    """Reads one page of the newest threads of a channel; replies beyond those that came along only where they matter."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def of(self, channel_id: str, calls: list[Call], now: datetime, *, wanted: bool) -> Observed[Exchanges]:
        """What others wrote, newest first."""
        if not wanted:
            return _replies.OFF
        try:
            return Seen(self._read(channel_id, calls, now))
        except ValueError:
            return Unseen(Why.UNAVAILABLE, "Some of the comments could not be read.")
        except PlatformError as error:
            if error.code == "commentsDisabled":
                return Seen(Exchanges(()))
            return Unseen(Why.UNAVAILABLE, f"The comments could not be read: {error.message}")

    def _read(self, channel_id: str, calls: list[Call], now: datetime) -> Exchanges:
        answer, data = self._api.list(
            "commentThreads",
            _SOURCE,
            part="snippet,replies",
            allThreadsRelatedToChannelId=channel_id,
            maxResults=_PAGE,
            order="time",
            textFormat="plainText",
        )
        calls.append(answer.call)
        items = every(data.get("items", []), answer)
        found: dict[str, Exchange] = {}
        for thread in shapes.threads(items, channel_id):
            exchange = thread.exchange
            if thread.incomplete and "?" in exchange.text and now - exchange.at <= _WINDOW:
                exchange = replace(exchange, answered_at=self._first_reply(exchange.id, channel_id))
            found.setdefault(exchange.id, exchange)
        newest_first = tuple(sorted(found.values(), key=lambda e: e.at, reverse=True))
        since = newest_first[-1].at if newest_first and (data.get("nextPageToken") or len(items) >= _PAGE) else None
        return Exchanges(newest_first, since)

    def _first_reply(self, thread: str, channel_id: str) -> datetime | None:
        def page(token: str | None) -> tuple[list[Any], str | None]:
            more = {"pageToken": token} if token else {}
            _answer, data = self._api.list(
                "comments", _SOURCE, part="snippet", parentId=thread, maxResults=_PAGE, textFormat="plainText", **more
            )
            return list(_read.items(data.get("items"))), _read.text(data.get("nextPageToken")) or None

        replies = [one for found in pages(page, source=_SOURCE, most=_MOST_REPLY_PAGES) for one in found]
        return shapes.first_reply(replies, channel_id)
