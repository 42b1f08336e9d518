"""Where each check is open: the lists of the pages of checks, of which a large estate shows the head."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.model import AccountResult, outline
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


class Lister:
    """Makes the lists of a view while its run's results pass by: by check and word, accounts in the order of the view."""

    def __init__(self, view: ReportView) -> None:
        self._found: dict[str, dict[Status, Listed]] = defaultdict(lambda: defaultdict(Listed))
        self._wanted: dict[int, set[str]] = {}  # checks to be told of, by the account's place in the run
        short = outline(view.run)
        for row in view.accounts:
            for finding in short[row.place].findings:
                status = of_finding(finding)
                if status in TOLD:
                    group = self._found[finding.control][status]
                    group.number += 1
                    if group.number <= LINES:
                        self._wanted.setdefault(row.place, set()).add(finding.control)

    def see(self, row: AccountRow, result: AccountResult) -> None:
        """Note what is to be told of this account, in whatever order they come."""
        wanted = self._wanted.get(row.place, ())
        for finding in result.findings if wanted else ():
            if finding.control in wanted:
                since = dates.day(finding.since) if finding.since else "–"
                line = (row, quiet(finding.message, SENTENCE), since)
                self._found[finding.control][of_finding(finding)].lines.append(line)

    def of(self, check: str) -> Mapping[Status, Listed]:
        """The lists of one check."""
        found = self._found.get(check, {})
        order = {place: n for n, place in enumerate(self._wanted)} if found else {}
        for group in found.values():
            group.lines.sort(key=lambda line: order[line[0].place])
        return found
