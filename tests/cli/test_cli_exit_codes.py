"""What every command says to the shell: its exit code, data on stdout, talk on stderr."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auditor.checks import discover
from auditor.lock import RunLock
from tests.night.driving import NIGHT, NOW, House, findings, house, states

SEVERITIES = {"low": 11, "medium": 12, "high": 13, "critical": 14}
WITHOUT_HOURS = "News and events from the Library for students and staff."


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    """The calm world with nothing run yet."""
    with house(tmp_path / "house") as made:
        yield made


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The calm world after two nights, the second one with a fault of an account; only for commands that change nothing."""
    with house(tmp_path_factory.mktemp("settled")) as made:
        assert made.auditor("run").code == 0
        made.now += NIGHT
        made.estate.edit("library-x", bio=WITHOUT_HOURS)
        made.auditor("run")
        yield made


def unhealthy(home: House, severity: str, fail_on: str) -> None:
    home.estate.edit("library-x", bio=WITHOUT_HOURS)
    home.set('output = "reports"', f'output = "reports"\nfail_on = "{fail_on}"')
    home.append(f'[controls.hours-stated]\nseverity = "{severity}"')


# --- run ------------------------------------------------------------------------------------------------------------------


def test_0_where_all_is_well(home: House) -> None:
    said = home.auditor("run", "--no-mail")

    assert (said.code, said.out) == (0, "")
    assert "12 of 12 accounts" in said.err


@pytest.mark.parametrize(("severity", "code"), SEVERITIES.items())
def test_11_to_14_name_the_highest_severity_that_fails(home: House, severity: str, code: int) -> None:
    unhealthy(home, severity, "low")

    assert home.auditor("run", "--select", "hours-stated").code == code


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        ("low", "medium", 0),
        ("medium", "high", 0),
        ("high", "critical", 0),
        ("critical", "never", 0),
        ("high", "high", 13),
    ],
)
def test_below_the_threshold_the_run_ends_with_0(home: House, severity: str, fail_on: str, code: int) -> None:
    unhealthy(home, severity, fail_on)

    assert home.auditor("run", "--select", "hours-stated").code == code


def test_4_where_something_could_not_be_audited(home: House) -> None:
    home.estate.fault("503", "bluesky")

    assert home.auditor("run", "--no-mail").code == 4


def test_a_failure_wins_over_incomplete(home: House) -> None:
    unhealthy(home, "critical", "high")
    home.estate.fault("503", "bluesky")

    assert home.auditor("run", "--select", "hours-stated").code == 14


@pytest.mark.parametrize("fault", ["", "503"])
def test_exit_zero_is_for_those_who_only_want_the_report(home: House, fault: str) -> None:
    unhealthy(home, "critical", "high")
    if fault:
        home.estate.fault(fault, "bluesky")

    assert home.auditor("run", "--no-mail", "--exit-zero").code == 0
    assert home.auditor("check", "library-x", "--exit-zero").code == 0


