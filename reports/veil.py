"""Hides accounts of others in what a manager is told: a finding about one account may name another, as a duplicate does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import overload

from auditor.model import AccountResult, Finding, outline
from reports.view import ReportView
from reports.view_rows import AccountRow

_TOKEN = re.compile(r"@?\w[\w@.:/+-]*")
_INSTEAD = "another account"
_NAMES_NOBODY = frozenset({"handle-prefix"})  # its prefix may be the central account's handle too


def veiled(view: ReportView, mine: Iterable[AccountRow]) -> ReportView:
    """The view with these accounts' findings free of ids and handles of all other accounts."""
    results = view.run.results
    own = {row.place: results[row.place] for row in mine}
    known = {name for result in own.values() for name in _names(result)}

    def foreign(name: str) -> bool:
        return name in _every_name(view) and name not in known

    instead = {
        place: replace(result, findings=tuple(_veiled(f, foreign) for f in result.findings))
        for place, result in own.items()
    }
    return replace(view, run=replace(view.run, results=_Instead(results, instead)))


class _Instead(Sequence[AccountResult]):
    """A run's results with some of them replaced; a large run's are not copied for that."""

    def __init__(self, results: Sequence[AccountResult], instead: Mapping[int, AccountResult]) -> None:
        self._results, self._instead = results, instead
        self.outline: Sequence[AccountResult] = getattr(results, "outline", self)

    def __len__(self) -> int:
        return len(self._results)

    @overload
    def __getitem__(self, place: int) -> AccountResult: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[AccountResult]: ...

    def __getitem__(self, place: int | slice) -> AccountResult | Sequence[AccountResult]:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        one = self._instead.get(range(len(self))[place])
        return self._results[place] if one is None else one


def _every_name(view: ReportView) -> frozenset[str]:
    found = view.once.get("names")
    if not isinstance(found, frozenset):
        found = view.once["names"] = frozenset(name for result in outline(view.run) for name in _names(result))
    return found


def _names(result: AccountResult) -> tuple[str, ...]:
    account = result.account
    names = (account.id, account.handle, account.native_id or "", result.native_id or "")
    return tuple(name.casefold() for name in names if name)


def _veiled(finding: Finding, foreign: Callable[[str], bool]) -> Finding:
    if finding.control in _NAMES_NOBODY:
        return finding
    message, remedy = _hidden(finding.message, foreign), _hidden(finding.remedy or "", foreign) or None
    return finding if (message, remedy) == (finding.message, finding.remedy) else replace(finding, message=message, remedy=remedy)


def _hidden(text: str, foreign: Callable[[str], bool]) -> str:
    def instead(found: re.Match[str]) -> str:
        bare = found.group().rstrip(".:/-+")
        return _INSTEAD + found.group()[len(bare) :] if foreign(bare.lstrip("@").casefold()) else found.group()

    return _TOKEN.sub(instead, text)
