"""`auditor history`: how the estate, or one account, developed."""

from __future__ import annotations

import json

import click

from auditor.cli._context import App


@click.command("history")
@click.argument("account", required=False)
@click.option("--limit", default=30, show_default=True, help="How many runs.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
@click.pass_obj
def command(app: App, account: str | None, limit: int, as_json: bool) -> int:
    """The trend over the last runs, or with ACCOUNT what was found on it, newest first."""
    return _one(app, account, limit, as_json=as_json) if account else _all(app, limit, as_json=as_json)


def _all(app: App, limit: int, *, as_json: bool) -> int:
    with app.history(create=False) as history:
        points = list(history.trend(limit=limit))
        runs = history.runs(limit=limit)
    if as_json:
        click.echo(json.dumps([_point(p) for p in points], indent=2))
        return 0
    if not runs:
        click.echo("No run is stored yet; `auditor run` makes the first.")
        return 0
    click.echo(f"{'run':<24}{'must fix':>9}{'should':>8}{'judge':>7}{'unclear':>9}{'meets':>7}{'of':>6}")
    for p in points:
        click.echo(f"{p.run_id:<24}{p.must:>9}{p.should:>8}{p.review:>7}{p.unclear:>9}{p.meets:>7}{p.total:>6}")
    others = [r for r in runs if r.kind != "full"]
    if others:
        click.echo(f"\nBeside these: {len(others)} checks and partial runs, the latest {others[0].id}.")
    return 0


def _point(point: object) -> dict[str, object]:
    names = ("run_id", "must", "should", "review", "unclear", "meets", "total")
    return {n: getattr(point, n) for n in names}


def _one(app: App, name: str, limit: int, *, as_json: bool) -> int:
    from auditor.text import show

    (account, *_more) = app.accounts((name,))
    with app.history(create=False) as history:
        nights = list(history.account_history(account.id, limit))
    if as_json:
        click.echo(json.dumps([
            {"run": n.run_id, "at": n.at.isoformat(), "state": n.state, "fail": n.fails, "review": n.reviews,
             "not_audited": n.unclear, "pass": n.passes} for n in nights
        ], indent=2))
        return 0
    click.echo(show(f"{account.id}  {account.platform}  {account.handle}  {account.unit}", 200))
    for n in nights:
        click.echo(f"{n.run_id:<24}{n.state:<14}{n.fails:>3} to fix {n.reviews:>3} to judge {n.unclear:>3} unchecked {n.passes:>3} met")
    if not nights:
        click.echo("No run has looked at it yet.")
    return 0
