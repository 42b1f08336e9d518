"""Pagers that refuse to loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from auditor.errors import PlatformError
from auditor.model import Trouble
from connectors._failures import who

P = TypeVar("P")


def pages(
    fetch: Callable[[str | None], tuple[P, str | None]], *, source: str, most: int = 1000
) -> Iterator[P]:
    """Yield page after page. `fetch(cursor)` gives a page and the next cursor (None = the last page).

    A cursor that comes twice, or more than `most` pages, raises BROKEN after the pages got so far were yielded.
    """
    met: set[str] = set()
    cursor: str | None = None
    for _ in range(most):
        page, cursor = fetch(cursor)
        yield page
        if not cursor:
            return
        if cursor in met:
            raise _endless(source, "the list of pages leads back to itself")
        met.add(cursor)
    raise _endless(source, f"the list has more than {most} pages")


def _endless(source: str, words: str) -> PlatformError:
    return PlatformError(
        Trouble.BROKEN, f"{who(source)}: {words}, so reading was ended.",
        "Nothing to do for one night; if it lasts, report it with the name of the platform.", source=source,
        code="endless",
    )
