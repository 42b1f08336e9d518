from __future__ import annotations

import pytest

from connectors._html import plain, read
from tests.effort import within


def test_paragraphs_and_breaks_become_lines() -> None:
    assert plain("<p>One<br>two\n three</p><p>four &amp; five</p>") == "One\ntwo three\n\nfour & five"


def test_text_without_markup_stays_as_it_is() -> None:
    assert plain("a < b and 3 > 2") == "a < b and 3 > 2"
    assert plain("I <3 books") == "I <3 books"


def test_links_tell_where_they_lead_and_what_they_say() -> None:
    source = '<a href="https://evil.example/">https://<b>example.ac.uk</b></a> <a name="x">y</a> <a href=\'/z\'>open'
    assert read(source).anchors == [("https://evil.example/", "https://example.ac.uk"), ("/z", "open")]


def test_a_missing_description_is_not_an_empty_one() -> None:
    assert read('<img src="a"><img src=b alt=""><img alt="C" src=c>').images == [("a", None), ("b", ""), ("c", "C")]


def test_scripts_styles_and_comments_are_no_words() -> None:
    assert plain("a<script>b</p></script>c<style>d</style><!-- <p>e</p> -->f<!doctype x>g") == "acfg"


def test_the_head_of_a_page_is_read() -> None:
    page = read(
        '<html><head><title>A &lt; B</title><META NAME="Description" CONTENT="Words of it">'
        '<link rel="alternate" type="application/rss+xml" href="/feed?a=1&amp;b=2"></head><body>Body</body>'
    )
    assert (page.title, page.metas["description"], page.text) == ("A < B", "Words of it", "Body")
    assert page.links[0]["href"] == "/feed?a=1&b=2"


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<![CDATA[",
        "<?",
        "<a ",
        '<a b="',
        "<a b='",
        "<",
        "</",
        "&",
        "&#",
        "<script>",
        "<a href=x>",
        "    ",
        "<p>",
        "<a x= ",
        '<a "',
    ],
)
def test_hostile_markup_is_read_in_time_linear_in_its_length(piece: str) -> None:
    with within(0.5):
        read(piece * (200_000 // len(piece)))


def test_a_reference_of_a_million_digits_is_no_error() -> None:
    assert plain("&#" + "1" * 1_000_000).startswith("&#1")
