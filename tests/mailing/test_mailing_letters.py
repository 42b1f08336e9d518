"""What an alert about a handle that changed hands says, in plain words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from auditor.checks._api import Case, Organisation
from auditor.checks.account_live import CONTROL
from auditor.cli._letters import Desk
from auditor.mailing import Alert, Wanted
from auditor.model import AccountResult, Finding, Register, Run, Seen, Snapshot, State, Trouble, Unreachable
from reports.view import Office
from tests.mailing.mailing_nights import RULES, account

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def test_an_alert_about_a_handle_that_changed_hands_says_so_in_plain_words() -> None:
    row = account("arts", native_id="1001")
    before = Snapshot(account_id="arts", taken_at=NOW - timedelta(days=1), native_id="1001", handle=Seen("arts"))
    sight = Unreachable("arts", NOW, Trouble.GONE, "No such account.", "Look.", "x:users", held_by="2002")
    given = Case(
        account=row, now=NOW, org=Organisation(name="U"), register=Register((row,)), sight=sight, previous=before
    )
    verdict = CONTROL.judge(given, CONTROL.options())
    finding = Finding(
        account_id="arts", control=CONTROL.id, clause="2.2.2", severity=CONTROL.severity, outcome=verdict.outcome,
        message=verdict.message, evidence=verdict.evidence, details=verdict.details,
    )  # fmt: skip
    result = AccountResult(account=row, state=State.UNREACHABLE, findings=(finding,), sight=sight, fetched_at=NOW)
    run = Run(
        id="r", kind="full", started_at=NOW, finished_at=NOW, version="1", policy_sha256="p", register_sha256="r",
        results=(result,),
    )  # fmt: skip
    desk = Desk(
        run=run, office=Office("U", "desk@uni.example", "01234"), zone=RULES.zone, at=NOW, base_url="", view=_none
    )  # type: ignore[arg-type]

    letter = desk.write(
        Wanted(
            kind="alert-new-arts",
            recipient="t@uni.example",
            facts=Alert("2026-1", "new", finding=finding),
            accounts=("arts",),
        )
    )

    assert letter.subject == "[URGENT] Possible hijack: Arts on X"
    flat = " ".join(letter.text.split())
    assert "The sign is strong: the handle leads to another account than before." in flat
    assert "X no longer has the registered account, and its handle @arts now belongs to another account" in flat
    assert "account behind the handle: “permanent id 1001” → “permanent id 2002”" in flat
    assert "Changed between 21 Nov 2026, 02:00 GMT and 22 Nov 2026, 02:00 GMT" in flat


def _none() -> object:
    raise AssertionError("an alert needs no view")
