"""`auditor check`: look at single accounts now."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from auditor.cli._context import App


@click.command("check")
@click.argument("accounts", nargs=-1, required=True, metavar="ACCOUNT...")
@click.option("--json", "as_json", is_flag=True, help="Print the result as run.json has it.")
@click.option(
    "--html", "html_file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Also write a page."
)
@click.option("--mail", is_flag=True, help="Also mail the result to the team.")
@click.option("--all", "everything", is_flag=True, help="Show also what meets the policy.")
@click.option("--width", type=int, help="Columns; default the terminal's, at most 100.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
@click.pass_obj
def command(
    app: App,
    accounts: tuple[str, ...],
    as_json: bool,
    html_file: Path | None,
    mail: bool,
    everything: bool,
    width: int | None,
    exit_zero: bool,
) -> int:
    """Audit single accounts now: fetch, judge, print a verdict. Stored in history; mails nobody unless --mail.

    ACCOUNT is a register id, a handle or a profile address.
    """
    from auditor.cli._night import check
    from auditor.triage import exit_code

    if not app.verbose:
        from auditor.cli._logs import configure

        configure()
    found = app.accounts(accounts)
    done = check(app, found, mail=mail)
    run = done.run
    if html_file is not None:
        from auditor.cli._publish import single_page

        single_page(app, run, html_file)
    if as_json:
        from reports.json_v1 import dumps

        sys.stdout.buffer.write(dumps(run))
        sys.stdout.buffer.flush()
    else:
        from reports.terminal import verdict

        infos = app.policy().infos()
        color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        zone = app.policy().org.zone
        today = run.started_at.astimezone(zone).date()
        columns = width or min(shutil.get_terminal_size((80, 24)).columns, 100)
        for number, result in enumerate(run.results):
            if number:
                click.echo()
            click.echo(
                verdict(result, infos, width=columns, color=color, all=everything, zone=zone, today=today),
                color=color,
            )
    if html_file is not None:
        click.echo(f"Page written: {html_file}", err=True)
    if exit_zero:
        return 0
    return 1 if done.broke else exit_code(run.results, app.policy().fail_on)
