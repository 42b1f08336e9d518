"""Named points at which a test can make the program die, to prove that the next run mends what a crash left.

`$AUDITOR_FAILPOINT` holds `name:action` or `name:action:n` (act at the n-th time the point is reached, from 1). Unset, every
point does nothing. The names and what a crash there leaves behind are told in docs/crashes.md.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

VARIABLE = "AUDITOR_FAILPOINT"

NAMES: frozenset[str] = frozenset(
    {
        # the nightly job, in its commit order
        "after-begin", "after-shard", "after-judge", "after-conclude", "after-render", "after-publish",
        "before-send", "after-send", "after-ping",
        # inside the store: just before a commit, when everything of the step is written but nothing counts yet
        "before-begin-commit", "before-shard-commit", "before-conclude-commit", "before-retain-commit",
        # the outbox and its couriers
        "after-sending-mark", "before-sent-mark", "after-sent-mark", "after-outbox-file",
        # files
        "before-rename", "after-rename", "before-last-files",
    }
)  # fmt: skip

ACTIONS: frozenset[str] = frozenset({"exit", "raise", "sigterm"})

_reached: Counter[str] = Counter()  # by the wish as it stands in the environment


class FailpointError(RuntimeError):
    """Raised by the action `raise`."""


def failpoint(name: str) -> None:
    """Act if the environment names this point; `exit` dies like a kill -9 would, without any clean-up."""
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return
    if name not in NAMES:
        raise ValueError(f"{name!r} is no failpoint; the names stand in {__name__}.NAMES")
    point, action, nth = _parse(wanted)
    if point != name:
        return
    _reached[wanted] += 1
    if _reached[wanted] == nth:
        del _reached[wanted]
        _act(name, action)


def _parse(wanted: str) -> tuple[str, str, int]:
    point, _, rest = wanted.partition(":")
    action, _, nth = rest.partition(":")
    if point not in NAMES or action not in ACTIONS or not (nth or "1").isdecimal():
        raise ValueError(f"${VARIABLE} must be name:action[:n] with a known name and action, not {wanted!r}")
    return point, action, int(nth or "1")


def _act(name: str, action: str) -> None:
    if action == "exit":
        os._exit(137)
    if action == "raise":
        raise FailpointError(f"failpoint {name}")
    os.kill(os.getpid(), signal.SIGTERM)
