"""Runs independent questions side by side, a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def each(items: Sequence[T], fn: Callable[[T], R], *, limit: int = 8) -> Iterator[tuple[T, R | Exception]]:
    """Yield `(item, fn(item))` as each is done, in any order; what `fn` raises comes as the value."""
    if len(items) <= 1 or limit <= 1:
        for item in items:
            yield item, _value(fn, item)
        return
    with ThreadPoolExecutor(min(limit, len(items)), thread_name_prefix="ask") as pool:
        futures = {pool.submit(_value, fn, item): item for item in items}
        try:
            for done in as_completed(futures):
                yield futures[done], done.result()
        finally:
            for future in futures:
                future.cancel()


def _value(fn: Callable[[T], R], item: T) -> R | Exception:
    try:
        return fn(item)
    except Exception as error:  # noqa: BLE001 - one failing item must not take the others along
        return error
