"""The smaller lists of a report: exceptions, candidates, platforms, accounts that may have been taken over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from auditor.model import ControlInfo, Finding, Outcome, Run, State, outline
from auditor.text import show
from reports.view_rows import NAME, AccountRow, platform_label, title_of
from reports.words import AUDITED

PICTURES = "images"  # what fetching profile pictures is counted under
_EXAMPLE = "For example: "  # how a remedy introduces the text that it suggests


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """A failing control that somebody accepted until a day."""

    account: str
    unit: str
    href: str
    check: str
    title: str
    until: date
    reason: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """An account found by discovery that is not on the register."""

    platform: str
    handle: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """What was asked of one platform and how far it could be seen."""

    label: str
    accounts: int
    audited: int
    unreachable: int
    no_credential: int
    other: int
    requests: int
    units: int
    price: str


_REASONS = {
    "prefix": "Carries the prefix of our handles",
    "name": "Carries our name",
    "look-alike": "Looks like one of our names: possible impersonation",
}


def exception_rows(
    run: Run, rows: Mapping[str, AccountRow], infos: Mapping[str, ControlInfo]
) -> tuple[ExceptionRow, ...]:
    """Every accepted exception, the one that ends first on top."""
    found = []
    for result in outline(run):
        row = rows[result.account.id]
        for finding in result.findings:
            if finding.outcome is not Outcome.WAIVED:
                continue
            waiver = finding.waiver
            found.append(
                ExceptionRow(
                    row.title,
                    row.unit,
                    row.href,
                    finding.control,
                    title_of(finding.control, infos),
                    waiver.until if waiver else date.max,
                    show(waiver.reason, 300) if waiver else "",
                    show(waiver.approved_by, NAME) if waiver else "",
                )
            )
    return tuple(sorted(found, key=lambda e: (e.until, e.href, e.check)))


def candidate_rows(run: Run) -> tuple[CandidateRow, ...]:
    """Candidates of on-register, by platform and handle."""
    rows = (
        CandidateRow(platform_label(c.platform), show(c.handle, NAME), _REASONS.get(c.reason, show(c.reason, NAME)))
        for c in run.candidates
    )
    return tuple(sorted(rows, key=lambda c: (c.platform, c.handle)))


def platform_rows(run: Run) -> tuple[PlatformRow, ...]:
    """One row a platform, the largest first."""
    states: dict[str, Counter[State]] = {}
    for result in outline(run):
        states.setdefault(result.account.platform, Counter())[result.state] += 1
    rows = []
    for platform in sorted({*states, *run.calls}):
        seen = states.get(platform, Counter())
        calls = run.calls.get(platform)
        total, audited = seen.total(), sum(seen[s] for s in AUDITED)
        rows.append(
            PlatformRow(
                "Profile pictures" if platform == PICTURES else platform_label(platform),
                total,
                audited,
                seen[State.UNREACHABLE],
                seen[State.NO_CREDENTIAL],
                total - audited - seen[State.UNREACHABLE] - seen[State.NO_CREDENTIAL],
                calls.requests if calls else 0,
                calls.units if calls else 0,
                f"US$ {calls.price_usd:,.2f}" if calls and calls.price_usd else "",
            )
        )
    return tuple(sorted(rows, key=lambda p: (-p.accounts, p.label)))


def is_hijack(finding: Finding) -> bool:
    """Whether it says that someone else may control the account (its details carry `hijack`)."""
    return finding.outcome in {Outcome.FAIL, Outcome.REVIEW} and bool(finding.details.get("hijack"))


def advice(finding: Finding, info: ControlInfo | None) -> tuple[str, str]:
    """What to do, and the text that is suggested, if one is."""
    remedy, _, example = (finding.remedy or (info.remedy if info else "")).partition(_EXAMPLE)
    return remedy.strip(), example.strip()


def hijack_signs(run: Run) -> dict[str, str]:
    """The accounts that someone else may control, in the order of the run, each with the first control that says so."""
    return {r.account.id: f.control for r in outline(run) for f in reversed(r.findings) if is_hijack(f)}
