"""Markup in bios, names, register cells: pages and mails hold exactly the elements that they hold with tame text."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import html5lib
import pytest

from reports import html, junit, mail, mail_manager
from tests.hostile import corpora, poisoned
from tests.reports import sample_run as sample

BATCH = 40
ACTIVE = (
    "script",
    "link",
    "style",
    "form",
    "iframe",
    "object",
    "embed",
    "svg",
    "img",
    "base",
    "meta",
    "a",
    "@src",
    "@style",
    "@action",
)
COLLECTIONS = (
    "xss-payloadbox.txt",
    "blns.json",
    "patt-xss-mario.txt",
    "patt-xss-polyglots.txt",
    "patt-xss-rsnake.txt",
    "patt-xss-event-handlers.txt",
)


def _pages(texts: list[str]) -> str:
    view = poisoned.view_of(poisoned.run_of(texts))
    mails = mail.nightly(view).html + mail_manager.digest(view, [r.account_id for r in view.accounts]).html
    return "\n".join([c.decode() for n, c in html.render(view) if n.endswith(".html")] + [mails])


def _by_standard(page: str) -> Counter[str]:
    """Elements and attributes as the standard's own algorithm finds them."""
    found: Counter[str] = Counter()
    for element in html5lib.parse(page).iter():
        if isinstance(element.tag, str):
            found.update([element.tag.rpartition("}")[2], *(f"@{name}" for name in element.attrib)])
    return found


class _Census(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update([tag, *(f"@{name}" for name, _ in attrs)])

    def handle_comment(self, data: str) -> None:
        self.found["a comment"] += 1


def _quickly(page: str) -> Counter[str]:
    census = _Census()
    census.feed(page)
    return census.found


def _strange(found: Counter[str], tame: Counter[str]) -> set[str]:
    """What the tame twin has none of; numbers may differ, for a long text is cut and several lines are several steps."""
    return set(found) - set(tame) - {"ol"}  # our own list, of several steps


def _tame(number: int) -> list[str]:
    return [f"Tame {n}" for n in range(number)]


def test_own_payloads_add_no_element_and_no_attribute() -> None:
    found, tame = _by_standard(_pages(list(corpora.MARKUP))), _by_standard(_pages(_tame(len(corpora.MARKUP))))
    assert _strange(found, tame) == set()
    assert {name: found[name] for name in ACTIVE} == {name: tame[name] for name in ACTIVE}


@corpora.needs_collection
@pytest.mark.parametrize("part", [pytest.param(n, marks=[pytest.mark.slow] if n else []) for n in range(20)])
def test_collected_payloads_add_no_element_and_no_attribute(part: int) -> None:
    texts = list(dict.fromkeys(p for name in COLLECTIONS for p in corpora.collected(name)))[part::20]
    if part == 0:
        texts = texts[:BATCH]
    for at in range(0, len(texts), BATCH):
        some = texts[at : at + BATCH]
        found, tame = _quickly(_pages(some)), _quickly(_pages(_tame(len(some))))
        assert _strange(found, tame) == set()
        assert {n: found[n] / found["title"] for n in ("script", "link", "meta", "style", "form")} == {
            n: tame[n] / tame["title"] for n in ("script", "link", "meta", "style", "form")
        }


def test_the_policy_of_every_page_forbids_what_no_page_needs() -> None:
    for name, content in html.render(poisoned.view_of(poisoned.run_of(["Tame"] * 3))):
        if name.endswith(".html"):
            head = content.decode().partition("</head>")[0]
            assert "Content-Security-Policy" in head, name
            assert "default-src 'none'" in head, name
            assert "unsafe" not in head, name
            assert 'name="referrer" content="no-referrer"' in head, name


def test_a_junit_file_is_well_formed_whatever_stands_in_it() -> None:
    import xml.etree.ElementTree as ET

    ET.fromstring(junit.dumps(poisoned.run_of([*corpora.MARKUP, *corpora.LINES]), sample.infos()))
