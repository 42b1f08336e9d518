"""The static folder: a summary, a page for each account, unit and check, and what belongs to them.

Nothing here tells the time: equal runs give equal bytes. Pages are written one by one, so memory stays small.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined

from auditor.model import AccountResult
from reports import charts, dates, directory, fragments, manager_pages
from reports.compiled import Compiled
from reports.frame import Frame
from reports.manager_pages import Desks
from reports.neighbours import Neighbours
from reports.view import ReportView, verdict
from reports.view_account import account_page
from reports.view_changes import ChangesView
from reports.view_checks import LINES, TOLD, Listed, Lister
from reports.view_rows import CheckRow, UnitRow
from reports.words import Status, in_words, plural

ROWS = 500  # of accounts on one unit page
QUAD = 5  # lines of one kind of change on the summary

Downloads: TypeAlias = Sequence[tuple[str, str]]
Results: TypeAlias = Iterable[AccountResult]
_NAV = (
    ("index.html", "Summary"),
    ("accounts.html", "Accounts"),
    ("changes.html", "Changes"),
    ("exceptions.html", "Exceptions"),
    ("about.html", "About"),
)
_NOBODY: Desks = {}
_TILES = (Status.MUST, Status.SHOULD, Status.UNCLEAR, Status.MEETS)
_WORDS = (
    (Status.MUST, "It does not meet the policy, and the matter is grave: somebody should act today."),
    (Status.SHOULD, "It does not meet the policy and should be put right soon."),
    (Status.REVIEW, "A person has to decide; the page says what to look at."),
    (Status.UNCLEAR, "It could not be looked at this time, or the platform never shows it. The reason stands beside it."),
    (Status.NA, "The check does not concern this account; the reason stands beside it."),
    (Status.MEETS, "It was looked at and is as the policy asks."),
    (Status.ACCEPTED, "It does not meet the policy, and a named person has accepted that until a day."),
)


def write(
    view: ReportView, folder: Path, *, downloads: Downloads = (), desks: Desks = _NOBODY, results: Results | None = None
) -> int:
    """Write the whole report into a folder and say how many files that are; `index.html` comes last.

    `downloads` are further files that the caller puts beside it: (name inside the folder, what it is). `desks` are the managers
    who get a page of their own. `results` are the run's own, on their way past others who want each of them too: reading a large
    run twice costs more than writing it.
    """
    number, made = 0, set[str]()
    for name, content in render(view, downloads=downloads, desks=desks, results=results):
        inside = name.rpartition("/")[0]
        if inside not in made:
            (folder / inside).mkdir(parents=True, exist_ok=True)
            made.add(inside)
        with open(f"{folder}/{name}", "wb") as file:  # noqa: PTH123 - thousands of times
            file.write(content)
        number += 1
    return number


def render(
    view: ReportView, *, downloads: Downloads = (), desks: Desks = _NOBODY, results: Results | None = None
) -> Iterator[tuple[str, bytes]]:
    """Every file of the report, one at a time: its name inside the folder and its bytes."""
    assets = _assets()
    yield from assets.values()
    pages = _Pages(view, css=assets["css"][0], js=assets["js"][0])
    data = directory.data(view)
    version = hashlib.sha256(data).hexdigest()[:10]
    yield "data/accounts.js", data
    del data  # of a large estate many megabytes
    yield from pages.accounts(view.run.results if results is None else results)
    yield from pages.units()
    yield from pages.checks()
    yield from manager_pages.render(pages.page, view, desks)
    yield from pages.others(version)
    yield pages.summary(downloads)


def single(view: ReportView) -> str:
    """All accounts of a run in one file, complete in itself and without script, for `auditor check --html`."""
    style = _assets()["css"][1]
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
    page = _Pages(view, css="", js="", alone=digest).single().decode("utf-8")
    return page.replace("<!-- style -->", f"<style>{style.decode()}</style>", 1)


def environment() -> Environment:
    """The template environment of all pages: everything is escaped, and a missing value is an error."""
    env = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=Compiled(Path(__file__).parent / "templates", "pages"),
    )
    env.globals |= {"pill": fragments.pill, "counted": fragments.counted, "ticks": fragments.ticks, "grouped": fragments.grouped}
    return env


def _assets() -> dict[str, tuple[str, bytes]]:
    """Style and script under names that change with their content."""
    found = {}
    for kind in ("css", "js"):
        content = resources.files("reports").joinpath("assets", f"report.{kind}").read_bytes()
        found[kind] = (f"report.{hashlib.sha256(content).hexdigest()[:10]}.{kind}", content)
    return found


class _Pages:
    """Renders the pages of one view."""

    def __init__(self, view: ReportView, *, css: str, js: str, alone: str = "") -> None:
        self.view = view
        self.env = environment()
        self.env.filters["day"] = dates.day
        span = dates.span(view.run.started_at, view.run.finished_at, view.zone)
        self.span = span
        self.env.globals["site"] = {
            "office": view.office,
            "cover": view.cover,
            "run_id": view.run.id,
            "span": span,
            "nav": _NAV,
            "css": css,
            "js": js,
            "alone": alone,
        }
        self.chart = charts.trend(view.trend, view.zone)
        self.bar: dict[str, Any] = {"segments": charts.segments(view.counts), "sentence": charts.sentence(view.counts)}

    def _text(self, template: str, here: str, root: str = "", **values: Any) -> str:
        return self.env.get_template(template).render(view=self.view, here=here, root=root, **values)

    def _page(self, template: str, here: str, root: str = "", **values: Any) -> bytes:
        return self._text(template, here, root, **values).encode("utf-8", "replace")

    def _large(self, template: str, here: str, **values: Any) -> bytes:
        """A page that grows with the estate: its text is never there as a whole beside its bytes."""
        stream = self.env.get_template(template).stream(view=self.view, here=here, root="", **values)
        stream.enable_buffering(500)
        page = io.BytesIO()
        for some in stream:
            page.write(some.encode("utf-8", "replace"))
        return page.getvalue()

    def _framed(self, template: str, here: str, title: str, **values: Any) -> bytes:
        """A page below the folder's top whose template is its content alone; there may be thousands of them."""
        return self._frame.around(title, self._text(template, here, "../", **values)).encode("utf-8", "replace")

    @cached_property
    def _lister(self) -> Lister:
        return Lister(self.view)

    @cached_property
    def _frame(self) -> Frame:
        return Frame(partial(self._text, "framed.html.j2", "", "../"))

    def page(self, template: str, here: str, root: str = "", **values: Any) -> bytes:
        """A page that is composed elsewhere."""
        return self._page(template, here, root, **values)

    def accounts(self, results: Results) -> Iterator[tuple[str, bytes]]:
        """One page an account, each with its neighbours in the unit, in the order of the run."""
        neighbours = Neighbours(self.view.units)
        rows = sorted(self.view.accounts, key=lambda r: r.place)
        for row, result in zip(rows, results, strict=True):
            before, after = neighbours.of(row)
            page = account_page(self.view, row, result)
            self._lister.see(row, result)
            title, values = f"{row.title} ({row.key})", {"prefix": "", "before": before, "after": after}
            yield row.href, self._framed("account.html.j2", row.href, title, page=page, **values)

    def single(self) -> bytes:
        """All accounts below each other, in the order of the run; ids of the second and later ones carry a number."""
        rows = sorted(self.view.accounts, key=lambda r: r.place)
        results = zip(rows, self.view.run.results, strict=True)
        pages = [(account_page(self.view, row, result), f"n{n}-" if n else "") for n, (row, result) in enumerate(results)]
        title = rows[0].title if len(rows) == 1 else plural(len(rows), "account")
        return self._page("single.html.j2", "", "", pages=pages, page_title=title, before=None, after=None)

    def units(self) -> Iterator[tuple[str, bytes]]:
        """One page a unit, or several where it is large."""
        for unit in self.view.units:
            pages = -(-len(unit.accounts) // ROWS)
            for part in range(1, pages + 1):
                yield self._unit(unit, part, pages)

    def _unit(self, unit: UnitRow, part: int, pages: int) -> tuple[str, bytes]:
        name = unit.href if part == 1 else f"u/{unit.key}-{part}.html"
        rows = unit.accounts[(part - 1) * ROWS : part * ROWS]
        values = {"unit": unit, "rows": rows, "part": part, "pages": pages, "verdict": verdict(unit.counts)}
        title = f"{unit.name}, part {part}" if pages > 1 else unit.name
        return name, self._framed("unit.html.j2", name, title, **values)

    def checks(self) -> Iterator[tuple[str, bytes]]:
        """One page a check: why, how to fix it, and where it is open; the pages of the accounts are made before."""
        for check in self.view.checks:
            yield check.href, self._check(check, self._lister.of(check.id))

    def _check(self, check: CheckRow, found: Mapping[Status, Listed]) -> bytes:
        groups = [(status, found[status]) for status in TOLD if status in found]
        most = max(20, LINES // max(1, len(groups)))
        return self._framed("check.html.j2", check.href, check.title, check=check, groups=groups, most=most)

    def others(self, data_version: str) -> Iterator[tuple[str, bytes]]:
        """Directory, changes, exceptions, about and the board copy."""
        view = self.view
        units = {u.key: u for u in view.units}
        checks = {c.id: c for c in view.checks}
        in_order = [checks[id_] for id_ in directory.checks(view)]
        findings = f"{view.finding_counts.total:,} results, of which {in_words(view.finding_counts)}"
        yield "accounts.html", self._large(
            "accounts.html.j2",
            "accounts.html",
            units=[units[key] for key in directory.units(view)],
            platforms=directory.platforms(view),
            checks=in_order,
            statuses=tuple(Status),
            data_version=data_version,
        )
        yield "changes.html", self._page(
            "changes.html.j2", "changes.html", lists=_lists(view.changes), registered=_registered(view.changes), most=LINES // 2
        )
        yield "exceptions.html", self._page("exceptions.html.j2", "exceptions.html", most=LINES)
        yield "about.html", self._page(
            "about.html.j2", "about.html", words=_WORDS, findings=findings, checks=in_order, span=self.span, unseen=_unseen(view.coverage)
        )
        worst = [c for c in view.checks if c.counts.open][:10]
        yield "print.html", self._page(
            "print.html.j2", "print.html", worst=worst, chart=self.chart, findings=findings, **self.bar
        )

    def summary(self, downloads: Downloads) -> tuple[str, bytes]:
        """The first page, with links to files that others put beside it."""
        view = self.view
        waiting = sum(1 for r in view.accounts if r.status.rank <= Status.REVIEW.rank)
        return "index.html", self._page(
            "index.html.j2",
            "index.html",
            tiles=view.counts.shown(always=_TILES),
            quads=_quads(view.changes),
            downloads=downloads,
            attention_rest=max(0, waiting - len(view.attention)),
            chart=self.chart,
            **self.bar,
        )


def _unseen(covered: Mapping[str, int]) -> list[tuple[int, str]]:
    named = (
        ("unreachable", "could not be reached"),
        ("no_credential", "without access to the platform"),
        ("retired", "on platforms that have closed"),
        ("closed", "closed on the register"),
    )
    return [(covered[key], words) for key, words in named if covered[key]]


def _lists(changes: ChangesView) -> list[tuple[str, str, str, Any]]:
    found: list[tuple[str, str, str, Any]] = [("long-open", "Still open after 30 nights", "since", changes.long_open)]
    if not changes.compared:
        return found
    return [
        ("new", "New", "", changes.new),
        *([("worse", "More serious than before", "", changes.worse)] if changes.worse else []),
        ("fixed", "Fixed", "open since", changes.fixed),
        *found,
        ("lost", "Could no longer be checked", "", changes.lost),
        ("eased", "Accepted, or no longer applies", "", changes.eased),
    ]


def _registered(changes: ChangesView) -> list[tuple[str, Any]]:
    return [("New on the register", changes.added), ("No longer on the register", changes.removed)]


def _quads(changes: ChangesView) -> list[dict[str, Any]]:
    worse = [("worse", "More serious than before", "", "", changes.worse)] if changes.worse else []
    kinds = [
        ("new", "New", "", "Nothing new.", changes.new),
        *worse,
        ("fixed", "Fixed", "open since", "Nothing was fixed.", changes.fixed),
        ("long-open", "Open for over 30 nights", "since", "Nothing is open for that long.", changes.long_open),
        ("lost", "Could no longer be checked", "", "Everything seen before was seen again.", changes.lost),
    ]
    return [
        {"id": id_, "title": title, "what": what, "none": none, "number": len(lines), "lines": lines[:QUAD], "rest": max(0, len(lines) - QUAD)}
        for id_, title, what, none, lines in kinds
    ]
