"""No cell that the program writes is a formula, for any program that opens it."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from typing import Any

import openpyxl
import pytest

from reports import csv_table, xlsx
from tests.hostile import corpora, poisoned

TEXTS = list(dict.fromkeys((*corpora.FORMULAS, *corpora.collected("gen-formulas.json"))))
STARTS = set("=+-@\t\r\n|%＝＋－＠")


@pytest.fixture(scope="module")
def run() -> Any:
    return poisoned.run_of(TEXTS)


def test_no_cell_of_the_csv_begins_as_a_formula_does(run: Any) -> None:
    table = csv_table.dumps(run).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert len({len(row) for row in rows}) == 1
    for row in rows:
        for cell in row:
            first = unicodedata.normalize("NFKC", cell.strip(" \u00a0\u3000\u200b\ufeff")[:1])
            assert cell[:1] == "'" or (first not in STARTS and cell[:1] not in STARTS), cell


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_nor_does_one_when_a_spreadsheet_splits_the_file_in_another_way(run: Any, separator: str) -> None:
    table = csv_table.dumps(run).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(table, newline=""), delimiter=separator):
        assert not [cell for cell in row[:1] if cell[:1] in STARTS]


def test_the_workbook_holds_texts_and_numbers_and_reaches_out_to_nothing(run: Any) -> None:
    data = xlsx.dumps(run)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert not [n for n in names if "external" in n.lower() or "vba" in n.lower() or "connections" in n.lower()]
        for name in names:
            text = archive.read(name)
            assert b"<f>" not in text, name
            assert b"<f " not in text, name
            assert b'TargetMode="External"' not in text, name
    cells = [
        c
        for sheet in openpyxl.load_workbook(io.BytesIO(data))
        for row in sheet.iter_rows()
        for c in row
        if c.value is not None
    ]
    assert {c.data_type for c in cells} <= {"s", "n"}
    assert not [c for c in cells if c.hyperlink]
    assert [c for c in cells if isinstance(c.value, str) and c.value.startswith("=cmd")], (
        "the formulas did not get here"
    )
