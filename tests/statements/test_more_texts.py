"""More texts of each kind, all made up: the wordings that people use, and those that only resemble them (texts/*.txt)."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.statements import read

TEXTS = Path(__file__).parent / "texts"


def lines(name: str) -> list[str]:
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("text", lines("hours"))
def test_these_hours_are_the_accounts(text: str) -> None:
    assert read(text).hours_stated, read(text).reasons


@pytest.mark.parametrize("text", lines("no_hours"))
def test_these_times_are_something_else(text: str) -> None:
    assert not read(text).hours_stated, read(text).quotes


@pytest.mark.parametrize("text", lines("purpose"))
def test_these_say_what_the_account_is_for(text: str) -> None:
    assert read(text).purpose == "explicit", read(text)


@pytest.mark.parametrize("text", lines("no_purpose"))
def test_these_do_not_say_what_the_account_is_for(text: str) -> None:
    assert read(text).purpose != "explicit", read(text).quotes


@pytest.mark.parametrize("text", lines("unmonitored"))
def test_nobody_looks_after_these(text: str) -> None:
    assert read(text).unmonitored


@pytest.mark.parametrize("text", lines("monitored"))
def test_these_are_not_called_unmonitored(text: str) -> None:
    assert not read(text).unmonitored, read(text).quotes


@pytest.mark.parametrize("text", lines("disclaimed"))
def test_these_disclaim_their_views(text: str) -> None:
    assert read(text).personal_disclaimer


@pytest.mark.parametrize("text", lines("not_disclaimed"))
def test_these_disclaim_nothing(text: str) -> None:
    assert not read(text).personal_disclaimer, read(text).quotes


@pytest.mark.parametrize("line", lines("windows"))
def test_these_windows_are_read(line: str) -> None:
    wanted, text = line.split(" | ", 1)
    read_as = "; ".join(f"{w.days} {w.start}-{w.end}" for w in read(text).hours)
    assert read_as == wanted, read(text).reasons
