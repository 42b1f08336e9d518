"""On paper and as PDF."""

from __future__ import annotations

import re
import subprocess

import pytest

from reports import pdf
from reports.words import Status

pytestmark = pytest.mark.browser


@pytest.fixture
def printed(opened, program, tmp_path):
    """A page as PDF: its bytes, what its reader is told about it, and its text."""
    info, text = program("pdfinfo"), program("pdftotext")

    def print_(name):
        page = opened(name)
        target = tmp_path / "page.pdf"
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.pdf(path=str(target), prefer_css_page_size=True, tagged=True, outline=True, print_background=True)
        read = [subprocess.run([*command, str(target), *more], capture_output=True, text=True, check=True).stdout for command, more in (([info], ()), ([text, "-raw"], ("-",)))]
        return target.read_bytes(), read[0], " ".join(read[1].split())

    return print_


def _squeezed(text):
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.parametrize("kind", ["summary", "account", "board"])
def test_a_page_prints_tagged_with_title_and_language(printed, view, kind):
    name = {"summary": "index.html", "account": view.accounts[0].href, "board": "print.html"}[kind]
    data, info, text = printed(name)

    assert re.search(r"Tagged:\s+yes", info)
    assert re.search(r"Title:\s+\S", info)
    assert b"/Lang" in data
    assert "Skip to the content" not in text
    assert "Copy link to this view" not in text


def test_every_finding_of_an_account_stands_on_paper_folded_or_not(printed, view):
    row = next(r for r in view.accounts if r.status is Status.MUST and r.counts.na)
    text = _squeezed(printed(row.href)[2])

    for finding in view.run.results[row.place].findings:
        info = view.infos[finding.control]
        assert _squeezed(info.title) in text, finding.control


def test_every_account_and_change_of_the_summary_stands_on_paper(printed, view):
    text = _squeezed(printed("index.html")[2])

    for row in view.attention:
        assert _squeezed(row.title) in text
    for unit in view.units[:40]:
        assert _squeezed(unit.name) in text


def test_filters_do_not_print(opened):
    page = opened("accounts.html")
    page.emulate_media(media="print")

    assert page.locator("#rows tr").count() > 1
    for hidden in (".filters", ".buttons", "header nav", ".skip"):
        assert not page.locator(hidden).first.is_visible(), hidden


def test_the_board_copy_is_a_tagged_pdf(folder, program):
    program("chromium")
    data = pdf.dumps(folder / "print.html")

    assert data.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in data
    assert b"/Lang" in data
    assert re.search(rb"/Title", data)
    assert len(data) < 2_000_000
