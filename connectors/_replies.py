"""Reads what visitors replied, post by post, on platforms that have no list of all replies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from auditor.model import Call, Exchange, Exchanges, Observed, Posts, Seen, Unseen, Why
from connectors._answer import Answer
from connectors._asks import as_platform_error

MOST_THREADS = 5
WINDOW = timedelta(days=90)
OFF = Unseen(Why.WITHHELD, "Reading replies is switched off in [questions].")


def newest(found: Iterable[tuple[str, datetime]], now: datetime) -> list[tuple[str, datetime]]:
    """The newest posts (id, time) of the window, each once, as many as are looked into."""
    recent = {post: at for post, at in found if now - at <= WINDOW}
    return sorted(recent.items(), key=lambda pair: pair[1], reverse=True)[:MOST_THREADS]


def gather(
    wanted: Sequence[tuple[str, datetime]],
    look: Callable[[str], tuple[Answer, Iterable[Exchange]]],
    posts: Posts,
    calls: list[Call],
    now: datetime,
) -> Observed[Exchanges]:
    """The replies to these posts, newest first. One thread that cannot be read leaves all unseen, never some missing."""
    found: dict[str, Exchange] = {}
    for post, _at in wanted:
        try:
            answer, exchanges = look(post)
            found.update((one.id, one) for one in exchanges)
        except ValueError:
            return Unseen(Why.UNAVAILABLE, "Some of the replies could not be read.")
        except Exception as error:  # noqa: BLE001 - a thread that cannot be read must not cost the profile
            cause = as_platform_error(error, "replies").message
            return Unseen(Why.UNAVAILABLE, f"The replies could not be read: {cause}")
        calls.append(answer.call)
    ends = now - WINDOW
    oldest = wanted[-1][1] if len(wanted) >= MOST_THREADS else ends
    since = max(ends, posts.since or ends, oldest)
    return Seen(Exchanges(tuple(sorted(found.values(), key=lambda e: e.at, reverse=True)), since))
