"""`auditor diff`: what changed between two stored runs."""

from __future__ import annotations

import json

import click

from auditor.cli._context import App
from reports.diff import Change


@click.command("diff")
@click.argument("older")
@click.argument("newer")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
@click.pass_obj
def command(app: App, older: str, newer: str, as_json: bool) -> int:
    """What changed between two runs: new, worse, fixed, and what could no longer be checked."""
    from auditor.text import show
    from reports.diff import changes, in_full

    with app.history(create=False) as history:
        before = history.load(history.find(older), whole=False)
        after = history.load(history.find(newer))
    found = changes(after, before)
    groups = (
        ("New", found.new),
        ("Worse", found.worse),
        ("Fixed", found.fixed),
        ("Still open", found.open),
        ("Could no longer be checked", found.lost),
    )
    if as_json:
        click.echo(
            json.dumps(
                {
                    "older": before.id,
                    "newer": after.id,
                    **{name.lower().replace(" ", "_"): [_as_dict(c, in_full(after, c).message) for c in items] for name, items in groups},
                    "accounts_added": [r.account.id for r in found.added],
                    "accounts_removed": [r.account.id for r in found.removed],
                    "controls_added": list(found.new_checks),
                    "controls_removed": list(found.gone_checks),
                },
                indent=2,
            )
        )
        return 0
    click.echo(f"{before.id} -> {after.id}")
    for name, items in groups:
        click.echo(f"\n{name}: {len(items)}")
        if name != "Still open":
            for change in items:
                click.echo(show(f"  {change.account.id}  {change.now.control}  {in_full(after, change).message}", 300))
    for name, rows in (("Accounts added", found.added), ("Accounts removed", found.removed)):
        if rows:
            click.echo(f"\n{name}: {', '.join(show(r.account.id) for r in rows)}")
    for name, ids in (("Controls added", found.new_checks), ("Controls no longer in force", found.gone_checks)):
        if ids:
            click.echo(f"\n{name}: {', '.join(ids)}")
    return 0


def _as_dict(change: Change, message: str) -> dict[str, object]:
    return {
        "account": change.account.id,
        "control": change.now.control,
        "severity": change.now.severity,
        "before": change.before.outcome,
        "now": change.now.outcome,
        "message": message,
    }
