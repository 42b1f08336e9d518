"""answers-promptly: the median wait in the account's own hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from auditor.model import Exchange, Exchanges, Outcome, Seen
from tests.checks.builders import account, case, judged, snapshot

ID = "answers-promptly"
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # NOW is the Sunday after it
QUIET = Seen("Books.")


def asked(at, answered=None, text="When do you open?", **changes):
    return Exchange(id=f"{at:%d%H%M}", at=at, text=text, url="https://x.example/q", answered_at=answered, **changes)


def verdict_of(*items, row=None, bio=QUIET, options=None, **changes):
    shot = snapshot(bio=bio, exchanges=Seen(Exchanges(tuple(items))))
    return judged(ID, case(row, shot, **changes), **(options or {}))


def after(hours, at=FRIDAY):
    return asked(at, at + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("waits", "outcome"),
    [
        ([1], Outcome.PASS),
        ([4], Outcome.PASS),
        ([4.1], Outcome.FAIL),
        ([1, 1, 7], Outcome.PASS),
        ([1, 5, 7], Outcome.FAIL),
    ],
)
def test_the_median_decides(waits, outcome):
    assert verdict_of(*(after(w) for w in waits)).outcome is outcome


def test_the_worst_case_is_told():
    assert "The longest wait is 7 h." in verdict_of(after(1), after(1), after(7)).message


def test_only_operating_hours_count():
    evening = FRIDAY.replace(hour=17)
    monday = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
    assert (
        verdict_of(asked(evening - timedelta(days=7), monday)).outcome is Outcome.PASS
    )  # Friday 17:00 to Monday 10:00


def test_bank_holidays_do_not_count():
    eve = datetime(2026, 12, 24, 16, 0, tzinfo=UTC)
    item = asked(
        eve, datetime(2026, 12, 29, 10, 0, tzinfo=UTC)
    )  # Christmas, a weekend, and Monday in lieu of Boxing Day
    assert verdict_of(item, now=datetime(2027, 1, 2, tzinfo=UTC)).outcome is Outcome.PASS


def test_the_profiles_hours_come_before_the_registers():
    item = asked(FRIDAY.replace(hour=17), FRIDAY.replace(hour=22))
    assert verdict_of(item).outcome is Outcome.PASS
    late = account(hours="Mon-Sun 09:00-23:00")
    assert verdict_of(item, row=late).outcome is Outcome.FAIL
    verdict = verdict_of(item, row=late, bio=Seen("Monitored Mon-Fri 9am-5pm."))
    assert verdict.outcome is Outcome.PASS
    assert "by the profile" in verdict.message


def test_a_question_is_a_question_mark_outside_addresses():
    waited = FRIDAY + timedelta(hours=7)
    assert (
        verdict_of(asked(FRIDAY, waited, text="See https://x.example/?q=1 and x.com/?a")).outcome
        is Outcome.NOT_APPLICABLE
    )
    assert verdict_of(asked(FRIDAY, waited, text="Thanks!")).outcome is Outcome.NOT_APPLICABLE
    assert verdict_of(asked(FRIDAY, waited, text="开门吗？")).outcome is Outcome.FAIL
    assert verdict_of(asked(FRIDAY, waited, text="See https://x.example/?q=1 ok?")).outcome is Outcome.FAIL


def test_an_unanswered_question_counts_once_it_is_over_the_limit():
    assert verdict_of(asked(FRIDAY)).outcome is Outcome.FAIL
    just_now = asked(FRIDAY.replace(hour=16))
    assert verdict_of(just_now).outcome is Outcome.NOT_APPLICABLE
    assert verdict_of(just_now, after(5)).outcome is Outcome.FAIL


def test_nobody_asked_is_nothing_to_judge():
    assert verdict_of().outcome is Outcome.NOT_APPLICABLE


def test_the_limit_can_be_set():
    assert verdict_of(after(4), options={"hours": 2}).outcome is Outcome.FAIL
