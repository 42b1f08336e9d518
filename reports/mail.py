"""The mail to the team after a night: what is new, what was fixed, how the accounts stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from reports import dates
from reports.discreet import discreet
from reports.letter import Entry, Letter, Mail, Point, Section, write
from reports.message import compose
from reports.quotes import trimmed
from reports.view import ReportView
from reports.view_account import steps
from reports.view_rows import AccountRow, OpenItem
from reports.words import Status, count, plural

__all__ = ["Mail", "compose", "nightly"]

ACCOUNTS = 8  # told in one mail
FINDINGS = 3  # told of one account
LINE = 330  # characters kept of one sentence
_TILES = (Status.MUST, Status.SHOULD, Status.UNCLEAR, Status.MEETS)


def nightly(view: ReportView, *, base_url: str = "", next_mail: str = "") -> Mail:
    """The team's mail. With `base_url` the report is linked; without it the mail carries no link at all."""
    return write(_letter(view, base_url.rstrip("/"), next_mail))


def _letter(view: ReportView, base_url: str, next_mail: str) -> Letter:
    first = not view.changes.compared
    rows = [r for r in view.accounts if (r.opens if first else r.new)]
    if not first:
        rows.sort(key=lambda r: (min(o.status.rank for o in r.opens if o.is_new), r.status.rank, r.key))
    sections = [account_section(view, rows, base_url, "Needs attention first" if first else "New since the last audit", only_new=not first)]
    if not first:
        sections += [
            _lines("More serious than before", ((c.account, discreet(c.what, LINE, view.office.mail, view.office.phone)) for c in view.changes.worse)),
            _lines("Fixed", ((c.account, c.what) for c in view.changes.fixed)),
            _lines("Could no longer be checked", ((c.account, c.what) for c in view.changes.lost)),
        ]
    return Letter(
        subject=_subject(view),
        preheader=_preheader(view, rows),
        heading=_heading(view),
        kicker=f"{'First audit' if first else 'Account audit'}, {view.cover.night}",
        notices=tuple((b.kind, b.title, discreet(b.text, 300)) for b in view.cover.bands if b.kind == "urgent"),
        intro=_intro(view),
        sections=tuple(s for s in sections if s.entries),
        totals=view.counts.shown(always=_TILES),
        total=view.counts.total,
        closing=tuple(f"{b.title}. {discreet(b.text, 300)}" for b in view.cover.bands if b.kind != "urgent"),
        button=("Open the report", f"{base_url}/index.html") if base_url else None,
        small=small_print(view, "You get this mail because your address is on the audit's team list.", next_mail),
    )


def small_print(view: ReportView, why: str, next_mail: str) -> tuple[str, ...]:
    """Why this comes, whom to ask, when the next comes, which run it tells of."""
    asks = f"Questions: {view.office.asks}." if view.office.asks else ""
    return tuple(text for text in (why, asks, next_mail, f"{view.office.name}, run {view.run.id}.") if text)


def _intro(view: ReportView) -> tuple[str, ...]:
    """Little, so that the first finding stands on the first screen of a telephone."""
    words = [] if not view.changes.compared else [view.cover.verdict]
    words += [f"{b.title}." for b in view.cover.bands if b.kind != "urgent"]
    if view.run.first:
        words.append("There is nothing to compare with yet.")
    elif not view.changes.compared:
        words.append("There is no earlier full audit to compare this one with.")
    return (" ".join(words),) if words else ()


def _subject(view: ReportView) -> str:
    day = dates.short_day(view.run.started_at.astimezone(view.zone).date())
    if not view.changes.compared:
        return f"First account audit {day}: {view.counts.must:,} must-fix, {view.counts.meets:,} meet the policy"
    parts = _numbers(view) or ["nothing new"]
    missed = view.coverage["unreachable"]
    if missed:
        parts.append(f"{missed} not reached")
    return f"Account audit {day}: {', '.join(parts)}"


