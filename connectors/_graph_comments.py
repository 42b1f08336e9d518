"""Comments beyond those that came with a post: only for posts with talk in the last month, 50 posts a call."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from auditor.errors import PlatformError
from auditor.model import Call
from connectors import _graph_read, _read
from connectors._graph import BATCH, Graph, raise_error
from connectors._graph_security import next_cursor
from connectors._graph_shape import Shape

SOURCE = "facebook:exchanges"
_WINDOW = timedelta(days=30)  # what `no-comment-wave` compares with
_MOST_CALLS = 20  # beyond batches, in one run
_POSTS = {"facebook": ("published_posts", "created_time"), "instagram": ("media", "timestamp")}
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Met:
    """An account as Graph showed it."""

    platform: str
    node: Mapping[str, Any]


class Comments:
    """Completes what was cut; what cannot be completed stays as it was, and is still known to be cut."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._calls = 0

    def complete(self, met: Sequence[Met], shape: Shape, now: datetime) -> tuple[list[Met], tuple[Call, ...]]:
        """The accounts with the comments of their busy posts, and the calls it took."""
        if "comments" in shape.dropped:
            return list(met), ()
        wanted = [(one.platform, post) for one in met for post in _cut(one, now - _WINDOW)]
        full: dict[str, Mapping[str, Any]] = {}
        calls: list[Call] = []
        try:
            for at in range(0, len(wanted), BATCH):
                self._batch(wanted[at : at + BATCH], shape, now, full, calls)
        except PlatformError as error:
            log.warning("facebook: comments beyond the first were not read: %s", error.message)
        return [_with(one, full) for one in met] if full else list(met), tuple(calls)

    def _batch(
        self,
        wanted: Sequence[tuple[str, Mapping[str, Any]]],
        shape: Shape,
        now: datetime,
        full: dict[str, Mapping[str, Any]],
        calls: list[Call],
    ) -> None:
        reads = [(f"{post['id']}/comments", shape.comments(platform)) for platform, post in wanted]
        for (platform, post), answer in zip(wanted, self._graph.batch(reads, source=SOURCE), strict=True):
            if answer is None:
                continue
            calls[:] = calls or [answer.call]
            try:
                body = answer.object()
                raise_error(answer, body)
                full[post["id"]] = self._rest(platform, post["id"], body, shape, now)
            except PlatformError as error:
                log.warning("facebook: comments under one post were not read: %s", error.message)

    def _rest(
        self, platform: str, post_id: str, body: Mapping[str, Any], shape: Shape, now: datetime
    ) -> Mapping[str, Any]:
        """Further pages while they are within the window and calls are left; stays marked as cut otherwise."""
        rows = list(_read.items(body.get("data")))
        met: set[str] = set()
        while cursor := next_cursor(body):
            oldest = min(_graph_read.times(rows, _POSTS[platform][1]), default=now)
            if oldest < now - _WINDOW or cursor in met or self._calls >= _MOST_CALLS:
                break
            met.add(cursor)
            self._calls += 1
            _, body = self._graph.get(f"{post_id}/comments", source=SOURCE, after=cursor, **shape.comments(platform))
            rows += _read.items(body.get("data"))
        return {**body, "data": rows}


def _cut(one: Met, since: datetime) -> Iterator[Mapping[str, Any]]:
    edge, time = _POSTS[one.platform]
    for post in _graph_read.rows(one.node, edge):
        if _graph_read.has_more(post, "comments") and isinstance(post.get("id"), str):
            lately = (*_graph_read.times([post], time), *_graph_read.times(_graph_read.rows(post, "comments"), time))
            if any(at >= since for at in lately):
                yield post


def _with(one: Met, full: Mapping[str, Mapping[str, Any]]) -> Met:
    edge, _ = _POSTS[one.platform]
    posts = [
        {**post, "comments": full[post["id"]]} if isinstance(post.get("id"), str) and post["id"] in full else post
        for post in _graph_read.rows(one.node, edge)
    ]
    if not posts:
        return one
    return Met(one.platform, {**one.node, edge: {**_read.table(one.node.get(edge)), "data": posts}})
