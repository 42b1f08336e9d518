"""Whole nights and what they mail: to whom, how often, under which headers."""

from __future__ import annotations

import csv
import email
import email.policy
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from auditor.history import History
from tests.night.driving import House, Said, house, night_after

TEAM, SECURITY, OPERATORS = "socialmedia@liverpool.ac.uk", "security@liverpool.ac.uk", "audit-operators@liverpool.ac.uk"
MILO = "milo.merrivale@liverpool.ac.uk"  # manages library-x


@dataclass
class Post:
    """The mails of a house, those that are new since one last looked."""

    home: House
    seen: set[str] = field(default_factory=set)

    def new(self) -> list[EmailMessage]:
        found = []
        for path in self.home.mails:
            if path.name not in self.seen:
                self.seen.add(path.name)
                message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                assert isinstance(message, EmailMessage)
                found.append(message)
        return found

    def gist(self) -> list[tuple[str, str]]:
        """Stream and recipient of each new mail."""
        return sorted((stream(m), str(m["To"])) for m in self.new())


def stream(message: EmailMessage) -> str:
    return str(message["List-Id"]).strip("<>").partition(".")[0]


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def night(home: House, *arguments: str, days: float = 1) -> Said:
    """The next night; the first one if there was none."""
    if (home.folder / "auditor.db").exists():
        home.now += timedelta(days=days)
    return home.auditor("run", *arguments)


def register(home: House, account: str, **cells: str) -> None:
    """Change cells of one account's row in the register."""
    path = home.folder / "register" / "accounts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row.update(cells if row["id"] == account else {})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def post(calm_house: House) -> Post:
    return Post(calm_house)


def test_the_first_audit_goes_to_the_team_and_a_second_run_of_that_night_to_nobody(post: Post) -> None:
    night(post.home)
    assert post.gist() == [("nightly", TEAM)]

    night(post.home, days=0.05)
    night(post.home, days=0.05)

    assert post.gist() == []


def test_a_night_without_news_mails_nobody(post: Post) -> None:
    night(post.home)
    post.new()
    assert night(post.home).code == 0  # Monday, before the weekly hour
    assert post.gist() == []


def test_what_must_be_fixed_is_told_on_the_second_night_and_thanked_for_when_done(post: Post) -> None:
    night(post.home)
    register(post.home, "library-x", press_access="no")
    night(post.home)  # Monday
    assert {to for _, to in post.gist()} == {TEAM}

    night(post.home)
    mails = {str(m["To"]): m for m in post.new() if stream(m) == "digest"}
    assert set(mails) == {MILO}
    assert "Action needed: your account" in str(mails[MILO]["Subject"])
    assert "press" in text_of(mails[MILO]).lower()
    night(post.home)
    assert post.gist() == []

    register(post.home, "library-x", press_access="2026-11-20")
    night(post.home)
    assert post.gist() == [("clear", MILO), ("nightly", TEAM)]
    night(post.home)
    assert post.gist() == []


def test_without_mail_no_row_is_written_and_the_next_mail_tells_of_both_nights(post: Post) -> None:
    night(post.home)
    post.new()
    register(post.home, "library-x", press_access="no")
    night(post.home, "--no-mail")
    assert post.gist() == []

    night(post.home)

    told = post.new()
    assert sorted({stream(m) for m in told}) == ["digest", "nightly", "weekly"]
    assert any("1 new must-fix" in str(m["Subject"]) for m in told)


def test_an_outage_is_one_mail_to_operators_and_none_to_managers(post: Post) -> None:
    night(post.home)
    post.new()
    register(post.home, "library-x", press_access="no")
    night(post.home)
    post.new()
    for platform in ("x", "youtube"):
        post.home.estate.fault("unauthorized", platform)

    night(post.home)

    assert [to for _, to in post.gist() if to != TEAM] == [OPERATORS]
    post.home.estate.reset()
    night(post.home)
    assert ("digest", MILO) in post.gist()


def test_a_hijack_is_told_at_once_to_several_and_once(tmp_path: Path) -> None:
    with house(tmp_path / "house") as first:
        night(first)
        post = Post(first)
        post.new()
    with night_after(first, "hijack") as second:
        post.home = second
        second.auditor("run")
        alerts = [m for m in post.new() if stream(m) == "alert"]
        assert {str(m["To"]) for m in alerts} >= {TEAM, SECURITY}
        assert len(alerts) == len({str(m["To"]) for m in alerts}) == 3
        assert all("[URGENT] Possible hijack" in str(m["Subject"]) for m in alerts)
        assert {str(m["References"]) for m in alerts} == {str(alerts[0]["References"])} != {"None"}
        for mail in alerts:
            assert "prize-claim.example" not in text_of(mail)
            assert "http://" not in text_of(mail)
            assert "https://" not in text_of(mail)
    with night_after(second, told=("hijack",)) as third:
        post.home = third
        third.auditor("run")
        assert [m for m in post.new() if stream(m) == "alert"] == []