def _numbers(view: ReportView) -> list[str]:
    new = count(c.status for c in view.changes.new)
    others = new.total - new.must
    named = (
        (new.must, "new must-fix"),
        (others, "others new" if new.must else "new"),
        (len(view.changes.worse), "more serious"),
        (len(view.changes.fixed), "fixed"),
    )
    return [f"{n:,} {words}" for n, words in named if n]


def _heading(view: ReportView) -> str:
    if not view.changes.compared:
        return f"First audit: {view.cover.verdict[0].lower()}{view.cover.verdict[1:]}" if view.counts.total else view.cover.verdict
    new, fixed, worse = count(c.status for c in view.changes.new), len(view.changes.fixed), len(view.changes.worse)
    if not new.total and not fixed and not worse:
        return "Nothing new since the last audit."
    parts = [
        f"{n:,} new {words}"
        for n, words in ((new.must, "to fix at once"), (new.should, "to fix soon"), (new.review, "for you to judge"))
        if n
    ]
    if worse:
        parts.append(f"{worse:,} more serious than before")
    told = ", ".join(parts) or "Nothing new"
    return f"{told}; {fixed:,} fixed." if fixed else f"{told}."


def _preheader(view: ReportView, rows: Sequence[AccountRow]) -> str:
    if not rows:
        return trimmed(view.cover.verdict, 110)
    names = ", ".join(discreet(r.title, 60) for r in rows[:3])
    return trimmed(f"{names}{f' and {len(rows) - 3} more' if len(rows) > 3 else ''}.", 110)


def account_section(
    view: ReportView, rows: Sequence[AccountRow], base_url: str, title: str, *, only_new: bool, most: int = ACCOUNTS
) -> Section:
    """The accounts with most to tell, and exactly how much is left out."""
    entries, told = [], 0
    for row in rows[:most]:
        items = [o for o in row.opens if o.is_new or not only_new]
        told += len(items[:FINDINGS])
        entries.append(_entry(view, row, items, base_url))
    total = sum(1 for r in rows for o in r.opens if o.is_new or not only_new)
    left, beyond = total - told, len(rows) - len(entries)
    rest = f"And {plural(left, 'more finding')}, also on {plural(beyond, 'more account')}." if beyond else ""
    return Section(title, tuple(entries), rest=rest)


def _entry(view: ReportView, row: AccountRow, items: Sequence[OpenItem], base_url: str) -> Entry:
    left = len(items) - FINDINGS
    return Entry(
        title=discreet(row.title, 120),
        points=tuple(point(view, row, o) for o in items[:FINDINGS]),
        href=f"{base_url}/{row.href}" if base_url else "",
        rest=f"and {plural(left, 'more finding')} here" if left > 0 else "",
    )


def point(view: ReportView, row: AccountRow, item: OpenItem) -> Point:
    """One finding for a mail: what is the matter and the first step."""
    finding = next(f for f in view.run.results[row.place].findings if f.control == item.check)
    info = view.infos.get(item.check)
    taken = steps(finding.remedy or (info.remedy if info else ""))
    todo = taken[0] if taken else ""
    mark = "new" if item.is_new else _since(item.since, view.today)
    return Point(
        what=discreet(finding.message, LINE, view.office.mail, view.office.phone),
        status=item.status,
        mark=mark,
        todo=discreet(todo, LINE, view.office.mail, view.office.phone),
    )


def _since(since: date | None, today: date) -> str:
    return f"since {dates.short_day(since)}" if since and since < today else ""


def _lines(title: str, lines: Iterable[tuple[str, str]]) -> Section:
    """Accounts with the names of their checks, without details."""
    groups: dict[str, list[str]] = {}
    for account, what in lines:
        groups.setdefault(account, []).append(what)
    entries = []
    for account, whats in list(groups.items())[:ACCOUNTS]:
        more = f" and {len(whats) - FINDINGS} more" if len(whats) > FINDINGS else ""
        entries.append(Entry(discreet(account, 120), (Point("; ".join(whats[:FINDINGS]) + more),)))
    left = len(groups) - len(entries)
    return Section(title, tuple(entries), rest=f"And {plural(left, 'more account')}." if left > 0 else "")
