"""`auditor report`: render a stored run, in any form."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from auditor.cli._context import App
from auditor.errors import NothingToAuditError, UsageError
from auditor.model import Run

FORMATS = ("html", "json", "csv", "xlsx", "pdf", "oscal", "junit")


@click.command("report")
@click.argument("run_id", metavar="[RUN]", required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="PATH", help="A file, or for html a folder; - is stdout."
)
@click.pass_obj
def command(app: App, run_id: str | None, form: str, output: Path | None) -> int:
    """Render a stored run: the newest finished one, or RUN. Asks nobody anything."""
    with app.history(create=False) as history:
        found = history.find(run_id) if run_id else history.latest()
        if found is None:
            raise NothingToAuditError("No finished run is stored yet.", "`auditor run` makes the first.")
        run = history.load(found)
        if form == "html":
            from auditor.cli._publish import build

            folder = output or Path(f"report-{run.id}")
            build(app, history, run, folder)
            click.echo(str(folder / "index.html"))
            return 0
    data = _render(app, run, form)
    if output is None or str(output) == "-":
        if form in {"xlsx", "pdf"} and sys.stdout.isatty():
            raise UsageError(f"{form} is not for a terminal.", "Name a file with --output, or redirect.")
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        from auditor.publish import write_file

        write_file(output, data)
    return 0


def _render(app: App, run: Run, form: str) -> bytes:
    infos = app.policy().infos()
    if form == "json":
        from reports.json_v1 import dumps

        return dumps(run)
    if form == "csv":
        from reports.csv_table import dumps as csv

        return csv(run)
    if form == "xlsx":
        from reports.xlsx import dumps as xlsx

        return xlsx(run)
    if form == "junit":
        from reports.junit import dumps as junit

        return junit(run, infos)
    if form == "oscal":
        from reports.oscal import dumps as oscal

        return oscal(run, infos)
    from auditor.cli._publish import pdf

    return pdf(app, run)
