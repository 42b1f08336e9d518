"""The commands beside `run`: what they print, write and leave alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.checks import discover
from tests.night.driving import House, set_cell


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
    set_cell(home, "unit", "")
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
