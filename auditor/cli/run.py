"""`auditor run`: the nightly job."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from auditor.cli._context import App
from auditor.errors import AuditorError


@click.command("run")
@click.option("--no-mail", is_flag=True, help="Send no mail; the next mail compares with the last run that was mailed.")
@click.option("--platform", "platforms", multiple=True, metavar="P", help="Only accounts of this platform.")
@click.option("--unit", "units", multiple=True, metavar="U", help="Only accounts of this unit.")
@click.option("--select", "controls", multiple=True, metavar="CONTROL", help="Only this control.")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Where to publish.")
@click.option("--dry-run", is_flag=True, help="Say what would be asked, like `auditor plan`.")
@click.option("--resume", is_flag=True, hidden=True, help="Automatic; accepted for clarity in scripts.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
@click.option("--due", metavar="INSTANT", hidden=True, help="The instant this run was due (used by `schedule`).")
@click.pass_obj
def command(
    app: App,
    no_mail: bool,
    platforms: tuple[str, ...],
    units: tuple[str, ...],
    controls: tuple[str, ...],
    output: Path | None,
    dry_run: bool,
    resume: bool,  # noqa: ARG001 - accepted for clarity in scripts
    exit_zero: bool,
    due: str | None,
) -> int:
    """The nightly job: ask every platform, judge, store, write the report, send the mail.

    An unfinished run of the last 12 hours is completed first, and the command ends there.
    """
    from auditor.cli._logs import configure
    from auditor.cli._night import night, refused
    from auditor.cli._select import select

    if not app.verbose:
        configure()
    try:
        selection = select(app.register(), app.policy(), platforms=platforms, units=units, controls=controls)
    except AuditorError as error:
        if not (dry_run or platforms or units or controls):
            refused(app, error, mail=not no_mail)
        raise
    if dry_run:
        from auditor.cli.plan import show_plan

        return show_plan(app, selection)
    for problem in app.warnings:
        from auditor.text import show

        click.echo(show(f"Register: {problem}"), err=True)
    code = night(app, selection, mail=not no_mail, due=due, output=output, progress=_progress())
    return 0 if exit_zero and code not in {1, 2, 3, 5} else code


def _progress() -> Callable[[str], None]:
    """Progress on a terminal only; a log of cron's mail should hold the summary, not the way there."""
    if not sys.stderr.isatty():
        return lambda _words: None
    return lambda words: click.echo(f"\r\x1b[2K{words}", err=True, nl=False)
