"""`auditor plan`: what tonight's run would ask."""

from __future__ import annotations

import contextlib
import json
import os
from typing import TYPE_CHECKING

import click

from auditor.cli._context import App
from auditor.cli._select import Selection
from auditor.errors import AuditorError, NoHistoryError
from auditor.model import Account
from auditor.plan import Plan
from auditor.platforms import PLATFORMS, RETIRED

if TYPE_CHECKING:
    from auditor.history import History


@click.command("plan")
@click.option("--platform", "platforms", multiple=True, metavar="P", help="Only accounts of this platform.")
@click.option("--unit", "units", multiple=True, metavar="U", help="Only accounts of this unit.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
@click.pass_obj
def command(app: App, platforms: tuple[str, ...], units: tuple[str, ...], as_json: bool) -> int:
    """What tonight's run would ask: calls, quota units and price. Asks nobody anything."""
    from auditor.cli._select import select

    selection = select(app.register(), app.policy(), platforms=platforms, units=units, controls=())
    return show_plan(app, selection, as_json=as_json)


def show_plan(app: App, selection: Selection, *, as_json: bool = False) -> int:
    """Print the plan of a selection."""
    from auditor.cli._compose import Composition
    from auditor.plan import plan

    with contextlib.ExitStack() as stack:
        history = _history(app, stack)
        composition = stack.enter_context(Composition(app, app.now(), history=history, discover=selection.full))
        shards = composition.shards(selection.accounts)
        planned = plan(shards)
        covered = {ask.account.id for shard in shards for ask in shard.asks}
    untold = [a for a in selection.accounts if a.id not in covered]
    click.echo(json.dumps(_as_dict(planned, untold), indent=2) if as_json else _as_text(planned, selection, untold))
    return 0


def _history(app: App, stack: contextlib.ExitStack) -> History | None:
    """What earlier nights learned (ids, feeds, channels), where there are any; a plan makes no database."""
    from auditor.history import History

    settings = app.settings()
    try:
        return stack.enter_context(History.open(settings.database_url(os.environ), settings.base_dir, create=False))
    except NoHistoryError:
        return None
    except AuditorError as error:
        click.echo(f"Planned without what earlier nights learned: {error.message}", err=True)
        return None


def _as_dict(planned: Plan, untold: list[Account]) -> dict[str, object]:
    return {
        "lines": [
            {
                "platform": x.platform,
                "what": x.what,
                "requests": x.requests,
                "units": x.units,
                "price_usd": round(x.price_usd, 4),
                "least": x.least,
            }
            for x in planned.lines
        ],
        "least": planned.least,
        "requests": planned.requests,
        "price_usd": round(planned.price_usd, 4),
        "seconds": round(planned.seconds, 1),
        "not_asked": [a.id for a in untold],
    }


def _as_text(planned: Plan, selection: Selection, untold: list[Account]) -> str:
    lines = [f"{'platform':<11}{'what':<43}{'calls':>6}{'units':>7}{'price':>10}"]
    for line in planned.lines:
        mark = " " if line.least else "+"
        price = f"${line.price_usd:.2f}" if line.price_usd else "-"
        lines.append(
            f"{line.platform:<10}{mark}{line.what[:42]:<43}{line.requests:>6}{line.units or '-':>7}{price:>10}"
        )
    lines += [
        "",
        f"{len(selection.accounts)} accounts; the least that the APIs' batch sizes allow: {planned.least} calls.",
        (
            f"Foreseen in all: {planned.requests} calls (lines marked + are not part of the least), "
            f"${planned.price_usd:.2f}, about {_duration(planned.seconds)}."
        ),
    ]
    if untold:
        lines.append(f"Not asked: {_reasons(untold)}.")
    return "\n".join(lines)


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 100 else f"{seconds / 60:.0f} minutes"


def _reasons(untold: list[Account]) -> str:
    counts: dict[str, int] = {}
    for account in untold:
        if account.status == "closed":
            why = "closed on the register"
        elif account.platform in RETIRED:
            why = f"{PLATFORMS[account.platform].label} no longer exists"
        elif PLATFORMS[account.platform].audited:
            why = f"no credential for {PLATFORMS[account.platform].label}"
        else:
            why = f"{PLATFORMS[account.platform].label} is covered by attestations only"
        counts[why] = counts.get(why, 0) + 1
    return "; ".join(f"{n} {why}" for why, n in sorted(counts.items()))
