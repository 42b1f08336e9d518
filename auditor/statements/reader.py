"""Puts the answers together: one text read, several texts read as one profile, hours read alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from auditor.statements.about import judge
from auditor.statements.denials import disclaimer, unmonitored
from auditor.statements.model import Quote, Statement, Window
from auditor.statements.purpose import purpose
from auditor.statements.reading import Reading

_RANK = {"explicit": 2, "identity": 1, "none": 0}


def read(text: str) -> Statement:
    """What a profile text says of its account; every answer comes with the words it rests on and a reason."""
    reading = Reading(text)
    if not reading.tokens:
        return Statement()
    quotes: dict[str, Quote] = {}
    reasons: dict[str, str] = {}
    said = purpose(reading)
    reading.speaks = said is not None
    hours, vague = _hours(reading, quotes, reasons)
    if said:
        quotes["purpose"], reasons["purpose"] = reading.quote(said.start, said.end), said.reason
    dead = unmonitored(reading)
    if dead:
        quotes["unmonitored"], reasons["unmonitored"] = reading.quote(dead.start, dead.end), dead.reason
    own = disclaimer(reading)
    if own:
        quotes["disclaimer"], reasons["disclaimer"] = reading.quote(own.start, own.end), own.reason
    stated = hours is not None
    return Statement(
        purpose=said.purpose if said else "none",
        hours_stated=stated,
        hours_vague=vague,
        hours=hours or (),
        unmonitored=dead is not None,
        personal_disclaimer=own is not None,
        quotes=quotes,
        reasons=reasons,
    )


def _hours(
    reading: Reading, quotes: dict[str, Quote], reasons: dict[str, str]
) -> tuple[tuple[Window, ...] | None, bool]:
    """The account's windows in the order of the text (None = no hours stated) and whether they lack clock times."""
    windows: dict[Window, None] = {}
    spans: list[tuple[int, int]] = []
    for group in reading.groups:
        judged = judge(reading, group)
        if not judged.answering:
            reasons.setdefault("hours", judged.reason)
            continue
        if not spans:
            reasons["hours"] = judged.reason
        spans.append((group.start, group.end))
        windows.update(dict.fromkeys(group.windows))
    if not spans:
        return None, False
    timed = tuple(w for w in windows if w.start)
    start, end = spans[0]
    for first, last in spans[1:]:
        if first - end <= 8:
            end = last
    quotes["hours"] = reading.quote(start, end)
    return (timed, False) if timed else (tuple(windows), True)


@lru_cache(maxsize=1024)  # several checks ask, and many accounts keep the same hours
def windows(text: str) -> tuple[Window, ...]:
    """The weekly windows of a text that is about hours anyway, such as the register's column; no verb is needed."""
    found: dict[Window, None] = {}
    for group in Reading(text).groups:
        found.update(dict.fromkeys(group.windows))
    timed = tuple(w for w in found if w.start)
    return timed or tuple(found)


def read_all(texts: Sequence[tuple[str, str]]) -> tuple[Statement, dict[str, str]]:
    """Several named texts read as one profile, and which of them each quote came from.

    What any text states is stated; windows come from the texts in order; an account is unmonitored if one text says so.
    """
    merged = Statement()
    origin: dict[str, str] = {}
    for name, text in texts:
        merged = _merge(merged, read(text), name, origin)
    return merged, origin


def _merge(first: Statement, second: Statement, name: str, origin: dict[str, str]) -> Statement:
    quotes, reasons = dict(first.quotes), dict(first.reasons)
    better = {
        "purpose": _RANK[second.purpose] > _RANK[first.purpose],
        "hours": second.hours_stated and (not first.hours_stated or (first.hours_vague and not second.hours_vague)),
        "unmonitored": second.unmonitored and not first.unmonitored,
        "disclaimer": second.personal_disclaimer and not first.personal_disclaimer,
    }
    for key, wins in better.items():
        if wins and key in second.quotes:
            quotes[key], origin[key] = second.quotes[key], name
        if (wins or key not in reasons) and key in second.reasons:
            reasons[key] = second.reasons[key]
    hours = second if better["hours"] else first
    return Statement(
        purpose=second.purpose if better["purpose"] else first.purpose,
        hours_stated=hours.hours_stated,
        hours_vague=hours.hours_vague,
        hours=hours.hours,
        unmonitored=first.unmonitored or second.unmonitored,
        personal_disclaimer=first.personal_disclaimer or second.personal_disclaimer,
        quotes=quotes,
        reasons=reasons,
    )


def to_json(statement: Statement, id: str | None) -> dict[str, object]:  # noqa: A002 - the contract's key
    """The contract's object for one text."""
    return {
        "id": id,
        "purpose": statement.purpose,
        "hours_stated": statement.hours_stated,
        "hours_vague": statement.hours_vague,
        "hours": [{"days": w.days, "from": w.start, "to": w.end} for w in statement.hours],
        "unmonitored": statement.unmonitored,
        "personal_disclaimer": statement.personal_disclaimer,
        "quotes": {key: quote.text for key, quote in statement.quotes.items()},
    }
