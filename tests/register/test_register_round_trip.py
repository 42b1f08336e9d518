"""Whatever is written into the cells comes back, from any dialect of CSV and from a workbook alike."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.model import Account, Where
from tests.register.tables import csv_text, read_files, workbook

COLUMNS = ("id", "platform", "handle", "unit", "name", "purpose", "notes", "opened_on", "central", "posting_days")
LETTERS = st.characters(exclude_categories=["C", "Z"])
WORDS = st.text(st.one_of(LETTERS, st.sampled_from(" ,;\"'\n=+@<")), max_size=30).map(str.strip)
HANDLES = st.from_regex(r"[a-z][a-z0-9_]{0,14}", fullmatch=True)
ROWS = st.lists(
    st.tuples(
        HANDLES,
        st.sampled_from(["x", "instagram", "tiktok"]),
        HANDLES,
        st.from_regex(r"[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8})?", fullmatch=True),
        WORDS,
        WORDS,
        WORDS,
        st.none() | st.dates(date(2007, 1, 1), date(2090, 1, 1)),
        st.booleans(),
        st.none() | st.integers(1, 999),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda row: row[0],
)


def expected(rows: list[tuple[object, ...]]) -> list[Account]:
    return [
        Account(
            **{name: cell for name, cell in zip(COLUMNS, row, strict=True) if cell not in {"", None}},  # type: ignore[arg-type]
            where=Where(""),
        )
        for row in rows
    ]


def bare(accounts: tuple[Account, ...]) -> list[Account]:
    return [replace(account, where=Where("")) for account in accounts]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS, separator=st.sampled_from(",;\t"), line_end=st.sampled_from(["\n", "\r\n"]),
       encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))  # fmt: skip
def test_rows_survive_every_dialect_of_csv(
    rows: list[tuple[object, ...]], separator: str, line_end: str, encoding: str
) -> None:
    shown = [
        tuple("" if c is None else {True: "yes", False: "no"}.get(c, c) if c is True or c is False else c for c in r)
        for r in rows
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.csv").write_bytes(csv_text([COLUMNS, *shown], separator, line_end).encode(encoding))

        register, problems = read_files(folder, accounts="a.csv")

    assert problems == ()
    assert bare(register.accounts) == expected(rows)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS)
def test_rows_survive_a_workbook(rows: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workbook(folder / "a.xlsx", {"Accounts": [COLUMNS, *rows]})

        register, problems = read_files(folder, register="a.xlsx")

    assert problems == ()
    assert bare(register.accounts) == expected(rows)


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=300))
def test_no_bytes_whatever_make_reading_fail(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.csv").write_bytes(data)
        (folder / "a.xlsx").write_bytes(b"PK\x03\x04" + data)

        csv_read, _ = read_files(folder, accounts="a.csv")
        _, problems = read_files(folder, register="a.xlsx")

    assert csv_read.accounts == ()
    assert any(p.stops for p in problems)
