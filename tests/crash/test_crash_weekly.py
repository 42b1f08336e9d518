"""The weekly mail at its own time: once a week, by the run or by the schedule, whatever dies in between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from zoneinfo import ZoneInfo

import pytest

from auditor.cli._context import App
from auditor.cli._night import lock_path
from auditor.cli.schedule import CATCH_UP, RETRY, _Heartbeat, last_due_in_week
from auditor.lock import RunLock
from tests.crash.invariants import whole
from tests.crash.living import RECIPIENTS, Died, Nursery
from tests.night.driving import House

LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)  # the house's first night is the Sunday before
ALL = sorted(RECIPIENTS)


def weekly(home: House) -> list[str]:
    """To whom weekly mails went so far."""
    found = []
    for path in home.mails:
        mail = message_from_bytes(path.read_bytes())
        found += [str(mail["To"])] if "weekly" in str(mail["List-Id"]) else []
    return sorted(found)


def subjects(home: House) -> set[str]:
    """The subjects of the weekly mails so far."""
    mails = [message_from_bytes(path.read_bytes()) for path in home.mails]
    return {str(m["Subject"]) for m in mails if "weekly" in str(m["List-Id"])}


def nights(home: House, births: Nursery, *moments: datetime) -> None:
    for moment in moments:
        home.now = moment
        assert births.run(home).code == 0


def heartbeat(home: House, births: Nursery, at: datetime, failpoint: str = "") -> Died:
    home.now = at
    return births.run(home, "schedule", "--weekly-mail", failpoint=failpoint)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (MONDAY, MONDAY),
        (MONDAY - timedelta(seconds=1), MONDAY - timedelta(days=7)),
        (MONDAY + timedelta(days=6, hours=23), MONDAY),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 6, 29, 6, 30, tzinfo=UTC)),  # summer time
        (
            datetime(2026, 10, 26, 7, 29, tzinfo=UTC),
            datetime(2026, 10, 19, 6, 30, tzinfo=UTC),
        ),  # clocks went back on Sunday
    ],
)
def test_when_a_weekly_mail_was_due(now: datetime, due: datetime) -> None:
    assert last_due_in_week(now, "Mon 07:30", LONDON) == due


def test_it_is_sent_at_its_time_from_the_newest_run_and_not_again(home: House, births: Nursery) -> None:
    nights(home, births, home.now, MONDAY - timedelta(hours=5))
    assert heartbeat(home, births, MONDAY - timedelta(minutes=1)).code == 0
    assert weekly(home) == []

    assert heartbeat(home, births, MONDAY).code == 0
    assert weekly(home) == ALL
    assert [s[:22] for s in subjects(home)] == ["Account audit week 48:"]

    heartbeat(home, births, MONDAY + timedelta(minutes=15))
    nights(home, births, MONDAY + timedelta(hours=1), MONDAY + timedelta(days=1))
    assert weekly(home) == ALL
    assert whole(home, 3) == []

    heartbeat(home, births, MONDAY + timedelta(days=7))
    assert weekly(home) == sorted(ALL * 2)


def test_a_run_that_sent_it_leaves_nothing_to_send(home: House, births: Nursery) -> None:
    nights(home, births, home.now, MONDAY + timedelta(minutes=1))
    assert weekly(home) == ALL
    heartbeat(home, births, MONDAY + timedelta(minutes=2))
    assert weekly(home) == ALL


def test_before_the_first_run_and_in_its_week_there_is_none(home: House, births: Nursery) -> None:
    assert heartbeat(home, births, home.now - timedelta(hours=1)).code == 0
    nights(home, births, home.now + timedelta(hours=2))
    heartbeat(home, births, home.now + timedelta(hours=1))
    assert weekly(home) == []


def test_a_run_without_mails_is_told_of_all_the_same(home: House, births: Nursery) -> None:
    nights(home, births, home.now)
    home.now = MONDAY - timedelta(hours=5)
    births.run(home, "run", "--no-mail")
    heartbeat(home, births, MONDAY)
    assert weekly(home) == ALL
    assert "no audit since" not in "".join(subjects(home))


def test_when_no_run_finished_for_days_the_mail_says_so_every_week(home: House, births: Nursery) -> None:
    nights(home, births, home.now)
    heartbeat(home, births, MONDAY + timedelta(days=7))
    heartbeat(home, births, MONDAY + timedelta(days=14))
    assert weekly(home) == sorted(ALL * 2)
    assert subjects(home) == {f"Account audit week {week}: no audit since 22 Nov" for week in (49, 50)}


@pytest.mark.parametrize("point", ["before-send", "after-sending-mark", "after-sent-mark:exit:2", "after-send"])
@pytest.mark.parametrize("then", ["schedule", "run"])
def test_a_crash_neither_loses_nor_doubles_it(point: str, then: str, home: House, births: Nursery) -> None:
    nights(home, births, home.now, MONDAY - timedelta(hours=20))
    assert heartbeat(home, births, MONDAY, failpoint=point).code != 0

    if then == "schedule":
        assert heartbeat(home, births, MONDAY + RETRY).code == 0
    else:
        nights(home, births, MONDAY + RETRY)

    assert weekly(home) == ALL


def test_while_a_run_holds_the_lock_it_waits(home: House, births: Nursery) -> None:
    nights(home, births, home.now)
    with RunLock(lock_path(App(home.config)), home.now):
        assert heartbeat(home, births, MONDAY).code == 5
    assert weekly(home) == []


class _Sender:
    """Stands in for the child process."""

    def __init__(self, *codes: int) -> None:
        self.codes = list(codes)
        self.calls = 0

    def weekly(self) -> int:
        self.calls += 1
        return self.codes.pop(0) if self.codes else 0


class _Clock(App):
    moment = MONDAY

    def now(self) -> datetime:
        return self.moment


def _looks(home: House, sender: _Sender, *moments: datetime) -> int:
    """How often the weekly mail is asked for when the schedule looks at these moments."""
    app = _Clock(home.config)
    watch = _Heartbeat(app, "Mon 07:30", LONDON, sender)  # type: ignore[arg-type]
    for moment in moments:
        app.moment = moment
        watch.look()
    return sender.calls


def test_the_schedule_asks_for_it_once_a_week(home: House) -> None:
    minutes = [MONDAY - timedelta(hours=1) + timedelta(minutes=5 * n) for n in range(12 * 24 * 15)]
    assert _looks(home, _Sender(), *minutes) == 3


def test_what_failed_is_tried_again_after_a_while(home: House) -> None:
    quarter = timedelta(minutes=15)
    moments = [MONDAY + timedelta(seconds=15 * n) for n in range(60)]
    assert _looks(home, _Sender(5, 1), *moments) == 1
    assert _looks(home, _Sender(5, 1), MONDAY, MONDAY + quarter, MONDAY + 2 * quarter, MONDAY + 3 * quarter) == 3


def test_what_is_overdue_by_half_a_day_is_left_to_the_next_run(home: House) -> None:
    assert _looks(home, _Sender(), MONDAY + CATCH_UP) == 1
    assert _looks(home, _Sender(), MONDAY + CATCH_UP + timedelta(seconds=1)) == 0
