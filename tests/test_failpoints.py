"""Failpoints do nothing unless asked by name, and act at the wanted time."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.failpoints import NAMES, FailpointError, failpoint

ROOT = Path(__file__).resolve().parents[1]


def run(wanted, code):
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={"AUDITOR_FAILPOINT": wanted, "PATH": ""}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_nothing_happens_without_the_variable(monkeypatch):
    monkeypatch.delenv("AUDITOR_FAILPOINT", raising=False)
    failpoint("after-begin")


def test_another_point_is_passed(monkeypatch):
    monkeypatch.setenv("AUDITOR_FAILPOINT", "after-begin:raise")
    failpoint("after-shard")
    with pytest.raises(FailpointError):
        failpoint("after-begin")


def test_exit_dies_at_the_nth_time_without_clean_up():
    code = """
import atexit
from auditor.failpoints import failpoint
atexit.register(print, "cleaned up")
for n in range(5):
    print(n, flush=True)
    failpoint("after-shard")
"""
    done = run("after-shard:exit:3", code)
    assert (done.returncode, done.stdout.split()) == (137, ["0", "1", "2"])


def test_sigterm_is_sent_to_the_process_itself():
    assert (
        run("after-shard:sigterm", "from auditor.failpoints import failpoint; failpoint('after-shard')").returncode
        == -15
    )


@pytest.mark.parametrize("wanted", ["nonsense:exit", "after-shard:dance", "after-shard", "after-shard:exit:x"])
def test_a_wrong_wish_is_refused(monkeypatch, wanted):
    monkeypatch.setenv("AUDITOR_FAILPOINT", wanted)
    with pytest.raises(ValueError, match="AUDITOR_FAILPOINT"):
        failpoint("after-shard")


def test_a_point_that_is_not_on_the_list_is_a_mistake_in_the_code(monkeypatch):
    monkeypatch.setenv("AUDITOR_FAILPOINT", "after-shard:raise")
    with pytest.raises(ValueError, match="no failpoint"):
        failpoint("after-lunch")


def test_every_point_of_the_code_is_on_the_list_and_in_the_document():
    used = set()
    for file in (ROOT / "auditor").rglob("*.py"):
        used |= set(re.findall(r'failpoint\("([^"]+)"\)', file.read_text(encoding="utf-8")))
    assert used <= NAMES
    told = (ROOT / "docs" / "crashes.md").read_text(encoding="utf-8")
    assert [name for name in sorted(NAMES) if f"`{name}`" not in told] == []
