"""`auditor statement`: what people and pipelines get."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner, Result

from auditor.cli.statement import command
from auditor.statements import read

GOOD = "News and events from Ashbourne Library. Monitored Mon-Fri 9-5."


def run(*args: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(command, list(args), input=stdin, standalone_mode=False)


def as_json(*args: str, stdin: str | bytes | None = None) -> dict[str, Any]:
    result = run("--json", *args, stdin=stdin)
    assert result.exception is None
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_a_good_text_lacks_nothing() -> None:
    result = run(GOOD)
    assert result.return_value == 0
    assert "Nothing is missing" in result.stdout
    assert "Suggestion" not in result.stdout


def test_the_words_it_rests_on_are_marked() -> None:
    assert "»News and events« from Ashbourne Library. Monitored »Mon-Fri 9-5«." in run(GOOD).stdout.replace("\n  ", " ")


def test_what_is_missing_is_said_and_a_suggestion_made() -> None:
    out = run(
        "Ashbourne Library", "--platform", "x", "--purpose", "News from the Library", "--hours", "Mon-Fri 10-4"
    ).stdout
    assert "say what the account is for" in out
    assert "say when the account is monitored" in out
    assert "Ashbourne Library. News from the Library. Monitored Mon-Fri 10am-4pm." in out


def test_the_lines_are_at_most_80_columns() -> None:
    out = run(GOOD * 9 + " Views my own. This account is not monitored.").stdout
    assert max(map(len, out.splitlines())) <= 80


def test_the_object_is_the_contracts_with_additions() -> None:
    answer = as_json(GOOD)
    assert answer["purpose"] == "explicit"
    assert answer["hours"] == [{"days": "Mon-Fri", "from": "09:00", "to": "17:00"}]
    assert answer["quotes"]["hours"] == "Mon-Fri 9-5"
    assert answer["lengths"]["x"] == {"limit": 160, "left": 160 - len(GOOD)}
    assert answer["missing"] == []
    assert answer["suggestion"] == GOOD


@pytest.mark.parametrize("platform", ["x", "twitter", "Instagram", "tiktok", "linkedin", "whatsapp"])
def test_the_suggestion_passes_when_it_is_fed_back(platform: str) -> None:
    made = as_json("The home of marine research since 1881. Views my own.", "--platform", platform)["suggestion"]
    again = as_json(made, "--platform", platform)
    assert again["missing"] == []
    assert again["suggestion"] == made


def test_an_unknown_platform_is_refused() -> None:
    result = CliRunner().invoke(command, ["hi", "--platform", "friendster"])
    assert result.exit_code == 2
    assert "friendster" in result.stderr


def test_without_a_text_stdin_is_read() -> None:
    assert as_json(stdin=GOOD + "\n")["missing"] == []


def test_a_file_is_read(tmp_path: Any) -> None:
    path = tmp_path / "bio.txt"
    path.write_text(GOOD, encoding="utf-8-sig")
    assert as_json("--file", str(path))["length"] == len(GOOD)


def test_an_empty_text_is_judged() -> None:
    assert as_json("")["missing"] == ["purpose", "hours"]
    assert run("").return_value == 0


@pytest.mark.parametrize(
    "raw",
    [b"\xff\xfe Monitored Mon-Fri 9-5", b"\x00\x1b[31mMonitored Mon-Fri 9-5", "Monitored\u202e Mon-Fri 9-5".encode()],
)
def test_hostile_bytes_do_no_harm(raw: bytes) -> None:
    result = run(stdin=raw)
    assert result.exception is None
    assert "\x1b" not in result.stdout
    assert "\x00" not in result.stdout
    assert "\u202e" not in result.stdout


def test_lines_in_lines_out_in_order() -> None:
    texts = {"a": GOOD, "b": "Not monitored.", "c": "Monitored 24/7"}
    lines = "".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in texts.items())
    result = run("--jsonl", stdin=lines)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.return_value == 0
    assert [a["id"] for a in answers] == ["a", "b", "c"]
    assert [a["unmonitored"] for a in answers] == [False, True, False]
    assert answers[2]["hours"] == [{"days": "Mon-Sun", "from": "00:00", "to": "24:00"}]
    assert set(answers[0]) == {
        "id", "purpose", "hours_stated", "hours_vague", "hours", "unmonitored", "personal_disclaimer", "quotes",
    }  # fmt: skip


def test_a_line_with_a_platform_gets_what_is_missing_and_a_suggestion_that_fits() -> None:
    result = run("--jsonl", stdin=json.dumps({"id": 7, "text": "Ashbourne", "platform": "tiktok"}))
    answer = json.loads(result.stdout)
    assert answer["id"] == 7
    assert answer["missing"] == ["purpose", "hours"]
    assert answer["left"] == 80 - len("Ashbourne")
    assert len(answer["suggestion"]) <= 80
    assert read(answer["suggestion"]).hours_stated


@pytest.mark.parametrize(
    "bad", ["not json", "[]", "{}", '{"id": "1", "text": 5}', "[" * 100_000, '{"id": 1, "text": null}']
)
def test_a_line_that_cannot_be_read_keeps_its_place_and_is_told_with_its_number(bad: str) -> None:
    good = json.dumps({"id": "ok", "text": GOOD})
    result = run("--jsonl", stdin=f"{good}\n{bad}\n{good}\n")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.return_value == 2
    assert [a["id"] for a in answers] == ["ok", None, "ok"]
    assert answers[1]["error"]
    assert result.stderr.startswith("Line 2: ")


def test_blank_lines_are_passed_over_and_a_byte_order_mark_does_not_hurt() -> None:
    result = run("--jsonl", stdin="\ufeff" + json.dumps({"id": 1, "text": GOOD}) + "\n\n")
    assert len(result.stdout.splitlines()) == 1
    assert result.return_value == 0


def test_lone_surrogates_in_json_are_answered_in_json() -> None:
    result = run("--jsonl", stdin='{"id": "s", "text": "\\ud800 Monitored Mon-Fri 9-5"}\n')
    assert json.loads(result.stdout)["hours_stated"] is True


def test_text_and_lines_exclude_each_other() -> None:
    assert CliRunner().invoke(command, ["--jsonl", "text"]).exit_code == 2


def test_colours_only_on_a_terminal_that_wants_them() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "auditor", "statement", GOOD],
        capture_output=True,
        check=True,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert b"\x1b" not in done.stdout


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; from auditor.cli.statement import command; command.main(['hi'], standalone_mode=False);"
        "heavy = {'pydantic', 'rich', 'sqlalchemy', 'requests', 'holidays', 'jinja2', 'tweepy'} & set(sys.modules);"
        "print(sorted(heavy), file=sys.stderr); sys.exit(bool(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
