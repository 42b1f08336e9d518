"""`auditor register check` and `auditor register template`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli._context import App
from auditor.errors import Problem, UsageError
from auditor.model import Register
from auditor.text import show

if TYPE_CHECKING:
    from auditor.config import Settings


@click.group("register")
def command() -> None:
    """Check the register, or write an empty one."""


@command.command("check")
@click.pass_obj
def check(app: App) -> int:
    """List everything that is wrong with the register: file, sheet, row, column, value, and what to do.

    Exits with 2 if there are problems or warnings. Only what is marked "stops" keeps a run from starting.
    """
    register, problems = app.register_with_problems()
    if not any(p.stops for p in problems):
        problems = (*problems, *_further(app, register))
    for problem in problems:
        click.echo(_line(problem))
    stops = sum(p.stops for p in problems)
    warnings = sum(not p.stops and not p.advice for p in problems)
    click.echo(_summary(register, stops, warnings), err=True)
    return 2 if stops or warnings else 0


@command.command("template")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), default=Path("register.xlsx"))
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
def template(path: Path, *, force: bool) -> int:
    """Write an empty workbook with help texts to PATH (register.xlsx)."""
    from auditor.register.template import write_template

    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{path} does not end in .xlsx", "Name a workbook, like register.xlsx.")
    if path.exists() and not force:
        raise UsageError(f"{path} exists already", "Choose another name, or overwrite it with --force.")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", "Create the folder first.")
    write_template(path)
    click.echo(f'{path} is written. Name it in config.toml: [register] register = "{path}"', err=True)
    return 0


def _further(app: App, register: Register) -> Iterable[Problem]:
    """What reading does not notice: bad addresses, double entries, settings for rows that are not there."""
    from auditor.register.review import review

    settings = app.settings()
    today = app.now().astimezone(app.policy().org.zone).date()
    yield from review(register, mail_domains=settings.organisation.mail_domains, today=today)
    yield from _without_effect(settings, register)


def _without_effect(settings: Settings, register: Register) -> Iterable[Problem]:
    """Units and accounts that config.toml names and the register does not."""
    from auditor.config.controls import unit_key
    from auditor.register.review import unused

    file = str(settings.path)
    units = {f"controls.{name}.unit": tuple(table.unit) for name, table in settings.controls.items()}
    units["mail.unit_heads"] = tuple(unit_key(name) for name in settings.mail.unit_heads)
    yield from unused(units, (unit_key(a.unit) for a in register.accounts), what="unit", file=file)
    ids = {a.id for a in register.accounts}
    accounts = {f"controls.{name}.account": tuple(table.account) for name, table in settings.controls.items()}
    yield from unused(accounts, ids, what="id", file=file)
    handles = {f"{a.platform}:{a.handle}".casefold() for a in register.accounts}
    central = {"policy.central_accounts": [n for n in settings.policy.central_accounts if n.casefold() not in handles]}
    yield from unused(central, ids, what="id or handle", file=file)


def _line(problem: Problem) -> str:
    """One problem on one line, safe for a terminal."""
    where = ", ".join(
        part
        for part in (
            problem.where.file,
            f"sheet {problem.where.sheet}" if problem.where.sheet else "",
            f"row {problem.where.row}" if problem.where.row else "",
            f"column {problem.where.column}" if problem.where.column else "",
            problem.where.key or "",
        )
        if part
    )
    value = "" if problem.value is None else f" (found: {problem.value!r})"
    kind = "stops" if problem.stops else "note" if problem.advice else "warning"
    return show(f"{kind}: {where}: {problem.message}{value}. {problem.remedy}")


def _summary(register: Register, stops: int, warnings: int) -> str:
    held = f"{_count(len(register.accounts), 'account')}, {_count(len(register.access), 'access entr', 'y', 'ies')}, "
    held += f"{_count(len(register.waivers), 'waiver')}, {_count(len(register.changes), 'announced change')}"
    if not stops and not warnings:
        return f"The register is in order: {held}."
    said = f"{_count(stops, 'problem')} that stop{'s' if stops == 1 else ''} a run, {_count(warnings, 'warning')}"
    return f"{said}. Read: {held}."


def _count(number: int, word: str, one: str = "", many: str = "s") -> str:
    return f"{number:,} {word}{one if number == 1 else many}"
