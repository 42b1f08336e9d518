"""Groups the accounts asked about into batches, and hands each its own copy of what was learned."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from auditor.errors import PlatformError
from auditor.model import Sight, Trouble
from auditor.ports import Ask
from connectors._setup import unreachable

log = logging.getLogger(__name__)
T = TypeVar("T")


def grouped(asks: Iterable[Ask], key: Callable[[Ask], str]) -> dict[str, list[Ask]]:
    """The asks by key, in order: two register rows about one account cost one call."""
    groups: dict[str, list[Ask]] = {}
    for ask in asks:
        groups.setdefault(key(ask), []).append(ask)
    return groups


def chunks(items: Iterable[T], size: int) -> list[list[T]]:
    """The items in lists of at most `size`."""
    whole = list(items)
    return [whole[i : i + size] for i in range(0, len(whole), size)]


def calls_for(count: int, size: int) -> int:
    """How many calls of `size` items carry `count` of them."""
    return -(-count // size)


def shared(asks: Sequence[Ask], sight: Sight) -> Iterator[Sight]:
    """The same sight for every row that asked about this account."""
    for ask in asks:
        yield replace(sight, account_id=ask.account.id)


def lost(asks: Sequence[Ask], error: Exception, now: datetime, source: str) -> Iterator[Sight]:
    """The honest result for accounts whose call ended in an error."""
    known = error if isinstance(error, PlatformError) else fault(error, source)
    for ask in asks:
        yield unreachable(ask, known, now, source=source)


def fault(error: Exception, source: str) -> PlatformError:
    """A fault of ours while reading an answer, logged with its trace and told without its words."""
    log.error("%s: the connector failed", source, exc_info=error)
    return PlatformError(
        Trouble.BROKEN,
        f"The auditor itself failed while reading the answer of {source} ({type(error).__name__}).",
        "This is a fault of the program, not of the account: please report it with the log.",
        source=source,
    )


def as_platform_error(error: Exception, source: str) -> PlatformError:
    """The error itself if it is classified, else a fault of ours."""
    return error if isinstance(error, PlatformError) else fault(error, source)
