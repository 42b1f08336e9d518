"""The document names the test that proves each row, and that test is there."""

from __future__ import annotations

import re

from tests.crash.living import ROOT

DOCUMENT = (ROOT / "docs" / "crashes.md").read_text(encoding="utf-8")
ROWS_OF_POINTS = "| point | what is left"  # one test goes through all of them, and says so above


def test_every_named_test_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT))
    there = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    }
    assert named
    assert named - there == set()


def test_every_row_of_trouble_names_its_proof() -> None:
    for table in re.findall(r"(?:^\|.*\n)+", DOCUMENT, flags=re.MULTILINE):
        header, _, *rows = table.splitlines()
        if "proved by" in header:
            unproved = [row for row in rows if not re.search(r"\| [^|]*`[\w.-]+`[^|]* \|$", row)]
            assert unproved == [], header
