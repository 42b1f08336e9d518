"""What happens between nights: gone, renamed, taken over, rebranded, waived, an emergency; and who is told of it when."""

from __future__ import annotations

import json
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from tests.night.driving import NIGHT, House, adds_up, findings, house, night_after, states

WITHOUT_HOURS = "News and events from the Library for students and staff."


def live_through(home: House, *, mail: bool = False) -> dict[tuple[str, str], dict[str, object]]:
    """One full night, and its findings; the clock stands a day later afterwards."""
    said = home.auditor("run", *([] if mail else ["--no-mail"]))
    assert said.code not in {1, 2, 3, 5}, said.err
    run = home.run_json()
    adds_up(run, 12)
    home.now += NIGHT
    return findings(run)


# --- gone, and back -------------------------------------------------------------------------------------------------------


def test_gone_is_said_after_two_nights_in_a_row_and_fixed_when_it_is_back(calm_house: House) -> None:
    calm_house.estate.edit("library-x", state="gone")
    first = live_through(calm_house)
    assert states(calm_house.run_json())["library-x"] == "unreachable"
    assert first["library-x", "account-live"]["outcome"] == "review"

    second = live_through(calm_house)
    assert states(calm_house.run_json())["library-x"] == "gone"
    assert second["library-x", "account-live"]["outcome"] == "fail"
    assert second["library-x", "account-live"]["since"] == "2026-11-22"
    assert second["library-x", "purpose-stated"]["outcome"] == "not_audited"

    calm_house.estate.edit("library-x", state="live")
    third = live_through(calm_house)
    assert states(calm_house.run_json())["library-x"] == "live"
    assert (third["library-x", "account-live"]["outcome"], third["library-x", "account-live"]["status"]) == (
        "pass",
        "fixed",
    )


def test_an_outage_between_two_absences_starts_the_count_anew(calm_house: House) -> None:
    calm_house.estate.edit("library-x", state="gone")
    live_through(calm_house)
    calm_house.estate.fault("503", "x")
    live_through(calm_house)
    calm_house.estate.reset()

    third = live_through(calm_house)

    assert states(calm_house.run_json())["library-x"] == "unreachable"
    assert third["library-x", "account-live"]["outcome"] == "review"


def test_checks_in_between_do_not_make_an_account_gone(calm_house: House) -> None:
    calm_house.estate.edit("library-x", state="gone")
    for _ in range(3):
        said = calm_house.auditor("check", "library-x", "--json")
        calm_house.now += timedelta(minutes=5)
        assert states(said.json) == {"library-x": "unreachable"}
        assert said.code == 4

    live_through(calm_house)
    assert states(calm_house.run_json())["library-x"] == "unreachable"


@pytest.mark.parametrize(
    ("account", "condition", "state"),
    [
        ("library-x", "suspended", "suspended"),
        ("library-x", "protected", "private"),
        ("library-facebook", "unpublished", "private"),
        ("library-bluesky", "deactivated", "deactivated"),
        ("library-bluesky", "suspended", "suspended"),
        ("library-mastodon", "suspended", "suspended"),
    ],
)
def test_other_conditions_are_named_on_the_first_night(
    calm_house: House, account: str, condition: str, state: str
) -> None:
    calm_house.estate.edit(account, state=condition)

    found = live_through(calm_house)

    assert states(calm_house.run_json())[account] == state
    assert found[account, "account-live"]["outcome"] == "fail"
    assert calm_house.run_json()["coverage"]["audited"] == 12


# --- stories of a second night --------------------------------------------------------------------------------------------


def second_night(folder: Path, story: str) -> tuple[dict[tuple[str, str], dict[str, object]], str, int]:
    with house(folder) as home:
        assert home.auditor("run", "--no-mail").code == 0
    with night_after(home, story) as later:
        concerned = {e["account"] for e in later.estate.expected()["findings"]} or {""}
        said = later.auditor("run", "--no-mail")
        return findings(later.run_json()), concerned.pop(), said.code


