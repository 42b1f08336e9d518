"""The weekly mail to the team, sent even when nothing happened, so that silence is never mistaken for health."""

from __future__ import annotations

from datetime import datetime, timedelta

from reports import dates
from reports.discreet import discreet
from reports.letter import Entry, Letter, Mail, Point, Section, write
from reports.mail import small_print
from reports.view import ReportView, Trend
from reports.words import LABELS, Status, plural

_UNITS = 8
_TILES = (Status.MUST, Status.SHOULD, Status.UNCLEAR, Status.MEETS)


STALE = timedelta(hours=36)  # after which the newest run is no news but a fault, as on the pages


def weekly(view: ReportView, *, week_ago: Trend | None, runs: int, at: datetime | None = None, base_url: str = "") -> Mail:
    """How the week went: the newest run beside the one a week before, the units with most to do, what ends soon.

    `at` is when it is written; where the newest run is long past by then, that comes first.
    """
    at = at or view.run.finished_at or view.run.started_at
    week = at.astimezone(view.zone).isocalendar().week
    last = view.run.started_at.astimezone(view.zone).date()
    stale = at - (view.run.finished_at or view.run.started_at) > STALE
    need = view.counts.must + view.counts.should
    before = f" ({week_ago.must + week_ago.should} last week)" if week_ago else ""
    fine = sum(1 for u in view.units if u.counts.open == 0 and u.counts.unclear == 0)
    ending = f" {plural(len(view.ending), 'exception ends', 'exceptions end')} soon." if view.ending else ""
    base = base_url.rstrip("/")
    sections = (_units(view), _old(view), _ending(view), _checks(view))
    return write(
        Letter(
            subject=f"Account audit week {week}: no audit since {dates.short_day(last)}"
            if stale
            else f"Account audit week {week}: {need} {'needs' if need == 1 else 'need'} fixes{before}",
            preheader=f"{fine} of {plural(len(view.units), 'unit')} {'meets' if fine == 1 else 'meet'} the policy.{ending}",
            heading=f"No audit has finished since {dates.long_day(last)}." if stale else view.cover.verdict,
            kicker=f"Week {week}, {plural(runs, 'run')}",
            intro=tuple(t for t in (*_stale(view, stale), view.cover.under, _compared(view, week_ago)) if t),
            sections=tuple(s for s in sections if s.entries or s.rows),
            totals=view.counts.shown(always=_TILES),
            total=view.counts.total,
            button=("Open the report", f"{base}/index.html") if base else None,
            small=small_print(view, "You get this mail every week, also when nothing changed, because you are on the team's list.", ""),
        )
    )


def _stale(view: ReportView, stale: bool) -> tuple[str, ...]:
    if not stale:
        return ()
    return "Please tell whoever runs the auditor. What follows is what was seen then.", view.cover.verdict


def _compared(view: ReportView, before: Trend | None) -> str:
    if before is None:
        return "There is no run of a week ago to compare with."
    parts = [
        _moved(LABELS[status], getattr(view.counts, status.value) - getattr(before, status.value))
        for status in (Status.MUST, Status.SHOULD, Status.UNCLEAR, Status.MEETS)
    ]
    return f"Beside a week ago: {'; '.join(parts)}."


def _moved(label: str, by: int) -> str:
    if by == 0:
        return f"{label}: as many"
    return f"{label}: {abs(by):,} {'more' if by > 0 else 'fewer'}"


def _units(view: ReportView) -> Section:
    worst = [u for u in view.units if u.counts.must or u.counts.should]
    rows = tuple(
        (discreet(u.name, 80), f"{u.counts.must} must fix, {u.counts.should} should fix, of {plural(len(u.accounts), 'account')}")
        for u in worst[:_UNITS]
    )
    return Section("Units with most to do", rows=rows, rest=_more(len(worst) - len(rows), "unit"))


def _old(view: ReportView) -> Section:
    old = [c for c in view.changes.long_open if c.status is Status.MUST]
    entries = tuple(Entry(discreet(c.account, 120), (Point(discreet(c.what, 200, view.office.mail, view.office.phone)),)) for c in old[:_UNITS])
    return Section("Must be fixed, and open for over 30 nights", entries, rest=_more(len(old) - len(entries), "finding"))


def _ending(view: ReportView) -> Section:
    rows = tuple((dates.day(e.until), f"{discreet(e.account, 120)}: {e.title}") for e in view.ending[:_UNITS])
    return Section("Exceptions that end soon", rows=rows, rest=_more(len(view.ending) - len(rows), "exception"))


def _checks(view: ReportView) -> Section:
    worst = [c for c in view.checks if c.counts.must or c.counts.should][:5]
    return Section(
        "Checks with most to fix",
        rows=tuple((c.title, f"{plural(c.counts.must + c.counts.should, 'account')}, clause {c.clause}") for c in worst),
    )


def _more(left: int, what: str) -> str:
    return f"And {plural(left, f'more {what}')}." if left > 0 else ""
