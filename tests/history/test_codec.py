"""Whatever a platform or a spreadsheet gave comes back from JSON exactly as it went in."""

from __future__ import annotations

import json
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.history.codec import from_text, to_text
from auditor.history.tables import escape, unescape
from auditor.model import (
    Account,
    Call,
    Candidate,
    Evidence,
    Exchange,
    Exchanges,
    Figures,
    Finding,
    Image,
    Link,
    Media,
    Outcome,
    PersonFactor,
    Post,
    Posts,
    SecurityFacts,
    Seen,
    Severity,
    Sight,
    Snapshot,
    Trouble,
    Unreachable,
    Unseen,
    Waiver,
    Why,
)

NOW = datetime(2026, 11, 22, 2, 0, 0, 123456, tzinfo=UTC)

# lone low surrogates may stand anywhere; a high one before a low one is, to JSON, one character
texts = st.text(st.characters(exclude_categories=[]).filter(lambda c: not "\ud800" <= c <= "\udbff"), max_size=5)
times = st.datetimes(timezones=st.just(UTC))
whys = st.builds(Unseen, st.sampled_from(Why), texts)


def observed(inner):
    return st.one_of(st.builds(Seen, inner), whys)


def build(cls, **known):
    """A strategy for every field of a dataclass, by its type hints, but for those named."""
    hints = typing.get_type_hints(cls)
    return st.builds(cls, **{n: known[n] if n in known else by_hint(h) for n, h in hints.items()})


def by_hint(hint):
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    simple = {str: texts, datetime: times, date: st.dates(), bool: st.booleans(), int: st.integers(), type(None): st.none(),
              float: st.floats(allow_nan=False), object: details}  # fmt: skip
    if hint in simple:
        return simple[hint]
    if origin is typing.Literal:
        return st.sampled_from(args)
    if origin is tuple and args[-1] is Ellipsis:
        return st.lists(by_hint(args[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(by_hint, args))
    if origin is Seen:
        return st.builds(Seen, by_hint(args[0]))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    if origin is Mapping:
        return st.dictionaries(texts, by_hint(args[1]), max_size=2)
    if isinstance(hint, type):
        return build(hint)
    return st.one_of(*map(by_hint, args))


details = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts, times, st.dates()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.lists(inner, max_size=2).map(tuple), st.dictionaries(texts, inner, max_size=2)
    ),
    max_leaves=4,
)


@pytest.mark.parametrize(
    "cls",
    [Account, Call, Candidate, Evidence, Exchange, Exchanges, Figures, Finding, Image, Link, Media, PersonFactor, Post, Posts,
     SecurityFacts, Snapshot, Unreachable, Waiver],
    ids=lambda c: c.__name__,
)  # fmt: skip
def test_every_noun_comes_back_equal_and_travels_as_ascii(cls):
    @settings(max_examples=15, deadline=None)
    @given(build(cls))
    def check(value):
        text = to_text(value)
        assert text.isascii()
        assert from_text(text, cls) == value

    check()


@settings(max_examples=10, deadline=None)
@given(st.one_of(build(Snapshot), build(Unreachable)))
def test_a_sight_remembers_which_kind_it_is(sight):
    again = from_text(to_text(sight, Sight), Sight)
    assert again == sight
    assert type(again) is type(sight)


def test_defaults_are_left_out_so_that_old_rows_can_be_read_after_a_field_was_added():
    link = Link("https://example.ac.uk")
    assert json.loads(to_text(link)) == {"url": "https://example.ac.uk"}


def test_a_field_unknown_to_this_program_is_passed_over():
    assert from_text('{"url":"u","later":1}', Link) == Link("u")


def test_empty_and_unseen_stay_different_facts():
    empty = Snapshot(account_id="a", taken_at=NOW, native_id=None, bio=Seen(""))
    unseen = Snapshot(account_id="a", taken_at=NOW, native_id=None, bio=Unseen(Why.UNAVAILABLE, "cut off"))
    assert from_text(to_text(empty), Snapshot).bio == Seen("")
    assert from_text(to_text(unseen), Snapshot).bio == Unseen(Why.UNAVAILABLE, "cut off")


def test_a_day_and_a_yes_in_the_same_column_are_told_apart():
    for value in (True, False, None, date(2026, 1, 2)):
        row = Account(id="a", platform="x", handle="h", unit="u", press_access=value)
        assert from_text(to_text(row), Account).press_access == value


def test_a_finding_with_everything_in_it_comes_back():
    finding = Finding(
        account_id="a", control="c", clause="2.2.2", severity=Severity.HIGH, outcome=Outcome.NOT_AUDITED, message="m",
        evidence=(Evidence("profile.bio", "x\x00\udc80", "x:users", NOW, ((0, 1), (2, 3))),), expected="e", remedy="r",
        fingerprint="f", status="open", since=date(2026, 1, 1), last_known=(Outcome.PASS, NOW),
        waiver=Waiver(account_id="*", control="c", reason="r", approved_by="b", until=date(2027, 1, 1)),
        details={"rows": [(1, 2.5)], "$": "dollar", "seen": NOW, "trouble": Trouble.GONE.value},
    )  # fmt: skip
    assert from_text(to_text(finding), Finding) == finding


@given(texts)
def test_escaped_text_is_printable_and_comes_back(text):
    escaped = escape(text)
    assert escaped.isascii()
    assert "\x00" not in escaped
    assert unescape(escaped) == text


def test_ordinary_text_is_stored_as_it_stands():
    assert escape("library-x (main)") == "library-x (main)"
