"""Suspected hijacks that stand: what identity has to be compared with until somebody puts it back or owns up to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from auditor.history import spans
from auditor.history.codec import loads
from auditor.history.tables import FULL_LANE, OPEN, account, finding, run
from auditor.history.words import chunks
from auditor.model import Outcome

CONTROL = "identity-unchanged"
COMPARED_WITH = "compared_with"  # the detail that only a suspected hijack has: when the snapshot before it was taken
_SAYS_NOTHING = (Outcome.NOT_AUDITED.value, Outcome.NOT_EXPOSED.value)


def standing(connection: Connection, account_ids: Iterable[str] | None = None) -> dict[str, datetime]:
    """The accounts (of these) whose identity was a suspected hijack when it was last looked at, in a run of whatever kind.

    Gives the instant of the last snapshot before the suspicion. Accounts that never failed cost nothing but the search for them.
    """
    keys = [key for key, frame in spans.frames(connection).items() if frame[0] == CONTROL]
    if not keys:
        return {}
    failed = (
        select(account.c.key, account.c.id)
        .join(finding, finding.c.account_key == account.c.key)
        .where(finding.c.frame_key.in_(keys), finding.c.outcome == Outcome.FAIL.value)
        .distinct()
    )
    groups = [failed] if account_ids is None else [failed.where(account.c.id.in_(some)) for some in chunks(account_ids)]
    ids = dict(row for wanted in groups for row in connection.execute(wanted).tuples())
    found: dict[str, datetime] = {}
    for number, (outcome, text) in _newest(connection, list(ids), keys).items():
        then = loads(text).get("d", {}).get(COMPARED_WITH) if outcome == Outcome.FAIL.value else None
        if then:
            found[ids[number]] = datetime.fromisoformat(then)
    return found


def _newest(connection: Connection, numbers: list[int], keys: list[int]) -> dict[int, tuple[str, str]]:
    """What was last said of each account by the control: outcome and body."""
    full = select(run.c.full_no, run.c.seq).where(run.c.full_no.is_not(None))
    seqs = dict(connection.execute(full).tuples().all()) if numbers else {}
    newest = max(seqs, default=0)
    told: defaultdict[int, list[Any]] = defaultdict(list)
    c = finding.c
    for some in chunks(numbers):
        rows = connection.execute(
            select(c.account_key, c.lane, c.last, c.outcome, c.body).where(
                c.account_key.in_(some), c.frame_key.in_(keys), c.outcome.not_in(_SAYS_NOTHING)
            )
        )
        for number, lane, last, outcome, text in rows:
            seq = seqs.get(newest if last == OPEN else last, 0) if lane == FULL_LANE else lane
            told[number].append((seq, outcome, text))
    return {number: max(some)[1:] for number, some in told.items()}
