"""no-personal-data: what looks like somebody's data is left to a person, masked."""

from __future__ import annotations

import pytest

from auditor.model import Media, Outcome, Seen
from tests.checks.builders import case, judged, post, snapshot, timeline
from tests.effort import within

ID = "no-personal-data"


def verdict_of(text, **changes):
    return judged(ID, case(shot=snapshot(posts=timeline(post(1, text=text, **changes)))))


@pytest.mark.parametrize(
    ("text", "kind", "secret"),
    [
        ("Write to jane.roe@harrowgate.ac.uk today", "mail address", "jane.roe"),
        ("Write to j.roe@harrowgate.ac.uk.", "mail address", "j.roe"),
        ("Write to jsmith@harrowgate.ac.uk", "mail address", "jsmith"),
        ("Write to someone1987@gmail.com", "mail address", "someone1987"),
        ("hsabc12@student.harrowgate.ac.uk won", "mail address", "hsabc12"),
        ("Call 07700 900123 now", "telephone", "900123"),
        ("Call +44 7700 900 123", "telephone", "900 123"),
        ("Call +44 (0)7700 900123", "telephone", "900123"),
        ("Call 0117 496 0123", "telephone", "496 0123"),
        ("Call +49 30 901820", "telephone", "901820"),
        ("NHS number 943 476 5919", "NHS", "476 5919"),
        ("9434765919 was found", "NHS", "4765919"),
        ("NI: AB 12 34 56 C", "Insurance", "12 34 56"),
        ("qq123456c", "Insurance", "123456"),
        ("Well done 201234567!", "student", "1234567"),
        ("Student ID: 12345678", "student", "345678"),
    ],
)
def test_personal_data_is_a_review_and_nothing_of_it_is_repeated(text, kind, secret):
    verdict = verdict_of(text)
    assert verdict.outcome is Outcome.REVIEW
    assert kind in verdict.message
    assert secret not in repr(verdict)


@pytest.mark.parametrize(
    "text",
    [
        "Open 9-5, Mon-Fri, from 12.03.2026 to 14.03.2026.",
        "Write to library@harrowgate.ac.uk or open.day@harrowgate.ac.uk",
        "help-desk@harrowgate.ac.uk and pgadmissions.enquiries@harrowgate.ac.uk",
        "Call 0800 123 4567, 0300 123 4567 or 999",
        "Call our switchboard 01632 960123",
        "Follow @jane.roe@social.example and @j_roe",
        "https://news.example/201234567?id=9434765919",
        "ISBN 0306406152",
        "£201234567 for research, 1,234,567 books, 2025-2026",
        "Post 1234567890123456789 of grant EP/X012345678/1",
        "Version 10.0.0.1, room 4.12, 20 10 2026",
        "AB123456",
        "",
    ],
)
def test_public_and_ordinary_numbers_pass(text):
    assert verdict_of(text).outcome is Outcome.PASS


def test_titles_and_image_texts_count_and_reposts_do_not():
    assert verdict_of("", title="Call 07700 900123").outcome is Outcome.REVIEW
    picture = Media("image", alt=Seen("A note with 07700 900123"))
    assert verdict_of("", media=(picture,)).outcome is Outcome.REVIEW
    assert verdict_of("Call 07700 900123", repost=True).outcome is Outcome.NOT_APPLICABLE


def test_numbers_of_the_organisation_can_be_named():
    made = case(shot=snapshot(posts=timeline(post(1, text="Call 0117 496 0123"))))
    assert judged(ID, made, public_numbers=("0117 496",)).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "text", ["1" * 10**6, "a@" * 500_000, "@" * 10**6, "1 " * 500_000, "AB 12 " * 160_000, "+(1 " * 250_000]
)
def test_an_endless_post_is_read_in_time(text):
    with within(1):
        verdict_of(text)
