from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest

from auditor.model import Severity, State
from reports import csv_table, quotes, terminal
from reports.words import Status, of_account


@pytest.fixture(scope="module")
def run(sample):
    return sample.run(60, worse=2.0)


@pytest.fixture(scope="module")
def bad(run):
    return next(r for r in run.results if of_account(r) is Status.MUST and r.state is State.LIVE)


def _plain(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_verdict_comes_first_and_fits_the_terminal(bad, sample, width):
    printed = terminal.verdict(bad, sample.infos(), width=width, zone=sample.ZONE, today=sample.NOW.date())

    assert printed.startswith("✕ MUST FIX  ")
    assert max(len(line) for line in printed.splitlines()) <= width
    assert "What to do" in printed


def test_colour_changes_no_word(bad, run, sample):
    assert _plain(terminal.verdict(bad, sample.infos(), color=True)) == terminal.verdict(bad, sample.infos(), color=False)
    assert _plain(terminal.summary(run, sample.infos(), 80, color=True)) == terminal.summary(run, sample.infos(), 80)
    assert "\x1b" not in terminal.summary(run, sample.infos(), 80)


def test_what_is_met_is_one_line_unless_asked_for(bad, sample):
    short = terminal.verdict(bad, sample.infos())
    long = terminal.verdict(bad, sample.infos(), all=True)

    assert re.search(r"\d+ checks met, .*Add --all to see them\.", short)
    assert "✓ Meets policy" not in short
    assert "✓ Meets policy" in long


def test_the_worst_open_item_comes_first(bad, sample):
    printed = terminal.verdict(bad, sample.infos())
    marks = re.findall(r"^. (Must fix|Should fix|For you to judge|Could not check)$", printed, re.MULTILINE)

    assert marks == sorted(marks, key=["Must fix", "Should fix", "For you to judge", "Could not check"].index)


def test_an_account_that_could_not_be_reached_says_why(run, sample):
    one = next(r for r in sample.run(400).results if r.state is State.UNREACHABLE)
    printed = " ".join(terminal.verdict(one, sample.infos(), width=80).split())

    assert "could not be reached" in printed
    assert "The platform did not answer in time." in printed
    assert "more checks" in printed


@pytest.mark.parametrize(("width", "lines"), [(80, 7), (60, 9)])
def test_the_summary_of_a_run_is_short_fits_and_adds_up(run, sample, width, lines):
    printed = terminal.summary(run, sample.infos(), width)

    assert len(printed.splitlines()) <= lines
    assert max(len(line) for line in printed.splitlines()) <= width
    numbers = [int(n) for n in re.findall(r"(?:Must fix|Should fix|For you to judge|Could not check|Does not apply|Meets policy) (\d+)", printed)]
    assert sum(numbers) == len(run.results)
    assert f"= {len(run.results)} accounts" in printed


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("x:users", "X, profile look-up"),
        ("facebook:owned_pages", "Facebook, list of our own pages"),
        ("youtube:films", "YouTube, films"),
        ("x:new_kind", "X, new kind"),
        ("register/accounts.csv, row 4", "register/accounts.csv, row 4"),
        ("C:\\lists\\accounts.csv, row 4", "C:\\lists\\accounts.csv, row 4"),
    ],
)
def test_where_something_was_seen_is_told_in_words(source, words):
    assert quotes.source_of(source) == words


def test_an_open_item_says_since_when_it_is_open(bad, sample):
    printed = terminal.verdict(bad, sample.infos(), today=sample.NOW.date())

    assert re.search(r"clause [\d.]+, since \d+ \w{3}", " ".join(printed.split()))


def test_a_clean_account_meets_the_policy_in_words(run, sample):
    clean = next(r for r in sample.run(400).results if of_account(r) is Status.MEETS)

    assert terminal.verdict(clean, sample.infos()).startswith("✓ MEETS POLICY  ")


def test_the_csv_has_one_row_a_finding_and_excel_reads_it_as_unicode(run):
    raw = csv_table.dumps(run)
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))

    assert raw.startswith(b"\xef\xbb\xbf")
    assert len(rows) == sum(len(r.findings) for r in run.results)
    assert set(rows[0]) == set(csv_table.HEADER)


@pytest.mark.parametrize("cell", ["=1+1", " =1+1", "+1", "-1", "@a", "＝1", "\tx=", "\r=1", "\u00a0=1"])
def test_a_cell_that_would_start_a_formula_gets_an_apostrophe(cell):
    assert csv_table.plain(cell)[0] not in "=+-@＝ \t\r"


@pytest.mark.parametrize("cell", ["Library", "", "14", "a=b", "https://x"])
def test_other_cells_stay_as_they_are(cell):
    assert csv_table.plain(cell) == cell


def test_severities_stay_those_of_the_finding(run, bad):
    low = replace(bad, findings=tuple(replace(f, severity=Severity.LOW) for f in bad.findings))
    rows = list(csv.DictReader(io.StringIO(csv_table.dumps(replace(run, results=(low,))).decode("utf-8-sig"))))

    assert {r["severity"] for r in rows} == {"low"}
