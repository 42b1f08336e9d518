"""Waiting for something to happen elsewhere, instead of for a time in which it probably has."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable

HANGS = 120.0  # seconds after which what has not happened never will, on however busy a machine


def until(condition: Callable[[], object], what: str = "it") -> None:
    """Return as soon as the condition holds; fail if it never does."""
    end = time.monotonic() + HANGS
    while not condition():
        assert time.monotonic() < end, f"{what} never happened"
        time.sleep(0.02)


def free_port() -> int:
    """A port of loopback for a server that is started later; of a range that no client is given a port from meanwhile."""
    for number in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", number))
            except OSError:
                continue
            return number
    raise AssertionError("no port is free")
