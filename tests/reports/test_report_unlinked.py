"""Nothing that looks like an address or a domain can be followed by accident, wherever it stands."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from auditor.model import Evidence, Outcome
from reports import html, mail_manager, terminal
from reports.unlinked import unlinked
from reports.view import build


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The link leads to prize.example, which is not an allowed domain.", "The link leads to prize[.]example, which is not an allowed domain."),
        ("see https://prize.example/win.html now", "see hxxps://prize[.]example/win.html now"),
        ("see www.prize.example/win", "see www[.]prize[.]example/win"),
        ("javascript:alert(1)", "javascript[:]alert(1)"),
        ("write to ann.smith@uni.example", "write to ann.smith@uni.example"),
        ("At once write to desk@mail.uni.ac.example.", "At once write to desk@mail.uni.ac.example."),
        ("Mon-Fri. 9.30am to 5.30pm, e.g. at 12.5 degrees", "Mon-Fri. 9.30am to 5.30pm, e.g. at 12.5 degrees"),
        ("Enter it in config.toml or accounts.csv.", "Enter it in config.toml or accounts.csv."),
        ("Nothing here: at all.", "Nothing here: at all."),
    ],
)
def test_addresses_and_bare_domains_are_broken_up(text, shown):
    assert unlinked(text) == shown
    assert unlinked(shown) == shown


def test_names_stay_but_addresses_do_not():
    assert unlinked("uni.bsky.example", names=True) == "uni.bsky.example"
    assert unlinked("https://uni.example/x", names=True) == "hxxps://uni[.]example/x"


def test_a_foreign_domain_in_a_message_is_broken_up_on_every_page_in_mails_and_on_the_terminal(sample):
    run = sample.run(3)
    result = run.results[0]
    bad = replace(
        result.findings[0], outcome=Outcome.FAIL, message="It leads to prize.example now.", remedy="Take prize.example out.",
        evidence=(Evidence("profile.bio", "Win at prize.example today", "x:users"),), status="new",
    )  # fmt: skip
    taken = replace(result, findings=(bad, *result.findings[1:]))
    view = build(
        replace(run, results=(taken, *run.results[1:])), infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE, previous=run
    )
    pages = {n: c.decode() for n, c in html.render(view) if n.endswith(".html")}
    letter = mail_manager.digest(view, [result.account.id])

    told = [n for n, text in pages.items() if "prize[.]example" in text]
    assert {n.split("/")[0] for n in told} >= {"index.html", "changes.html", "a", "c"}
    assert not [n for n, text in pages.items() if re.search(r"prize\.example", text)]
    assert "prize[.]example" in letter.text
    assert "prize.example" not in letter.text + letter.html
    assert "prize.example" not in terminal.verdict(taken, sample.infos())


def test_the_handle_and_the_registers_own_words_are_told_as_they_are(sample):
    run = sample.run(1)
    result = run.results[0]
    evidence = (Evidence("profile.handle", "uni.bsky.example", "x:users"), Evidence("register.handle", "uni.bsky.example", "accounts.csv, row 2"))
    found = replace(result, findings=(replace(result.findings[0], outcome=Outcome.FAIL, evidence=evidence),))
    view = build(replace(run, results=(found,)), infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE)
    assert dict(html.render(view))[view.accounts[0].href].decode().count("uni.bsky.example") == 2
