from __future__ import annotations

import itertools
import re
from collections import Counter
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

from reports import html
from reports.words import Status

PAGES = ("index.html", "accounts.html", "changes.html", "exceptions.html", "about.html", "print.html")
SPACE = "{http://www.w3.org/1999/xhtml}"


def _pages(folder):
    return sorted(folder.rglob("*.html"))


def _tree(path):
    parser = html5lib.HTMLParser(strict=True)
    return parser.parse(path.read_text("utf-8"))


def _text(node):
    return " ".join("".join(node.itertext()).split())


@pytest.fixture(scope="module")
def trees(folder):
    return {path.relative_to(folder).as_posix(): _tree(path) for path in _pages(folder)}


def test_every_page_named_in_the_brief_is_there(folder, view):
    names = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}

    assert set(PAGES) | {"data/accounts.js"} <= names
    assert {row.href for row in view.accounts} <= names
    assert {u.href for u in view.units} | {c.href for c in view.checks} <= names
    assert any(re.fullmatch(r"report\.[0-9a-f]{10}\.css", n) for n in names)
    assert any(re.fullmatch(r"report\.[0-9a-f]{10}\.js", n) for n in names)


def test_every_page_is_faultless_html_with_one_heading_a_language_and_a_title_of_its_own(trees):
    titles = Counter(_text(tree.find(f".//{SPACE}title")) for tree in trees.values())
    for name, tree in trees.items():
        assert tree.get("lang") == "en", name
        assert len(tree.findall(f".//{SPACE}h1")) == 1, name
    assert max(titles.values()) == 1


def test_headings_never_jump_a_level(trees):
    for name, tree in trees.items():
        levels = [int(e.tag[-1]) for e in tree.iter() if isinstance(e.tag, str) and re.fullmatch(r".*\}h[1-6]", e.tag)]
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), (name, levels)


def test_ids_are_unique_and_every_link_inside_the_folder_leads_somewhere(trees, folder):
    ids = {name: Counter(e.get("id") for e in tree.iter() if e.get("id")) for name, tree in trees.items()}
    assert all(max(found.values(), default=1) == 1 for found in ids.values())
    for name, tree in trees.items():
        for element in tree.iter():
            for attribute in ("href", "src"):
                target = element.get(attribute)
                if target is None or target.startswith(("https://", "data:")):
                    continue
                parts = urlsplit(target)
                path = (folder / name).parent / unquote(parts.path) if parts.path else folder / name
                assert path.is_file(), (name, target)
                if parts.fragment and "=" not in parts.fragment:
                    assert parts.fragment in ids[path.resolve().relative_to(folder.resolve()).as_posix()], (name, target)


def test_every_finding_has_its_place_on_the_page_of_its_account(trees, view):
    for row in view.accounts:
        found = {e.get("id") for e in trees[row.href].iter()}
        assert {f"c-{f.control}" for f in view.run.results[row.place].findings} <= found


def test_no_page_carries_script_style_handlers_or_a_way_out(trees):
    for name, tree in trees.items():
        policy = next(e for e in tree.iter(f"{SPACE}meta") if e.get("http-equiv"))
        assert policy.get("content") == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
        )
        assert any(e.get("name") == "robots" and "noindex" in e.get("content") for e in tree.iter(f"{SPACE}meta"))
        for element in tree.iter():
            assert not [a for a in element.attrib if a.startswith("on") or a == "style"], name
            if element.tag == f"{SPACE}script":
                assert element.get("src")
                assert not element.text
            assert element.tag not in {f"{SPACE}style", f"{SPACE}iframe", f"{SPACE}form", f"{SPACE}img"}
            href = element.get("href") or ""
            if href.startswith("http"):
                assert "/a/" in f"/{name}"
                assert element.get("rel") == "noopener noreferrer nofollow"


def test_the_counts_of_the_summary_make_the_total_and_are_those_of_the_units(trees, view):
    tree = trees["index.html"]
    tiles = [_text(e) for e in tree.iter(f"{SPACE}b")]
    assert sum(int(t) for t in tiles) == len(view.accounts) == view.counts.total
    for status in Status:
        assert sum(getattr(u.counts, status.value) for u in view.units) == getattr(view.counts, status.value)


def test_checks_units_and_accounts_count_the_same_findings(view):
    for status in Status:
        total = getattr(view.finding_counts, status.value)
        assert sum(getattr(c.counts, status.value) for c in view.checks) == total
        assert sum(getattr(r.counts, status.value) for r in view.accounts) == total
    assert view.finding_counts.total == sum(len(r.findings) for r in view.run.results)


def test_the_same_run_gives_the_same_bytes(sample, folder):
    again = dict(html.render(sample.view(60, worse=1.0)))

    assert {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()} == again


def test_one_account_that_changed_changes_its_pages_and_nothing_else(sample):
    from dataclasses import replace

    from auditor.model import Outcome
    from reports.view import build

    run = sample.run(60, worse=1.0)
    place = next(n for n, r in enumerate(run.results) if r.findings[0].outcome is Outcome.PASS and r.fetched_at)
    old = run.results[place]
    failing = replace(old.findings[0], outcome=Outcome.FAIL, message="It is no longer as it was.")
    other = replace(run, results=(*run.results[:place], replace(old, findings=(failing, *old.findings[1:])), *run.results[place + 1 :]))
    before, after = (
        build(one, infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE, previous=sample.run(60, night=1, worse=1.0)) for one in (run, other)
    )
    row = next(r for r in before.accounts if r.account_id == old.account.id)
    pages, changed = dict(html.render(before)), dict(html.render(after))

    assert pages.keys() == changed.keys()
    different = {name for name in pages if pages[name] != changed[name]}
    everything = {"index.html", "accounts.html", "changes.html", "about.html", "print.html", "data/accounts.js"}
    assert {row.href} <= different <= everything | {row.href, f"u/{row.unit_key}.html", f"c/{failing.control}.html"}


