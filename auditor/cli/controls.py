"""`auditor controls`: the controls in force, or one in detail."""

from __future__ import annotations

import difflib
import json
import textwrap
from dataclasses import asdict

import click

from auditor.cli._context import App
from auditor.errors import UsageError
from auditor.model import ControlInfo


@click.command("controls")
@click.argument("control", required=False)
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
@click.pass_obj
def command(app: App, control: str | None, as_json: bool) -> int:
    """The controls in force with thresholds, clause and severity; with CONTROL, one in detail."""
    infos = app.policy().infos()
    if control is not None:
        if control not in infos:
            close = difflib.get_close_matches(control, infos, 1, 0.5)
            raise UsageError(
                f"There is no control {control!r}.",
                f"Did you mean {close[0]!r}?" if close else "`auditor controls` lists them.",
            )
        infos = {control: infos[control]}
    if as_json:
        click.echo(json.dumps([asdict(i) for i in infos.values()], indent=2, default=str))
    elif control is not None:
        click.echo(_detail(infos[control]))
    else:
        for info in infos.values():
            click.echo(f"{info.id:<24}{info.clause:<7}{info.severity:<9}{info.title}")
    return 0


def _detail(info: ControlInfo) -> str:
    parts = [
        info.id,
        f"{info.title}. Clause {info.clause}, severity {info.severity}, judged on {_basis(info.basis)}.",
        f"Expected: {info.expected}",
        f"Why: {info.why}",
        f"To fix: {info.remedy} (about {info.minutes} minutes)",
    ]
    parts += [f"Option {name} = {_value(value)}" for name, value in info.options.items()]
    return "\n".join(textwrap.fill(p, 78, subsequent_indent="  ") for p in parts)


def _basis(basis: str) -> str:
    return {"register": "the register", "platform": "what the platform shows"}.get(basis, "platform and register")


def _value(value: object) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, default=str)
