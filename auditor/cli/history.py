"""`auditor history`: how the estate, or one account, developed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from auditor.cli._context import App

if TYPE_CHECKING:
    from auditor.history import TrendPoint


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
        click.echo(
            f"{p.id:<24}{p.must_fix:>9}{p.should_fix:>8}{p.review:>7}{p.could_not_check:>9}{p.meets:>7}{p.accounts:>6}"
        )
    others = [r for r in runs if r.kind != "full"]
    if others:
        click.echo(f"\nBeside these: {len(others)} checks and partial runs, the latest {others[0].id}.")
    return 0


def _point(point: TrendPoint) -> dict[str, object]:
    return {
        "run": point.id,
        "started_at": point.started_at.isoformat(),
        "accounts": point.accounts,
        "must_fix": point.must_fix,
        "should_fix": point.should_fix,
        "review": point.review,
        "could_not_check": point.could_not_check,
        "meets": point.meets,
        "totals": dict(point.totals),
        "states": dict(point.states),
        "new": point.new,
        "fixed": point.fixed,
    }


def _one(app: App, name: str, limit: int, *, as_json: bool) -> int:
    from auditor.text import show

    (account, *_more) = app.accounts((name,))
    with app.history(create=False) as history:
        nights = list(history.account_history(account.id, limit))
    if as_json:
        click.echo(
            json.dumps(
                [
                    {
                        "run": n.run_id,
                        "kind": n.kind,
                        "started_at": n.started_at.isoformat(),
                        "state": n.state,
                        "score": n.score,
                        "totals": n.totals,
                        "failing": [{"control": c, "severity": s} for c, s in n.failing],
                    }
                    for n in nights
                ],
                indent=2,
            )
        )
        return 0
    click.echo(show(f"{account.id}  {account.platform}  {account.handle}  {account.unit}", 200))
    for n in nights:
        counts = n.totals
        click.echo(
            f"{n.run_id:<24}{n.state:<14}{counts.get('fail', 0):>3} to fix {counts.get('review', 0):>3} to judge "
            f"{counts.get('not_audited', 0):>3} unchecked {counts.get('pass', 0):>3} met"
        )
    if not nights:
        click.echo("No run has looked at it yet.")
    return 0
