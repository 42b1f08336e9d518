"""Mails to the manager of some accounts: what to do on them, a thank-you when all is well, and reminders of what falls due."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from reports import dates
from reports.discreet import discreet
from reports.letter import SUBJECT, Attachment, Letter, Mail, Section, write
from reports.mail import account_section, small_print
from reports.quotes import trimmed
from reports.veil import veiled
from reports.view import Office, ReportView
from reports.view_rows import AccountRow
from reports.words import Status, plural

NAME = 60  # characters kept of an account's name in a subject
_NO_LINKS = "This mail has no links on purpose. We never ask for a password and cannot see yours."


def digest(
    view: ReportView,
    account_ids: Collection[str],
    *,
    base_url: str = "",
    page: str = "",
    next_mail: str = "",
    told: Collection[tuple[str, str]] | None = None,
    new: Collection[tuple[str, str]] = (),
) -> Mail:
    """What is open on one manager's own accounts, what is new first; it holds nothing of anybody else's.

    `told` limits it to these findings (account and control), `new` says which of them this manager has not seen before; `page`
    is the address of this manager's own page.
    """
    every = _own(view, account_ids)
    view = veiled(view, every)
    mine = every if told is None else [_limited(r, told, new) for r in every]
    news, waiting = [r for r in mine if r.new], [r for r in mine if r.opens]
    shown, words = (news, "have something new") if news else (waiting, "have something open")
    if len(shown) == 1:
        words = words.replace("have", "has")
    whose = _whose(len(shown), len(mine))
    stem = f"Action needed: {whose} - "
    fine = sum(r.status is Status.MEETS for r in mine)
    base = base_url.rstrip("/")
    order = sorted(waiting, key=lambda r: (not r.new, r.status.rank, r.key))
    return write(
        Letter(
            subject=f"{stem}{_where([r for r in order if r.new or not news] or mine, SUBJECT - len(stem))}",
            preheader=_first_lines(shown),
            heading=f"{whose[0].upper()}{whose[1:]} {words}.",
            kicker=f"Account audit, {view.cover.night}",
            intro=(f"{_fine(fine, len(mine))}",) if fine else (),
            sections=_digest_sections(view, every, order, base),
            button=_button(page, base, order),
            small=small_print(view, "You get this mail because the register names you as manager of these accounts.", next_mail),
        )
    )


def _button(page: str, base: str, order: Sequence[AccountRow]) -> tuple[str, str] | None:
    if page:
        return "Open the page of your accounts", page
    return ("Open the page of the first account", f"{base}/{order[0].href}") if base and order else None


def _whose(some: int, total: int) -> str:
    """Your account, both your accounts, all 3 of your accounts, 2 of your 3 accounts."""
    if total == 1:
        return "your account"
    if some == total:
        return "both your accounts" if total == 2 else f"all {total} of your accounts"
    return f"{some} of your {total} accounts"


def _where(order: Sequence[AccountRow], room: int) -> str:
    """The unit to begin with, and how many others there are; short enough for the subject to stay whole."""
    units = list(dict.fromkeys(r.unit for r in order))
    if not units:
        return "your accounts"
    others = f" and {plural(len(units) - 1, 'other unit')}" if len(units) > 1 else ""
    return f"{discreet(units[0], min(room - len(others), NAME))}{others}"


def escalation(
    view: ReportView, account_ids: Collection[str], *, unit: str, told: Collection[tuple[str, str]], base_url: str = ""
) -> Mail:
    """What must be fixed and has been open for two weeks, for the head of a unit; it holds nothing of other units."""
    rows = [_limited(r, told, ()) for r in _own(view, account_ids)]
    view = veiled(view, rows)
    number = sum(len(r.opens) for r in rows)
    base = base_url.rstrip("/")
    things = plural(number, "thing has", "things have")
    return write(
        Letter(
            subject=f"Open for two weeks: {number} must-fix - {discreet(unit, NAME)}",
            preheader=_first_lines(rows),
            heading=f"{things} been waiting for two weeks or longer.",
            kicker=f"{discreet(unit, NAME)}, {view.cover.night}",
            intro=("Whoever manages the account has been told. Please see that somebody has the time for it.",),
            sections=(account_section(view, rows, base, "Must be fixed", only_new=False),),
            button=("Open the page of the first account", f"{base}/{rows[0].href}") if base and rows else None,
            small=small_print(view, "You get this mail because you are named as head of this unit.", ""),
        )
    )


def all_clear(view: ReportView, account_ids: Collection[str]) -> Mail:
    """The one mail when the last open item of a manager has closed."""
    mine = _own(view, account_ids)
    unseen = [r for r in mine if r.status is Status.UNCLEAR]
    told = [r for r in mine if r.status is not Status.UNCLEAR] or mine
    hidden = sum(r.counts.unclear for r in mine)
    all_of = f"{_whose(len(told), len(told))} {'meets' if len(told) == 1 else 'meet'}"
    if unseen:
        all_of = f"{plural(len(told), 'account')} of yours that can be checked {'meets' if len(told) == 1 else 'meet'}"
    return write(
        Letter(
            subject=f"Thank you: {all_of} the policy",
            preheader="There is nothing for you to do.",
            heading=f"Thank you: {all_of} the policy.",
            kicker=f"Account audit, {view.cover.night}",
            intro=("There is nothing for you to do. You hear from us again when something new comes up.",),
            closing=(f"{plural(hidden, 'check')} could not be made, because the platform does not show what it needs.",) if hidden else (),
            sections=(_names("Your accounts", told),),
            small=small_print(view, "You get this mail because the register names you as manager of these accounts.", ""),
        )
    )


def password_reminder(office: Office, *, account: str, account_id: str, due: date, today: date, clause: str = "2.2.5") -> Mail:
    """A password falls due, or is overdue: no link, nothing to click, five steps to take by hand, a calendar entry."""
    name = discreet(account, NAME)
    late = (today - due).days
    when = f"was due on {dates.day(due)}" if late > 0 else f"is due by {dates.day(due)}"
    return write(
        Letter(
            subject=f"Password change {'overdue since' if late > 0 else 'due by'} {dates.short_day(due)}: {name}",
            preheader="Do it from the app. This mail has no login link.",
            heading=f"A new password for {name} {when}.",
            intro=(f"Policy section {clause} asks for a new password every quarter.",),
            steps_title="What to do",
            steps=(
                "Open the app as you always do.",
                "Go to its security settings.",
                "Choose a new, long password that is used nowhere else.",
                "Save it in the approved password store.",
                "Reply to this mail with the date.",
            ),
            closing=(_NO_LINKS,),
            small=_asks(office, "You get this mail because the register names you as manager of this account."),
            attachments=(_calendar_entry(f"Change the password: {name}", f"password/{account_id}", due, today),),
        )
    )


def takeover_reminder(office: Office, *, account: str, role: str, ends: date, today: date, clause: str = "2.2.5") -> Mail:
    """Temporary access ends soon or has ended: who keeps the account changes its password afterwards."""
    name, late = discreet(account, NAME), (today - ends).days
    return write(
        Letter(
            subject=f"Temporary access {'ended' if late > 0 else 'ends'} {dates.short_day(ends)}: {name}",
            preheader="Change the password once it has ended.",
            heading=f"Temporary access to {name} {'ended' if late > 0 else 'ends'} on {dates.day(ends)}.",
            intro=(
                f"Somebody with the role “{discreet(role or 'guest', 40)}” has had the account for a time.",
                f"Policy section {clause} asks that the password is changed when that ends.",
            ),
            steps_title="What to do",
            steps=(
                "Open the app as you always do and end all other sessions.",
                "Change the password and save it in the approved password store.",
                "Reply to this mail with the date, so that the register is brought up to date.",
            ),
            closing=(_NO_LINKS,),
            small=_asks(office, "You get this mail because the register names you as manager of this account."),
        )
    )


def emergency(office: Office, *, accounts: Sequence[str], started: datetime, ended: datetime | None, zone: ZoneInfo) -> Mail:
    """The note to managers when an emergency begins and when it is over (clause 2.2.7)."""
    at = dates.moment(ended or started, zone)
    over = ended is not None
    return write(
        Letter(
            subject="Emergency is over: you may post again" if over else "[URGENT] Emergency: please stop all posts now",
            preheader=f"{'Over' if over else 'Live'} since {at}.",
            heading="The emergency is over. You may post again." if over else "There is an emergency. Please do not post until we tell you.",
            intro=(f"{'It ended' if over else 'It began'} {at}. This concerns: {_listed(accounts)}.",),
            steps_title="" if over else "What to do",
            steps=()
            if over
            else (
                "Stop everything that is scheduled, in every tool that you use.",
                "Do not answer questions about the emergency; the central accounts do.",
                "Pass on anything worrying that you see to the press team.",
            ),
            closing=("Look through what was scheduled before you start it again.",) if over else (),
            small=_asks(office, "You get this mail because the register names you as manager. Policy section 2.2.7."),
        )
    )


def _listed(accounts: Sequence[str]) -> str:
    left = len(accounts) - 20
    return "; ".join(discreet(a, NAME) for a in accounts[:20]) + (f"; and {left} more" if left > 0 else "")


def _own(view: ReportView, account_ids: Collection[str]) -> list[AccountRow]:
    return [r for r in view.accounts if r.account_id in set(account_ids)]


def _limited(row: AccountRow, told: Collection[tuple[str, str]], new: Collection[tuple[str, str]]) -> AccountRow:
    """A row with these findings only; how the account stands is not changed by what is left out."""
    opens = tuple(replace(o, is_new=(row.account_id, o.check) in new) for o in row.opens if (row.account_id, o.check) in told)
    return replace(row, opens=opens, new=sum(o.is_new for o in opens))


def _digest_sections(view: ReportView, mine: Sequence[AccountRow], order: Sequence[AccountRow], base: str) -> tuple[Section, ...]:
    quiet = [r for r in mine if not r.opens]
    unseen = [r for r in mine if r.counts.unclear]
    found = [account_section(view, order, base, "What to do", only_new=False)]
    if quiet:
        found.append(_names("Nothing open on", quiet))
    if unseen:
        total = sum(r.counts.unclear for r in unseen)
        needs = "it needs" if total == 1 else "they need"
        lead = f"{plural(total, 'check')} could not be made, because the platform does not show what {needs}. This concerns"
        found.append(_names("Could not check", unseen, lead))
    return tuple(found)


def _names(title: str, rows: Sequence[AccountRow], lead: str = "") -> Section:
    names = "; ".join(discreet(r.title, 120) for r in sorted(rows, key=lambda r: r.key)[:20])
    left = len(rows) - 20
    return Section(title, lead=f"{lead} {names}{f'; and {left} more' if left > 0 else ''}.".strip(), rest="")


def _first_lines(rows: Sequence[AccountRow]) -> str:
    return trimmed(" ".join(f"{discreet(r.title, 60)}: {len(r.opens)} open." for r in rows[:3]), 110)


def _fine(fine: int, total: int) -> str:
    return f"{fine} of the {total} {'meets' if fine == 1 else 'meet'} the policy."


def _asks(office: Office, why: str) -> tuple[str, ...]:
    return tuple(t for t in (why, f"Questions: {office.asks}." if office.asks else "", office.name) if t)


def _calendar_entry(title: str, about: str, due: date, today: date) -> Attachment:
    """An all-day entry on the due day; the same one again replaces the first."""
    uid = hashlib.sha256(f"{about}/{due}".encode("utf-8", "replace")).hexdigest()[:32]
    safe = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//account-health-auditor//EN", "METHOD:PUBLISH", "BEGIN:VEVENT",
        f"UID:{uid}", f"DTSTAMP:{today:%Y%m%d}T000000Z", f"DTSTART;VALUE=DATE:{due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}", f"SUMMARY:{safe}", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR",
    )  # fmt: skip
    return Attachment("password-change.ics", "text/calendar", "".join(f"{_folded(line)}\r\n" for line in lines).encode())


def _folded(line: str) -> str:
    """A line of a calendar file, folded so that no part is longer than 75 bytes."""
    parts, part = [], ""
    for char in line:
        if len((part + char).encode()) > 73:
            parts.append(part)
            part = ""
        part += char
    return "\r\n ".join([*parts, part])
