"""Kills a night, or fails it, at its n-th system call of a kind, by strace's injection into a process forked for the purpose."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from functools import cache
from pathlib import Path

import pytest

from tests.crash.living import Died, Nursery
from tests.night.driving import House

CALLS = ("pwrite64", "fdatasync", "fsync", "write", "rename", "ftruncate", "unlink", "unlinkat", "mkdir")


@cache
def why_not() -> str:
    """Why nothing can be traced here; empty if it can."""
    strace = shutil.which("strace")
    if strace is None:
        return "strace is not installed"
    probe = subprocess.run(
        [strace, "-qq", "-e", "trace=none", "-e", "inject=getpid:retval=1", "true"], capture_output=True, check=False
    )
    return "" if probe.returncode == 0 else f"strace may not trace here: {probe.stderr.decode(errors='replace')[:100]}"


needs_strace = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")


def injected(births: Nursery, home: House, call: str, what: str, *arguments: str) -> Died:
    """One invocation with this injection ("signal=KILL:when=7", "error=ENOSPC:when=3+") into these calls."""
    pid = halted(births, home, arguments)
    command = ["strace", "-f", "-p", str(pid), "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:{what}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr is not None
        said = tracer.stderr.readline()
        assert "attached" in said, said
        os.kill(pid, signal.SIGCONT)
        died = births.end()
        tracer.stderr.read()
    return died


def halted(births: Nursery, home: House, arguments: tuple[str, ...]) -> int:
    """Begin an invocation and wait until it has stopped itself."""
    pid = births.begin(home, *(arguments or ("run",)), halt=True)
    stat = Path(f"/proc/{pid}/stat")
    while stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in {"T", "t"}:
        time.sleep(0.001)
    return pid


def counted(births: Nursery, home: House, *arguments: str) -> tuple[dict[str, int], Died]:
    """How often an undisturbed invocation makes each of the calls in its main thread, and how it ended."""
    log = births.folder / "calls"
    pid = halted(births, home, arguments)
    command = ["strace", "-f", "-p", str(pid), "-o", str(log), "-e", f"trace={','.join(CALLS)}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr is not None
        tracer.stderr.readline()
        os.kill(pid, signal.SIGCONT)
        ended = births.end()
        tracer.stderr.read()
    own = [
        line.split(maxsplit=1)[1] for line in log.read_text(errors="replace").splitlines() if line.startswith(str(pid))
    ]
    return {call: sum(line.startswith(f"{call}(") for line in own) for call in CALLS}, ended
