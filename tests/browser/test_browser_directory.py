"""The directory of accounts in a real browser, opened from disk: filters, sorting and the address that holds them."""

from __future__ import annotations

import random

import pytest

pytestmark = pytest.mark.browser


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


def _state(rng, view):
    """Any view that somebody could send a link to."""
    pick = rng.choice
    state = {
        "q": pick(["", "", "library", "arts 1", "wm", "no such account", "Éire & <b>"]),
        "status": pick(["", "must", "should", "review", "unclear", "na", "meets"]),
        "unit": pick(["", "", pick(view.units).key]),
        "platform": pick(["", "", "x", "youtube"]),
        "check": pick(["", "", pick(view.checks).id]),
        "new": pick(["", "1"]),
        "sort": pick(["", "name", "unit", "status", "must", "should", "review", "unclear"]),
    }
    given = {key: value for key, value in state.items() if value}
    return given | ({"dir": pick(["1", "-1"])} if state["sort"] else {})


SHOWN = """() => ({
    q: document.getElementById('q').value, status: document.getElementById('status').value, unit: document.getElementById('unit').value,
    platform: document.getElementById('platform').value, check: document.getElementById('check').value,
    new: document.getElementById('new').checked ? '1' : '',
    sort: document.querySelector('[aria-sort] button')?.dataset.sort || '',
    dir: ({ ascending: '1', descending: '-1' })[document.querySelector('[aria-sort]')?.getAttribute('aria-sort')] || '',
})"""


def test_two_hundred_addresses_set_the_controls_and_the_controls_give_the_address_back(opened, view):
    rng = random.Random(5)
    page = opened("accounts.html")
    for _ in range(200):
        state = _state(rng, view)
        page.evaluate("s => { history.replaceState(null, '', '#' + new URLSearchParams(s)); dispatchEvent(new PopStateEvent('popstate')); }", state)

        shown = page.evaluate(SHOWN)
        assert {key: value for key, value in shown.items() if value} == state
        written = page.evaluate("() => Object.fromEntries(new URLSearchParams(location.hash.slice(1)))")
        assert written == state
    assert page.troubles == []


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


def test_a_link_to_a_view_opens_that_view(opened, view):
    page = opened("accounts.html#status=must&sort=unit&dir=-1")
    units = page.locator("#rows td[data-label=Unit]").all_inner_texts()

    assert page.input_value("#status") == "must"
    assert units == sorted(units, key=str.casefold, reverse=True)
    assert page.locator("#count").inner_text() == f"{view.counts.must} of {len(view.accounts)} accounts"


def test_only_hostile_nonsense_in_the_address_is_left_out(opened, view):
    page = opened("accounts.html#status=%22%3E%3Cscript%3E&unit=../../etc&sort=constructor&page=-5&dir=x&q=" + "a" * 5000)

    assert page.input_value("#status") == ""
    assert len(page.input_value("#q")) == 200
    assert page.troubles == []
