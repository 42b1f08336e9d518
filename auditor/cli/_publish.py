"""Builds the report of a run and puts it where readers find it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import AuditorError
from auditor.failpoints import failpoint
from auditor.model import outline

if TYPE_CHECKING:
    from auditor.cli._context import App
    from auditor.history import History
    from auditor.model import Run
    from reports.view import ReportView

NIGHTS = 30
_BUILDING = ".building-"
_DOWNLOADS = (("export/audit.csv", "Table for spreadsheets"), ("run.json", "Result for machines"))


def view_of(app: App, history: History, run: Run, *, previous_id: str | None = None) -> ReportView:
    """Everything the report of this run says; compared with the full run before it unless another is given.

    The view that was built last is kept: mail and report of a night nearly always say the same.
    """
    compared = previous_id or run.previous_id
    kept = app.view
    if kept is not None and kept[:2] == (run.id, compared):
        return kept[2]
    view = _build_view(app, history, run, compared)
    app.view = (run.id, compared, view)
    return view


def earlier(app: App, history: History, run_id: str, run: Run) -> Run:
    """The outcomes of an earlier run, to compare `run` with; the one read last is kept, as mail and report nearly always share it."""
    if app.earlier is None or app.earlier.id != run_id:
        app.earlier = history.load(run_id, whole=False, accounts=(r.account for r in outline(run)))
    return app.earlier


def _build_view(app: App, history: History, run: Run, compared: str | None) -> ReportView:
    from reports.standing import Histories, trend_of
    from reports.view import Office, Trend, build

    settings = app.settings()
    contact = settings.organisation.contact
    previous = earlier(app, history, compared, run) if compared else None
    until = run.previous_id if run.kind == "full" else None
    nights = history.nights(NIGHTS, until=until) if until or run.kind != "full" else {}
    trend = [
        Trend(p.id, p.started_at, p.must_fix, p.should_fix, p.review, p.could_not_check, p.meets, p.accounts)
        for p in history.trend(limit=NIGHTS)
        if p.started_at < run.started_at
    ]
    if run.kind == "full":
        trend.append(trend_of(run))
    return build(
        run,
        infos=app.policy().infos(),
        office=Office(settings.organisation.name, contact.mail, contact.phone),
        zone=app.policy().org.zone,
        previous=previous,
        trend=trend,
        histories=Histories(nights, run),
    )


def build(app: App, history: History, run: Run, folder: Path) -> None:
    """Write the whole static folder of a run, with its run.json and CSV, into `folder`."""
    from auditor.cli._manager_pages import desks
    from reports import csv_table, html, json_v1

    folder.mkdir(parents=True, exist_ok=True)
    exports = folder / "export"
    exports.mkdir(exist_ok=True)
    view, owners = view_of(app, history, run), desks(app, history, run)
    app.earlier = None  # mails are composed before
    with (exports / "audit.csv").open("wb") as table, (folder / "run.json").open("wb") as machines:
        results = json_v1.along(run, csv_table.along(run, run.results, table), machines)
        html.write(view, folder, downloads=_DOWNLOADS, desks=owners, results=results)
    kept = folder / "runs" / run.id
    kept.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder / "run.json", kept / "run.json")


def publish(app: App, history: History, run: Run, output: Path | None) -> None:
    """Build beside, then rename into place: readers see the old report or the new one, never half of either."""
    from auditor.publish import publish as put

    settings = app.settings()
    target = output.absolute() if output else settings.resolve(settings.report.output)
    beside = settings.resolve(settings.report.output).parent  # where the lock lies, so it can be written to
    for left in beside.glob(f"{_BUILDING}*"):  # of a killed run: whoever comes here holds the lock
        shutil.rmtree(left, ignore_errors=True)
    try:
        with tempfile.TemporaryDirectory(prefix=_BUILDING, dir=beside, ignore_cleanup_errors=True) as built:
            build(app, history, run, Path(built))
            app.view = app.earlier = None  # all is written: of a large estate both are let go
            failpoint("after-render")
            put(Path(built), target, now=app.now())
            history.mark_published(run.id, app.now())
    except OSError as error:
        raise AuditorError(
            f"The report could not be built in {beside}: {error.strerror or error}.",
            "Check the free space and the rights of that folder; the next `auditor run` goes on from there.",
        ) from error


def single_page(app: App, run: Run, file: Path) -> None:
    """One self-contained page about the accounts of a check."""
    from auditor.publish import write_file
    from reports import html

    with app.history() as history:
        write_file(file, html.single(view_of(app, history, run)).encode("utf-8", "replace"))


def pdf(app: App, run: Run) -> bytes:
    """The board copy as PDF."""
    from reports.pdf import dumps

    with app.history(create=False) as history, tempfile.TemporaryDirectory() as folder:
        build(app, history, run, Path(folder))
        return dumps(Path(folder) / "print.html")
