"""A register a hundred times too long costs one refusal: no request, no bill, no flood of mail."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from auditor.cli._caps import within_mails
from auditor.outbox import OutboxMail
from tests.night.driving import house

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def _times(path: Path, factor: int) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for number in range(factor):
            for row in rows:
                writer.writerow(
                    row | {"id": f"{row['id']}-{number}", "handle": f"{row['handle']}{number or ''}", "native_id": ""}
                )


def _mail(kind: str, number: int) -> OutboxMail:
    return OutboxMail(
        kind=kind,
        recipient=f"m{number}@example.ac.uk",
        subject="",
        message=b"",
        message_id=f"<{number}@x>",
        created_at=NOW,
    )


def test_an_estate_a_hundred_times_too_large_is_refused_before_the_first_request(tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        home.set("max_requests = 20000", "max_requests = 100")
        _times(home.folder / "register" / "accounts.csv", 100)

        said = home.auditor("run")

        assert said.code == 2
        assert "max_requests" in said.err
        assert "auditor plan" in said.err
        assert home.estate.counts() == {}
        (told,) = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in home.mails]
        assert (told["To"], told["Subject"]) == ("audit-operators@liverpool.ac.uk", "Account audit ended with an error")
        assert not (home.reports / "run.json").exists()


def test_the_refused_run_leaves_nothing_to_go_on_with(tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        home.set("max_requests = 20000", "max_requests = 1")
        assert home.auditor("run").code == 2
        assert home.auditor("check", "library-bluesky").code == 2
        home.set("max_requests = 1", "max_requests = 1000")

        assert home.auditor("run").code in {0, 4, 11, 12, 13}
        assert home.run_json()["coverage"]["registered"] == 12


def test_what_is_planned_is_what_is_capped(tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        foreseen = home.auditor("plan", "--json").json["requests"]
        home.set("max_requests = 20000", f"max_requests = {foreseen}")
        assert home.auditor("run", "--no-mail").code != 2
        home.set(f"max_requests = {foreseen}", f"max_requests = {foreseen - 1}")
        (home.folder / "auditor.db").unlink()  # or the second night would foresee less: it knows the pictures
        assert home.auditor("run", "--no-mail").code == 2


def test_money_is_capped_before_it_is_spent(tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        home.set("max_usd_per_run = 5.0", "max_usd_per_run = 0.001")

        said = home.auditor("run", "--no-mail")

        assert said.code == 4
        assert "x" not in home.estate.counts()
        told = [a for a in home.run_json()["accounts"] if a["platform"] == "x"]
        assert told
        assert {a["state"] for a in told} == {"unreachable"}


def test_mails_over_the_cap_are_not_made_and_the_teams_come_first(caplog: pytest.LogCaptureFixture) -> None:
    mails = [*(_mail("digest", n) for n in range(600)), _mail("nightly", 600), _mail("alert-hijack", 601)]

    kept = within_mails(mails, 500)

    assert len(kept) == 500
    assert [m.kind for m in kept[:2]] == ["alert-hijack", "nightly"]
    assert "102 mails" in caplog.text
    assert within_mails(mails[:5], 500) == mails[:5]
