"""Letters that only look like others, and characters that nobody sees, are named and shown, never taken for the real thing."""

from __future__ import annotations

import pytest

from auditor.checks import discover
from auditor.model import Link, Outcome, Seen
from auditor.text import foreign_letters, hidden_characters, show, skeleton
from connectors._guard import Guard
from reports.links import safe
from tests.checks.builders import account, case, snapshot
from tests.hostile import corpora

CONTROLS = discover()
TWINS = (
    ("University of Liverpool", "Univ\u0435rsity of Liverpool"), ("Liverpool", "L\u0456verpool"), ("Liverpool", "Liverpoo\u217c"), ("Exam", "\u24cdexam"[1:].replace("e", "\u0435")),
    ("University", "\uff35\uff4e\uff49\uff56\uff45\uff52\uff53\uff49\uff54\uff59"), ("Library", "\U0001d4db\U0001d4f2\U0001d4eb\U0001d4fb\U0001d4ea\U0001d4fb\U0001d502"), ("livuni", "l\u0131vun\u0131"), ("livuni", "Iivuni"),
)  # fmt: skip


@pytest.mark.parametrize("text", corpora.SPOOFS, ids=range(len(corpora.SPOOFS)))
def test_a_spoofed_display_name_never_passes(text: str) -> None:
    made = case(account(name="University of Liverpool"), snapshot(name=Seen(f"University of Liverpool {text}")))
    verdict = CONTROLS["display-name"].judge(made, CONTROLS["display-name"].options())
    assert verdict.outcome is Outcome.FAIL
    assert "U+" in verdict.message


@pytest.mark.parametrize(("real", "twin"), TWINS)
def test_twins_share_a_skeleton(real: str, twin: str) -> None:
    assert real != twin
    assert skeleton(real) == skeleton(twin)


@pytest.mark.parametrize(
    "text",
    [
        *corpora.SPOOFS,
        *corpora.collected("fuzzdb-right-to-left.txt"),
        *corpora.collected("fuzzdb-naughty-unicode.txt"),
        *corpora.collected("fuzzdb-zalgo.txt"),
    ],
)
def test_what_is_shown_keeps_its_order_and_hides_nothing(text: str) -> None:
    shown = show(text)
    assert not hidden_characters(shown.replace("\n", ""))
    assert not any(c in shown for c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def test_scripts_of_the_world_are_no_spoofing() -> None:
    for text in (
        "جامعة ليفربول",
        "אוניברסיטה",
        "利物浦大学",
        "Университет",
        "Πανεπιστήμιο",
        "Prifysgol Caerdydd â ŵ",
        "👨‍👩‍👧‍👦 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    ):
        assert foreign_letters(text) == []
        assert hidden_characters(text) == []


@pytest.mark.parametrize(
    "address",
    ["https://www.l\u0456verpool.ac.uk/", "https://xn--lverpool-n2a.ac.uk/", "https://liverpool.ac.uk.evil.test/", "https://liverpool.ac.uk@evil.test/", "https://evil.test/liverpool.ac.uk",
     "https://liverpool\uff0eac\uff0euk.evil.test/", "https://www.liverpool.ac.uk\\@evil.test", "https://evil.test#liverpool.ac.uk", "https://evil.test?liverpool.ac.uk", "//liverpool.ac.uk.evil.test"],
)  # fmt: skip
def test_a_link_that_only_looks_like_ours_never_passes(address: str) -> None:
    made = case(account(), snapshot(links=Seen((Link(address),))))
    verdict = CONTROLS["profile-link"].judge(made, CONTROLS["profile-link"].options())
    assert verdict.outcome is not Outcome.PASS
    assert not safe(address, "www.liverpool.ac.uk")


def test_hosts_are_compared_as_the_wire_has_them() -> None:
    assert Guard().check_url("https://L\u0130VERPOOL.example/") != "https://liverpool.example/"
    assert Guard().check_url("https://ⓛⓘⓥ.example/") == "https://liv.example/"
