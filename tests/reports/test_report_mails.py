from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace

import html5lib
import pytest

from auditor.model import Outcome
from reports import mail, mail_alert, mail_manager
from reports.discreet import discreet
from reports.view import build
from reports.words import Status

BASE = "https://audit.westmarch.example"
SPACE = "{http://www.w3.org/1999/xhtml}"


def _visible(html):
    tree = html5lib.parse(html)
    body = tree.find(f"{SPACE}body")
    return " ".join(" ".join(body.itertext()).split())


def _links(html):
    return [e.get("href") for e in html5lib.parse(html).iter(f"{SPACE}a")]


@pytest.fixture
def mails(sample, view, sample_mails):
    return sample_mails.mails(sample, view)


def test_every_mail_is_short_plain_and_says_the_same_in_both_forms(mails):
    for name, one in mails.items():
        assert 0 < len(one.subject) <= 78, name
        assert one.preheader, name
        assert one.preheader != one.subject, name
        assert max(len(line) for line in one.text.splitlines() if not line.strip().startswith("https://")) <= 76, name
        shown = _visible(one.html)
        words = re.sub(r"https://\S+|[^\w]", " ", one.text.split("\n--\n")[0]).split()
        missing = [w for w in words if w.casefold() not in shown.casefold() and w not in {"To", "do"}]
        assert not missing, (name, missing)
        assert all(link in one.text for link in _links(one.html)), name


def test_every_mail_is_laid_out_for_old_programs(mails):
    for name, one in mails.items():
        tree = html5lib.parse(one.html)
        tags = {e.tag.rpartition("}")[2] for e in tree.iter() if isinstance(e.tag, str)}
        assert tree.get("lang") == "en", name
        assert len(list(tree.iter(f"{SPACE}h1"))) == 1, name
        assert not tags & {"script", "svg", "img", "form", "link", "video", "input", "button"}, name
        assert not re.search(r"flex|grid|url\(|@font-face|@import|position:", one.html), name
        for table in tree.iter(f"{SPACE}table"):
            assert table.get("role") == "presentation" or table.find(f".//{SPACE}th") is not None, name
        assert len(one.html.encode()) < 60_000, name


def test_without_an_address_of_the_report_a_mail_carries_no_link(view):
    assert _links(mail.nightly(view).html) == []
    assert "http" not in mail.nightly(view).text


def test_with_an_address_there_is_one_button_and_links_to_accounts_only(mails, view):
    links = _links(mails["nightly"].html)

    assert links.count(f"{BASE}/index.html") == 1
    assert set(links) - {f"{BASE}/index.html"} <= {f"{BASE}/{r.href}" for r in view.accounts}


def test_the_numbers_of_subject_text_and_report_are_the_same(mails, view):
    new = sum(c.status is Status.MUST for c in view.changes.new)

    assert f"{new} new must-fix" in mails["nightly"].subject
    assert f"{len(view.changes.fixed)} fixed" in mails["nightly"].subject
    assert re.search(rf"Total\s+{len(view.accounts)}\n", mails["nightly"].text)


def test_what_is_left_out_is_counted_exactly(sample):
    view = sample.view(120, worse=4.0)
    first = replace(sample.run(120, worse=4.0), first=True)
    told = mail.nightly(build(first, infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE))
    rows = [r for r in view.accounts if r.opens]
    shown = sum(min(3, len(r.opens)) for r in rows[:8])

    total = sum(len(r.opens) for r in rows)
    text = " ".join(told.text.split())
    assert f"And {total - shown} more findings, also on {len(rows) - 8} more accounts." in text


def test_a_first_audit_is_headed_as_such(sample):
    told = mail.nightly(sample.view(30, first=True, worse=1.0))

    assert told.subject.startswith("First account audit 22 Nov")
    assert "First audit" in told.text
    assert "nothing to compare with yet" in " ".join(told.text.split())
    assert "(new)" not in told.text


