from __future__ import annotations

import threading

import pytest

from auditor.errors import PlatformError
from connectors._links import in_text, split
from connectors._pages import pages
from connectors._parallel import each
from tests.effort import within


def targets(text: str) -> list[str]:
    return [link.target for link in in_text(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Help: liverpool.ac.uk/library.", ["https://liverpool.ac.uk/library"]),
        ("(see https://a.example/x_(y)), then www.b.example!", ["https://a.example/x_(y)", "https://www.b.example"]),
        ("Write to desk@liverpool.ac.uk or john.me@x.com", []),
        ("Mon-Fri 9.30-5pm. e.g. not 10.30", []),
        ("http:// and https://", []),
        ("Short: bit.ly/abc?x=1 https://medium.com/@livuni", ["https://bit.ly/abc?x=1", "https://medium.com/@livuni"]),
        ("Twice https://a.example https://a.example", ["https://a.example"]),
        ("Web:liverpool.ac.uk", ["https://liverpool.ac.uk"]),
    ],
)
def test_addresses_are_found_as_a_reader_would_follow_them(text: str, found: list[str]) -> None:
    assert targets(text) == found


def test_a_bare_address_keeps_its_own_spelling() -> None:
    assert (in_text("liv.ac.uk")[0].url, in_text("liv.ac.uk")[0].where) == ("liv.ac.uk", "bio")


def test_a_field_may_hold_several_addresses() -> None:
    assert [link.target for link in split("www.a.example, http://b.example\nhttps://c.example")] == [
        "https://www.a.example", "http://b.example", "https://c.example"]


@pytest.mark.parametrize("piece", ["http://", "a.com ", "a.", "www.", "a-", "http://a)", "(", "a.b.c.d.e.f."])
def test_finding_addresses_takes_time_in_line_with_the_text(piece: str) -> None:
    with within(0.05):
        in_text(piece * (20_000 // len(piece)))


def test_pages_follow_cursors_to_the_end() -> None:
    following = {None: ("a", "1"), "1": ("b", "2"), "2": ("c", None)}
    assert list(pages(lambda c: following[c], source="x:users")) == ["a", "b", "c"]


@pytest.mark.parametrize("cursor", ["same", "count"])
def test_pages_refuse_to_loop_or_to_go_on_for_ever(cursor: str) -> None:
    numbers = iter(range(100))
    got: list[str] = []

    def fetch(_: str | None) -> tuple[str, str]:
        got.append("page")
        return "page", "same" if cursor == "same" else str(next(numbers))

    with pytest.raises(PlatformError):
        list(pages(fetch, source="x:users", most=7))
    assert len(got) == (2 if cursor == "same" else 7)


def test_each_runs_side_by_side_and_gives_errors_as_values() -> None:
    meeting = threading.Barrier(3, timeout=60)

    def work(n: int) -> int:
        meeting.wait()
        if n == 2:
            raise ValueError(n)
        return n * 10

    found = dict(each([1, 2, 3], work, limit=3))
    assert (found[1], found[3], type(found[2])) == (10, 30, ValueError)
