"""Rules that no template may break, and the contrast of every pair of colours that readers meet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import reports
from reports.html import environment
from reports.words import Status

HERE = Path(reports.__file__).parent
TEMPLATES = sorted((HERE / "templates").glob("*.j2"))
CSS = (HERE / "assets" / "report.css").read_text("utf-8")
SCRIPT = (HERE / "assets" / "report.js").read_text("utf-8")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_no_template_switches_escaping_off_or_writes_a_handler_or_an_unquoted_attribute(path):
    text = path.read_text("utf-8")

    assert not re.search(r"\|\s*safe\b|Markup\(|autoescape", text)
    assert not re.search(r"<[^>]*\son\w+\s*=", text)
    assert not re.search(r"<[^>]*\sstyle\s*=", text)
    if path.name.endswith(".html.j2"):
        unquoted = re.sub(r'"[^"]*"', '""', text)
        assert not re.search(r"<[a-z][^>{]*\s[a-z-]+=[^\"\s>]", unquoted)


def test_missing_values_are_errors_and_everything_is_escaped():
    env = environment()

    assert env.autoescape is True
    assert env.undefined.__name__ == "StrictUndefined"


def test_the_script_makes_no_request_and_writes_no_markup():
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(|XMLHttp|localStorage|cookie|import\(", SCRIPT)
    assert len(SCRIPT) < 9_000


def test_the_style_asks_nothing_of_the_outside():
    assert "url(" not in CSS
    assert "@import" not in CSS


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(one, other):
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _scheme(dark):
    start = CSS.index("@media (prefers-color-scheme: dark)")
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", CSS[:start]))
    return {**light, **dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", CSS[start : CSS.index("box-sizing")]))} if dark else light


@pytest.mark.parametrize("dark", [False, True])
def test_text_can_be_read_in_both_schemes(dark):
    colours = _scheme(dark)
    grounds = ("paper", "surface", "must-tint", "unclear-tint", "met-tint")
    for text in ("ink", "link", "must", "should", "met", "unclear", "urgent"):
        assert _contrast(colours[text], colours["paper"]) >= 4.5, text
    for ground in grounds:
        assert _contrast(colours["ink"], colours[ground]) >= 4.5, ground
    for text, ground in (("urgent", "must-tint"), ("met", "met-tint"), ("link", "surface"), ("muted", "surface"), ("muted", "paper"), ("link", "must-tint")):
        assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert _contrast(colours["border"], colours["paper"]) >= 3


@pytest.mark.parametrize("status", list(Status))
def test_every_pill_can_be_read_and_differs_in_more_than_colour(status):
    rule = re.search(rf"\.pill\.{status.value} {{ background: (#\w+); color: (#\w+);([^}}]*)}}", CSS)

    assert _contrast(rule[1], rule[2]) >= 4.5
    others = [m[0] for m in re.finditer(r"\.pill\.(\w+) {[^}]*}", CSS) if m[1] != status.value]
    assert rule[0].partition("{")[2] not in {o.partition("{")[2] for o in others}


def test_pale_pills_have_a_border_that_can_be_seen():
    for status, ground in (("na", "#ffffff"), ("meets", "#ffffff"), ("accepted", "#ffffff"), ("review", "#ffffff")):
        border = re.search(rf"\.pill\.{status} {{[^}}]*border[^;]* (#\w{{6}});", CSS)[1]
        assert _contrast(border, ground) >= 3
