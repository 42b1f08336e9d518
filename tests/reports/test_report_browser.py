"""The report in a real browser, opened from disk."""

from __future__ import annotations

import random
import re
import shutil

import pytest

pytestmark = pytest.mark.browser
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
KINDS = ("index.html", "accounts.html", "changes.html", "exceptions.html", "about.html", "print.html")


@pytest.fixture(scope="module")
def browser():
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("Chromium is not installed")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, folder):
    """Opens a page of the folder; every message of the console and every request beyond the disk is kept."""
    contexts = []

    def open_(name, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.troubles = []
        page.on("console", lambda m: page.troubles.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: page.troubles.append(str(e)))
        page.on("request", lambda r: page.troubles.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
        page.goto((folder / name.partition("#")[0]).as_uri() + name[len(name.partition("#")[0]) :])
        return page

    yield open_
    for context in contexts:
        context.close()


def _names(view):
    return [*KINDS, view.accounts[0].href, view.units[0].href, view.checks[0].href]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_no_page_scrolls_sideways_asks_the_outside_or_complains(opened, view, width, scheme):
    for name in _names(view):
        page = opened(name, viewport={"width": width, "height": 800}, color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.troubles == [], name


def test_the_directory_finds_sorts_and_says_how_many(opened, view):
    page = opened("accounts.html")
    assert page.locator("#count").inner_text() == f"{len(view.accounts)} accounts"
    page.fill("#q", "library")
    page.locator("#count", has_text=f"of {len(view.accounts)}").wait_for()
    wanted = sum("library" in f"{r.name} {r.unit} {r.key}".lower() for r in view.accounts)
    assert page.locator("#rows tr").count() == wanted
    assert "q=library" in page.url
    page.get_by_role("button", name="Account", exact=True).click()
    names = page.locator("#rows th bdi").all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    assert page.locator("th[aria-sort=ascending]").count() == 1


def test_a_search_without_hits_offers_to_clear_the_filter(opened):
    page = opened("accounts.html#q=no+such+account")

    assert page.locator("#none").is_visible()
    page.get_by_role("button", name="Clear the filter").click()
    assert not page.locator("#none").is_visible()


def test_every_status_filter_shows_as_many_accounts_as_the_summary_says(opened, view):
    page = opened("accounts.html")
    for status, number in view.counts.shown():
        page.select_option("#status", status.value)
        text = page.locator("#count").inner_text()
        assert text.startswith(f"{number} of ") or number == len(view.accounts)


def test_any_address_comes_to_rest_and_nonsense_is_ignored(opened, view):
    rng = random.Random(11)
    page = opened("accounts.html")
    keys = ["q", "status", "unit", "platform", "check", "new", "sort", "dir", "page", "else"]
    values = ["", "must", "meets", view.units[0].key, "x", view.checks[0].id, "1", "-1", "name", "9999", "<b>", "%E0%A4%A", "__proto__", "library"]
    for _ in range(60):
        junk = "&".join(f"{rng.choice(keys)}={rng.choice(values)}" for _ in range(rng.randint(0, 5)))
        page.evaluate("h => { location.hash = h; }", junk)
        page.wait_for_timeout(5)
        first = page.evaluate("location.hash")
        page.evaluate("() => dispatchEvent(new PopStateEvent('popstate'))")
        assert page.evaluate("location.hash") == first
    assert page.troubles == []


def test_back_returns_to_the_view_before(opened):
    page = opened("accounts.html")
    page.select_option("#status", "must")
    page.select_option("#status", "meets")
    page.go_back()

    assert page.input_value("#status") == "must"


def test_without_script_everything_can_be_read_and_reached(opened, view):
    page = opened("index.html", java_script_enabled=False)
    waiting = sum(r.status.rank <= 2 for r in view.accounts)
    assert page.locator("section[aria-labelledby=attention] tbody tr").count() == min(50, waiting)
    page.get_by_role("link", name="Accounts", exact=True).click()
    assert page.locator(".units a").count() == len(view.units)
    page.locator(".units a").first.click()
    assert page.locator("tbody tr").count() >= 1
    page.locator("tbody a").first.click()
    assert page.locator("h1").count() == 1


def test_an_old_report_shows_its_age(browser, folder):
    context = browser.new_context()
    page = context.new_page()
    page.clock.install(time="2026-11-25T06:00:00Z")
    page.goto((folder / "index.html").as_uri())

    assert page.locator("#old").inner_text().startswith("This report is 3 days old.")
    context.close()


def test_a_planted_handler_does_not_run(opened):
    page = opened("index.html")
    page.evaluate("document.querySelector('main').innerHTML += '<img src=x onerror=\"window.hit = 1\">'")
    page.wait_for_timeout(100)

    assert page.evaluate("window.hit") is None


def test_the_keyboard_reaches_the_content_first_and_everything_has_a_name(opened):
    page = opened("accounts.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    unnamed = page.evaluate(
        "() => [...document.querySelectorAll('input, select')].filter((e) => !e.labels.length).length"
        " + [...document.querySelectorAll('a, button')].filter((e) => !(e.textContent.trim() || e.getAttribute('aria-label'))).length"
    )
    assert unnamed == 0


def test_controls_are_large_enough_to_hit(opened):
    page = opened("accounts.html", viewport={"width": 320, "height": 800})
    small = page.evaluate(
        "() => [...document.querySelectorAll('button, select, input')].filter((e) => e.offsetParent)"
        ".map((e) => [e.id || e.textContent, e.getBoundingClientRect()]).filter(([, r]) => r.height < 24 || r.width < 24).map(([n]) => n)"
    )
    assert small == []


def test_the_board_copy_prints_to_a_tagged_pdf(folder):
    from reports import pdf

    if shutil.which("chromium") is None:
        pytest.skip("Chromium is not installed")
    data = pdf.dumps(folder / "print.html")

    assert data.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in data
    assert b"/Lang" in data
    assert re.search(rb"/Title", data)
