"""A log record is one line, whatever stands in it, and names no secret and no local variable."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from auditor.cli._logs import Lines
from auditor.secrets import Secret, remember
from tests.crash.living import Nursery
from tests.night.driving import House


def fail(message: str) -> None:
    raise ValueError("first\nsecond " + message)


def record(message: str, *, trace: bool = False) -> logging.LogRecord:
    try:
        fail(message)
    except ValueError:
        return logging.LogRecord(
            "auditor.x", logging.ERROR, __file__, 1, message, (), sys.exc_info() if trace else None
        )


@pytest.mark.parametrize("message", ["a\nb", "\r\x1b[31mred", "\u2028\u202e", "\ud800", "\0", 'quote " and \\'])
def test_a_record_is_one_line_of_ascii_json(message: str) -> None:
    line = Lines().format(record(message, trace=True))
    assert line.isascii()
    assert line.isprintable()
    told = json.loads(line)
    assert told["message"] == message
    assert told["trace"][0].startswith("test_crash_logs.py:")
    assert told["level"] == "error"


def test_a_secret_is_masked_in_message_and_error() -> None:
    remember(Secret("hunter2-hunter2").reveal())
    line = Lines().format(record("token hunter2-hunter2", trace=True))
    assert "hunter2" not in line


def test_a_run_logs_lines_of_json_beside_its_summary(home: House, births: Nursery) -> None:
    births.run(home, failpoint="after-begin:exit")

    said = births.run(home, "run", "-v")

    logged = [json.loads(line) for line in said.err.splitlines() if line.startswith("{")]
    assert any("going on with run" in one["message"] for one in logged)
    assert all(set(one) >= {"at", "level", "from", "message"} for one in logged)


def test_a_fault_of_ours_is_logged_with_its_place_and_said_without_a_traceback(home: House, births: Nursery) -> None:
    said = births.run(home, "run", "-v", "-v", failpoint="after-judge:raise")

    logged = [json.loads(line) for line in said.err.splitlines() if line.startswith("{")]
    assert any("FailpointError" in one.get("error", "") and one["trace"] for one in logged)
    assert "Traceback" not in said.err
    assert said.code == 1
