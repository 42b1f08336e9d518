"""A run as readers get it: all wording, grouping, order and counts are decided here; templates only place them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from auditor.model import ControlInfo, Run, State, outline
from auditor.text import show
from reports import dates
from reports.json_v1 import coverage
from reports.view_changes import ChangesView, changes_view, compare, fixed_per_account, new_pairs
from reports.view_more import (
    CandidateRow,
    ExceptionRow,
    PlatformRow,
    candidate_rows,
    exception_rows,
    hijack_signs,
    platform_rows,
)
from reports.view_rows import NAME, AccountRow, CheckRow, UnitRow, account_rows, check_rows, unit_rows
from reports.words import Counts, Status, count, plural

ATTENTION = 50  # accounts listed on the summary
SOON = 30  # days before the end of an exception in which it is told


@dataclass(frozen=True, slots=True)
class Office:
    """Who publishes the report, and whom readers may ask."""

    name: str
    mail: str = ""
    phone: str = ""

    @property
    def asks(self) -> str:
        """Whom to ask, in words; empty where nobody is named."""
        return " or ".join(part for part in (self.mail, self.phone and f"telephone {self.phone}") if part)


@dataclass(frozen=True, slots=True)
class Trend:
    """How the accounts stood in one run of the past."""

    run_id: str
    at: datetime
    must: int
    should: int
    review: int
    unclear: int
    meets: int
    total: int


@dataclass(frozen=True, slots=True)
class Past:
    """How one account stood in one run of the past; `notes` say what changed in it."""

    run_id: str
    at: datetime
    must: int
    should: int
    review: int
    unclear: int
    meets: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A notice across the top: `kind` is urgent or partial."""

    kind: str
    title: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """The head of the summary: night, freshness, verdict, notices."""

    night: str
    freshness: str
    verdict: str
    under: str  # the sentence under the verdict
    taken: str  # ISO instant, from which a reader's browser tells the age
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """Everything the pages and mails of one run show."""

    run: Run
    infos: Mapping[str, ControlInfo]
    office: Office
    zone: ZoneInfo
    today: date
    cover: Cover
    counts: Counts  # of accounts
    finding_counts: Counts
    coverage: Mapping[str, int]
    changes: ChangesView
    accounts: tuple[AccountRow, ...]
    units: tuple[UnitRow, ...]
    checks: tuple[CheckRow, ...]
    exceptions: tuple[ExceptionRow, ...]
    candidates: tuple[CandidateRow, ...]
    platforms: tuple[PlatformRow, ...]
    hijacks: tuple[AccountRow, ...] = ()
    trend: tuple[Trend, ...] = ()
    histories: Mapping[str, Sequence[Past]] = field(default_factory=dict)
    once: dict[str, object] = field(default_factory=dict, compare=False, repr=False)  # worked out when it was first needed

    @property
    def attention(self) -> tuple[AccountRow, ...]:
        """The accounts to look at first: those that may have been taken over, then others with something to fix or judge."""
        first = {r.account_id for r in self.hijacks}
        rest = (r for r in self.accounts[:ATTENTION] if r.account_id not in first and r.status.rank <= Status.REVIEW.rank)
        return (*self.hijacks, *rest)[:ATTENTION]

    @property
    def ending(self) -> tuple[ExceptionRow, ...]:
        """Exceptions that end soon."""
        return tuple(e for e in self.exceptions if (e.until - self.today).days <= SOON)


