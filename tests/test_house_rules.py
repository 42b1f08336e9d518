"""House rules that no linter knows: sizes, which way imports point, nothing half done, nothing of this machine."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ("auditor", "connectors", "reports", "demo", "benchmarks")
FILES = sorted(p for name in PRODUCT for p in (ROOT / name).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEXTS = sorted(
    p for name in (*PRODUCT, "tests", "docs", "requirements", "register", ".ci") for p in (ROOT / name).rglob("*")
    if p.suffix in {".py", ".md", ".toml", ".txt", ".j2", ".css", ".js", ".json", ".csv", ".yml", ".sh"}
) + sorted(p for p in ROOT.glob("*") if p.suffix in {".md", ".toml"} or p.name == "Makefile")  # fmt: skip

LONGEST = 400
# Longer on purpose, with the reason.
LONGER: dict[str, str] = {}
LONGEST_TEST = 600
LONGER_TESTS = {"tests/statements/test_more_texts.py": "a table of texts"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_files_are_small() -> None:
    assert {name(p): lines(p) for p in FILES if lines(p) > LONGEST and name(p) not in LONGER} == {}
    assert {name(p): lines(p) for p in TESTS if lines(p) > LONGEST_TEST and name(p) not in LONGER_TESTS} == {}
    assert statistics.median(lines(p) for p in FILES if lines(p) > 5) <= 120
    assert all((ROOT / p).exists() for p in (*LONGER, *LONGER_TESTS))


def test_nothing_is_half_done() -> None:
    words = re.compile("|".join((r"\bTO" + "DO", r"\bFIX" + "ME", r"\bXX" + r"X\b", "NotImplemented" + "Error")))
    found = [f"{name(p)}: {m[0]}" for p in (*FILES, *TESTS) for m in words.finditer(p.read_text("utf-8"))]
    assert found == []


def test_every_exception_to_a_rule_is_named() -> None:
    bare = re.compile(r"# type: ignore(?!\[)|# noqa(?!: [A-Z]+\d)")
    found = [
        f"{name(p)}:{number}" for p in (*FILES, *TESTS) if p != Path(__file__).resolve()
        for number, line in enumerate(p.read_text("utf-8").splitlines(), 1) if bare.search(line)
    ]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("package", PRODUCT)
def test_every_module_says_what_it_is_for(package: str) -> None:
    silent = []
    for path in (ROOT / package).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if tree.body and not ast.get_docstring(tree):
            silent.append(name(path))
    assert silent == []


def imported(path: Path) -> set[str]:
    """The top-level names that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_the_stand_in_needs_nothing_of_ours_and_nothing_from_the_internet() -> None:
    allowed = set(sys.stdlib_module_names) | {"demo"}
    assert {name(p): imported(p) - allowed for p in (ROOT / "demo").rglob("*.py") if imported(p) - allowed} == {}


def test_only_the_composition_root_imports_connectors_and_reports() -> None:
    for path in (ROOT / "auditor").rglob("*.py"):
        if path.parts[-2] != "cli":
            assert not imported(path) & {"connectors", "reports", "demo"}, name(path)


def test_only_the_door_the_couriers_and_the_ping_speak_to_the_network() -> None:
    speakers = {"requests", "urllib3", "socket", "http", "httplib2"}
    # the lock and the claims on mails ask for this host's name only
    allowed = {"auditor/ping.py", "auditor/lock.py", "auditor/history/claims.py", "auditor/cli/doctor.py"}
    found = {
        name(p) for package in ("auditor", "reports") for p in (ROOT / package).rglob("*.py") if imported(p) & speakers
    }
    assert {n for n in found - allowed if not n.startswith("auditor/couriers/")} == set()


def test_import_contracts_are_kept() -> None:
    script = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run(['--no-cache']))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "0 broken" in done.stdout


def test_nothing_names_this_machine_or_its_tools() -> None:
    words = re.compile("|".join(("/wo" + r"rk/", "/ro" + r"ot/", r"\bfa" + "rm-[a-z]", "py" + "env")))
    found = [f"{name(p)}: {m[0]}" for p in TEXTS for m in words.finditer(p.read_text("utf-8", "replace"))]
    assert found == []


def test_names_of_tests_are_unique_because_no_package_tells_them_apart() -> None:
    names = [p.name for p in TESTS if p.name.startswith("test_")]
    assert sorted({n for n in names if names.count(n) > 1}) == []


def test_requirements_are_pinned_by_hash_and_name_no_index() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"^--(?:extra-)?index-url|https?://(?!.*#)", text, re.MULTILINE), path.name
