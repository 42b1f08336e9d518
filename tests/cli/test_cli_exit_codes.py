"""What every command says to the shell: its exit code, data on stdout, talk on stderr."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from auditor.checks import discover
from auditor.lock import RunLock
from tests.night.driving import NOW, House, auditor, findings, set_cell, states

SEVERITIES = {"low": 11, "medium": 12, "high": 13, "critical": 14}
WITHOUT_HOURS = "News and events from the Library for students and staff."


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
    misspelt = home.auditor("run", "--unit", "Libary")
    accounts = home.folder / "register" / "accounts.csv"
    accounts.write_text(accounts.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    empty = home.auditor("run")

    assert (none_there.code, misspelt.code, empty.code) == (3, 3, 3)
    assert (none_there.out, misspelt.out, empty.out) == ("", "", "")
    assert "'Library'" in misspelt.err
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
        (lambda h: set_cell(h, "platform", "friendster"), "friendster"),
        (lambda h: set_cell(h, "unit", ""), "unit"),
        (lambda h: set_cell(h, "opened_on", "03/04/19"), "opened_on"),
        (lambda h: set_cell(h, "id", "library-facebook"), "library-facebook"),
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
    set_cell(home, column, value)

    assert home.auditor("run", "--no-mail").code in {0, 4, 11, 12, 13, 14}
    assert home.run_json()["coverage"]["audited"] == 12


@pytest.mark.parametrize("variable", ["AUDITOR_NOW", "AUDITOR_LOG_LEVEL"])
def test_2_where_a_variable_of_ours_cannot_be_read(settled: House, variable: str) -> None:
    said = auditor("run", environment=settled.environment() | {variable: "soon"})

    assert said.code == 2
    assert variable in said.err
