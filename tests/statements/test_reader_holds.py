"""Whatever the text: no crash, honest quotes, stable answers, and work that grows no faster than the text."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditor.statements import Statement, read, read_all, suggest, to_json

HOSTILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hostile" / "gen-redos.json"
PIECES = [
    "Mon-", "Mon, ", "9-5 ", "9-", "24/7 ", "not ", "views are my ", "no no monitored ", "@.", "@a ", "9am ", "Mon-Fri 9-5 ", "a.b", "'", "we're ",
    "news, ", "for ", ". ", "🕘", "о", "a\u0301", "(", "reply within 2 ", "until 5pm ", "half past ", "m-f ", "2a ", "https://", "www.", "[a", "\n",
    "Monitored Mon-Fri 9-5. ", "closed ", "official ", "sharing ", "outside Mon ", "weekdays and ", "1", "x" * 40 + ".com ", "9 a.m. - ", "x y z Mon-Fri 9-5 q r s t u v ", "Mon 9-5, closed Sun, ", "@a Mon-Fri 9-5 x x x x x x x ", "Mon-Fri 9-5\n\n\n",
    "news of news at ", "open ", "monitored x x x x x x x x Mon-Fri ", "not x ",
]  # fmt: skip


def work(text: str) -> int:
    """How many lines of our code it takes to read the text: a measure that does not depend on the machine."""
    lines = 0

    def trace(frame: FrameType, event: str, _arg: object) -> object:
        nonlocal lines
        if "statements" not in frame.f_code.co_filename:
            return None
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read(text)
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("before", ["", "We are monitored @us ", "News and tips from Ashbourne. "])
@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_text_is_at_most_about_twice_the_work(piece: str, before: str) -> None:
    read(piece * 4)  # the phrases that it needs are worked out once
    once, twice = work(before + piece * 100), work(before + piece * 200)
    assert twice <= 2.3 * once + 200


def test_the_crafted_texts_are_read() -> None:
    if not HOSTILE.is_file():
        pytest.skip("the crafted texts (../shared/data/hostile beside the checkout) are not here")
    for text in json.loads(HOSTILE.read_text(encoding="utf-8")):
        half, whole = text[:1000], text[:2000]
        read(half)
        assert work(whole) <= 2.6 * work(half) + 400, text[:60]
        read(text)


@settings(max_examples=300)
@given(st.text(max_size=300))
@example("\ud800 Monitored Mon-Fri 9-5")
@example("\x00\x1b[31mMonitored\u202e Mon-Fri 9-5")
@example("İ" * 50 + " Monitored Mon-Fri 9–5 ﷺ" * 3)
@example("ﬃ Monitored 𝟗am–𝟓pm 𝗠𝗼𝗻 to ﬁnish Fri")
def test_any_text_is_read_and_quoted_in_its_own_words(text: str) -> None:
    statement = read(text)
    for quote in statement.quotes.values():
        assert text[quote.start : quote.end] == quote.text
        assert quote.text
    assert set(statement.quotes) <= {"purpose", "hours", "unmonitored", "disclaimer"}
    assert ("purpose" in statement.quotes) == (statement.purpose != "none")
    assert ("hours" in statement.quotes) == statement.hours_stated
    assert ("unmonitored" in statement.quotes) == statement.unmonitored
    assert ("disclaimer" in statement.quotes) == statement.personal_disclaimer
    assert statement == read(text)


_TEXT = "Library news. Monitored Mon-Fri 9am-5pm. Views my own."


@given(st.lists(st.sampled_from(["\u00a0", "\u202f", " ", "  ", "\u2009"]), min_size=9, max_size=9))
def test_the_kind_of_blank_does_not_matter(blanks: list[str]) -> None:
    words = _TEXT.split(" ")
    spaced = "".join(word + blank for word, blank in zip(words, blanks, strict=False))
    plain, other = read(_TEXT), read(spaced)
    assert (plain.purpose, plain.hours, plain.personal_disclaimer) == (
        other.purpose,
        other.hours,
        other.personal_disclaimer,
    )


@pytest.mark.parametrize("dash", "-‐‑‒–—―−－﹣")
def test_the_kind_of_dash_does_not_matter(dash: str) -> None:
    assert read(_TEXT.replace("-", dash)).hours == read(_TEXT).hours


def test_case_does_not_matter() -> None:
    assert read(_TEXT.upper()).hours == read(_TEXT.lower()).hours == read(_TEXT).hours


def test_several_texts_are_read_as_one_profile_and_each_quote_says_whence_it_came() -> None:
    merged, origin = read_all(
        [("bio", "Official account of Ashbourne."), ("pinned post", "News and help here. Monitored Mon-Fri 9-5.")]
    )
    assert merged.purpose == "explicit"
    assert [str(w) for w in merged.hours] == ["Mon-Fri 09:00-17:00"]
    assert origin == {"purpose": "pinned post", "hours": "pinned post"}


def test_the_first_text_that_states_the_hours_wins_over_a_later_one() -> None:
    merged, origin = read_all([("bio", "Monitored Mon-Fri 9-5"), ("about", "Monitored daily 8-8")])
    assert [str(w) for w in merged.hours] == ["Mon-Fri 09:00-17:00"]
    assert origin["hours"] == "bio"


def test_exact_hours_win_over_vague_ones() -> None:
    merged, _ = read_all([("bio", "Monitored in office hours"), ("about", "Monitored Mon-Fri 9-5")])
    assert not merged.hours_vague
    assert len(merged.hours) == 1


def test_nothing_is_read_from_no_texts() -> None:
    assert read_all([]) == (Statement(), {})


def test_the_object_has_the_contracts_keys_and_shape() -> None:
    text = "Library news and events. Monitored Mon-Thur 9-5 & Fri 9-4"
    assert to_json(read(text), "1") == {
        "id": "1",
        "purpose": "explicit",
        "hours_stated": True,
        "hours_vague": False,
        "hours": [{"days": "Mon-Thu", "from": "09:00", "to": "17:00"}, {"days": "Fri", "from": "09:00", "to": "16:00"}],
        "unmonitored": False,
        "personal_disclaimer": False,
        "quotes": {"hours": "Mon-Thur 9-5 & Fri 9-4", "purpose": "news and events"},
    }


def test_days_without_times_have_null_times() -> None:
    assert to_json(read("Staffed Monday to Friday."), None)["hours"] == [{"days": "Mon-Fri", "from": None, "to": None}]


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="MonFri -95apm.,&Mtored\n", max_size=120))
def test_texts_made_of_the_letters_of_hours_are_read(text: str) -> None:
    for window in read(text).hours:
        assert window.minutes_of_week()
    assert suggest(text, limit=160) is not None
