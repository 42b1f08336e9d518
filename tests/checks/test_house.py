"""Every control has its file, its test, its section in the docs and its words."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from auditor.checks import discover
from auditor.checks._api import Control

ROOT = Path(__file__).resolve().parents[2]
CONTROLS = discover()

IDS = """
    handle-prefix handle-as-registered display-name owner-designated manager-reachable on-register activity-plan no-duplicates
    platform-alive account-live purpose-stated hours-stated hours-agree approved-image profile-link profile-complete
    no-personal-disclaimer posted-recently posts-regularly answers-promptly no-unanswered-questions two-factor password-rotated
    password-after-leaver takeover-closed press-access access-log-kept password-store device-safeguards identity-unchanged
    usual-activity film-subtitled transcripts-offered images-described no-personal-data respectful-language posts-checked
    no-comment-wave emergency-silence
""".split()  # noqa: SIM905


def test_every_control_of_the_policy_is_there_and_no_other():
    assert sorted(CONTROLS) == sorted(IDS)


@pytest.mark.parametrize("control", CONTROLS.values(), ids=lambda c: c.id)
def test_a_control_has_all_its_words(control: Control):
    for text in (control.title, control.expected, control.remedy, control.why):
        assert text.strip()
    assert not control.title.endswith(".")
    assert control.expected.endswith(".")
    assert control.remedy.endswith((".", '".'))
    assert control.why.endswith(".")
    assert control.minutes > 0
    assert control.clause.startswith(("2.2.", "2.3"))


@pytest.mark.parametrize("control_id", IDS)
def test_a_control_has_a_test_of_its_name(control_id: str):
    assert (ROOT / "tests" / "checks" / f"test_{control_id.replace('-', '_')}.py").is_file()


@pytest.mark.parametrize("control", CONTROLS.values(), ids=lambda c: c.id)
def test_a_control_has_a_section_that_names_its_options(control: Control):
    text = (ROOT / "docs" / "controls.md").read_text("utf-8")
    assert f"\n## {control.id}\n" in text
    section = text.partition(f"\n## {control.id}\n")[2].partition("\n## ")[0]
    assert f"Clause {control.clause}" in section
    assert control.severity.value in section
    for option in dataclasses.fields(control.options):
        assert f"`{option.name}`" in section


@pytest.mark.parametrize("path", sorted((ROOT / "auditor" / "checks").glob("*.py")), ids=lambda p: p.name)
def test_a_control_asks_no_clock_no_file_and_no_other_control(path: Path):
    text = path.read_text("utf-8")
    for word in (
        "datetime.now",
        "date.today",
        "import time\n",
        "import os",
        "import random",
        "pathlib",
        "requests",
        "open(",
    ):
        assert word not in text, f"{path.name} holds {word}"
    names = {c.replace("-", "_") for c in CONTROLS}
    imported = {
        line.split()[1].removeprefix("auditor.checks.")
        for line in text.splitlines()
        if line.startswith("from auditor.checks.")
    }
    assert not imported & names