def test_a_hijack_that_a_check_saw_first_is_told_by_the_next_night(post: Post) -> None:
    night(post.home)
    post.new()
    post.home.estate.edit("library-x", name="Prize Desk", links=["https://prize-claim.example/win"])
    post.home.now += timedelta(hours=3)
    assert post.home.auditor("check", "library-x").code == 14
    assert post.gist() == []

    night(post.home)

    alerts = [m for m in post.new() if stream(m) == "alert"]
    assert {str(m["To"]) for m in alerts} == {MILO, TEAM, SECURITY}
    assert "Prize Desk" in text_of(alerts[0])
    night(post.home)
    assert [m for m in post.new() if stream(m) == "alert"] == []


def test_a_check_mails_nobody_or_the_team_alone(post: Post) -> None:
    night(post.home)
    post.new()
    register(post.home, "library-x", press_access="no")

    post.home.auditor("check", "library-x")
    assert post.gist() == []
    post.home.now += timedelta(minutes=5)
    post.home.auditor("check", "library-x", "--mail")

    assert post.gist() == [("nightly", TEAM)]


def test_parts_of_the_register_and_dry_runs_are_not_mailed(post: Post) -> None:
    night(post.home)
    post.new()
    register(post.home, "library-x", press_access="no")
    night(post.home, "--platform", "x")
    night(post.home, "--dry-run", days=0.01)

    assert post.gist() == []


def test_an_emergency_is_told_to_all_but_the_central_managers_and_so_is_its_end(post: Post) -> None:
    started = post.home.auditor("incident", "start", "--note", "Flood in the Guild.")

    notes = post.new()
    managers = [str(m["To"]) for m in notes if str(m["To"]) != TEAM]
    assert started.code == 0
    assert len(managers) == len(set(managers)) == 11
    assert "hugh.hollowell@liverpool.ac.uk" not in managers  # of the central account
    assert all(stream(m) == "emergency" and "stop all posts" in str(m["Subject"]) for m in notes)
    assert "Flood" not in "".join(text_of(m) for m in notes)
    mine = next(m for m in notes if str(m["To"]) == MILO)
    assert "Library on X" in text_of(mine)
    assert "Instagram" not in text_of(mine)

    post.home.now += timedelta(hours=3)
    post.home.auditor("incident", "end")

    over = post.new()
    assert {str(m["To"]) for m in over} == {TEAM, *managers}
    assert {str(m["References"]) for m in over} == {str(m["References"]) for m in notes}


def test_an_emergency_can_be_recorded_without_mail(post: Post) -> None:
    assert post.home.auditor("incident", "start", "--no-mail").code == 0
    assert post.home.auditor("incident", "end", "--no-mail").code == 0
    assert post.home.mails == []


def test_reminders_and_alerts_carry_no_unsubscribing_and_no_links(post: Post) -> None:
    night(post.home)
    due = post.home.now.date() + timedelta(days=4)
    register(post.home, "library-x", password_changed_on=(due - timedelta(days=92)).isoformat())
    for _ in range(3):
        night(post.home)
    (reminder,) = [m for m in post.new() if stream(m) == "password"]

    assert str(reminder["To"]) == MILO
    assert f"due by {due.day} Nov" in str(reminder["Subject"])
    assert reminder["List-Unsubscribe"] is None
    assert "http" not in reminder.as_string().replace("http-equiv", "").replace("http://www.w3.org", "")
    assert [p.get_filename() for p in reminder.iter_attachments()] == ["password-change.ics"]


def test_every_mail_says_what_it_is_in_its_headers(post: Post) -> None:
    night(post.home)
    register(post.home, "library-x", press_access="no", password_changed_on="2026-08-25")
    for _ in range(3):
        night(post.home)

    mails = post.new()
    assert {stream(m) for m in mails} == {"nightly", "weekly", "digest", "password"}
    for mail in mails:
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["X-Auto-Response-Suppress"] == "OOF, AutoReply"
        assert mail["Reply-To"] == TEAM
        assert len(str(mail["To"]).split("@")) == 2
        assert mail["Cc"] is None
        assert mail["Bcc"] is None
        assert (mail["List-Unsubscribe"] is not None) == (stream(mail) == "weekly")
        assert (mail["References"] is not None) == (stream(mail) == "password")
        assert len(str(mail["Subject"])) <= 78
    assert len({str(m["Message-ID"]) for m in mails}) == len(mails)


def test_what_is_remembered_of_mails_leaves_the_history_whole(post: Post) -> None:
    night(post.home)
    register(post.home, "library-x", press_access="no")
    for _ in range(3):
        night(post.home)

    with History.open("sqlite:///auditor.db", post.home.folder, create=False) as history:
        assert history.verify() == []


def test_an_account_that_stays_away_is_told_once_and_again_by_the_weekly_mail_only(post: Post) -> None:
    night(post.home)
    post.new()
    post.home.estate.fault("unauthorized", "youtube")
    told = []
    for _ in range(4):
        night(post.home)
        told.append([s for s, to in post.gist() if to == TEAM])

    assert told == [["nightly"], ["weekly"], [], []]