def test_3_where_the_register_or_the_selection_is_empty(home: House) -> None:
    none_there = home.auditor("run", "--platform", "snapchat")
    accounts = home.folder / "register" / "accounts.csv"
    accounts.write_text(accounts.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    empty = home.auditor("run")

    assert (none_there.code, empty.code) == (3, 3)
    assert (none_there.out, empty.out) == ("", "")
    assert "matches the selection" in none_there.err
    assert "no account" in empty.err
    assert home.estate.counts() == {}


def test_5_while_another_run_holds_the_lock_which_does_not_keep_check_waiting(home: House) -> None:
    with RunLock(home.folder / "auditor.lock", NOW):
        said = home.auditor("run", "--no-mail")
        beside = home.auditor("check", "library-x")

    assert said.code == 5
    assert "holds the lock" in said.err
    assert beside.code == 0
    assert home.auditor("run", "--no-mail").code == 0


def test_1_where_a_control_of_ours_breaks_and_the_rest_is_judged(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_case: object, _options: object) -> Any:
        raise ZeroDivisionError("a fault of ours")

    controls = dict(discover())
    controls["hours-stated"] = replace(controls["hours-stated"], judge=broken)
    monkeypatch.setattr("auditor.policy.discover", lambda: controls)

    said = home.auditor("run", "--no-mail")

    run = home.run_json()
    assert said.code == 1
    assert "fault of the program" in said.err
    assert "Traceback" not in said.err
    outcomes = {f["outcome"] for (_, control), f in findings(run).items() if control == "hours-stated"}
    assert outcomes == {"not_audited"}
    assert findings(run)["library-x", "purpose-stated"]["outcome"] == "pass"


def test_1_where_a_connector_of_ours_breaks_and_the_rest_is_audited(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.bluesky.Bluesky.fetch", _raise, raising=True)

    said = home.auditor("run", "--no-mail")

    run = home.run_json()
    assert {i for i, s in states(run).items() if s != "live"} == {"library-bluesky"}
    assert "itself failed" in findings(run)["library-bluesky", "account-live"]["message"]
    assert said.code == 1


def _raise(*_: object, **__: object) -> Any:
    raise ZeroDivisionError("a fault of ours")


def test_1_with_a_line_on_how_to_report_where_the_program_itself_breaks(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor.cli._select.select", _raise)

    said = home.auditor("run")

    assert said.code == 1
    assert "Unexpected error: ZeroDivisionError" in said.err
    assert "report it" in said.err
    assert "Traceback" not in said.err


# --- 2: usage, configuration, register ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "nonsense"),
        (["run", "--nonsense"], "--nonsense"),
        (["run", "--platform", "blusky"], "bluesky"),
        (["run", "--unit", "Libary"], "Library"),
        (["run", "--select", "hours-statd"], "hours-stated"),
        (["check"], "ACCOUNT"),
        (["check", "somebody-private"], "2.3"),
        (["check", "https://x.com/somebody_private"], "2.3"),
        (["controls", "hours-statd"], "hours-stated"),
        (["diff", "2020-01-01T00-00-00Z", "2020-01-02T00-00-00Z"], "2020-01-01T00-00-00Z"),
        (["report", "2020-01-01T00-00-00Z"], "2020-01-01T00-00-00Z"),
        (["statement", "--platform", "nonsense", "x"], "nonsense"),
        (["history", "somebody-private"], "2.3"),
    ],
)
def test_2_with_what_is_wrong_on_stderr_and_nobody_asked(settled: House, arguments: list[str], words: str) -> None:
    asked = settled.estate.counts()

    said = settled.auditor(*arguments)

    assert said.code == 2
    assert said.out == ""
    assert words in said.err
    assert "Traceback" not in said.err
    assert settled.estate.counts() == asked


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (lambda h: h.config.unlink(), "auditor init"),
        (lambda h: h.append("[netwrok]\ntimeout_seconds = 3"), "network"),
        (lambda h: h.set("timeout_seconds = 10", "timeout_secnods = 10"), "timeout_seconds"),
        (lambda h: h.append("[controls.hours-statd]\nenabled = false"), "hours-stated"),
        (lambda h: h.append("[[["), "config.toml"),
        (lambda h: _cell(h, "platform", "friendster"), "friendster"),
        (lambda h: _cell(h, "unit", ""), "unit"),
        (lambda h: _cell(h, "opened_on", "03/04/19"), "opened_on"),
        (lambda h: _cell(h, "id", "library-facebook"), "library-facebook"),
        (lambda h: (h.folder / "register" / "accounts.csv").unlink(), "accounts.csv"),
        (lambda h: (h.folder / "register" / "accounts.csv").write_text("id,handle,unit\na,b,c\n"), "platform"),
    ],
)
@pytest.mark.parametrize("command", ["run", "plan"])
def test_2_before_any_platform_is_asked(
    home: House, break_it: Callable[[House], object], words: str, command: str
) -> None:
    break_it(home)

    said = home.auditor(command)

    assert said.code == 2
    assert said.out == ""
    assert words in said.err
    assert home.estate.counts() == {}


def _cell(home: House, column: str, value: str) -> None:
    path = home.folder / "register" / "accounts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    next(r for r in rows if r["id"] == "library-x")[column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("manager_email", "sam@gmail.com"),
        ("central", "perhaps"),
        ("status", "dormant"),
        ("posting_days", "a few"),
        ("name", ""),
    ],
)
def test_smaller_faults_of_the_register_are_told_but_stop_nothing(home: House, column: str, value: str) -> None:
    _cell(home, column, value)

    assert home.auditor("run", "--no-mail").code in {0, 4, 11, 12, 13, 14}
    assert home.run_json()["coverage"]["audited"] == 12


# --- the other commands ---------------------------------------------------------------------------------------------------


def test_check_prints_a_verdict_to_stdout_and_mails_nobody(settled: House) -> None:
    mails = settled.mails
    said = settled.auditor("check", "careers-facebook")

    assert said.code == 0
    assert "livunicareers" in said.out
    assert settled.mails == mails


@pytest.mark.parametrize(
    "name", ["library-x", "livunilibrary", "@LivUniLibrary", "https://x.com/livunilibrary", "x:livunilibrary"]
)
def test_an_account_may_be_named_by_id_handle_or_address(settled: House, name: str) -> None:
    said = settled.auditor("check", name, "--json", "--exit-zero")

    assert "library-x" in {a["id"] for a in said.json["accounts"]}


