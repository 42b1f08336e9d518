"""handle-prefix: binding since the policy took effect, advice before; blogs and wikis by path, subdomain or title."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from auditor.model import Outcome, Seen, Severity
from tests.checks.builders import ORG, UNAVAILABLE, UNSUPPORTED, account, case, judged, snapshot

ID = "handle-prefix"


@pytest.mark.parametrize("handle", ["harunilibrary", "HarUniLibrary", "HARUNI", "@haruni_sport", "haruni.bsky.social"])
def test_the_prefix_passes_in_any_case(handle):
    assert judged(ID, case(shot=snapshot(handle=Seen(handle)))).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "handle", ["libraryharuni", "har_uni", "uniharrowgate", "@library", "hаruni", "library@haruni.example"]
)
def test_another_beginning_fails(handle):
    verdict = judged(ID, case(shot=snapshot(handle=Seen(handle))))
    assert verdict.outcome is Outcome.FAIL
    assert verdict.severity is None


@pytest.mark.parametrize(
    ("created", "opened", "severity"),
    [
        (datetime(2018, 4, 30, 12, tzinfo=UTC), None, Severity.LOW),
        (datetime(2018, 4, 30, 23, 30, tzinfo=UTC), None, None),  # the first of May in London
        (datetime(2018, 5, 1, 12, tzinfo=UTC), date(2012, 1, 1), None),
        (datetime(2012, 1, 1, tzinfo=UTC), date(2020, 1, 1), Severity.LOW),
        (None, date(2012, 1, 1), Severity.LOW),
        (None, date(2020, 1, 1), None),
        (None, None, None),
    ],
)
def test_accounts_from_before_the_policy_are_only_advised(created, opened, severity):
    shot = snapshot(handle=Seen("uohlibrary"), created_at=Seen(created) if created else UNSUPPORTED)
    verdict = judged(ID, case(account(opened_on=opened), shot))
    assert verdict.outcome is Outcome.FAIL
    assert verdict.severity is severity
    assert ("advice" in verdict.message) is (severity is Severity.LOW)


@pytest.mark.parametrize(
    ("handle", "outcome"),
    [
        ("library.harrowgate.ac.uk", Outcome.PASS),
        ("harrowgate.ac.uk", Outcome.PASS),
        ("library.notharrowgate.ac.uk", Outcome.FAIL),
        ("library.bsky.social", Outcome.FAIL),
    ],
)
def test_a_domain_of_the_organisation_as_the_handle_passes(handle, outcome):
    row = account(platform="bluesky", handle=handle)
    assert judged(ID, case(row, snapshot(handle=Seen(handle)))).outcome is outcome


@pytest.mark.parametrize(
    ("address", "title", "outcome"),
    [
        ("https://blogs.example.org/haruni-library/", "Shelf talk", Outcome.PASS),
        ("https://harunilibrary.example.org/feed/", "Shelf talk", Outcome.PASS),
        ("https://www.example.org/shelf", "HarUni Library blog", Outcome.PASS),
        ("https://news.harrowgate.ac.uk/", "Shelf talk", Outcome.PASS),
        ("https://shelf.example.org/feed.xml", "Shelf talk", Outcome.FAIL),
        ("http://127.0.0.1:8099/shelf/", "", Outcome.FAIL),
        ("http://127.0.0.1:8099/feed", "", Outcome.NOT_APPLICABLE),
    ],
)
def test_blogs_are_judged_by_path_subdomain_or_title(address, title, outcome):
    row = account(platform="blog", handle=address)
    for handle in (Seen(None), UNSUPPORTED):
        assert judged(ID, case(row, snapshot(handle=handle, name=Seen(title)))).outcome is outcome


@pytest.mark.parametrize(
    ("handle", "outcome"),
    [
        ("HarUni Library@https://wiki.example/w/api.php", Outcome.PASS),
        ("Library@https://haruni.wiki.example/api.php", Outcome.PASS),
        ("Library@https://wiki.example/api.php", Outcome.FAIL),
    ],
)
def test_wikis_are_judged_by_user_and_address(handle, outcome):
    shot = snapshot(handle=Seen(handle.partition("@")[0]), name=Seen(""))
    assert judged(ID, case(account(platform="wiki", handle=handle), shot)).outcome is outcome


def test_nothing_to_judge_is_not_applicable():
    assert judged(ID, case(shot=snapshot(handle=Seen(None)))).outcome is Outcome.NOT_APPLICABLE
    assert judged(ID, case(shot=snapshot(), org=replace(ORG, handle_prefix=""))).outcome is Outcome.NOT_APPLICABLE


def test_a_handle_that_could_not_be_read_is_not_audited():
    assert judged(ID, case(shot=snapshot(handle=UNAVAILABLE))).outcome is Outcome.NOT_AUDITED
