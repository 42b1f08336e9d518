"""One log record is one line, and no terminal obeys what a stranger wrote."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path

import pytest

from auditor.cli._logs import Lines
from auditor.text import show
from reports import terminal
from tests.hostile import corpora, poisoned
from tests.night.driving import house
from tests.reports import sample_run as sample

TEXTS = list(dict.fromkeys((*corpora.LINES, *corpora.collected("gen-log-injection.json"), *corpora.collected("fuzzdb-terminal-escapes.txt"), *corpora.collected("patt-crlf.txt"))))  # fmt: skip
OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_log_record_is_one_line_of_ascii_json(text: str) -> None:
    error = ValueError(text)
    record = logging.LogRecord("auditor.x", logging.ERROR, text, 1, "failed: %s", (text,), (ValueError, error, None))
    line = Lines().format(record)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["message"].startswith("failed: ")


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_shown_text_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    for limit in (None, 1, 5, 30):
        assert not OBEYED.search(show(text, limit))


def test_verdicts_and_summaries_of_hostile_accounts_are_plain_lines() -> None:
    run = poisoned.run_of([*TEXTS, *corpora.MARKUP])
    for result in run.results:
        assert not OBEYED.search(
            terminal.verdict(result, sample.infos(), width=80, all=True, today=sample.NOW.date()).replace("\n", "")
        )
    assert not OBEYED.search(terminal.summary(run, sample.infos(), width=80).replace("\n", ""))


def test_config_and_register_errors_quote_hostile_values_harmlessly(tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        path = home.folder / "register" / "accounts.csv"
        head = path.read_text(encoding="utf-8").splitlines()[0]
        for number, text in enumerate(TEXTS):
            cell = text.replace('"', '""')
            path.write_text(f'{head}\nid-{number},"{cell}","{cell}"\n"{cell}",x,\n', encoding="utf-8", errors="replace")
            for command in (["register", "check"], ["run", "--no-mail"]):
                said = home.auditor(*command)
                assert said.code == 2, text
                assert not OBEYED.search((said.out + said.err).replace("\n", "")), text


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["history"],
        ["controls"],
        ["register"],
        ["report"],
        ["statement"],
        ["incident"],
        ["run", "--platform"],
        ["run", "--select"],
        ["--config"],
    ],
)
def test_words_of_the_command_line_come_back_harmlessly(arguments: list[str], tmp_path: Path) -> None:
    with house(tmp_path / "house") as home:
        for text in ("\x1b[2J\x1b]0;x\x07", "a\r\nb", "\u202ex", "\udcff"):
            said = home.auditor(*arguments, text)
            assert said.code != 1, said.err
            assert not OBEYED.search((said.out + said.err).replace("\n", "")), (arguments, text)