def test_five_hundred_findings_of_one_manager_make_a_small_mail(sample):
    view = sample.view(200, worse=4.0)
    mine = [r.account_id for r in view.accounts if r.opens]
    assert sum(len(r.opens) for r in view.accounts) >= 500

    one = mail_manager.digest(view, mine, base_url=BASE)
    raw = mail.compose(one, sender="a@b.example", recipient="c@d.example", message_id="<1@b.example>", date=sample.NOW)

    assert len(raw) < 60_000


def test_a_digest_holds_nothing_of_accounts_of_others(view):
    mine = [r for r in view.accounts if r.unit == "Library"]
    others = [r for r in view.accounts if r.unit != "Library"]
    one = mail_manager.digest(view, [r.account_id for r in mine], base_url=BASE)

    whole = one.subject + one.preheader + one.text + one.html
    assert not [r.key for r in others if r.key in whole]
    assert not [r.unit for r in others if r.unit in whole]


def test_an_all_clear_says_that_there_is_nothing_to_do(mails):
    assert mails["clear"].subject == "Thank you: all 3 of your accounts meet the policy"
    assert _links(mails["clear"].html) == []


@pytest.mark.parametrize("name", ["password", "overdue", "takeover", "emergency"])
def test_reminders_hold_no_address_at_all(mails, name):
    one = mails[name]

    assert "http" not in one.text
    assert _links(one.html) == []
    assert not re.search(r"https?://(?!www\.w3\.org)", one.html)


def test_a_password_reminder_is_short_and_brings_a_calendar_entry(mails):
    one = mails["password"]

    assert one.subject == "Password change due by 30 Nov: Arts on X"
    assert len(one.text.split()) <= 120
    assert "never ask for a password" in " ".join(one.text.split())
    entry = one.attachments[0]
    assert entry.kind == "text/calendar"
    assert b"DTSTART;VALUE=DATE:20261130\r\n" in entry.content
    assert "overdue since 1 Nov" in mails["overdue"].subject


def test_an_alert_suspects_shows_before_and_after_and_links_only_to_our_page(mails):
    one = mails["alert"]
    text = " ".join(one.text.split())

    assert one.subject == "[URGENT] Possible hijack: Arts on X"
    assert "Not confirmed" in text
    assert "hacked" not in text
    assert "hxxps://bonus[.]test/x" in text
    assert "“Faculty of Arts” → “Crypto Bonus Arts”" in text
    assert "We have not checked" in text
    assert _links(one.html) == [f"{BASE}/a/x-arts.html"]
    assert "bonus.test" not in one.text + one.html


def test_a_closed_incident_gets_one_quiet_mail(sample):
    one = mail_alert.hijack(
        sample.OFFICE, account="Arts on X", incident="7", shifts=(), last_good=None, seen=sample.NOW, zone=sample.ZONE, stage="closed"
    )

    assert one.subject == "Closed: possible hijack: Arts on X"
    assert "URGENT" not in one.text