def build(
    run: Run,
    *,
    infos: Mapping[str, ControlInfo],
    office: Office,
    zone: ZoneInfo,
    previous: Run | None = None,
    trend: Sequence[Trend] = (),
    histories: Mapping[str, Sequence[Past]] | None = None,
) -> ReportView:
    """Decide everything that a report of this run says."""
    today = (run.finished_at or run.started_at).astimezone(zone).date()
    changed = compare(run, previous)
    accounts = account_rows(run, infos, new_pairs(run, changed))
    by_id = {row.account_id: row for row in accounts}
    before = dates.moment(previous.started_at, zone) if previous else ""
    counts = count(row.status for row in accounts)
    signs = hijack_signs(run)
    hijacks = tuple(by_id[account_id] for account_id in signs)
    return ReportView(
        run=run,
        infos=infos,
        office=Office(show(office.name, NAME), show(office.mail, NAME), show(office.phone, NAME)),
        zone=zone,
        today=today,
        cover=_cover(run, counts, _urgent(hijacks, signs), zone),
        counts=counts,
        finding_counts=_sum(accounts),
        coverage=coverage(run),
        changes=changes_view(changed, before, by_id, infos, today),
        accounts=accounts,
        units=unit_rows(accounts, fixed_per_account(changed)),
        checks=check_rows(run, infos),
        exceptions=exception_rows(run, by_id, infos),
        candidates=candidate_rows(run),
        platforms=platform_rows(run),
        hijacks=hijacks,
        trend=tuple(trend),
        histories=histories or {},
    )


def _sum(accounts: Sequence[AccountRow]) -> Counts:
    names = [s.value for s in Status]
    return Counts(**{name: sum(getattr(r.counts, name) for r in accounts) for name in names})


def _cover(run: Run, counts: Counts, urgent: Sequence[Band], zone: ZoneInfo) -> Cover:
    covered = coverage(run)
    night = dates.long_day(run.started_at.astimezone(zone).date())
    checked = f"{covered['audited']:,} of {plural(covered['registered'], 'registered account')} could be looked at."
    return Cover(
        night=night,
        freshness=f"{dates.span(run.started_at, run.finished_at, zone)}. {checked}",
        verdict=verdict(counts),
        under=_under(counts),
        taken=dates.iso(run.finished_at or run.started_at) or "",
        bands=(*urgent, *_partial(run)),
    )


def verdict(counts: Counts) -> str:
    """The sentence that a busy reader takes away."""
    judged = counts.total - counts.na
    if not counts.total:
        return "There are no accounts to report on."
    if judged and counts.meets == judged:
        return f"All {plural(judged, 'account')} {'meets' if judged == 1 else 'meet'} the policy."
    if counts.open == 0 and counts.unclear:
        if not counts.meets:
            return "No account could be checked."
        return f"All {plural(counts.meets, 'checked account')} meet the policy; {counts.unclear:,} could not be checked."
    return f"{counts.meets:,} of {plural(judged, 'account')} {'meets' if counts.meets == 1 else 'meet'} the policy."


def _under(counts: Counts) -> str:
    parts = []
    if counts.must:
        parts.append(f"{plural(counts.must, 'account has', 'accounts have')} something that must be fixed")
    if counts.should:
        parts.append(f"{counts.should:,} something that should be")
    if counts.review:
        parts.append(f"{counts.review:,} something for you to judge")
    if counts.unclear:
        parts.append(f"{counts.unclear:,} could not be checked")
    if counts.na:
        parts.append(f"{counts.na:,} {'is' if counts.na == 1 else 'are'} closed and not judged")
    if not parts:
        return ""
    text = ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1]
    return text[0].upper() + text[1:] + "."


def _urgent(hijacks: Sequence[AccountRow], signs: Mapping[str, str]) -> list[Band]:
    if not hijacks:
        return []
    first = hijacks[0]
    names = ", ".join(row.title for row in hijacks[:3]) + (f" and {len(hijacks) - 3} more" if len(hijacks) > 3 else "")
    return [
        Band(
            "urgent",
            f"{plural(len(hijacks), 'account')} may be in the wrong hands",
            f"{names}. Not confirmed: look at the evidence and follow clause 2.2.6 now.",
            f"{first.href}#c-{signs[first.account_id]}",
        )
    ]


def _partial(run: Run) -> list[Band]:
    bands = []
    if run.finished_at is None:
        bands.append(Band("partial", "This audit did not finish", "What was not reached is told as “Could not check”."))
    if run.selection:
        bands.append(Band("partial", "This is a part of the register", f"Selected: {show(run.selection, 200)}."))
    missed = [r for r in outline(run) if r.state is State.UNREACHABLE]
    if missed:
        bands.append(
            Band(
                "partial",
                f"{plural(len(missed), 'account')} could not be reached",
                "What could not be looked at is told as “Could not check”, with what was known last beside it. "
                "It is asked again in the next run.",
            )
        )
    return bands
