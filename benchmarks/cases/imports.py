"""B4: what the short commands import, and that none of it is another platform's library; P7."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.cases.commands import TEXT
from benchmarks.figures import Figure
from benchmarks.ground import Ground, ground
from benchmarks.measure import ROOT

HEAVY = (
    "sqlalchemy",
    "alembic",
    "requests",
    "tweepy",
    "facebook",
    "googleapiclient",
    "mastodon",
    "feedparser",
    "holidays",
    "PIL",
    "jinja2",
    "rich",
    "css_inline",
    "xlsxwriter",
    "python_calamine",
    "cryptography",
    "pydantic",
)
_ALLOWED = {
    "--help": frozenset[str](),
    "statement": frozenset[str](),
    "controls": frozenset[str](),
    "check": frozenset({"sqlalchemy", "requests", "tweepy", "PIL"}),
}


def figures(*, quick: bool, huge: bool) -> Iterator[Figure]:
    """How many modules each command loads, and how many heavy libraries it has no use for."""
    del quick, huge
    with ground() as place:
        account = place.accounts("x")[1]
        for command in (["--help"], ["statement", TEXT], ["controls"], ["check", account]):
            loaded = _loaded(place, command)
            heavy = {name for name in HEAVY if name in loaded}
            strange = sorted(heavy - _ALLOWED[command[0]])
            needless = f" ({', '.join(strange)})" if strange else ""
            yield Figure("B4", f"modules loaded by auditor {command[0]}", len(loaded), "")
            yield Figure(
                "B4", f"needless libraries of auditor {command[0]}{needless}", len(strange), "", "P7", at_most=0
            )


def _loaded(place: Ground, arguments: list[str]) -> set[str]:
    """The modules that Python says it imported."""
    env = {**os.environ, **place.env, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-X", "importtime", "-m", "auditor", *arguments]
    said = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False).stderr
    return {line.rpartition("|")[2].strip() for line in said.splitlines() if line.startswith("import time:")}
