"""A real browser, the pages and mails it looks at, and what judges them.

Where something is missing the tests are skipped with the reason; with AUDITOR_E2E_REQUIRED set that is a failure, so that
continuous integration cannot pass by looking at nothing.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
MANAGER = "0" * 40  # the secret name of a manager's page
NIGHTS = (("2026-11-22T02:10:00+00:00", ()), ("2026-11-23T02:10:00+00:00", ("--advance", "hijack")))


def lacking(reason):
    """Skip, or fail where everything has to be there."""
    (pytest.fail if os.environ.get("AUDITOR_E2E_REQUIRED") else pytest.skip)(reason)


def _module(folder, name):
    full = f"browser_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, folder / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[full] = module
        spec.loader.exec_module(module)
    return sys.modules[full]


@pytest.fixture(scope="session")
def node_modules():
    """Where `npm install` put axe, the HTML checker and Can I Email."""
    found = HERE / "node_modules"
    if not (found / "axe-core").is_dir():
        lacking("the checkers are not installed: npm install --no-package-lock --ignore-scripts --prefix tests/browser")
    return found


@pytest.fixture(scope="session")
def program():
    """Finds a program of the machine."""

    def find(name):
        found = shutil.which(name)
        if found is None:
            lacking(f"{name} is not installed")
        return found

    return find


@pytest.fixture(scope="session")
def browser(program):
    found = program("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        lacking("playwright is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe(node_modules):
    """Judges an open page; gives what is wrong, in one line each."""
    script = (node_modules / "axe-core" / "axe.min.js").read_text("utf-8")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

    def judge(page, *, best_practice=True):
        page.evaluate(script)
        wanted = [*tags, "best-practice"] if best_practice else tags
        found = page.evaluate("tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })", wanted)
        assert found["passes"], "axe looked at nothing"
        return [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in found["violations"] for node in v["nodes"]]

    return judge


@pytest.fixture(scope="session")
def sample():
    return _module(ROOT / "tests" / "reports", "sample_run")


@pytest.fixture(scope="session")
def view(sample):
    return sample.view(60, worse=1.0)


@pytest.fixture(scope="session")
def mails(sample, view):
    return _module(ROOT / "tests" / "reports", "sample_mails").mails(sample, view)


@pytest.fixture(scope="session")
def folder(view, tmp_path_factory):
    from reports import html

    target = tmp_path_factory.mktemp("report")
    html.write(view, target, desks={MANAGER: [r.account_id for r in (*view.accounts[:4], *view.accounts[-2:])]})
    return target


@pytest.fixture(scope="session")
def lived(tmp_path_factory):
    """Two nights of the rough week, the second with a hijack, as `make demo` lives them; gives the folder."""
    target = tmp_path_factory.mktemp("lived")
    for now, more in NIGHTS:
        command = [sys.executable, "-m", "demo", "night", "--world", "rough-week", "--now", now, *more, "--directory", str(target)]
        done = subprocess.run(
            [*command, "--", sys.executable, "-m", "auditor", "run", "--exit-zero"],
            cwd=ROOT, env=os.environ | {"AUDITOR_NOW": now}, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def opened(browser, folder):
    """Opens a page of a folder; every message of the console and every request beyond the disk is kept."""
    contexts = []

    def open_(name, folder=folder, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.troubles = []
        page.on("console", lambda m: page.troubles.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: page.troubles.append(str(e)))
        page.on("request", lambda r: page.troubles.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
        path, _, fragment = name.partition("#")
        page.goto((folder / path).as_uri() + (f"#{fragment}" if fragment else ""))
        return page

    yield open_
    for context in contexts:
        context.close()
