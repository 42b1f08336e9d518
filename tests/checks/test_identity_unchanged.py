"""identity-unchanged: unannounced changes fail, and what looks like a takeover says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from auditor.model import Change, Image, Link, Outcome, Seen
from tests.checks.builders import NOW, ORG, UNAVAILABLE, UNSUPPORTED, case, judged, snapshot

ID = "identity-unchanged"
BEFORE = snapshot(verified=Seen("blue"), posts_count=Seen(400))


def verdict_of(changes=(), before=BEFORE, org=ORG, **now):
    shot = snapshot(**{"verified": Seen("blue"), "posts_count": Seen(401), **now})
    return judged(ID, case(shot=shot, previous=before, changes=tuple(changes), org=org))


def announced(field, value=None):
    return Change(
        account_id="library-x",
        field=field,
        start=date(2026, 11, 1),
        until=date(2026, 12, 1),
        value=value,
        announced_by="A. B.",
    )


ONE_CHANGE = [
    ("handle", {"handle": Seen("HarUniBooks")}),
    ("name", {"name": Seen("UoH Books")}),
    ("bio", {"bio": Seen("Books, books, books.")}),
    ("link", {"links": Seen((Link("https://www.harrowgate.ac.uk/books"),))}),
    ("image", {"image": Seen(Image("https://img.example/2.png", key="https://img.example/2.png"))}),
    ("verification", {"verified": Seen("")}),
]


def test_the_first_audit_has_nothing_to_compare():
    assert judged(ID, case(shot=snapshot())).outcome is Outcome.NOT_APPLICABLE


def test_an_unchanged_profile_passes():
    assert verdict_of().outcome is Outcome.PASS


@pytest.mark.parametrize(("field", "now"), ONE_CHANGE)
def test_any_change_fails_with_before_and_after_but_is_no_hijack_by_itself(field, now):
    verdict = verdict_of(**now)
    assert verdict.outcome is Outcome.FAIL
    assert not verdict.message.startswith("Suspected hijack")
    assert not verdict.details.get("hijack")
    assert [c["field"] for c in verdict.details["changes"]] == [field]
    assert len(verdict.evidence) == 2


@pytest.mark.parametrize(("field", "now"), ONE_CHANGE)
@pytest.mark.parametrize("name", ["same", "*"])
def test_an_announced_change_is_no_fail(field, now, name):
    verdict = verdict_of([announced(field if name == "same" else "*")], **now)
    assert verdict.outcome is Outcome.PASS
    assert "as announced" in verdict.message


@pytest.mark.parametrize(
    ("field", "value", "now", "outcome"),
    [
        ("handle", "@HarUniBooks", {"handle": Seen("harunibooks")}, Outcome.PASS),
        ("handle", "haruniother", {"handle": Seen("harunibooks")}, Outcome.FAIL),
        ("name", "uoh  books", {"name": Seen("UoH Books")}, Outcome.PASS),
        ("name", "UoH Film", {"name": Seen("UoH Books")}, Outcome.FAIL),
        (
            "link",
            "https://www.harrowgate.ac.uk/books/",
            {"links": Seen((Link("https://www.harrowgate.ac.uk/books"),))},
            Outcome.PASS,
        ),
        ("bio", None, {"name": Seen("UoH Books")}, Outcome.FAIL),
    ],
)
def test_an_announced_value_has_to_be_the_one_seen(field, value, now, outcome):
    assert verdict_of([announced(field, value)], **now).outcome is outcome


@pytest.mark.parametrize(
    ("now", "sign"),
    [
        ({"name": Seen("Coin"), "bio": Seen("Coins!")}, "several parts"),
        ({"links": Seen((Link("https://coin.example/"),))}, "links to coin.example"),
        ({"bio": Seen("Win at https://coin.example now")}, "links to coin.example"),
        ({"posts_count": Seen(0)}, "history is gone"),
        ({"posts_count": Seen(100)}, "history is gone"),
        ({"native_id": "6666"}, "belongs to another account"),
    ],
)
def test_signs_of_a_takeover_are_called_one(now, sign):
    verdict = verdict_of(**now)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.message.startswith("Suspected hijack:")
    assert sign in verdict.message
    assert verdict.details["suspected_hijack"] is True
    assert verdict.details["hijack"] is True
    assert "01632 960123" in (verdict.remedy or "")
    assert "social@harrowgate.ac.uk" in (verdict.remedy or "")


def test_two_changes_of_which_one_was_announced_are_no_hijack():
    verdict = verdict_of([announced("name")], name=Seen("UoH Books"), bio=Seen("Books for all readers."))
    assert verdict.outcome is Outcome.FAIL
    assert not verdict.message.startswith("Suspected")


def test_everything_announced_is_excused_entirely():
    now = {"name": Seen("Coin"), "bio": Seen("https://coin.example"), "posts_count": Seen(0), "handle": Seen("coin")}
    assert verdict_of([announced("*")], **now).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "now",
    [
        {"handle": Seen("HARUNILIBRARY")},
        {"bio": Seen("News and help from the Library. Monitored Mon-Fri 9am-5pm.\r\n")},
        {"links": Seen((Link("https://www.harrowgate.ac.uk/library/"),))},
        {"links": Seen((Link("https://www.harrowgate.ac.uk/library", "https://www.harrowgate.ac.uk/lib/home"),))},
        {"image": Seen(Image("https://cdn2.example/1.png?sig=2", key="https://img.example/1.png"))},
        {"posts_count": Seen(399)},
        {"posts_count": Seen(201)},
    ],
)
def test_spelling_signatures_and_tidying_are_no_changes(now):
    assert verdict_of(**now).outcome is Outcome.PASS


def test_a_hidden_character_is_a_change():
    assert verdict_of(name=Seen("UoH\u200b Library")).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("then", "now", "outcome"),
    [
        (Image("a", key="a", fingerprint="ff00"), Image("b", key="b", fingerprint="ff01"), Outcome.PASS),
        (Image("a", key="a", fingerprint="ff00"), Image("b", key="b", fingerprint="00ff"), Outcome.FAIL),
        (Image("a", key="a", sha256="1"), Image("b", key="b", sha256="1"), Outcome.PASS),
        (Image("a", key="a", fingerprint="ff00"), Image("a", key="a", fingerprint="00ff"), Outcome.FAIL),
        (Image("a", key="a"), None, Outcome.FAIL),
        (Image("a", key="a"), Image("d", is_default=True), Outcome.FAIL),
        (Image("d", is_default=True), None, Outcome.PASS),
        (None, None, Outcome.PASS),
    ],
)
def test_pictures_are_compared_by_content_where_it_is_known(then, now, outcome):
    before = replace(BEFORE, image=Seen(then))
    assert verdict_of(before=before, image=Seen(now)).outcome is outcome


def test_a_short_link_that_leads_elsewhere_is_a_change():
    before = replace(BEFORE, links=Seen((Link("https://bit.ly/x", "https://www.harrowgate.ac.uk/"),)))
    now = Seen((Link("https://bit.ly/x", "https://coin.example/"),))
    assert verdict_of(before=before, links=now).message.startswith("Suspected hijack")
    unresolved = Seen((Link("https://bit.ly/x"),))
    assert verdict_of(before=before, links=unresolved).outcome is Outcome.PASS


def test_what_one_side_did_not_show_is_not_compared():
    assert verdict_of(verified=UNSUPPORTED).outcome is Outcome.PASS
    assert verdict_of(before=replace(BEFORE, name=UNSUPPORTED), name=Seen("Coin")).outcome is Outcome.PASS


def test_a_part_that_failed_to_arrive_is_not_called_unchanged():
    assert verdict_of(image=UNAVAILABLE).outcome is Outcome.NOT_AUDITED
    assert verdict_of(image=UNAVAILABLE, name=Seen("Coin")).outcome is Outcome.FAIL


def test_a_small_account_that_deletes_its_only_post_is_not_wiped():
    assert verdict_of(before=replace(BEFORE, posts_count=Seen(1)), posts_count=Seen(0)).outcome is Outcome.PASS


def test_without_counts_a_vanished_newest_post_is_a_wiped_history():
    before = replace(BEFORE, posts_count=UNSUPPORTED)
    assert verdict_of(before=before, posts_count=UNSUPPORTED, newest_post_at=Seen(None)).details["hijack"]


def test_the_evidence_of_before_carries_its_own_time():
    verdict = verdict_of(name=Seen("Coin"))
    assert verdict.evidence[0].seen_at == NOW
    assert verdict.evidence[0].value == "UoH Library"
    assert verdict.evidence[1].value == "Coin"


def test_without_a_configured_contact_the_steps_still_say_whom_to_tell():
    verdict = verdict_of(org=replace(ORG, contact_mail="", contact_phone=""), native_id="6666")
    assert "tell the central social media team" in (verdict.remedy or "")


def test_a_handle_that_somebody_else_still_has_is_told_in_a_whole_sentence_when_nothing_else_changed():
    verdict = verdict_of(extra={"handle_held_by": "2002"})
    assert verdict.message == "Suspected hijack: the registered handle now belongs to another account."


def under_suspicion(**now):
    """Judged after a night with a thief's profile, which must not be what is compared with."""
    thief = replace(BEFORE, name=Seen("Prize Desk"), links=Seen((Link("https://prize.example/"),)))
    shot = snapshot(**{"verified": Seen("blue"), "posts_count": Seen(401), **now})
    return lambda *changes: judged(ID, case(shot=shot, previous=thief, undisputed=BEFORE, changes=changes))


def test_a_suspicion_stands_while_the_profile_stays_as_the_thief_left_it():
    verdict = under_suspicion(name=Seen("Prize Desk"), links=Seen((Link("https://prize.example/"),)))()
    assert verdict.outcome is Outcome.FAIL
    assert verdict.details["hijack"]
    assert {c["field"] for c in verdict.details["changes"]} == {"name", "link"}


def test_a_suspicion_stands_while_one_part_is_not_put_back():
    verdict = under_suspicion(name=Seen("Prize Desk"))()
    assert verdict.outcome is Outcome.FAIL
    assert verdict.details["hijack"]
    assert verdict.message.endswith("not everything is as it was before a hijack was suspected.")


def test_a_suspicion_is_over_when_all_is_put_back_and_the_verdict_says_so():
    verdict = under_suspicion()()
    assert (verdict.outcome, verdict.details) == (Outcome.PASS, {"restored": True})
    assert "before a hijack was suspected" in verdict.message


def test_a_suspicion_is_over_when_the_change_is_announced():
    verdict = under_suspicion(name=Seen("Prize Desk"))(announced("name"))
    assert verdict.outcome is Outcome.PASS
    assert not verdict.details.get("restored")
