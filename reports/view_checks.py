"""Where each check is open: the lists of the pages of checks, of which a large estate shows the head."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.model import outline
from reports import dates
from reports.quotes import quiet
from reports.view import ReportView
from reports.view_rows import SENTENCE, AccountRow
from reports.words import Status, of_finding

LINES = 300  # of one list
TOLD = (Status.MUST, Status.SHOULD, Status.REVIEW, Status.UNCLEAR, Status.ACCEPTED)


@dataclass(slots=True)
class Listed:
    """The findings of one check that go by one word: how many, and the first as (account, what we found, since)."""

    number: int = 0
    lines: list[tuple[AccountRow, str, str]] = field(default_factory=list)


def listed(view: ReportView) -> Mapping[str, Mapping[Status, Listed]]:
    """By check and word, accounts in the order of the view."""
    found: dict[str, dict[Status, Listed]] = defaultdict(lambda: defaultdict(Listed))
    short = outline(view.run)
    for row in view.accounts:
        wanted = set()
        for finding in short[row.place].findings:
            status = of_finding(finding)
            if status in TOLD:
                group = found[finding.control][status]
                group.number += 1
                if group.number <= LINES:
                    wanted.add(finding.control)
        if wanted:
            for finding in view.run.results[row.place].findings:
                if finding.control in wanted:
                    since = dates.day(finding.since) if finding.since else "–"
                    line = (row, quiet(finding.message, SENTENCE), since)
                    found[finding.control][of_finding(finding)].lines.append(line)
    return found