def test_check_json_has_the_shape_of_run_json(settled: House, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    said = settled.auditor("check", "careers-facebook", "library-wiki", "--json", "--html", str(page))

    result = said.json
    published = settled.run_json()
    assert said.code == 0
    assert set(result) == set(published)
    assert result["schema"] == "auditor/run/1"
    assert [a["id"] for a in result["accounts"]] == ["careers-facebook", "library-wiki"]
    assert result["coverage"]["registered"] == 2
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_check_ends_with_the_severity_that_fails(settled: House) -> None:
    settled.estate.edit("sport-instagram", name="Somebody Else Ltd")

    said = settled.auditor("check", "sport-instagram")

    assert said.code in {0, 13, 14}
    assert "Somebody Else" in said.out


def test_plan_and_dry_run_say_the_same_and_ask_nobody(settled: House) -> None:
    asked = settled.estate.counts()
    plan, dry = settled.auditor("plan"), settled.auditor("run", "--dry-run")

    assert (plan.code, dry.code) == (0, 0)
    assert plan.out == dry.out
    assert "the least" in plan.out
    assert settled.estate.counts() == asked
    assert settled.auditor("plan", "--json").json["least"] > 0


def test_report_renders_a_stored_run_in_every_format(settled: House, tmp_path: Path) -> None:
    for form, sign in {
        "json": b'{"schema":"auditor/run/1"', "csv": b"account", "junit": b"<?xml", "oscal": b"{", "xlsx": b"PK",
    }.items():  # fmt: skip
        file = tmp_path / f"out.{form}"
        said = settled.auditor("report", "--format", form, "--output", str(file))
        assert (said.code, said.out) == (0, ""), (form, said.err)
        assert sign in file.read_bytes()[:200], form
    assert settled.auditor("report", "--format", "html", "--output", str(tmp_path / "folder")).code == 0
    assert (tmp_path / "folder" / "index.html").exists()


def test_report_json_to_stdout_is_what_was_published(settled: House) -> None:
    said = settled.auditor("report", "2026-11-23T02-00-00Z", "--format", "json")

    assert said.code == 0
    assert said.json == settled.run_json()


def test_history_and_diff_end_with_0_and_tell_what_changed(settled: House) -> None:
    trend, one = settled.auditor("history"), settled.auditor("history", "library-x")
    diff = settled.auditor("diff", "2026-11-22T02-00-00Z", "2026-11-23T02-00-00Z")

    assert (trend.code, one.code, diff.code) == (0, 0, 0)
    assert "2026-11-23T02-00-00Z" in trend.out
    assert "library-x" in one.out
    assert "library-x" in diff.out
    assert json.dumps(settled.auditor("diff", "2026-11-22T02-00-00Z", "2026-11-23T02-00-00Z", "--json").json)


def test_controls_lists_all_and_explains_one(settled: House) -> None:
    listed, one = settled.auditor("controls"), settled.auditor("controls", "hours-stated")

    assert (listed.code, one.code) == (0, 0)
    assert [n for n in discover() if n not in listed.out] == []
    assert "2.2.2" in one.out


def test_statement_needs_neither_config_nor_register(home: House) -> None:
    home.config.unlink()

    said = home.auditor("statement", "News from the Library, monitored Mon-Fri 9-5", "--json")

    assert said.code == 0
    assert said.json["hours"] == [{"days": "Mon-Fri", "from": "09:00", "to": "17:00"}]


def test_statement_reads_lines_and_answers_in_order(home: House) -> None:
    lines = b"".join(json.dumps({"id": i, "text": f"Monitored Mon-Fri 9-{i}"}).encode() + b"\n" for i in (5, 4, 6))

    said = home.auditor("statement", "--jsonl", stdin=lines)

    answers = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 0
    assert [a["id"] for a in answers] == [5, 4, 6]
    assert [a["hours"][0]["to"] for a in answers] == ["17:00", "16:00", "18:00"]


def test_register_check_ends_with_0_or_2(home: House) -> None:
    fine = home.auditor("register", "check")
    _cell(home, "unit", "")
    broken = home.auditor("register", "check")

    assert fine.code == 0, fine.out + fine.err
    assert broken.code == 2
    assert "unit" in broken.out


def test_doctor_says_all_well_or_lists_problems_with_remedies(home: House) -> None:
    well = home.auditor("doctor")
    home.estate.fault("unauthorized", "x")
    ill = home.auditor("doctor")

    assert well.code == 0, well.out
    assert ill.code == 2
    problem = next(line for line in ill.out.splitlines() if "PROBLEM" in line)
    assert " x " in problem or "X" in problem


def test_help_ends_with_0_for_every_command(settled: House) -> None:
    from auditor.cli import COMMANDS

    for name in COMMANDS:
        said = settled.auditor(name, "--help")
        assert said.code == 0
        assert said.out.startswith("Usage:")
        assert said.err == ""


def test_config_may_stand_before_and_after_the_command(home: House) -> None:
    home.extra["AUDITOR_CONFIG"] = "/nowhere/config.toml"

    after = home.auditor("plan", "--config", str(home.config))
    before = home.auditor("--config", str(home.config), "plan")

    assert (after.code, before.code) == (0, 0)
    assert after.out == before.out
