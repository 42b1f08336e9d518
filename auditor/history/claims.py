"""Who is sending a mail: a process, told so exactly that another can see whether it still lives."""

from __future__ import annotations

import os
import socket
from pathlib import Path

_PROC = Path("/proc")
_BOOT = _PROC / "sys" / "kernel" / "random" / "boot_id"
_DEAD = frozenset({"Z", "X"})  # ended, but its parent has not asked how: it will do nothing more


def me() -> str:
    """The running process: host, boot, number, and when it started (numbers are used again)."""
    return " ".join((socket.gethostname().replace(" ", "-"), _boot(), str(os.getpid()), _started(os.getpid())))


def alive(claim: str | None) -> bool | None:
    """Whether another process that made this claim still lives; None where that cannot be known from here."""
    parts = (claim or "").split(" ")
    if len(parts) != 4:
        return False
    host, boot, pid, started = parts
    mine = me().split(" ")
    if host != mine[0]:
        return None
    if boot != mine[1] or pid == mine[2]:  # before a restart; or our own, left by an earlier attempt
        return False
    return started == _started(int(pid)) if pid.isdecimal() else False


def _boot() -> str:
    try:
        return _BOOT.read_text(encoding="ascii").strip() or "-"
    except OSError:
        return "-"


def _started(pid: int) -> str:
    """The process's start in clock ticks since boot; "-" where the system does not tell, "gone" if there is no such one."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return "gone" if _PROC.joinpath("self").exists() else _by_signal(pid)
    except OSError:
        return "-"
    told = stat.rpartition(")")[2].split()
    return "gone" if told[0] in _DEAD else told[19]


def _by_signal(pid: int) -> str:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return "gone"
    except PermissionError:
        return "-"
    return "-"
