"""What `auditor check` and `auditor run` print: plain text for any terminal, from 60 columns on.

Colour is added only where asked for; without it the same words stand there, and no escape ever comes from data.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from auditor.model import AccountResult, ControlInfo, Finding, Run, Unreachable, outline
from auditor.text import show
from reports import dates
from reports.json_v1 import coverage
from reports.quotes import label_of, line_of, quiet, source_of, trimmed
from reports.view_more import PICTURES, advice
from reports.view_rows import NAME, SENTENCE, platform_label, title_of
from reports.words import OPEN, STATES, Counts, Status, count, of_account, of_finding, plural

NARROW, WIDE = 60, 110
NAMED = 6  # checks named for one reason
_STYLES = {
    Status.MUST: "1;31",
    Status.SHOULD: "33",
    Status.REVIEW: "34",
    Status.UNCLEAR: "35",
    Status.NA: "2",
    Status.MEETS: "32",
    Status.ACCEPTED: "36",
}
_UTC = ZoneInfo("UTC")
_SHORT = (
    (Status.MUST, "must fix"),
    (Status.SHOULD, "should fix"),
    (Status.REVIEW, "to judge"),
    (Status.UNCLEAR, "could not check"),
    (Status.ACCEPTED, "accepted"),
    (Status.MEETS, "met"),
)


def verdict(
    result: AccountResult,
    infos: Mapping[str, ControlInfo],
    *,
    width: int = 80,
    color: bool = False,
    all: bool = False,  # noqa: A002 - the name of the option
    zone: ZoneInfo = _UTC,
    today: date | None = None,
) -> str:
    """The audit of one account for a person at a terminal; with `all` also what is met and what does not apply."""
    page = _Page(width, color=color)
    by_status: dict[Status, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        by_status[of_finding(finding)].append(finding)
    _headline(page, result, count(of_finding(f) for f in result.findings), zone)
    opens = sorted(
        (f for status in OPEN for f in by_status[status]),
        key=lambda f: (of_finding(f).rank, -f.severity.rank, f.since or date.max, f.control),
    )
    for finding in opens:
        _open(page, finding, infos, today)
    _grouped(page, Status.UNCLEAR, by_status[Status.UNCLEAR], infos, every=all)
    _accepted(page, by_status[Status.ACCEPTED], infos)
    if all:
        _grouped(page, Status.NA, by_status[Status.NA], infos, every=True)
        _grouped(page, Status.MEETS, by_status[Status.MEETS], infos, every=True, by_message=False)
    else:
        _rest(page, len(by_status[Status.MEETS]), len(by_status[Status.NA]))
    return page.text()


def summary(
    run: Run, infos: Mapping[str, ControlInfo], width: int = 80, *, color: bool = False, zone: ZoneInfo = _UTC
) -> str:
    """A whole run in a few lines: what was looked at, the counts, what fails most, what else was found, the calls made."""
    page = _Page(width, color=color)
    counts = count(of_account(r) for r in outline(run))
    page.add(f"{dates.moment(run.started_at, zone)}, run {show(run.id, NAME)}: {_covered(coverage(run))}")
    _counted(page, counts)
    worst = [f"{title_of(check, infos)} ({number:,})" for check, number in _worst_checks(run)[:3]]
    if worst:
        page.add(f"Not met most often: {page.fitting(worst, 2)}.")
    found = f"{plural(len(run.candidates), 'account')} found beside the register. " if run.candidates else ""
    page.add(f"{found}{_calls(run)}")
    return page.text()


class _Page:
    """Lines of text of a given width."""

    def __init__(self, width: int, *, color: bool) -> None:
        self.width = max(NARROW, min(width, WIDE))
        self.color = color
        self.lines: list[str] = []

    def raw(self, line: str) -> None:
        self.lines.append(line)

    def add(self, text: str, indent: str = "", rest: str | None = None) -> None:
        hanging = indent if rest is None else rest
        self.lines += textwrap.wrap(
            text, self.width, initial_indent=indent, subsequent_indent=hanging, break_on_hyphens=False
        )

    def blank(self) -> None:
        self.lines.append("")

    def several(self, parts: Sequence[tuple[str, str]], gap: str = "   ") -> None:
        """Short parts side by side, each (as it is measured, as it is printed), as many on a line as fit."""
        line, used = "", 0
        for plain, painted in parts:
            if used and used + len(gap) + len(plain) > self.width:
                self.raw(line)
                line, used = "", 0
            line += f"{gap}{painted}" if used else painted
            used += len(plain) + (len(gap) if used else 0)
        self.raw(line)

    def fitting(self, parts: list[str], lines: int) -> str:
        """The first of these, as many as fit into so many lines; at least one."""
        while len(parts) > 1 and len("; ".join(parts)) > self.width * lines - 36:
            parts = parts[:-1]
        return "; ".join(parts)

    def paint(self, status: Status, text: str) -> str:
        return f"\x1b[{_STYLES[status]}m{text}\x1b[0m" if self.color else text

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines).rstrip() + "\n"


def _counted(page: _Page, counts: Counts) -> None:
    parts = []
    for status, number in counts.shown(always=(Status.MUST, Status.SHOULD, Status.UNCLEAR, Status.MEETS)):
        word = f"{status.symbol} {status.label}"
        parts.append((f"{word} {number:,}", f"{page.paint(status, word)} {number:,}"))
    total = f"= {plural(counts.total, 'account')}"
    page.several([*parts, (total, total)])


def _headline(page: _Page, result: AccountResult, counts: Counts, zone: ZoneInfo) -> None:
    account, status = result.account, of_account(result)
    name = f"{show(account.name or account.handle, NAME)} on {platform_label(account.platform)}"
    numbers = ", ".join(f"{getattr(counts, s.value):,} {words}" for s, words in _SHORT if getattr(counts, s.value))
    line = f"{status.symbol} {status.label.upper()}  {name}   {numbers}"
    if len(line) <= page.width:
        page.raw(line.replace(f"{status.symbol} {status.label.upper()}", page.paint(status, f"{status.symbol} {status.label.upper()}"), 1))
    else:
        page.raw(page.paint(status, f"{status.symbol} {status.label.upper()}") + "  " + trimmed(name, page.width - 22))
        page.add(numbers, "  ")
    about = [show(account.unit, NAME), f"handle {show(account.handle, NAME)}", STATES[result.state]]
    if result.fetched_at:
        about.append(f"looked at {dates.moment(result.fetched_at, zone)}")
    page.add(", ".join(about), "  ")
    if isinstance(result.sight, Unreachable):
        page.add(f"{show(result.sight.message, SENTENCE)} {show(result.sight.remedy, SENTENCE)}", "  ")


def _open(page: _Page, finding: Finding, infos: Mapping[str, ControlInfo], today: date | None) -> None:
    info, status = infos.get(finding.control), of_finding(finding)
    page.blank()
    since = ""
    if finding.since and today and finding.since < today:
        since = f", since {dates.day(finding.since)}"
    page.raw(page.paint(status, f"{status.symbol} {status.label}"))
    page.add(f"{title_of(finding.control, infos)} ({finding.control}, clause {finding.clause}{since})", "  ")
    _labelled(page, "What we saw", _line(finding.message))
    for evidence in finding.evidence[:3]:
        if evidence.value:
            _labelled(page, "", f"{label_of(evidence.field)}: “{line_of(evidence, 160)}” ({source_of(evidence.source)})")
    remedy, example = advice(finding, info)
    if remedy:
        _labelled(page, "What to do", _line(remedy))
    if example:
        _labelled(page, "For example", show(" ".join(example.split()), SENTENCE * 2))


def _labelled(page: _Page, label: str, text: str) -> None:
    page.add(text, f"  {label:<12} ", " " * 15)


def _line(text: str) -> str:
    return quiet(" ".join(text.split()), SENTENCE * 2)


def _grouped(
    page: _Page, status: Status, findings: list[Finding], infos: Mapping[str, ControlInfo], *, every: bool, by_message: bool = True
) -> None:
    if not findings:
        return
    page.blank()
    page.raw(page.paint(status, f"{status.symbol} {status.label}"))
    groups: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        groups[_line(finding.message) if by_message else ""].append(title_of(finding.control, infos))
    for reason, titles in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])):
        named = titles if every or len(titles) <= NAMED else titles[: NAMED - 1]
        left = f"; and {len(titles) - len(named):,} more checks" if len(named) < len(titles) else ""
        page.add(f"{reason} {'; '.join(named)}{left}.".strip(), "  ")


def _accepted(page: _Page, findings: list[Finding], infos: Mapping[str, ControlInfo]) -> None:
    for finding in findings:
        page.blank()
        until = f" until {dates.day(finding.waiver.until)}" if finding.waiver else ""
        page.raw(page.paint(Status.ACCEPTED, f"{Status.ACCEPTED.symbol} Accepted{until}"))
        reason = f" {show(finding.waiver.reason, 200)}" if finding.waiver else ""
        page.add(f"{title_of(finding.control, infos)}: {_line(finding.message)}{reason}", "  ")


def _rest(page: _Page, met: int, na: int) -> None:
    if met or na:
        page.blank()
        told = [f"{plural(met, 'check')} met" if met else "", f"{na:,} {'does' if na == 1 else 'do'} not apply" if na else ""]
        page.add(f"{', '.join(t for t in told if t)}. Add --all to see them.")


def _covered(covered: Mapping[str, int]) -> str:
    text = f"{covered['audited']:,} of {plural(covered['registered'], 'account')} could be looked at"
    others = [
        f"{covered[key]:,} {words}"
        for key, words in (("unreachable", "not reached"), ("no_credential", "without access"), ("retired", "on closed platforms"), ("closed", "closed"))
        if covered[key]
    ]
    return f"{text} ({', '.join(others)})." if others else f"{text}."


def _worst_checks(run: Run) -> list[tuple[str, int]]:
    numbers: dict[str, int] = defaultdict(int)
    for result in outline(run):
        for finding in result.findings:
            if of_finding(finding) in {Status.MUST, Status.SHOULD}:
                numbers[finding.control] += 1
    return sorted(numbers.items(), key=lambda n: (-n[1], n[0]))


def _calls(run: Run) -> str:
    requests = sum(c.requests for c in run.calls.values())
    price = sum(c.price_usd for c in run.calls.values())
    return f"{plural(requests, 'request')} to {plural(len(run.calls.keys() - {PICTURES}), 'platform')}" + (f", US$ {price:,.2f}." if price else ".")
