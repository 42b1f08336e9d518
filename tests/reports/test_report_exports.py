from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from auditor.errors import UsageError
from auditor.model import Evidence, Outcome
from reports import csv_table, junit, oscal, pdf, xlsx


@pytest.fixture(scope="module")
def run(sample):
    return sample.run(12, worse=3.0)


@pytest.fixture
def hostile(run):
    text = "=cmd|' /C calc'!A0 \x0b \ud800 \u202e https://evil.test <x> & ]]>"
    results = tuple(
        replace(
            r, account=replace(r.account, handle=text, name=text, unit=text),
            findings=tuple(replace(f, message=text, remedy=text, evidence=(Evidence("profile.bio", text, text),)) for f in r.findings),
        )
        for r in run.results
    )  # fmt: skip
    return replace(run, results=results)


def _rows(data, sheet):
    import python_calamine

    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).to_python()


def test_the_workbook_holds_every_finding_and_every_account(run):
    data = xlsx.dumps(run)

    findings = _rows(data, "Findings")
    assert len(findings) == 1 + sum(len(r.findings) for r in run.results)
    assert [c.casefold() for c in findings[0]] == [c.casefold() for c in csv_table.HEADER]
    accounts = _rows(data, "Accounts")
    assert [row[0] for row in accounts[1:]] == [r.account.id for r in run.results]
    assert dict(_rows(data, "About")[1:])["Accounts, registered"] == 12


def test_the_workbook_is_the_same_each_time(run):
    assert xlsx.dumps(run) == xlsx.dumps(run)


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(hostile):
    archive = zipfile.ZipFile(io.BytesIO(xlsx.dumps(hostile)))
    whole = b"".join(archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets"))

    assert b"<f>" not in whole
    assert b"hyperlink" not in whole


def test_junit_counts_failures_and_skips_what_was_not_judged(run, sample):
    root = ET.fromstring(junit.dumps(run, sample.infos()))
    outcomes = Counter(f.outcome for r in run.results for f in r.findings)

    assert root.get("tests") == str(outcomes.total())
    assert len(root.findall(".//failure")) == outcomes[Outcome.FAIL] == int(root.get("failures"))
    assert len(root.findall(".//skipped")) == outcomes.total() - outcomes[Outcome.FAIL] - outcomes[Outcome.PASS]
    assert len(root.findall("testsuite")) == len(run.results)


def test_junit_stays_well_formed_whatever_is_in_it(hostile, sample):
    root = ET.fromstring(junit.dumps(hostile, sample.infos()))

    assert "⟦U+202E⟧" in root.find(".//failure").text


def test_oscal_refers_only_to_what_it_defines_and_says_satisfied_only_where_all_was_seen(run, sample):
    document = json.loads(oscal.dumps(run, sample.infos()))["assessment-results"]
    result = document["results"][0]
    items = {i["uuid"] for i in result["local-definitions"]["inventory-items"]}
    observations = {o["uuid"]: o for o in result["observations"]}

    assert {s["subject-uuid"] for o in observations.values() for s in o["subjects"]} == items
    outcomes = {}
    for r in run.results:
        for f in r.findings:
            outcomes.setdefault(f.control, set()).add(f.outcome)
    for finding in result["findings"]:
        assert all(o["observation-uuid"] in observations for o in finding["related-observations"])
        seen = outcomes[finding["target"]["target-id"]]
        if finding["target"]["status"]["state"] == "satisfied":
            assert not seen & {Outcome.FAIL, Outcome.NOT_AUDITED, Outcome.NOT_EXPOSED, Outcome.REVIEW}


def test_oscal_is_the_same_each_time_and_survives_broken_characters(hostile, sample):
    assert oscal.dumps(hostile, sample.infos()) == oscal.dumps(hostile, sample.infos())


def test_without_a_browser_the_pdf_says_what_to_do(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    with pytest.raises(UsageError, match="needs Chromium") as caught:
        pdf.dumps(Path("print.html"))
    assert "print.html" in caught.value.hint


@pytest.mark.parametrize("size", [0, 1, 12])
def test_oscal_written_piece_by_piece_is_indented_as_a_whole_document_is(sample, size):
    data = oscal.dumps(sample.run(size, worse=3.0), sample.infos())

    assert json.dumps(json.loads(data), ensure_ascii=True, indent=1).encode("ascii") + b"\n" == data


@pytest.mark.parametrize("size", [0, 1, 12])
def test_junit_written_account_by_account_is_indented_as_a_whole_document_is(sample, size):
    data = junit.dumps(sample.run(size, worse=3.0), sample.infos())
    root = ET.fromstring(data)
    ET.indent(root)

    assert ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n" == data
