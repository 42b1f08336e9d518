"""Mails to those who run the auditor: a run that did not finish, a platform that failed as a whole. No manager gets these."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from auditor.text import show
from reports import dates
from reports.discreet import discreet
from reports.letter import WIDTH, Entry, Letter, Mail, Point, Section, write
from reports.view import Office
from reports.words import plural


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong at one platform or in one part of the run, how many accounts it concerns, and what to do."""

    where: str
    accounts: int
    message: str
    remedy: str


def run_failed(
    office: Office, *, run_id: str, at: datetime, zone: ZoneInfo, faults: Sequence[Fault], platforms: int, finished: bool
) -> Mail:
    """A run that did not finish, or finished without some platforms."""
    broken = len(faults)
    heading = "The account audit did not finish" if not finished else "The account audit is incomplete"
    return write(
        Letter(
            subject=f"{heading.replace('The account', 'Account')}: {broken} of {plural(platforms, 'platform')}",
            preheader="; ".join(f"{discreet(f.where, 30)}: {discreet(f.message, 60)}" for f in faults[:2]) or "It stopped early.",
            heading=f"{heading}.",
            kicker=f"Started {dates.moment(at, zone)}",
            intro=(
                "What could not be looked at is told as “Could not check”; nothing of it counts as met or as failed.",
                "Managers get no mail about it. "
                + ("The next run takes up where this one stopped." if not finished else "It is asked again in the next run."),
            ),
            sections=(_faults(faults),) if faults else (),
            small=(f"Run {run_id}.", "You get this mail because you are named as operator.", office.name),
        )
    )


def ended_by_error(office: Office, *, at: datetime, zone: ZoneInfo, what: Sequence[str], remedy: str) -> Mail:
    """A run that ended by an error, in plain text only: where a disk is full, no template may be there to be read."""
    said = [*map(show, what), *([f"What to do: {show(remedy)}"] if remedy else [])]
    paragraphs = [
        "The account audit ended with an error.",
        f"Ended {dates.moment(at, zone)}",
        *(textwrap.fill(one, WIDTH, break_long_words=False, break_on_hyphens=False) for one in said),
        "What was stored before is kept; the next run goes on from there.\nManagers get no mail about it.",
        f"You get this mail because you are named as operator.\n{show(office.name)}",
    ]
    return Mail(
        subject="Account audit ended with an error", text="\n\n".join(paragraphs) + "\n", html="", preheader=""
    )


def outage(office: Office, *, run_id: str, at: datetime, zone: ZoneInfo, faults: Sequence[Fault]) -> Mail:
    """So much of a platform changed at once that the platform is to blame: mails to managers are held back."""
    names = ", ".join(discreet(f.where, 30) for f in faults)
    return write(
        Letter(
            subject=f"Account audit: {names} looks broken as a whole, mails held back",
            preheader="No manager was mailed about it.",
            heading=f"{names}: so much changed at once that the platform is the likely cause.",
            kicker=dates.moment(at, zone),
            intro=("Mails to managers about it are held back until a run shows otherwise.",),
            sections=(_faults(faults),),
            small=(f"Run {run_id}.", "You get this mail because you are named as operator.", office.name),
        )
    )


def _faults(faults: Sequence[Fault]) -> Section:
    entries = tuple(
        Entry(f"{discreet(f.where, 60)}, {plural(f.accounts, 'account')}", (Point(discreet(f.message, 300), todo=discreet(f.remedy, 300)),))
        for f in faults[:12]
    )
    left = len(faults) - len(entries)
    return Section("What went wrong", entries, rest=f"And {left} more." if left > 0 else "")