def test_a_takeover_is_critical_and_tells_what_changed(tmp_path: Path) -> None:
    found, account, code = second_night(tmp_path, "hijack")

    finding = found[account, "identity-unchanged"]
    assert code == 14
    assert (finding["outcome"], finding["severity"], finding["status"]) == ("fail", "critical", "new")
    told = json.dumps(finding)
    for word in ("name", "link", "Prize Desk"):
        assert word in told
    assert finding["remedy"]


def test_a_rename_is_told_as_a_rename(tmp_path: Path) -> None:
    found, account, _code = second_night(tmp_path, "rename")

    assert found[account, "account-live"]["outcome"] == "pass"
    assert found[account, "identity-unchanged"]["outcome"] == "fail"
    assert found[account, "handle-as-registered"]["outcome"] == "fail"
    assert "_hq" in json.dumps(found[account, "handle-as-registered"])


def test_a_change_that_was_announced_is_no_alarm(tmp_path: Path) -> None:
    found, account, _code = second_night(tmp_path, "rebrand")

    assert found[account, "identity-unchanged"]["outcome"] == "pass"
    assert found[account, "approved-image"]["outcome"] == "fail"


def test_posting_through_an_emergency_is_a_critical_finding(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        home.auditor("run", "--no-mail")
    with night_after(home, "incident") as later:
        incident = later.estate.expected()["incident"]
        started = later.auditor("incident", "start", "--at", incident["started_at"], "--note", "Fire drill")
        said = later.auditor("run", "--no-mail")
        found = findings(later.run_json())
        ended = later.auditor("incident", "end")
        status = later.auditor("incident", "status")

    assert (started.code, ended.code, status.code) == (0, 0, 0)
    assert "Fire drill" in status.out
    assert said.code == 14
    silent = {account: f for (account, control), f in found.items() if control == "emergency-silence"}
    assert {a for a, f in silent.items() if f["outcome"] == "fail"} == set(incident["fail"])
    for account in incident["fail"]:
        assert silent[account]["severity"] == "critical"


def test_a_waiver_holds_through_its_last_day_and_says_so_when_it_has_ended(calm_house: House) -> None:
    calm_house.estate.edit("library-x", bio=WITHOUT_HOURS)
    with (calm_house.folder / "register" / "waivers.csv").open("a", encoding="utf-8") as file:
        file.write("library-x,hours-stated,Being rewritten,Head of Communications,2026-11-23\n")

    nights = [live_through(calm_house)["library-x", "hours-stated"] for _ in range(3)]

    assert [n["outcome"] for n in nights] == ["waived", "waived", "fail"]
    assert "23 November 2026" in str(nights[2]["message"])
    assert nights[2]["since"] == "2026-11-22"


def test_a_finding_is_new_then_open_then_fixed_then_quiet(calm_house: House) -> None:
    calm_house.estate.edit("library-x", bio=WITHOUT_HOURS)
    key = "library-x", "hours-stated"
    first, second = live_through(calm_house)[key], live_through(calm_house)[key]
    calm_house.estate.edit("library-x", bio=f"{WITHOUT_HOURS} Monitored Mon-Fri 9am-5pm.")
    third, fourth = live_through(calm_house)[key], live_through(calm_house)[key]

    assert [f["status"] for f in (first, second, third, fourth)] == ["new", "open", "fixed", None]
    assert [f["since"] for f in (first, second)] == ["2026-11-22", "2026-11-22"]
    assert first["fingerprint"] == second["fingerprint"]


def test_a_night_that_could_not_look_neither_fixes_nor_renews(calm_house: House) -> None:
    calm_house.estate.edit("library-x", bio=WITHOUT_HOURS)
    key = "library-x", "hours-stated"
    live_through(calm_house)
    calm_house.estate.fault("503", "x")
    blind = live_through(calm_house)[key]
    calm_house.estate.reset()
    third = live_through(calm_house)[key]

    assert (blind["outcome"], blind["status"]) == ("not_audited", None)
    assert (third["outcome"], third["status"], third["since"]) == ("fail", "open", "2026-11-22")


# --- what is published and mailed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "library-x"],
        ["run", "--platform", "x"],
        ["run", "--unit", "Library"],
        ["run", "--select", "hours-stated"],
    ],
)
def test_partial_runs_publish_and_mail_nothing_and_are_not_compared_with(
    calm_house: House, arguments: list[str]
) -> None:
    live_through(calm_house, mail=True)
    published, mails = (calm_house.reports / "run.json").read_bytes(), calm_house.mails
    calm_house.estate.edit("library-x", bio=WITHOUT_HOURS)

    said = calm_house.auditor(*arguments)

    assert said.code in {0, 4, 11, 12, 13, 14}, said.err
    assert (calm_house.reports / "run.json").read_bytes() == published
    assert calm_house.mails == mails
    assert len(list((calm_house.reports / "runs").iterdir())) == 1
    calm_house.now += NIGHT
    assert live_through(calm_house)["library-x", "hours-stated"]["status"] == "new"


