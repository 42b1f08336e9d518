"""One page for each manager, about this manager's own accounts only, under a name that nobody can guess.

Nothing in the report leads to it but that manager's mails. The name comes from the caller: it holds no address and no person's name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from reports.quotes import quiet
from reports.veil import veiled
from reports.view import ReportView, verdict
from reports.view_account import since, steps
from reports.view_more import advice
from reports.view_rows import SENTENCE, AccountRow, OpenItem
from reports.words import Status, count, plural

ITEMS = 200  # told on one page; what is beyond stands on the pages of the accounts

Desks: TypeAlias = Mapping[str, Collection[str]]  # the page's secret name -> register ids of the manager's accounts


class Page(Protocol):
    """Renders one page: template, own name, the way to the folder's top, values."""

    def __call__(self, template: str, here: str, root: str = "", **values: object) -> bytes:
        """The page's bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do or to judge on an account."""

    item: OpenItem
    steps: tuple[str, ...]
    since: str


@dataclass(frozen=True, slots=True)
class Own:
    """One account of the manager, with what is open on it."""

    row: AccountRow
    tasks: tuple[Task, ...]
    rest: str  # what is not told here, in words


def file_of(name: str) -> str:
    """A manager's page inside the report."""
    return f"m/{name}.html"


def render(page: Page, view: ReportView, desks: Desks) -> Iterator[tuple[str, bytes]]:
    """Every manager's page, and one in front of them so that no web server lists the folder."""
    if not desks:
        return
    by_id = {row.account_id: row for row in view.accounts}
    for name in sorted(desks):
        rows = sorted((by_id[i] for i in desks[name] if i in by_id), key=lambda r: (r.status.rank, r.key))
        if rows:
            yield file_of(name), _page(page, view, name, rows)
    yield file_of("index"), page("manager_none.html.j2", file_of("index"), "../")


def _page(page: Page, view: ReportView, name: str, rows: Sequence[AccountRow]) -> bytes:
    counts = count(r.status for r in rows)
    return page(
        "manager.html.j2",
        file_of(name),
        "../",
        accounts=_own(veiled(view, rows), rows),
        quiet=[r for r in rows if not r.opens],
        counts=counts,
        verdict=verdict(counts),
        unseen=sum(r.counts.unclear for r in rows if r.status is not Status.UNCLEAR),
    )


def _own(view: ReportView, rows: Sequence[AccountRow]) -> list[Own]:
    """Accounts with something open; the view is free of everybody else's."""
    found, left = [], ITEMS
    for row in rows:
        if row.opens:
            tasks = _tasks(view, row, left)
            left -= len(tasks)
            beyond = len(row.opens) - len(tasks)
            found.append(Own(row, tasks, f"{plural(beyond, 'more finding')} on the account's page." if beyond else ""))
    return found


def _tasks(view: ReportView, row: AccountRow, most: int) -> tuple[Task, ...]:
    if most <= 0:
        return ()
    findings = {f.control: f for f in view.run.results[row.place].findings}
    tasks = []
    for item in row.opens[:most]:
        finding = findings[item.check]
        remedy, _ = advice(finding, view.infos.get(item.check))
        tasks.append(
            Task(
                replace(item, message=quiet(finding.message, SENTENCE)),
                tuple(quiet(step, SENTENCE) for step in steps(remedy)),
                since(view, finding, item.is_new),
            )
        )
    return tuple(tasks)
