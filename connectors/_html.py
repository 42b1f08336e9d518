"""Reads the HTML that platforms hand out: its words, links, pictures and head.

The standard library's parser needs minutes for a few kilobytes of hostile markup, so this is a scanner of its own that
passes over every character a fixed number of times. It never renders anything; it only tells what a reader would see.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9:-]*")
_PLAIN = re.compile(r"[^\"'>]*")
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_RAW = {
    name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "template", "noscript", "textarea")
}
_PARAGRAPHS = frozenset(
    {"p", "div", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "article"}
)
_LINES = frozenset({"br", "li", "tr", "dt", "dd", "hr"})
_TOLD = frozenset({"a", "img", "meta", "link"})


@dataclass(slots=True)
class Markup:
    """What one piece of HTML says. `alt` of an image is None where the attribute is missing."""

    text: str = ""
    title: str = ""
    anchors: list[tuple[str, str]] = field(default_factory=list)  # address, words
    images: list[tuple[str, str | None]] = field(default_factory=list)  # address, alt
    metas: dict[str, str] = field(default_factory=dict)  # lower-case name or property -> content, the first of each
    links: list[dict[str, str]] = field(default_factory=list)  # attributes of <link>


def plain(source: str) -> str:
    """The words of a piece of HTML, as lines."""
    return read(source).text if "<" in source or "&" in source else _tidy(source)


def read(source: str) -> Markup:
    """Read a piece of HTML or a whole page."""
    page = Markup()
    words: list[str] = []
    title: list[str] = []
    anchor: tuple[str, int] | None = None
    in_title = False
    for kind, value, attributes in _tokens(source):
        if kind == "text":
            (title if in_title else words).append(_SPACE.sub(" ", _unescape(value)))
            continue
        name = value.lstrip("/")
        if name == "title":
            in_title = not value.startswith("/")
        elif name in _PARAGRAPHS:
            words.append("\n\n")
        elif name in _LINES:
            words.append("\n")
        elif name == "a":
            if anchor:
                page.anchors.append((anchor[0], _tidy("".join(words[anchor[1] :]))))
            anchor = None if value.startswith("/") or "href" not in attributes else (attributes["href"], len(words))
        elif name == "img" and not value.startswith("/"):
            page.images.append((attributes.get("src", ""), attributes.get("alt")))
        elif name == "meta":
            _meta(page, attributes)
        elif name == "link":
            page.links.append(attributes)
    if anchor:
        page.anchors.append((anchor[0], _tidy("".join(words[anchor[1] :]))))
    page.text, page.title = _tidy("".join(words)), _tidy("".join(title))
    return page


def _meta(page: Markup, attributes: dict[str, str]) -> None:
    name = (attributes.get("name") or attributes.get("property") or "").lower()
    if name and "content" in attributes:
        page.metas.setdefault(name, _tidy(attributes["content"]))


def _tokens(source: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """("text", words, {}) and ("tag", name or /name, attributes), in order."""
    at, size = 0, len(source)
    while at < size:
        opens = source.find("<", at)
        if opens < 0:
            yield "text", source[at:], {}
            return
        if opens > at:
            yield "text", source[at:opens], {}
        if source.startswith("<!--", opens):
            at = source.find("-->", opens + 4) + 3
            if at < 3:
                return
            continue
        if source.startswith(("<!", "<?"), opens):
            at = source.find(">", opens) + 1
            if at < 1:
                return
            continue
        name = _NAME.match(source, opens + 1)
        if name is None:
            yield "text", "<", {}
            at = opens + 1
            continue
        at = _tag_end(source, name.end())
        if at < 0:
            return
        tag = name[0].lower()
        yield "tag", tag, _attributes(source[name.end() : at - 1]) if tag in _TOLD else {}
        if tag in _RAW:
            closes = _RAW[tag].search(source, at)
            if closes is None:
                return
            at = closes.start()


def _tag_end(source: str, at: int) -> int:
    """The index after the ">" that ends a tag, quotes considered; -1 where it never ends."""
    size = len(source)
    while True:
        plain_part = _PLAIN.match(source, at)
        assert plain_part is not None
        at = plain_part.end()
        if at >= size:
            return -1
        if source[at] == ">":
            return at + 1
        quotes = source[at - 1] == "=" or source[at - 1].isspace()  # elsewhere it is a slip of the pen, no quotation
        closes = source.find(source[at], at + 1) if quotes else -1
        at = (closes if closes >= 0 else at) + 1


def _attributes(source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(source):
        value = match[2] or ""
        if value[:1] in {'"', "'"}:
            value = value[1:-1]
        found.setdefault(match[1].lower(), _unescape(value).strip())
    return found


def _unescape(value: str) -> str:
    try:
        return html.unescape(value) if "&" in value else value
    except ValueError:  # a character reference of thousands of digits
        return value


def _tidy(value: str) -> str:
    lines = [_SPACE.sub(" ", line).strip() for line in value.split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
