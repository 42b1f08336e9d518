"""What is installed is what was looked at: every package pinned with digests, and listed in the bill of materials."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = ("runtime.txt", "dev.txt")
EXTRA = "postgresql.txt"
OURS = {"auditor", "connectors", "reports", "demo", "tests", "benchmarks"}


def _sbom() -> ModuleType:
    spec = importlib.util.spec_from_file_location("requirements_sbom", ROOT / "requirements" / "sbom.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _text(name: str) -> str:
    return (ROOT / "requirements" / name).read_text(encoding="utf-8")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [*FILES, EXTRA])
def test_every_package_is_pinned_with_the_digest_of_each_of_its_files(name: str) -> None:
    found = list(_sbom().pins(_text(name)))
    starts = [x for x in _text(name).splitlines() if x and not x.startswith((" ", "#"))]
    assert len(found) == len(starts) > (0 if name == EXTRA else 20)
    assert [p.name for p in found if not p.hashes] == []
    assert len({p.name for p in found}) == len(found)


@pytest.mark.parametrize("name", [*FILES, EXTRA, "runtime.in", "dev.in", "postgresql.in"])
def test_no_address_of_an_index_stands_in_a_requirements_file(name: str) -> None:
    text = _text(name)
    assert not re.search(
        r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host|git\+|file:|^-e ", text, re.MULTILINE
    )


def test_setting_up_insists_on_digests() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = [x for x in makefile.splitlines() if "pip install" in x]
    assert installs
    assert all("--require-hashes" in x for x in installs)


def test_what_the_package_needs_is_what_is_pinned() -> None:
    pinned = {_plain(p.name): p.version for p in _sbom().pins(_text("runtime.txt"))}
    from packaging.requirements import Requirement

    for line in _pyproject()["project"]["dependencies"]:
        need = Requirement(line)
        assert _plain(need.name) in pinned, need.name
        assert need.specifier.contains(pinned[_plain(need.name)]), line


def test_every_package_that_is_imported_is_pinned() -> None:
    pinned = {_plain(p.name) for p in _sbom().pins(_text("runtime.txt"))}
    extras = {"psycopg", "msal", "distributed", "dask"}
    owners = metadata.packages_distributions()
    for package in ("auditor", "connectors", "reports"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = (
                    [a.name for a in node.names]
                    if isinstance(node, ast.Import)
                    else [node.module or ""]
                    if isinstance(node, ast.ImportFrom) and not node.level
                    else []
                )
                for top in {n.partition(".")[0] for n in names} - OURS - set(sys.stdlib_module_names) - extras - {""}:
                    assert {_plain(o) for o in owners.get(top, ())} & pinned, f"{path.name} imports {top}"


def test_the_demonstration_needs_no_package_at_all() -> None:
    for path in (ROOT / "demo").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            assert not {n.partition(".")[0] for n in names} - {"demo", ""} - set(sys.stdlib_module_names), path.name


def test_the_bill_of_materials_lists_every_pinned_package_with_version_and_digests(tmp_path: Path) -> None:
    target = tmp_path / "sbom.json"
    done = subprocess.run([sys.executable, ROOT / "requirements" / "sbom.py", target], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(target.read_text(encoding="utf-8"))
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    listed = {(c["name"], c["version"]): c for c in told["components"]}
    wanted = {(p.name, p.version): p for p in _sbom().pins(_text("runtime.txt"))}
    assert set(listed) == set(wanted)
    for key, pin in wanted.items():
        assert [h["content"] for h in listed[key]["hashes"]] == pin.hashes
        assert listed[key]["purl"] == f"pkg:pypi/{pin.name}@{pin.version}"
        assert (
            listed[key].get("licenses")
            or pin.marker
            or pin.name not in {_plain(d.metadata["Name"]) for d in metadata.distributions()}
        ), pin.name
    refs = {c["bom-ref"] for c in told["components"]} | {told["metadata"]["component"]["bom-ref"]}
    assert {d["ref"] for d in told["dependencies"]} == refs
    assert {n for d in told["dependencies"] for n in d["dependsOn"]} <= refs
    reached, todo = set(), [told["metadata"]["component"]["bom-ref"]]
    edges = {d["ref"]: d["dependsOn"] for d in told["dependencies"]}
    while todo:
        one = todo.pop()
        if one not in reached:
            reached.add(one)
            todo += edges[one]
    assert reached == refs, "a package that nothing needs"


def test_the_same_pins_give_the_same_bill() -> None:
    text = _text("runtime.txt")
    assert _sbom().bill(text, "1") == _sbom().bill(text, "1")
    assert _sbom().bill(text, "1")["serialNumber"] != _sbom().bill(text, "2")["serialNumber"]


def test_how_to_report_a_weakness_is_told() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "report" in text.lower()
    assert "working" in text
