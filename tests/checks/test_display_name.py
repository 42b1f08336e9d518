"""display-name: an approved name as whole words, and no letters that pretend."""

from __future__ import annotations

import pytest

from auditor.model import Outcome, Seen
from tests.checks.builders import account, case, judged, snapshot
from tests.effort import within

ID = "display-name"


def verdict_of(shown, **row):
    return judged(ID, case(account(**row), snapshot(name=Seen(shown))))


@pytest.mark.parametrize(
    "name",
    [
        "University of Harrowgate",
        "The UNIVERSITY OF HARROWGATE Press Office",
        "UoH Library",
        "HarUni Sport",
        "HarUniSport",
        "uoh's news",
        "Library",
        "The Library (Leeds Road)",
        "University  of  Harrowgate",
        "Univérsity of Harrowgate",
        "UoH \U0001f468\u200d\U0001f393 \u2764\ufe0f",
        "UoH \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "UoH 图书馆",
        "UoH™ Library",
    ],
)
def test_an_approved_name_in_whole_words_passes(name):
    assert verdict_of(name).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "name", ["UoHx", "Harrowgate Council", "University of York", "UniversityofHarrowgateish", "Librarians", "", " "]
)
def test_other_names_fail(name):
    assert verdict_of(name).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("name", "char"),
    [
        ("University of Harrowgаte", "CYRILLIC SMALL LETTER A"),
        ("Univеrsity of Harrowgate", "CYRILLIC SMALL LETTER IE"),
        ("UoΗ Library", "GREEK CAPITAL LETTER ETA"),
        ("UoH\u200b Library", "ZERO WIDTH SPACE"),
        ("UoH \u202eyrarbiL", "RIGHT-TO-LEFT OVERRIDE"),
        ("UoH\u00ad Library", "SOFT HYPHEN"),
        ("U\u200doH", "ZERO WIDTH JOINER"),
        ("𝐔𝐨𝐇 Library", "MATHEMATICAL BOLD"),
        ("ＵoH Library", "FULLWIDTH"),
        ("Lіbrary", "CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I"),
    ],
)
def test_characters_that_deceive_fail_and_are_named(name, char):
    verdict = verdict_of(name)
    assert verdict.outcome is Outcome.FAIL
    assert char in verdict.message
    assert verdict.evidence[0].value == name
    assert verdict.evidence[0].marks


def test_a_whole_name_in_another_alphabet_that_only_looks_approved_fails():
    verdict = verdict_of("Ѕсоре", name="Scope")
    assert verdict.outcome is Outcome.FAIL
    assert "CYRILLIC" in verdict.message


@pytest.mark.parametrize(
    ("shown", "approved"),
    [("哈罗盖特大学图书馆", "哈罗盖特大学"), ("Харрогейт", "Харрогейт"), ("جامعة هاروغيت", "جامعة هاروغيت")],
)
def test_an_approved_name_in_another_script_passes(shown, approved):
    assert verdict_of(shown, name=approved).outcome is Outcome.PASS


def test_an_approved_foreign_name_excuses_no_foreign_letter_elsewhere():
    assert verdict_of("Univеrsity of Harrowgate", name="Сентер").outcome is Outcome.FAIL


@pytest.mark.parametrize("name", ["a " * 500_000, "А" * 1_000_000, "HarUn" * 200_000, "\u200d" * 1_000_000])
def test_an_endless_name_is_judged_in_time(name):
    with within(1):
        verdict_of(name)
