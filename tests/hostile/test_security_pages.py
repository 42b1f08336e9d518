"""The pages on security name code and tests that are there, and leave no threat out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("docs/threats.md", "docs/asvs.md")
STATES = ("met", "partly", "not met", "yours")


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:auditor|connectors|reports|tests|requirements|demo|docs)/[\w./-]*)`", text))
    named |= {f"tests/hostile/{name}" for name in re.findall(r"`(test_\w+\.py)`", text)}
    assert len(named) > 20
    assert sorted(n for n in named if not (ROOT / n).exists()) == []


def test_all_twenty_threats_have_a_defence_and_a_test() -> None:
    rows = re.findall(
        r"(?m)^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \|$", (ROOT / "docs/threats.md").read_text(encoding="utf-8")
    )
    assert [int(number) for number, *_ in rows] == list(range(1, 21))
    assert all("`t" in tests for *_, tests in rows)


def test_every_requirement_has_a_known_state_and_whatever_is_met_names_where() -> None:
    text = (ROOT / "docs/asvs.md").read_text(encoding="utf-8").partition("## Does not apply")[0]
    rows = [line.strip("|").split(" | ") for line in text.splitlines() if re.match(r"\| \d", line)]
    assert len(rows) > 70
    for row in rows:
        assert len(row) == 5, row
        requirement, how, code, _test, state = (cell.strip() for cell in row)
        assert state.startswith(STATES), requirement
        assert how
        assert code != "-" or state.startswith(("yours", "met", "not met")), requirement
    states = [row[4].strip().partition(":")[0].partition(";")[0] for row in rows]
    assert states.count("met") > 50
    assert {"partly", "not met", "yours"} <= set(states), "an honest table names what is missing"