def test_addresses_and_places_inside_pages_are_the_same_every_night(sample):
    from reports.view import build

    def places(night):
        run = sample.run(30, night=night, worse=1.0)
        view = build(run, infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE)
        pages = {n: c.decode() for n, c in html.render(view) if n.startswith("a/")}
        return {(name, id_) for name, page in pages.items() for id_ in re.findall(r'id="(c-[^"]+)"', page)}

    assert places(0) == places(1)


def test_the_summary_comes_last_so_that_it_never_leads_to_a_page_not_yet_written(view):
    assert [name for name, _ in html.render(view)][-1] == "index.html"


def test_files_that_others_put_beside_the_report_are_linked_from_the_summary(view):
    page = dict(html.render(view, downloads=[("export/audit.csv", "Table for spreadsheets")]))["index.html"].decode()

    assert '<a href="export/audit.csv">Table for spreadsheets</a>' in page


def test_a_suggested_text_is_set_apart_so_that_it_can_be_copied(sample):
    from dataclasses import replace

    from auditor.model import Outcome
    from reports.view import build

    run = sample.run(1)
    result = run.results[0]
    remedy = 'Edit the profile. Say when somebody is there: "Mon-Fri. 9-5." For example: News from Arts. Monitored Mon-Fri 9-5.'
    finding = replace(result.findings[0], outcome=Outcome.FAIL, remedy=remedy)
    view = build(
        replace(run, results=(replace(result, findings=(finding,)),)), infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE
    )
    text = dict(html.render(view))[view.accounts[0].href].decode()

    assert '<blockquote class="example"><bdi>News from Arts. Monitored Mon-Fri 9-5.</bdi></blockquote>' in text
    assert "<li><bdi>Edit the profile.</bdi></li><li><bdi>Say when somebody is there: &#34;Mon-Fri. 9-5.&#34;</bdi></li>" in text


def test_what_stood_there_before_stands_beside_what_stands_there_now(sample):
    from dataclasses import replace

    from auditor.model import Evidence, Outcome
    from reports.view import build

    run = sample.run(1)
    result = run.results[0]
    evidence = (Evidence("profile.name (before)", "Arts", "x:users", sample.NOW), Evidence("profile.name", "Prizes", "x:users"))
    finding = replace(result.findings[0], outcome=Outcome.FAIL, evidence=evidence)
    view = build(
        replace(run, results=(replace(result, findings=(finding,)),)), infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE
    )
    pair = html5lib.parse(dict(html.render(view))[view.accounts[0].href]).find(f".//{SPACE}div[@class='pair']")

    before, now = (_text(div) for div in pair)
    assert before.startswith("BeforeArts")
    assert now.startswith("NowPrizes")


def test_a_first_audit_says_so_and_marks_nothing_as_new(sample):
    pages = dict(html.render(sample.view(20, first=True, worse=1.0)))

    assert b"First audit: there is nothing to compare with yet." in pages["index.html"]
    assert not [name for name, content in pages.items() if b'class="new"' in content]


def test_a_register_without_rows_still_makes_a_report(sample):
    from dataclasses import replace

    from reports.view import build

    empty = build(replace(sample.run(1), results=()), infos={}, office=sample.OFFICE, zone=sample.ZONE)
    pages = dict(html.render(empty))

    assert b"There are no accounts to report on." in pages["index.html"]


def test_a_large_unit_is_split_and_long_lists_say_what_they_leave_out(sample):
    from dataclasses import replace

    from reports.view import build

    run = sample.run(1100, worse=2.0)
    one = tuple(replace(r, account=replace(r.account, unit="All of it")) for r in run.results)
    pages = dict(html.render(build(replace(run, results=one), infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE)))

    parts = [n for n in pages if n.startswith("u/")]
    assert parts == ["u/all-of-it.html", "u/all-of-it-2.html", "u/all-of-it-3.html"]
    assert max(len(c) for n, c in pages.items() if n.endswith(".html")) < 300_000
    assert len(pages["index.html"]) < 120_000
    assert len(pages["data/accounts.js"]) <= 60 * 1100 + 1000


@pytest.mark.parametrize("accounts", [1, 3])
def test_a_check_makes_one_file_without_script_or_links_into_a_folder(sample, accounts):
    from reports.view import build

    found = build(sample.run(accounts, worse=3.0), infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE)
    content = html.single(found)
    tree = html5lib.HTMLParser(strict=True).parse(content)

    assert "<style>" in content
    assert "<script" not in content
    links = [e.get("href") for e in tree.iter(f"{SPACE}a")]
    ids = Counter(e.get("id") for e in tree.iter() if e.get("id"))
    assert all(link.startswith("https://") or link[1:] in ids for link in links)
    assert max(ids.values()) == 1
    assert len(tree.findall(f".//{SPACE}h1")) == accounts
