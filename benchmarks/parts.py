"""One part of a night on what a stored run has seen, in a process of its own: `python -m benchmarks.parts judge|store|render`.

Prints how long the part took, of what, as JSON. Used by B5 to B7; uses the product's inside, as these parts have no command.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from auditor.cli._context import App
from auditor.cli._memory import keep_small
from auditor.cli._publish import view_of
from auditor.history import History
from auditor.judge import Background, judge
from auditor.later import postpone
from auditor.model import Run
from auditor.triage import triage
from benchmarks.ground import scratch


def judging(app: App, history: History, run: Run) -> dict[str, float]:
    """Judge and triage what the run saw, with the history that a night has."""
    register, policy = app.register(), app.policy()
    sights = {r.account.id: r.sight for r in run.results if r.sight is not None}
    background = Background(previous=history.last_good(None, before=run.started_at), audits=history.good_counts())
    begun = time.process_time()
    judged = judge(register, sights, policy=policy, background=background, now=run.started_at)
    today = run.started_at.date()
    found = sum(
        len(r.findings) for r in triage(judged, register=register, policy=policy, before={}, today=today, compare=True)
    )
    return {"seconds": time.process_time() - begun, "findings": found}


def storing(_app: App, _history: History, run: Run) -> dict[str, float]:
    """Store the run in an empty database: one shard, then the findings."""
    folder = scratch()
    fresh = replace(run, previous_id=None, first=True)
    sights = [r.sight for r in run.results if r.sight is not None]
    try:
        with History.open("sqlite:///bench.db", folder) as store:
            begun = time.process_time()
            store.begin(
                run.id,
                kind=run.kind,
                started_at=run.started_at,
                version=run.version,
                policy_sha256=run.policy_sha256,
                register_sha256=run.register_sha256,
                selection=run.selection,
            )
            store.record(run.id, "all", sights, run.calls)
            store.conclude(fresh, None)
            seconds = time.process_time() - begun
        size = (folder / "bench.db").stat().st_size
    finally:
        shutil.rmtree(folder)
    return {"seconds": seconds, "findings": sum(len(r.findings) for r in run.results), "mib": size / 2**20}


def rendering(app: App, history: History, run: Run) -> dict[str, float]:
    """Build the view and write every page."""
    from reports import html

    folder = scratch()
    try:
        begun = time.process_time()
        files = html.write(view_of(app, history, run), folder)
        seconds = time.process_time() - begun
        largest = max(f.stat().st_size for f in folder.rglob("*.html"))
    finally:
        shutil.rmtree(folder)
    return {"seconds": seconds, "files": files, "largest_mib": largest / 2**20}


PARTS: dict[str, Callable[[App, History, Run], dict[str, float]]] = {
    "judge": judging,
    "store": storing,
    "render": rendering,
}


def main(part: str, config: Path) -> None:
    """Load the newest run of a config's history, carry out one part, tell the figures."""
    postpone()
    keep_small()  # as a night does
    app = App(config)
    with ExitStack() as stack:
        history = stack.enter_context(app.history())
        newest = history.latest()
        assert newest is not None, "there is no stored run"
        json.dump(PARTS[part](app, history, history.load(newest)), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
