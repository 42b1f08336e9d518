from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import Account, Evidence, Outcome, State, Trouble, Unreachable
from reports import dates
from reports.keys import account_key, unit_keys
from reports.links import account_link
from reports.quotes import label_of, pieces, quote, trimmed
from reports.view import build, verdict
from reports.view_account import account_page, steps
from reports.words import Counts, Status

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (Counts(must=3, should=4, meets=31), "31 of 38 accounts meet the policy."),
        (Counts(meets=246), "All 246 accounts meet the policy."),
        (Counts(meets=1), "All 1 account meets the policy."),
        (Counts(meets=240, unclear=6), "All 240 checked accounts meet the policy; 6 could not be checked."),
        (Counts(meets=30, na=2), "All 30 accounts meet the policy."),
        (Counts(unclear=9), "No account could be checked."),
        (Counts(must=2), "0 of 2 accounts meet the policy."),
        (Counts(), "There are no accounts to report on."),
    ],
)
def test_the_verdict_is_one_honest_sentence(counts, sentence):
    assert verdict(counts) == sentence


def _build(sample, run, **options):
    return build(run, infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE, **options)


def test_an_unfinished_run_and_a_part_of_the_register_say_so_across_the_top(sample):
    run = replace(sample.run(5), finished_at=None, selection="unit Library")
    titles = [band.title for band in _build(sample, run).cover.bands]

    assert "This audit did not finish" in titles
    assert "This is a part of the register" in titles


def test_accounts_that_were_not_reached_are_counted_across_the_top_and_never_meet_the_policy(sample):
    run = sample.run(6, worse=0.0)
    gone = replace(
        run.results[0],
        state=State.UNREACHABLE,
        sight=Unreachable("a", sample.NOW, Trouble.TIMEOUT, "No answer.", "Nothing to do."),
        findings=tuple(replace(f, outcome=Outcome.NOT_EXPOSED) for f in run.results[0].findings),
    )
    view = _build(sample, replace(run, results=(gone, *run.results[1:])))

    assert "1 account could not be reached" in [band.title for band in view.cover.bands]
    assert next(r for r in view.accounts if r.place == 0).status is Status.UNCLEAR


def test_what_was_known_last_stands_beside_what_could_not_be_checked(sample):
    run = sample.run(1)
    finding = replace(run.results[0].findings[0], outcome=Outcome.NOT_AUDITED, last_known=(Outcome.FAIL, datetime(2026, 11, 20, 2, tzinfo=UTC)))
    view = _build(sample, replace(run, results=(replace(run.results[0], findings=(finding,)),)))

    (group,) = account_page(view, view.accounts[0], view.run.results[view.accounts[0].place]).unclear
    assert group.checks[0][2] == "last known on 20 Nov: Should fix"


def test_a_suspected_hijack_comes_first_of_all(sample):
    run = sample.run(30)
    result = run.results[7]
    finding = next(f for f in result.findings if f.control == "identity-unchanged")
    others = tuple(f for f in result.findings if f is not finding)
    bad = replace(result, state=State.LIVE, findings=(*others, replace(finding, outcome=Outcome.FAIL, details={"hijack": True})))
    view = _build(sample, replace(run, results=(*run.results[:7], bad, *run.results[8:])))

    assert view.cover.bands[0].kind == "urgent"
    assert bad.account.name in view.cover.bands[0].text
    assert view.cover.bands[0].href.endswith("#c-identity-unchanged")


def test_accounts_stand_worst_first_then_oldest_then_by_key(sample):
    rows = _build(sample, sample.run(60, worse=2.0)).accounts
    order = [(r.status.rank, -r.opens[0].severity.rank if r.opens else 0, r.since or date.max, r.key) for r in rows]

    assert order == sorted(order)


@pytest.mark.parametrize(
    ("remedy", "expected"),
    [
        ("Open the app. Change it. Save.", ["Open the app.", "Change it.", "Save."]),
        ('Write "Mon-Fri. 9-5." and save. Done.', ['Write "Mon-Fri. 9-5." and save.', "Done."]),
        ("First line\n\nSecond line", ["First line", "Second line"]),
        ("Use e.g. the app at 9.30 and wait.", ["Use e.g. the app at 9.30 and wait."]),
        ("", []),
    ],
)
def test_a_remedy_becomes_steps_and_quoted_words_stay_whole(remedy, expected):
    assert steps(remedy) == expected


def test_marked_words_are_marked_and_the_rest_is_verbatim():
    assert pieces("News from Arts, Mon-Fri 9-5", ((16, 27), (0, 4))) == (("News", True), (" from Arts, ", False), ("Mon-Fri 9-5", True))


