"""The alert that somebody else may control an account: facts, three first actions, and nothing that can be clicked by mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from reports import dates
from reports.discreet import discreet
from reports.letter import Letter, Mail, write
from reports.view import Office

_NAME = 60
_UNSEEN = "We have not checked: private messages, advertising, connected apps, who is signed in."


@dataclass(frozen=True, slots=True)
class Shift:
    """One thing that changed: what it is, before and after, as the platform showed it; whether it is a strong sign alone."""

    what: str
    before: str
    after: str
    alone: bool = False


def hijack(
    office: Office,
    *,
    account: str,
    incident: str,
    shifts: Sequence[Shift],
    last_good: datetime | None,
    seen: datetime,
    zone: ZoneInfo,
    page: str = "",
    stage: Literal["new", "update", "closed"] = "new",
    note: str = "",
) -> Mail:
    """The alert, its update and its end. `page` is the account's page in our report, the only address that may stand in it."""
    name = discreet(account, _NAME)
    if stage == "closed":
        return write(_closed(office, name, incident, f"Closed {dates.moment(seen, zone)}.", note))
    return write(
        Letter(
            subject=f"[URGENT] {'Update: p' if stage == 'update' else 'P'}ossible hijack: {name}",
            preheader=f"{_list([s.what for s in shifts])} changed. {_call(office)}",
            heading="We think that somebody else may control this account.",
            kicker=f"{name}. Not confirmed.",
            intro=tuple(t for t in (_confidence(shifts), discreet(note, 300), _between(last_good, seen, zone)) if t),
            facts=tuple(_fact(s) for s in shifts[:10]),
            steps_title="Do this now, in this order",
            steps=(
                _call(office),
                "Do not use a link in any message about this account.",
                "If you can still open the app: end all other sessions, change the password, keep screenshots.",
            ),
            closing=(_UNSEEN, "Then follow section 2.2.6 of the policy."),
            button=("Evidence in our report", page) if page else None,
            small=(
                f"Incident {discreet(incident, 60)}. One more mail follows when it is closed.",
                *((f"Questions: {office.asks}.",) if office.asks else ()),
                office.name,
            ),
        )
    )


def _fact(shift: Shift) -> tuple[str, str]:
    """What changed, before and after; the address of a picture tells nobody anything."""
    if shift.what == "picture" and "://" in shift.before + shift.after:
        return "picture", "the known one → another"
    return discreet(shift.what, 40), f"“{discreet(shift.before, 120)}” → “{discreet(shift.after, 120)}”"


def _closed(office: Office, name: str, incident: str, when: str, note: str) -> Letter:
    return Letter(
        subject=f"Closed: possible hijack: {name}",
        preheader=discreet(note, 110) or "Nothing more has to be done.",
        heading="This incident is closed.",
        kicker=name,
        intro=tuple(t for t in (when, discreet(note, 300)) if t),
        closing=("If you know nothing of this, tell us: then it is not over.",),
        small=(f"Incident {discreet(incident, 60)}.", *((f"Questions: {office.asks}.",) if office.asks else ()), office.name),
    )


def _between(last_good: datetime | None, seen: datetime, zone: ZoneInfo) -> str:
    if last_good is None:
        return f"Seen {dates.moment(seen, zone)}:"
    return f"Changed between {dates.moment(last_good, zone)} and {dates.moment(seen, zone)}:"


def _confidence(shifts: Sequence[Shift]) -> str:
    if any(shift.alone for shift in shifts):
        return "The sign is strong: the handle leads to another account than before."
    return "The signs are strong: several things changed at once." if len(shifts) > 1 else "The sign is weak: one thing changed."


def _call(office: Office) -> str:
    return f"Call {office.phone}." if office.phone else f"Write to {office.mail}." if office.mail else "Call the press team."


def _list(words: Sequence[str]) -> str:
    shown = [discreet(w, 40) for w in words[:4]]
    text = ", ".join(shown[:-1]) + (" and " if len(shown) > 1 else "") + shown[-1] if shown else "Something"
    return text[0].upper() + text[1:]
