"""Dated attestations in the register: given, not in the future, not expired."""

from __future__ import annotations

from datetime import date, timedelta

from auditor.checks._api import Case, failed, passed
from auditor.checks._words import count, day
from auditor.model import Verdict


def in_future(case: Case, given: date) -> bool:
    """Whether a date lies after the day judged for, so that it cannot be true."""
    return given > case.today


def dated(case: Case, column: str, given: date | None, *, max_days: int, what: str) -> Verdict:
    """Pass while an attestation is at most `max_days` old; `what` names what was confirmed."""
    if given is None:
        return failed(f"The register holds no date on which {what} was confirmed.", case.mine("", column))
    evidence = case.mine(given.isoformat(), column)
    if in_future(case, given):
        return failed(f"The register dates the confirmation of {what} {day(given)}, which is in the future.", evidence)
    expires = given + timedelta(days=max_days)
    if case.today > expires:
        late = count((case.today - expires).days, "day")
        return failed(
            f"The confirmation of {what} of {day(given)} expired on {day(expires)}, {late} ago.",
            evidence,
            expired_on=expires.isoformat(),
        )
    return passed(
        f"The register confirms {what} on {day(given)}; good until {day(expires)}.",
        evidence,
        expires_on=expires.isoformat(),
    )