def test_marks_beyond_the_text_or_over_each_other_do_no_harm():
    assert pieces("abc", ((1, 99), (0, 2), (5, 7))) == (("ab", True), ("c", True))


@given(st.text(alphabet="abc Ж😀\n", max_size=80), st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=5))
def test_pieces_always_make_the_whole_text(text, marks):
    assert "".join(t for t, _ in pieces(text, tuple(marks))) == text


def test_long_evidence_is_cut_and_what_is_left_out_is_counted():
    shown = pieces("x" * 5000, ((4000, 4100),))

    assert shown[-1] == ("… (4,000 more characters)", False)
    assert len("".join(t for t, _ in shown)) < 1100


def test_addresses_in_evidence_cannot_be_followed_but_words_around_them_stay():
    assert pieces("Win at https://evil.test/a now, http only")[0][0] == "Win at hxxps://evil[.]test/a now, http only"


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("profile.bio", "Profile text"),
        ("register.hours", "Register, column hours"),
        ("access.ended_on", "Access log, column ended_on"),
        ("profile.name (before)", "Display name, before"),
        ("posts.something_new", "Something new"),
    ],
)
def test_fields_are_named_in_words(field, label):
    assert label_of(field) == label


def test_evidence_from_the_register_names_its_place_and_no_time_of_fetching():
    shown = quote(Evidence("register.hours", "", "accounts.csv, row 4"), datetime(2026, 11, 22, tzinfo=UTC), LONDON)

    assert (shown.pieces, shown.source, shown.at) == ((("(empty)", False),), "accounts.csv, row 4", "")


def _account(platform, handle, url=None):
    return Account(id="a", platform=platform, handle=handle, unit="Arts", url=url)


@pytest.mark.parametrize(
    ("account", "link"),
    [
        (_account("x", "livuni"), "https://x.com/livuni"),
        (_account("x", "a/../b?c"), "https://x.com/a%2F..%2Fb%3Fc"),
        (_account("x", "livuni", "https://x.com/LivUni"), "https://x.com/LivUni"),
        (_account("x", "livuni", "javascript:alert(1)"), "https://x.com/livuni"),
        (_account("x", "livuni", "https://evil.test/x"), "https://x.com/livuni"),
        (_account("x", "livuni", "https://x.com@evil.test/"), "https://x.com/livuni"),
        (_account("x", "livuni", "https://x.com:8443/"), "https://x.com/livuni"),
        (_account("mastodon", "arts@social.example.ac.uk"), "https://social.example.ac.uk/@arts"),
        (_account("mastodon", 'arts@so"cial'), None),
        (_account("blog", "https://blogs.example.ac.uk/arts"), "https://blogs.example.ac.uk/arts"),
        (_account("blog", "http://blogs.example.ac.uk/arts"), None),
        (_account("whatsapp", "123"), None),
    ],
)
def test_only_an_account_on_its_platforms_own_host_is_linked(account, link):
    assert account_link(account) == link


def test_keys_are_plain_words_and_different_for_different_accounts():
    ids = ["library-x", "Library-X", "library x", "läbrary-x", "x" * 90, "", "../../etc", "<b>"]
    keys = [account_key("x", i) for i in ids]

    assert keys[0] == "x-library-x"
    assert len(set(keys)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", key) for key in keys)


def test_units_get_readable_keys_and_those_that_look_alike_stay_apart():
    keys = unit_keys(["Faculty of Arts", "Faculty  of-Arts", "图书馆", "Law"])

    assert keys["Law"] == "law"
    assert len(set(keys.values())) == 4
    assert keys["图书馆"].startswith("unit-")


def test_a_subject_is_cut_at_a_word():
    assert trimmed("one two three four", 12) == "one two…"
    assert trimmed("short", 12) == "short"


def test_times_are_told_in_the_zone_of_the_organisation():
    winter, summer = datetime(2026, 11, 22, 2, 10, tzinfo=UTC), datetime(2026, 7, 1, 2, 10, tzinfo=UTC)

    assert dates.moment(winter, LONDON) == "22 Nov 2026, 02:10 GMT"
    assert dates.moment(summer, LONDON) == "1 Jul 2026, 03:10 BST"
    assert dates.span(winter, winter.replace(minute=41), LONDON) == "02:10–02:41 GMT"
    assert dates.span(winter, winter, LONDON) == "02:10 GMT"
    assert dates.span(winter, None, LONDON) == "started 02:10 GMT"
    assert dates.iso(winter) == "2026-11-22T02:10:00Z"
