"""Compares our clock with the platforms', which tell theirs in the Date header of every answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from connectors._budget import Budget
from connectors._failures import who
from connectors._ledger import Ledger
from connectors._retry import instant

log = logging.getLogger(__name__)

_APART = timedelta(minutes=5)


def compare(headers: Mapping[str, str], source: str, budget: Budget, ledger: Ledger) -> None:
    """Warn, once for each platform and run, where the clocks are more than five minutes apart."""
    theirs, ours = _shown(headers), budget.now()
    if theirs is None or abs(theirs - ours) <= _APART or budget.pinned():
        return
    if ledger.first(f"clock of {source.partition(':')[0]}"):
        log.warning(
            "%s: its clock shows %s UTC, ours %s UTC. Set this computer's clock if it is wrong: "
            "a wrong clock dates the audit wrongly.",
            who(source), f"{theirs:%Y-%m-%d %H:%M}", f"{ours:%Y-%m-%d %H:%M}",
        )  # fmt: skip


def _shown(headers: Mapping[str, str]) -> datetime | None:
    """The platform's time when it answered: a cache keeps the Date of the original and adds its Age in seconds."""
    date, age = instant(headers.get("Date", "")), headers.get("Age", "0").strip()
    if date is None:
        return None
    try:
        return date.astimezone(UTC) + timedelta(seconds=int(age) if age.isdecimal() else 0)
    except (ValueError, OverflowError):
        return None
