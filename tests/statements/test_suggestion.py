"""A suggestion keeps the author's words, adds what is missing, fits, and is itself compliant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.statements import Window, describe, missing, read, suggest, windows


def passes(text: str) -> bool:
    statement = read(text)
    return (
        statement.purpose == "explicit"
        and statement.hours_stated
        and not statement.hours_vague
        and not missing(statement)
    )


def test_a_compliant_text_comes_back_unchanged() -> None:
    text = "News and events from Ashbourne Library. Monitored Mon-Fri 9-5."
    assert suggest(text, limit=160) == text


def test_only_the_hours_are_added_where_only_they_are_missing() -> None:
    assert suggest("News from Ashbourne Library", hours="Mo-Fr 9-17 Uhr", limit=160) == (
        "News from Ashbourne Library. Monitored Mon-Fri 9am-5pm."
    )


def test_only_the_purpose_is_added_where_only_it_is_missing() -> None:
    made = suggest("Est. 1881 🎓 Monitored Mon-Thu 9-5", name="Ashbourne Law School", limit=160)
    assert made == "Est. 1881 🎓 Monitored Mon-Thu 9-5. News and updates from Ashbourne Law School."


def test_the_registers_purpose_and_hours_are_used() -> None:
    made = suggest("Ashbourne Archives", purpose="Stories from the stacks.", hours="Mon, Wed & Fri 10am-4pm", limit=160)
    assert made == "Ashbourne Archives. Stories from the stacks. Monitored Mon 10am-4pm, Wed 10am-4pm, Fri 10am-4pm."


def test_sentences_that_contradict_the_policy_go() -> None:
    made = suggest("News from the lab. Views my own. This account is not monitored.", hours="24/7", limit=160)
    assert made == "News from the lab. Monitored 24/7."


def test_a_text_that_is_too_long_loses_its_last_sentences_first() -> None:
    text = "News and events from Ashbourne. " + "We are proud of every one of our many students. " * 4
    made = suggest(text, hours="Mon-Fri 9-5", limit=160)
    assert made is not None
    assert len(made) <= 160
    assert made.startswith("News and events from Ashbourne. We are proud")
    assert made.endswith("Monitored Mon-Fri 9am-5pm.")


def test_opening_hours_are_not_taken_for_the_accounts() -> None:
    made = suggest("Open Mon-Fri 9-5.", hours="Mon-Fri 10-4", limit=160)
    assert made is not None
    assert read(made).hours == (Window("Mon-Fri", "10:00", "16:00"),)


def test_none_where_nothing_fits() -> None:
    assert suggest("Hello", limit=20) is None


def test_vague_hours_get_clock_times() -> None:
    made = suggest("News from the lab, monitored in office hours", hours="Mon-Fri 9-5", limit=160)
    assert made is not None
    assert passes(made)


_words = st.sampled_from(
    [
        "News",
        "events",
        "from",
        "Ashbourne",
        "Open",
        "Mon-Fri",
        "9-5",
        "not",
        "monitored",
        "views",
        "my",
        "own",
        "@other",
        "#tag",
        "🎓",
        "24/7",
        "reply",
        "within",
        "hours",
        ".",
        "!",
        "|",
        "\n",
        ",",
        "-",
        "Monitored",
        "café",
        "museum",
        "call",
        "01632",
        "closed",
        "weekends",
        "outside",
        "never",
        "DMs",
        "office",
        "hours",
        "Sat",
        "Sun",
        "follow",
        "us",
        "for",
        "the",
        "account",
        "is",
    ]
)
_texts = st.lists(_words, max_size=25).map(" ".join) | st.text(max_size=200)
_hours = st.sampled_from(
    ["Mon-Fri 9-5", "24/7", "Mon-Thu 9-5, Fri 9-4", "Sat & Sun 10-16", "daily 22:00-06:00", "", "whenever"]
)
_purposes = st.sampled_from(
    [None, "", "Student recruitment", "News from the lab", "not monitored", "views my own"]
) | st.text(max_size=60)


@settings(max_examples=120, deadline=None)
@given(
    _texts,
    _purposes,
    _hours,
    st.text(max_size=40) | st.none(),
    st.sampled_from([80, 139, 150, 160, 256, 500, 2000, None]),
)
def test_the_suggestion_passes_and_fits(
    text: str, purpose: str | None, hours: str, name: str | None, limit: int | None
) -> None:
    made = suggest(text, name=name, purpose=purpose, hours=hours, limit=limit)
    assert made is not None
    assert passes(made)
    assert limit is None or len(made) <= limit
    assert suggest(made, limit=limit) == made


_clock = st.integers(0, 95).map(lambda n: f"{n // 4:02d}:{n % 4 * 15:02d}")
_days = st.sampled_from(["Mon-Fri", "Mon-Thu", "Fri", "Sat", "Sun", "Sat-Sun", "Mon-Sun", "Tue", "Wed-Thu", "Sun-Thu"])
_window = st.builds(Window, _days, _clock, _clock).filter(lambda w: w.start != w.end)


def spans(hours: tuple[Window, ...]) -> set[tuple[int, int]]:
    return {span for window in hours for span in window.minutes_of_week()}


@settings(max_examples=120, deadline=None)
@given(st.lists(_window, min_size=1, max_size=4).map(tuple), st.booleans())
def test_windows_in_words_are_read_back(hours: tuple[Window, ...], short: bool) -> None:
    told = f"Monitored {describe(hours, short=short)}."
    statement = read(told)
    assert statement.hours_stated, told
    assert spans(statement.hours) == spans(hours), told
    assert spans(windows(describe(hours))) == spans(hours)


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (Window("Mon-Fri", "09:00", "17:00"), "Mon-Fri 9am-5pm"),
        (Window("Mon-Fri", "08:30", "16:45"), "Mon-Fri 8:30am-4:45pm"),
        (Window("Mon-Sun", "00:00", "24:00"), "24/7"),
        (Window("Fri", "22:00", "24:00"), "Fri 10pm-midnight"),
        (Window(None, "09:00", "12:00"), "9am-12pm"),
        (Window("Sat-Sun"), "Sat-Sun"),
    ],
)
def test_a_window_in_words(window: Window, words: str) -> None:
    assert describe((window,)) == words
