"""`auditor report`: render a stored run, in any form."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

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
    write = _writer(app, run, form)
    if output is None or str(output) == "-":
        if form in {"xlsx", "pdf"} and sys.stdout.isatty():
            raise UsageError(f"{form} is not for a terminal.", "Name a file with --output, or redirect.")
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        from auditor.publish import write_with

        write_with(output, write)
    return 0


def _writer(app: App, run: Run, form: str) -> Callable[[BinaryIO], object]:
    """What writes this run into an open stream in a form, account by account; reads the policy before anything is written."""
    infos = app.policy().infos()
    if form == "json":
        from reports import json_v1

        return partial(json_v1.write, run)
    if form == "csv":
        from reports import csv_table

        return partial(csv_table.write, run)
    if form == "xlsx":
        from reports import xlsx

        return partial(xlsx.write, run)
    if form == "junit":
        from reports import junit

        return partial(junit.write, run, infos)
    if form == "oscal":
        from reports import oscal

        return partial(oscal.write, run, infos)
    from auditor.cli._publish import pdf

    printed = pdf(app, run)
    return lambda stream: stream.write(printed)
