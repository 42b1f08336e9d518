"""The documentation says all there is, nothing twice by hand, and every way through it leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor.checks import discover
from auditor.cli import COMMANDS
from auditor.platforms import PLATFORMS
from auditor.register.columns import SHEETS
from tests import docs_generated
from tests.docs.pages import PAGES, ROOT, anchors, links


@pytest.mark.parametrize(("page", "target"), [pytest.param(p, t, id=f"{p.relative_to(ROOT)}-{t}") for p, t in links()])
def test_every_link_leads_somewhere(page: Path, target: str) -> None:
    path, _, anchor = target.partition("#")
    there = (page.parent / path).resolve() if path else page

    assert there.exists(), f"{target} is not there"
    assert there.is_relative_to(ROOT)
    if anchor and there.suffix == ".md":
        assert anchor in anchors(there)


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, ahead = set(), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        reached.add(page)
        ahead += [
            there
            for source, target in links()
            if source == page and (there := (page.parent / target.partition("#")[0]).resolve()).suffix == ".md"
            if there not in reached
        ]
    apart = {p for p in PAGES if "decisions" in p.parts} | {ROOT / "CHANGELOG.md", ROOT / "demo/README.md"}
    assert {str(p.relative_to(ROOT)) for p in set(PAGES) - reached - apart} == set()


def test_the_page_on_configuration_is_what_the_program_declares() -> None:
    assert docs_generated.PAGE.read_text(encoding="utf-8") == docs_generated.page(), "run `make docs`"


def test_the_page_on_configuration_names_every_key_and_option() -> None:
    text = docs_generated.page()
    assert [k for k in docs_generated.key_names() if f"`{k}`" not in text] == []
    for control in discover().values():
        assert f"[{control.id}](controls.md#{control.id})" in text


def test_the_tables_on_the_register_are_what_the_program_declares() -> None:
    text = docs_generated.REGISTER.read_text(encoding="utf-8")
    assert text == docs_generated.register_page(text), "run `make docs`"
    for columns in SHEETS.values():
        assert [c for c in columns if f"`{c}`" not in text] == []


def test_every_control_has_its_section() -> None:
    heads = anchors(ROOT / "docs" / "controls.md")
    assert set(discover()) - heads == set()


def test_every_command_stands_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [c for c in COMMANDS if f"`auditor {c}" not in text] == []


def test_every_platform_stands_on_the_page_of_platforms() -> None:
    text = (ROOT / "docs" / "platforms" / "README.md").read_text(encoding="utf-8")
    assert [p.label for p in PLATFORMS.values() if p.label.rstrip("s") not in text] == []


def test_every_exit_code_is_explained() -> None:
    text = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    assert {"0", "1", "2", "3", "4", "5", "11", "12", "13", "14", "130", "143"} <= set(re.findall(r"\b\d+\b", text))


def test_every_variable_of_the_program_is_explained() -> None:
    source = "".join(p.read_text("utf-8") for p in (ROOT / "auditor").rglob("*.py"))
    named = set(re.findall(r"\bAUDITOR_[A-Z_]+\b", source))
    docs = "".join(p.read_text("utf-8") for p in PAGES)
    assert named - set(re.findall(r"\bAUDITOR_[A-Z_]+\b", docs)) == set()


def test_no_page_names_a_secret_a_machine_or_a_person_of_ours() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"/work\b|/root\b|\b(?:EAA|AIza|ghp_)\w{10,}", text), page