def test_a_selection_counts_and_shows_only_what_was_selected(calm_house: House) -> None:
    calm_house.auditor("run", "--platform", "x", "--no-mail")
    said = calm_house.auditor("report", "2026-11-22T02-00-00Z", "--format", "json")

    assert said.json["coverage"] == {
        "registered": 2, "audited": 2, "unreachable": 0, "no_credential": 0, "retired": 0, "closed": 0,
    }  # fmt: skip
    assert {a["platform"] for a in said.json["accounts"]} == {"x"}
    assert set(calm_house.estate.counts()) <= {"x", "images"}


def test_a_second_run_in_the_same_second_gets_a_number(calm_house: House) -> None:
    for _ in range(2):
        assert calm_house.auditor("run", "--no-mail").code == 0
    third = calm_house.auditor("check", "library-x", "--json")

    assert calm_house.run_json()["run"]["id"] == "2026-11-22T02-00-00Z-2"
    assert third.json["run"]["id"] == "2026-11-22T02-00-00Z-3"
    kept = sorted(p.name for p in (calm_house.reports / "runs").iterdir())
    assert kept == ["2026-11-22T02-00-00Z", "2026-11-22T02-00-00Z-2"]
    for name in kept:
        assert json.loads((calm_house.reports / "runs" / name / "run.json").read_text("utf-8"))["run"]["id"] == name


def test_the_first_mail_after_silent_nights_compares_with_the_last_that_was_mailed(calm_house: House) -> None:
    live_through(calm_house, mail=True)
    mailed = calm_house.mails
    assert mailed
    calm_house.estate.edit("library-x", bio=WITHOUT_HOURS)
    live_through(calm_house)
    live_through(calm_house)
    assert calm_house.mails == mailed

    live_through(calm_house, mail=True)

    fresh = [p for p in calm_house.mails if p not in mailed]
    assert fresh
    texts = [_text(p) for p in fresh]
    assert any("when the account is monitored" in t and "Library on X" in t and "new" in t for t in texts), texts[0]


def test_no_mail_means_no_mail_later_either(calm_house: House) -> None:
    calm_house.auditor("run", "--no-mail")
    calm_house.now += NIGHT
    calm_house.auditor("check", "library-x", "--exit-zero")

    assert calm_house.mails == []


def test_the_report_goes_where_it_is_told_to_go(calm_house: House, tmp_path: Path) -> None:
    said = calm_house.auditor("run", "--no-mail", "--output", str(tmp_path / "elsewhere"))

    assert said.code == 0
    assert (tmp_path / "elsewhere" / "index.html").exists()
    assert not (calm_house.reports / "run.json").exists()


def _text(path: Path) -> str:
    mail = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
