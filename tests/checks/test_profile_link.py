"""profile-link: every link, in link fields and in the text, leads to an allowed domain over https."""

from __future__ import annotations

import pytest

from auditor.model import Link, Outcome, Seen
from tests.checks.builders import UNAVAILABLE, UNSUPPORTED, case, judged, snapshot
from tests.effort import within

ID = "profile-link"


def verdict_of(*links, bio="News.", **changes):
    fields = {"links": Seen(tuple(Link(u) if isinstance(u, str) else u for u in links)), "bio": Seen(bio), **changes}
    return judged(ID, case(shot=snapshot(**fields)))


@pytest.mark.parametrize(
    "url",
    [
        "https://harrowgate.ac.uk",
        "https://www.harrowgate.ac.uk/library?x=1#top",
        "HTTPS://LIBRARY.HARROWGATE.AC.UK/",
        "https://harrowgate.ac.uk.:443/",
        "https://harrowgate.ac.uk:8443/x",
        "https://someone@harrowgate.ac.uk/",
        "harrowgate.ac.uk/library",
    ],
)
def test_the_organisations_own_domains_pass(url):
    assert verdict_of(url).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "url",
    [
        "https://linktr.ee/haruni",
        "https://bit.ly/3xyz",
        "https://harrowgate.ac.uk.evil.example/",
        "https://notharrowgate.ac.uk/",
        "https://harrowgate.ac.uk@evil.example/",
        "https://evil.example\\@harrowgate.ac.uk/",
        "https://evil.example/?harrowgate.ac.uk",
        "https://evil.example#harrowgate.ac.uk",
        "https:/evil.example",
        "//evil.example/x",
        "https://harrowgаte.ac.uk/",
        "https://xn--harrowgte-63g.ac.uk/",
        "https://harrowgate.ac.uk%2eevil.example/",
        "javascript:alert(1)",
        "ftp://harrowgate.ac.uk/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[broken/",
    ],
)
def test_unknown_domains_and_tricks_fail(url):
    verdict = verdict_of(url)
    assert verdict.outcome is Outcome.FAIL
    assert "encrypted" not in verdict.message


def test_an_allowed_domain_without_encryption_fails_by_its_own_words():
    verdict = verdict_of("http://www.harrowgate.ac.uk/")
    assert verdict.outcome is Outcome.FAIL
    assert "not encrypted" in verdict.message


def test_a_look_alike_is_called_one():
    assert "looks like" in verdict_of("https://harrowgаte.ac.uk/").message


def test_every_link_counts():
    verdict = verdict_of("https://harrowgate.ac.uk/", "https://evil.example/")
    assert verdict.outcome is Outcome.FAIL
    assert "1 of the 2 links" in verdict.message


@pytest.mark.parametrize(
    ("bio", "outcome"),
    [
        ("See www.harrowgate.ac.uk/help for more.", Outcome.PASS),
        ("More: https://evil.example/x.", Outcome.FAIL),
        ("Find all on linktr.ee/haruni!", Outcome.FAIL),
        (
            "News, e.g. events. Open 9.30am-5.30pm. St.Helens too. Mail help@mail.example or @library@social.example",
            Outcome.NOT_APPLICABLE,
        ),
        ("http://harrowgate.ac.uk/old", Outcome.FAIL),
        ("(https://harrowgate.ac.uk/a_(b))", Outcome.PASS),
    ],
)
def test_addresses_in_the_text_count_as_links(bio, outcome):
    assert verdict_of(bio=bio).outcome is outcome


def test_no_link_is_not_applicable():
    assert verdict_of().outcome is Outcome.NOT_APPLICABLE


def test_the_words_of_a_pinned_post_are_no_profile_text():
    assert verdict_of(texts=Seen((("pinned", "Read https://paper.example/1"),))).outcome is Outcome.NOT_APPLICABLE
    assert verdict_of(texts=Seen((("about", "Read https://paper.example/1"),))).outcome is Outcome.FAIL


def test_short_links_of_x_are_judged_by_where_they_lead():
    short = "https://t.co/abc"
    assert verdict_of(Link(short, "https://www.harrowgate.ac.uk/")).outcome is Outcome.PASS
    assert verdict_of(Link(short, "https://evil.example/")).outcome is Outcome.FAIL
    assert verdict_of(Link(short, "https://bit.ly/x")).outcome is Outcome.FAIL
    assert verdict_of(Link(short)).outcome is Outcome.NOT_AUDITED
    known = Link(short, "https://www.harrowgate.ac.uk/", where="bio")
    assert verdict_of(known, bio=f"All on {short}").outcome is Outcome.PASS


def test_a_resolved_shortener_is_judged_by_its_destination():
    assert verdict_of(Link("https://bit.ly/x", "https://www.harrowgate.ac.uk/")).outcome is Outcome.PASS


def test_a_platform_that_shows_no_links_is_not_exposed_unless_the_text_is_bad():
    assert verdict_of(links=UNSUPPORTED).outcome is Outcome.NOT_EXPOSED
    assert verdict_of(links=UNSUPPORTED, bio="https://www.harrowgate.ac.uk").outcome is Outcome.NOT_EXPOSED
    assert verdict_of(links=UNSUPPORTED, bio="https://evil.example").outcome is Outcome.FAIL


def test_what_could_not_be_read_is_never_a_pass():
    assert verdict_of(links=UNAVAILABLE).outcome is Outcome.NOT_AUDITED
    assert verdict_of("https://harrowgate.ac.uk", bio="").outcome is Outcome.PASS
    shot = snapshot(bio=UNAVAILABLE)
    assert judged(ID, case(shot=shot)).outcome is Outcome.NOT_AUDITED


def test_mail_addresses_in_a_link_field_are_no_web_links():
    assert verdict_of("mailto:library@harrowgate.ac.uk").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    "bio", ["a." * 500_000, "http://" * 150_000, "x.y/" * 250_000, "www.a-" * 160_000, "(" * 1_000_000]
)
def test_an_endless_text_is_judged_in_time(bio):
    with within(0.3):
        verdict_of(bio=bio)
