"""What stands around the content of pages that differ in nothing else: rendered once for all of them."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

_TITLE, _BODY = Markup("\x00title\x00"), Markup("\x00body\x00")


class Frame:
    """A page without its title and its body, which a template puts where `page_title` and `body` stand."""

    def __init__(self, render: Callable[..., str]) -> None:
        self._before, rest = render(page_title=_TITLE, body=_BODY).split(_TITLE)
        self._between, self._after = rest.split(_BODY)

    def around(self, title: str, body: str) -> str:
        """The whole page; the title is text, the body is HTML."""
        return "".join((self._before, escape(title), self._between, body, self._after))
