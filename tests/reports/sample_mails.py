"""One mail of every kind, of the made-up university."""

from __future__ import annotations

from datetime import date, timedelta

from reports import mail, mail_alert, mail_manager, mail_operators, mail_weekly
from reports.words import Status

BASE = "https://audit.westmarch.example"


def _shift(what="name", before="Faculty of Arts", after="Crypto Bonus Arts"):
    return mail_alert.Shift(what, before, after)


def mails(sample, view):
    office, today = sample.OFFICE, date(2026, 11, 22)
    ids = [r.account_id for r in view.accounts[:5]]
    return {
        "nightly": mail.nightly(view, base_url=BASE, next_mail="The next mail comes when something changes."),
        "weekly": mail_weekly.weekly(view, week_ago=view.trend[-7], runs=7, base_url=BASE),
        "digest": mail_manager.digest(view, ids, base_url=BASE),
        "clear": mail_manager.all_clear(view, [r.account_id for r in view.accounts if r.status is Status.MEETS][:3]),
        "password": mail_manager.password_reminder(office, account="Arts on X", account_id="a", due=date(2026, 11, 30), today=today),
        "overdue": mail_manager.password_reminder(office, account="Arts on X", account_id="a", due=date(2026, 11, 1), today=today),
        "takeover": mail_manager.takeover_reminder(office, account="Arts on X", role="agency", ends=date(2026, 11, 20), today=today),
        "emergency": mail_manager.emergency(office, accounts=["Arts on X"], started=sample.NOW, ended=None, zone=sample.ZONE),
        "alert": mail_alert.hijack(
            office, account="Arts on X", incident="2026-014", shifts=[_shift(), _shift("link", BASE, "https://bonus.test/x")],
            last_good=sample.NOW - timedelta(days=1), seen=sample.NOW, zone=sample.ZONE, page=f"{BASE}/a/x-arts.html",
        ),
        "failed": mail_operators.run_failed(
            office, run_id="r", at=sample.NOW, zone=sample.ZONE, faults=[mail_operators.Fault("YouTube", 14, "No quota left.", "Wait.")],
            platforms=9, finished=False,
        ),
        "outage": mail_operators.outage(
            office, run_id="r", at=sample.NOW, zone=sample.ZONE, faults=[mail_operators.Fault("YouTube", 14, "No answer.", "Wait.")]
        ),
    }  # fmt: skip
