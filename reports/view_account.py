"""Everything that the page of one account shows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from auditor.model import AccountResult, ControlInfo, Finding, Unreachable
from auditor.text import show
from reports import dates
from reports.links import account_link
from reports.quotes import Quote, quiet, quotes_of, source_of
from reports.view import ReportView
from reports.view_history import History, history_of
from reports.view_more import advice
from reports.view_profile import Fact, facts
from reports.view_rows import SENTENCE, AccountRow, title_of
from reports.words import OPEN, Status, in_words, of_finding, of_outcome, plural

_STEP = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")
_MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Item:
    """A finding that waits for somebody, in full."""

    check: str
    title: str
    status: Status
    severity: str
    clause: str
    message: str
    expected: str
    why: str
    steps: tuple[str, ...]
    example: str  # a text that would meet the policy, to copy
    minutes: str
    since: str
    is_new: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that share a reason: could not check, does not apply."""

    reason: str
    remedy: str
    checks: tuple[tuple[str, str, str], ...]  # id, title, what was known last


@dataclass(frozen=True, slots=True)
class Accepted:
    """A failing control that is accepted until a day."""

    check: str
    title: str
    until: str
    approved_by: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The parts of the page in reading order."""

    row: AccountRow
    link: str | None
    handle: str
    manager: str
    summary: str
    seen: str
    trouble: tuple[str, str] | None  # what happened, what to do
    todo: tuple[Item, ...]
    judge: tuple[Item, ...]
    unclear: tuple[Group, ...]
    accepted: tuple[Accepted, ...]
    na: tuple[Group, ...]
    meets: tuple[tuple[str, str], ...]  # id, title
    profile: tuple[Fact, ...]
    calls: tuple[tuple[str, str, str], ...]
    history: History


def account_page(view: ReportView, row: AccountRow, result: AccountResult) -> AccountPage:
    """The page of one account."""
    by_status: dict[Status, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        by_status[of_finding(finding)].append(finding)
    new = {o.check for o in row.opens if o.is_new}
    found = {f.control: f for status in OPEN for f in by_status[status]}
    items = [_item(view, result, found[o.check], o.check in new) for o in row.opens]
    sight = result.sight
    return AccountPage(
        row=row,
        link=account_link(result.account),
        handle=show(result.account.handle, 120),
        manager="Manager registered" if result.account.manager_email else "No manager registered",
        summary=in_words(row.counts),
        seen=_seen(view, result),
        trouble=(quiet(sight.message, SENTENCE), quiet(sight.remedy, SENTENCE)) if isinstance(sight, Unreachable) else None,
        todo=tuple(i for i in items if i.status is not Status.REVIEW),
        judge=tuple(i for i in items if i.status is Status.REVIEW),
        unclear=_groups(view, by_status[Status.UNCLEAR]),
        accepted=tuple(_accepted(view, f) for f in by_status[Status.ACCEPTED]),
        na=_groups(view, by_status[Status.NA]),
        meets=tuple([(f.control, title_of(f.control, view.infos)) for f in by_status[Status.MEETS]]),
        profile=facts(result, view.zone),
        calls=tuple((source_of(c.source), dates.moment(c.at, view.zone), c.sha256[:16]) for c in getattr(sight, "calls", ())),
        history=history_of(view.histories.get(result.account.id, ()), view.zone),
    )


def _seen(view: ReportView, result: AccountResult) -> str:
    if result.fetched_at is None:
        return "Not asked in this run"
    how = "Asked" if isinstance(result.sight, Unreachable) else "Seen"
    return f"{how} {dates.moment(result.fetched_at, view.zone)}"


def _item(view: ReportView, result: AccountResult, finding: Finding, is_new: bool) -> Item:
    info = view.infos.get(finding.control)
    remedy, example = advice(finding, info)
    return Item(
        check=finding.control,
        title=title_of(finding.control, view.infos),
        status=of_finding(finding),
        severity=finding.severity.value,
        clause=finding.clause,
        message=quiet(finding.message, SENTENCE * 2),
        expected=quiet(finding.expected or (info.expected if info else ""), SENTENCE * 2),
        why=info.why if info else "",
        steps=tuple(quiet(step, SENTENCE * 2) for step in steps(remedy)),
        example=show(example, SENTENCE * 4),  # to copy; offered only where the profile is our own
        minutes=_minutes(info),
        since=since(view, finding, is_new),
        is_new=is_new,
        quotes=quotes_of(finding.evidence, result.fetched_at, view.zone),
    )


def since(view: ReportView, finding: Finding, is_new: bool) -> str:
    """Since when it has been open, in words; empty for what is new or was never dated."""
    if finding.since is None or is_new or finding.since >= view.today:
        return ""
    return f"Open since {dates.day(finding.since)} ({plural(dates.nights(finding.since, view.today), 'night')})"


def steps(remedy: str) -> list[str]:
    """A remedy as steps to take one after the other; quoted words are never taken apart."""
    lines = [line.strip() for line in remedy.replace("\r", "\n").split("\n") if line.strip()]
    if len(lines) != 1:
        return lines
    parts: list[str] = []
    for sentence in _STEP.split(lines[0]):
        if parts and _inside_quote(parts[-1]):
            parts[-1] += " " + sentence
        else:
            parts.append(sentence)
    return parts if len(parts) <= _MOST_STEPS else lines


def _inside_quote(text: str) -> bool:
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”")


def _minutes(info: ControlInfo | None) -> str:
    if info is None or not info.minutes:
        return ""
    return f"about {plural(info.minutes, 'minute')}" if info.minutes < 60 else f"about {plural(round(info.minutes / 60), 'hour')}"


def _groups(view: ReportView, findings: Iterable[Finding]) -> tuple[Group, ...]:
    """Findings by reason, the largest group first; one without a known last result needs no words on it."""
    groups: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for f in findings:
        groups[f.message, f.remedy or ""].append((f.control, title_of(f.control, view.infos), _last(view, f)))
    ordered = sorted(groups.items(), key=lambda g: (-len(g[1]), g[0]))
    return tuple(Group(quiet(m, SENTENCE), quiet(r, SENTENCE), tuple(checks)) for (m, r), checks in ordered)


def _last(view: ReportView, finding: Finding) -> str:
    if finding.last_known is None:
        return ""
    outcome, at = finding.last_known
    words = of_outcome(outcome, finding.severity).label
    return f"last known on {dates.short_day(at.astimezone(view.zone).date())}: {words}"


def _accepted(view: ReportView, finding: Finding) -> Accepted:
    waiver = finding.waiver
    return Accepted(
        finding.control,
        title_of(finding.control, view.infos),
        dates.day(waiver.until) if waiver else "",
        show(waiver.approved_by, 80) if waiver else "",
        show(waiver.reason, SENTENCE) if waiver else "",
        quiet(finding.message, SENTENCE),
    )
