"""Hides accounts of others in what a manager is told: a finding about one account may name another, as a duplicate does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from auditor.model import AccountResult, Finding
from reports.view import ReportView
from reports.view_rows import AccountRow

_TOKEN = re.compile(r"@?\w[\w@.:/+-]*")
_INSTEAD = "another account"


def veiled(view: ReportView, mine: Iterable[AccountRow]) -> ReportView:
    """The view with these accounts' findings free of ids and handles of all other accounts."""
    rows = list(mine)
    results = list(view.run.results)
    own = {name for row in rows for name in _names(results[row.place])}
    foreign = {name for result in results for name in _names(result)} - own
    for row in rows:
        result = results[row.place]
        results[row.place] = replace(result, findings=tuple(_veiled(f, foreign) for f in result.findings))
    return replace(view, run=replace(view.run, results=tuple(results)))


def _names(result: AccountResult) -> tuple[str, ...]:
    account = result.account
    names = (account.id, account.handle, account.native_id or "", result.native_id or "")
    return tuple(name.casefold() for name in names if name)


def _veiled(finding: Finding, foreign: Collection[str]) -> Finding:
    message, remedy = _hidden(finding.message, foreign), _hidden(finding.remedy or "", foreign) or None
    return finding if (message, remedy) == (finding.message, finding.remedy) else replace(finding, message=message, remedy=remedy)


def _hidden(text: str, foreign: Collection[str]) -> str:
    def instead(found: re.Match[str]) -> str:
        bare = found.group().rstrip(".:/-+")
        return _INSTEAD + found.group()[len(bare) :] if bare.lstrip("@").casefold() in foreign else found.group()

    return _TOKEN.sub(instead, text)
