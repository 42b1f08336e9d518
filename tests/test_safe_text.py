"""Hostile text: what is shown, what is called hidden or foreign, what looks alike."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.text import defang, foreign_letters, hidden_characters, show, skeleton

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text", "plain text"),
        ("a\u202eb", "a⟦U+202E⟧b"),
        ("a\x1b[31mb", "a⟦U+001B⟧[31mb"),
        ("zero\u200bwidth", "zero⟦U+200B⟧width"),
        ("soft\u00adhyphen", "soft⟦U+00AD⟧hyphen"),
        ("nul\x00", "nul⟦U+0000⟧"),
        ("lone \ud800 surrogate", "lone ⟦U+D800⟧ surrogate"),
        ("line\u2028end", "line⟦U+2028⟧end"),
        ("one\r\ntwo\rthree\nfour\tfive", "one ⏎ two ⏎ three ⏎ four five"),
        ("👩\u200d🔬 ❤\ufe0f 1\ufe0f\u20e3", "👩\u200d🔬 ❤\ufe0f 1\ufe0f\u20e3"),
        (ENGLAND, ENGLAND),
        ("\U000e0067hidden", "⟦U+E0067⟧hidden"),
        ("e\u200df", "e⟦U+200D⟧f"),
        ("x\ufe0f", "x⟦U+FE0F⟧"),
        ("hangul \u3164 filler", "hangul ⟦U+3164⟧ filler"),
        ("Zürich, Łódź, İzmir, Ελλάδα, 東京, العربية", "Zürich, Łódź, İzmir, Ελλάδα, 東京, العربية"),
    ],
)
def test_what_cannot_be_seen_becomes_a_token(text: str, shown: str) -> None:
    assert show(text) == shown


def test_line_ends_are_kept_where_they_are_wanted() -> None:
    assert show("one\r\ntwo\x0b", newlines=True) == "one\ntwo⟦U+000B⟧"


def test_a_long_text_is_cut_with_the_number_left_out() -> None:
    assert show("x" * 50, 20) == "x" * 20 + "… (30 more characters)"
    assert show("x" * 20, 20) == "x" * 20
    assert show("x" * 5_000_000, 20) == "x" * 20 + "… (4,999,980 more characters)"


@pytest.mark.parametrize("text", ["👩\u200d🔬" * 9, "🇬🇧" * 9, "e\u0301" * 9, "👍🏽" * 9, "\u202e" * 9, ENGLAND * 3])
@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 7])
def test_a_cut_never_splits_what_a_reader_sees_as_one(text: str, limit: int) -> None:
    kept = show(text, limit).split("…")[0]
    rest = show(text)[len(kept) :]
    assert len(kept) <= limit
    assert show(text).startswith(kept)
    assert not rest or unicodedata.combining(rest[0]) == 0
    assert rest[:1] not in {"\u200d", "🏽"}
    assert kept.count("⟦") == kept.count("⟧")


def test_piled_up_marks_are_told_in_number() -> None:
    assert show("Z" + "\u0301" * 30) == "Z" + "\u0301" * 8 + "⟦22 more marks⟧"


@given(st.text(max_size=200), st.integers(1, 50) | st.none())
def test_what_is_shown_holds_nothing_dangerous(text: str, limit: int | None) -> None:
    shown = show(text, limit)
    shown.encode("utf-8")
    assert not any(unicodedata.category(c) == "Cc" for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b\u2060\ufeff\u2028\u2029")
    assert show(show(text)) == show(text)


def test_hidden_characters_are_named_once() -> None:
    assert hidden_characters("a\u200bb\u200bc\u202e") == [
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "University 👩\u200d🔬",
        "Love ❤\ufe0f",
        ENGLAND,
        "🏳\ufe0f\u200d🌈 SU",
        "👨\u200d👩\u200d👧",
        "5\ufe0f\u20e3",
        "plain",
        "",
    ],
)
def test_what_belongs_to_an_emoji_is_not_hidden(text: str) -> None:
    assert hidden_characters(text) == []


def test_letters_of_another_alphabet_inside_a_latin_word_are_named() -> None:
    assert foreign_letters("Livеrpool") == [("е", "U+0435 CYRILLIC SMALL LETTER IE")]
    assert foreign_letters("Οxford") == [("Ο", "U+039F GREEK CAPITAL LETTER OMICRON")]


def test_a_word_made_wholly_of_look_alikes_is_foreign_in_a_latin_name() -> None:
    assert [char for char, _ in foreign_letters("ВАТН University")] == ["В", "А", "Т", "Н"]


def test_styled_letters_are_foreign() -> None:
    assert foreign_letters("𝐋iv")[0][1] == "U+1D40B MATHEMATICAL BOLD CAPITAL L"


@pytest.mark.parametrize(
    "text",
    [
        "Liverpool",
        "Zürich Universität",
        "Московский университет",
        "Πανεπιστήμιο",
        "東京大学 Tokyo",
        "Łódź",
        "🅰️ team",
        "Tomsk / Томский",
    ],
)
def test_honest_names_have_no_foreign_letters(text: str) -> None:
    assert foreign_letters(text) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Liverpool", "Livеrpool"),
        ("livuni", "LlVUNI"),
        ("livuni", "l1vuni"),
        ("University", "𝐔𝐧𝐢𝐯𝐞𝐫𝐬𝐢𝐭𝐲"),
        ("livuni", "liv\u200buni"),
        ("modern", "modem"),
        ("oxford", "0xf0rd"),
        ("Liverpool Uni", "liverpooluni"),
        ("cafe", "café"),
    ],
)
def test_what_looks_alike_has_the_same_skeleton(first: str, second: str) -> None:
    assert skeleton(first) == skeleton(second)


@pytest.mark.parametrize(("first", "second"), [("livuni", "leeduni"), ("north", "south"), ("library", "libary")])
def test_what_looks_different_has_different_skeletons(first: str, second: str) -> None:
    assert skeleton(first) != skeleton(second)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://evil.test/a.b?c=d.e", "hxxps://evil[.]test/a.b?c=d.e"),
        ("http://a.b.test:8080", "hxxp://a[.]b[.]test:8080"),
        ("evil.test/path", "evil[.]test/path"),
        ("javascript:alert(1)", "javascript[:]alert(1)"),
        ("https://evil.test/\u202e", "hxxps://evil[.]test/⟦U+202E⟧"),
    ],
)
def test_a_defanged_address_is_no_link(url: str, safe: str) -> None:
    assert defang(url) == safe
