"""Start-up stays quick because little is imported: held by the names of the modules, which no busy machine can change."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.night.driving import ROOT, House, house

PROBE = """
import atexit, sys
atexit.register(lambda: print("MODULES", *sorted(sys.modules), file=sys.stderr))
sys.argv[0] = "auditor"
from auditor.__main__ import main
main()
"""
NETWORK = {"requests", "urllib3", "socket", "ssl"}
SDKS = {"tweepy", "googleapiclient", "facebook", "mastodon", "feedparser"}
STORE = {"sqlalchemy", "alembic"}
RENDER = {"jinja2", "css_inline", "rich", "xlsxwriter", "PIL"}
REST = {"pydantic", "holidays", "python_calamine", "schedule", "numpy", "asyncio"}


def modules(*arguments: str, environment: Mapping[str, str] | None = None, codes: tuple[int, ...] = (0,)) -> set[str]:
    """The top-level packages that were imported by the time the command ended."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | dict(environment or {}), capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip
    assert done.returncode in codes, done.stderr[:2000]
    names = next(line for line in done.stderr.splitlines() if line.startswith("MODULES ")).split()[1:]
    return {name.partition(".")[0] for name in names}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house")) as made:
        assert made.auditor("check", "library-x").code == 0  # the database is there from now on
        yield made


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"], ["check", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    assert (
        modules(*arguments) & (NETWORK - {"socket"} | SDKS | STORE | RENDER | REST | {"connectors", "reports"}) == set()
    )


def test_a_statement_is_judged_without_network_store_and_renderer() -> None:
    loaded = modules("statement", "News from the Library, monitored Mon-Fri 9-5")

    assert loaded & (NETWORK | SDKS | STORE | RENDER | REST | {"connectors", "reports"}) == set()


def test_controls_and_register_check_open_no_store(home: House) -> None:
    for arguments in (["controls"], ["register", "check"]):
        assert modules(*arguments, environment=home.environment()) & (SDKS | STORE | RENDER | {"connectors"}) == set()


def test_a_check_of_one_x_account_loads_no_other_platform_and_no_renderer(home: House) -> None:
    loaded = modules("check", "library-x", environment=home.environment())

    others = {"googleapiclient", "facebook", "mastodon", "feedparser", "google"}
    assert (
        loaded & (others | {"jinja2", "css_inline", "rich", "alembic", "xlsxwriter", "python_calamine", "pydantic"})
        == set()
    )


@pytest.mark.parametrize(
    ("account", "foreign"),
    [
        ("library-bluesky", SDKS),
        ("library-wiki", SDKS),
        ("library-youtube", SDKS - {"googleapiclient"}),
        ("library-mastodon", SDKS - {"mastodon"}),
        ("library-facebook", SDKS - {"facebook"}),
        ("library-blog", SDKS - {"feedparser"}),
    ],
)
def test_each_platform_loads_its_own_library_only(home: House, account: str, foreign: set[str]) -> None:
    assert modules("check", account, environment=home.environment()) & foreign == set()


def test_a_plan_asks_nobody_and_loads_no_renderer(home: House) -> None:
    asked = home.estate.counts()

    assert modules("plan", environment=home.environment()) & RENDER == set()
    assert home.estate.counts() == asked


def test_the_demonstration_imports_nothing_of_ours_and_nothing_outside_the_library(tmp_path: Path) -> None:
    probe = "import sys, demo\nwith demo.start('calm') as e: e.write(sys.argv[1])\nprint(*sorted({m.partition('.')[0] for m in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", probe, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    foreign = (
        set(done.stdout.split()) - set(sys.stdlib_module_names) - {"demo", "__main__", "_virtualenv", "_distutils_hack"}
    )
    assert not foreign & (SDKS | STORE | RENDER | REST | {"auditor", "connectors", "reports", "requests"}), foreign
