"""Template language in a text is text: it is never run, nor formatted, on any way out."""

from __future__ import annotations

import html as markup
import json
import re
from pathlib import Path

import pytest

from reports import csv_table, html, json_v1, mail, terminal
from reports.html import environment
from tests.hostile import corpora, poisoned
from tests.reports import sample_run as sample

ROOT = Path(__file__).resolve().parents[2]
TEXTS = list(
    dict.fromkeys(
        (
            *corpora.TEMPLATES,
            *(t for t in corpora.collected("patt-ssti.txt") if len(t) < 200),
            *corpora.collected("fuzzdb-format-strings.txt")[::5],
        )
    )
)


@pytest.mark.parametrize(
    "some", [TEXTS[n : n + 40] for n in range(0, len(TEXTS), 40)], ids=range(len(range(0, len(TEXTS), 40)))
)
def test_expressions_stand_as_they_were_written_in_pages_and_data(some: list[str]) -> None:
    run = poisoned.run_of(some)
    view = poisoned.view_of(run)
    pages = markup.unescape("\n".join(c.decode() for n, c in html.render(view) if n.startswith("a/")))
    told = json.loads(json_v1.dumps(run))
    table = csv_table.dumps(run).decode("utf-8-sig")
    for text, account in zip(some, told["accounts"], strict=True):
        assert account["handle"].removeprefix("@") == text.removeprefix("@") or not text.isprintable()
        if text.isprintable() and "://" not in text:
            assert text in pages, text
            assert text.replace('"', '""') in table, text


def test_nothing_is_worked_out() -> None:
    run = poisoned.run_of(
        ["{{1234*5678}}", "${1234*5678}", "#{1234*5678}", "<%= 1234*5678 %>", "{{'qz'*4}}", "%(a)s {0} {a.b}"]
    )
    view = poisoned.view_of(run)
    letter = mail.nightly(view)
    shown = [*(c.decode() for _, c in html.render(view)), letter.html, letter.text, letter.subject]
    shown += [terminal.verdict(r, sample.infos(), width=80, all=True, today=sample.NOW.date()) for r in run.results]
    for text in shown:
        assert "7006652" not in text
        assert "qzqzqzqz" not in text


def test_templates_come_from_the_package_alone_and_escape_everything() -> None:
    env = environment()
    assert env.autoescape is True
    for path in (ROOT / "reports").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"\.from_string\(|Template\(|autoescape\s*=\s*False|select_autoescape", source), path.name
        assert not re.search(r"""Markup\((?!["'][^"']*["']\)|'[^']*'\))""", source), f"{path.name}: not of literal text alone"
    for path in (ROOT / "reports" / "templates").glob("*.j2"):
        source = path.read_text(encoding="utf-8")
        if path.name != "mail.txt.j2":
            assert "autoescape false" not in source, path.name
        for expression in re.findall(r"\{\{(.*?)\}\}", source):
            if re.search(r"\|\s*safe\b", expression):
                assert re.search(r"chart|svg|style|css", expression), f"{path.name}: {expression}"
        bare = re.sub(r'"[^"]*"', '""', re.sub(r"\{%.*?%\}", "", source))
        assert not re.search(r"<[^>]*\w=\{\{", bare), f"{path.name}: an attribute without quotation marks"
