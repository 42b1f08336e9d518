"""Every kind of page, light and dark, wide and narrow: what a machine can say about reading it."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace

import pytest

from auditor.model import State
from reports import html
from reports.view import build
from reports.words import Status

pytestmark = pytest.mark.browser
KINDS = ("index.html", "accounts.html", "changes.html", "exceptions.html", "about.html", "print.html", f"m/{'0' * 40}.html", "m/index.html")
CHECKER = "vnu-jar/build/dist/vnu.jar"
# The checker takes 'self' in the policy for an origin that a file does not have, and does not know hashes of styles; that both
# work in a browser is tested here.
SAID_OF_FILES = re.compile("^(Resource|Inline style) .*Content.Security.Policy|Content-Security-Policy")


def names(view):
    """One page of every kind, accounts in every state."""
    states = {view.run.results[row.place].state: row.href for row in reversed(view.accounts)}
    statuses = {row.status: row.href for row in reversed(view.accounts)}
    wanted = [states[State.LIVE], *states.values(), *statuses.values()]
    return list(dict.fromkeys([*KINDS, *wanted, view.units[0].href, view.checks[0].href, view.checks[-1].href]))


@pytest.fixture(scope="module")
def first(sample, tmp_path_factory):
    """The report of a first audit."""
    target = tmp_path_factory.mktemp("first")
    html.write(sample.view(20, first=True, worse=1.0), target)
    return target


@pytest.fixture(scope="module")
def alone(sample, tmp_path_factory):
    """What `auditor check --html` writes of three accounts."""
    found = build(sample.run(3, worse=3.0), infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE)
    target = tmp_path_factory.mktemp("alone")
    (target / "check.html").write_text(html.single(found), "utf-8")
    return target


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_nothing_scrolls_sideways_asks_the_outside_complains_or_fails_axe(opened, view, axe, first, alone, width, scheme):
    pages = [*((None, n) for n in names(view)), (first, "index.html"), (first, "changes.html"), (alone, "check.html")]
    for folder, name in pages:
        more = {"folder": folder} if folder else {}
        page = opened(name, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True, **more)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.troubles == [], name
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert axe(page) == [], name


def test_the_pages_of_a_night_that_was_lived_pass_as_well(opened, lived, axe):
    report = lived / "reports"
    hijacked = next(p for p in sorted((report / "a").iterdir()) if "identity-unchanged" in p.read_text("utf-8").partition("Meets policy <")[0])
    for name in ("index.html", "accounts.html", "changes.html", "exceptions.html", "about.html", "print.html", f"a/{hijacked.name}"):
        for scheme, width in (("light", 1280), ("dark", 320)):
            page = opened(name, folder=report, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            assert page.troubles == [], name
            assert axe(page) == [], name


def _checked(program, node_modules, files):
    command = [program("java"), "-Xss4m", "-jar", str(node_modules / CHECKER), "--also-check-css", "--format", "json", "--exit-zero-always"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, timeout=300, check=True)
    return json.loads(done.stderr)["messages"]


def test_the_html_checker_finds_no_error_in_any_page(program, node_modules, folder, first, alone, lived):
    files = [f for made in (folder, first, alone, lived / "reports") for f in sorted(made.rglob("*.html"))]
    found = _checked(program, node_modules, files)

    assert len(files) > 300
    wrong = [m for m in found if m["type"] == "error" or (m["type"] == "non-document-error")]
    assert [f"{m.get('url')}:{m.get('lastLine')}: {m['message']}" for m in wrong] == []
    assert {m["message"] for m in found if not SAID_OF_FILES.search(m["message"])} == set()


def test_the_html_checker_would_find_an_error(program, node_modules, tmp_path):
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=en><title>a</title><p id=a><p id=a>", "utf-8")

    assert [m for m in _checked(program, node_modules, [tmp_path / "bad.html"]) if m["type"] == "error"]


def test_axe_would_find_a_fault(opened, axe):
    page = opened("index.html", bypass_csp=True)
    page.evaluate("document.documentElement.removeAttribute('lang')")

    assert axe(page)


def test_a_planted_handler_does_not_run_on_any_kind_of_page(opened, view, alone):
    for folder, name in [*((None, n) for n in names(view)), (alone, "check.html")]:
        page = opened(name, **({"folder": folder} if folder else {}))
        assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
        page.evaluate("document.querySelector('main').innerHTML += '<img src=x onerror=\"window.hit = 1\"><b id=planted onclick=\"window.hit = 1\">x</b>'")
        page.locator("#planted").dispatch_event("click")
        page.wait_for_function("[...document.images].every((i) => i.complete)")
        assert page.evaluate("window.hit") is None, name
        assert [t for t in page.troubles if "Content Security Policy" in t], name


def test_without_script_everything_can_be_read_and_reached(opened, view):
    page = opened("index.html", java_script_enabled=False)
    waiting = sum(r.status.rank <= Status.REVIEW.rank for r in view.accounts)
    assert page.locator("section[aria-labelledby=attention] tbody tr").count() == min(50, waiting)
    page.get_by_role("link", name="Accounts", exact=True).click()
    assert page.locator(".units a").count() == len(view.units)
    page.locator(".units a").first.click()
    assert page.locator("tbody tr").count() >= 1
    page.locator("tbody a").first.click()
    assert page.locator("h1").count() == 1
    assert page.locator("article.item").first.inner_text()
    page.goto(page.url.rpartition("/a/")[0] + f"/{view.checks[0].href}")
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize(("moment", "words"), [("2026-11-25T06:00:00Z", "This report is 3 days old."), ("2026-11-22T12:00:00Z", None)])
def test_an_old_report_shows_its_age(browser, folder, moment, words):
    context = browser.new_context()
    page = context.new_page()
    page.clock.install(time=moment)
    page.goto((folder / "index.html").as_uri())

    old = page.locator("#old")
    assert old.inner_text().startswith(words) if words else not old.is_visible()
    context.close()


def test_a_partial_run_shows_the_band(opened, sample, tmp_path):
    run = sample.run(12)
    lost = tuple(replace(r, state=State.UNREACHABLE) if n < 7 else replace(r, state=State.LIVE) for n, r in enumerate(run.results))
    html.write(build(replace(run, results=lost), infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE), tmp_path)
    page = opened("index.html", folder=tmp_path)

    assert "7" in page.locator(".band.partial").first.inner_text()
    assert "5 of 12 registered accounts could be looked at" in page.locator(".fresh").inner_text()


def test_the_keyboard_reaches_the_content_first_and_everything_has_a_name(opened):
    page = opened("accounts.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    unnamed = page.evaluate(
        "() => [...document.querySelectorAll('input, select')].filter((e) => !e.labels.length).length"
        " + [...document.querySelectorAll('a, button')].filter((e) => !(e.textContent.trim() || e.getAttribute('aria-label'))).length"
    )
    assert unnamed == 0


def test_what_the_keyboard_is_on_is_outlined(opened):
    page = opened("accounts.html")
    seen = set()
    for _ in range(20):
        page.keyboard.press("Tab")
        tag, width = page.evaluate("() => [document.activeElement.tagName, parseFloat(getComputedStyle(document.activeElement).outlineWidth)]")
        seen.add(tag)
        assert width >= 2, tag
    assert {"A", "INPUT", "SELECT", "BUTTON"} <= seen


def test_controls_are_large_enough_to_hit(opened):
    page = opened("accounts.html", viewport={"width": 320, "height": 800})
    small = page.evaluate(
        "() => [...document.querySelectorAll('button, select, input')].filter((e) => e.offsetParent)"
        ".map((e) => [e.id || e.textContent, e.getBoundingClientRect()]).filter(([, r]) => r.height < 24 || r.width < 24).map(([n]) => n)"
    )
    assert small == []


def test_the_first_screen_of_a_telephone_holds_verdict_and_alarms(opened):
    page = opened("index.html", viewport={"width": 360, "height": 720})
    bottom = page.evaluate("Math.max(...[...document.querySelectorAll('h1, .lead, .band.urgent')].map((e) => e.getBoundingClientRect().bottom))")

    assert bottom <= 720


def test_on_a_telephone_numbers_that_are_nought_take_no_room(opened):
    page = opened("index.html", viewport={"width": 360, "height": 720})
    zeros = page.locator("table.cards td:has(> .zero:only-child)")

    assert zeros.count() > 0
    assert not zeros.first.is_visible()


def test_the_style_of_a_page_that_stands_alone_is_applied_under_its_own_policy(opened, alone, folder):
    page = opened("check.html", folder=alone)

    assert page.evaluate("getComputedStyle(document.querySelector('.pill')).borderRadius") != "0px"
    assert page.troubles == []


def test_no_page_complains_or_asks_the_outside_under_its_own_policy(opened, view):
    for name in names(view):
        page = opened(name)
        assert page.troubles == [], name
        assert page.evaluate("getComputedStyle(document.querySelector('main')).paddingBottom") != "0px", name