def test_the_bytes_of_a_message_are_the_same_each_time_and_plain_text_comes_first(mails, sample):
    given = {
        "sender": "Account audit <audit@westmarch.example>", "recipient": "desk@westmarch.example", "message_id": "<a.1@westmarch.example>",
        "date": sample.NOW, "reply_to": "desk@westmarch.example", "list_id": "<audit.westmarch.example>", "headers": {"References": "<i@x.example>"},
    }  # fmt: skip
    raw = mail.compose(mails["password"], **given)
    message = email.message_from_bytes(raw, policy=email.policy.default)

    assert raw == mail.compose(mails["password"], **given)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["Date"] == "Sun, 22 Nov 2026 02:10:00 +0000"
    assert message["List-Id"] == "<audit.westmarch.example>"
    assert "List-Unsubscribe" not in message
    kinds = [p.get_content_type() for p in message.walk() if not p.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == mails["password"].text
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


@pytest.mark.parametrize(
    "subject",
    [
        "Action needed: 2 of your 3 accounts - University of Liverpool Student…",
        "Action needed: 2 of your 3 accounts - University of Liverpool Éire on X",
        "Åction nééded: öne twö thrée föur five six seven eight nine ten eleven äü",
        "日本語の大学 " * 6,
    ],
)
def test_a_subject_is_read_as_it_was_written_whatever_its_letters_and_length(mails, sample, subject):
    one = replace(mails["clear"], subject=subject.strip())
    raw = mail.compose(one, sender="a@b.example", recipient="c@d.example", message_id="<1@b.example>", date=sample.NOW)

    assert email.message_from_bytes(raw, policy=email.policy.default)["Subject"] == subject.strip()
    assert max(len(line) for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n")) <= 78


def test_a_digests_subject_says_how_many_and_which_units_in_whole_words(sample):
    view = sample.view(60, worse=3.0)
    by_unit = {}
    old = {}
    for row in view.accounts:
        if row.opens:
            (by_unit if row.new else old).setdefault(row.unit, []).append(row.account_id)
    (first, *_), (second, *_), (third, *_) = list(by_unit.values())[:3]
    some = next(ids[0] for unit, ids in old.items() if unit not in by_unit)
    one = mail_manager.digest(view, [first]).subject
    two = mail_manager.digest(view, [first, second]).subject
    three = mail_manager.digest(view, [first, second, third]).subject

    assert one.startswith("Action needed: your account - ")
    assert two.startswith("Action needed: both your accounts - ")
    assert two.endswith(" and 1 other unit")
    assert three.startswith("Action needed: all 3 of your accounts - ")
    assert three.endswith(" and 2 other units")
    assert mail_manager.digest(view, [first, some]).subject == one.replace("your account", "1 of your 2 accounts")
    assert "…" not in one + two + three
    assert mail_manager.all_clear(view, [first, second]).subject.startswith("Thank you: both your accounts")


def test_the_prefix_of_handles_is_told_even_where_the_central_account_has_it_as_its_handle(sample):
    run = sample.run(2)
    mine, central = run.results
    central = replace(central, account=replace(central.account, handle="uniprefix"))
    finding = replace(mine.findings[0], outcome=Outcome.FAIL, status="new")
    said = [
        replace(finding, control="handle-prefix", message='The handle does not begin with "uniprefix".'),
        replace(finding, control="no-duplicates", message='It is like "uniprefix".'),
    ]
    found = replace(run, results=(replace(mine, findings=tuple(said)), central))
    letter = mail_manager.digest(build(found, infos=sample.infos(), office=sample.OFFICE, zone=sample.ZONE), [mine.account.id])

    assert 'does not begin with "uniprefix"' in letter.text
    assert 'It is like "another account"' in letter.text


def test_an_address_with_a_line_break_is_refused(mails, sample):
    with pytest.raises(ValueError, match=r"linefeed|newline|header"):
        mail.compose(
            mails["clear"], sender="a@b.example", recipient="c@d.example\r\nBcc: e@f.example", message_id="<1@b.example>", date=sample.NOW
        )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Write to ann.person@gmail.com today.", "Write to an e-mail address today."),
        ("Write to desk@westmarch.example today.", "Write to desk@westmarch.example today."),
        ("Call +44 151 795 7314 now.", "Call a telephone number now."),
        ("Call 01234 567 890, not 01234 567 891.", "Call 01234 567 890, not a telephone number."),
        ("See https://evil.test/a?b=c now.", "See hxxps://evil[.]test/a?b=c now."),
        ("It links to evil.example.com today.", "It links to evil[.]example[.]com today."),
        ("The limit is 14.5 days, e.g. from 2026-09-02 to 2026-10-05, 09:00-17:00.", "The limit is 14.5 days, e.g. from 2026-09-02 to 2026-10-05, 09:00-17:00."),
    ],
)
def test_mails_name_no_person_and_nothing_that_can_be_clicked(text, shown):
    assert discreet(text, 300, "desk@westmarch.example", "01234 567 890") == shown
