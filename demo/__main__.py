"""`python -m demo serve | write | night`: the stand-in from the command line."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from demo import directory
from demo.comparison import differences
from demo.estate import Estate, start
from demo.worlds import NAMES, make
from demo.worlds.nights import advance


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives its exit code."""
    parser = argparse.ArgumentParser(prog="python -m demo", description="Local servers that speak the platforms' APIs.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, help_text in (
        ("serve", "serve a world until killed; prints one line of JSON with the addresses"),
        ("write", "write register, config and tokens for servers that are up"),
        ("night", "serve, write, run a command against it, stop"),
        ("expected", "print what a correct audit of a world concludes"),
    ):
        one = commands.add_parser(name, help=help_text)
        one.add_argument("--world", choices=sorted(NAMES), default="rough-week")
        one.add_argument("--accounts", type=int, help="size of a generated world")
        one.add_argument("--seed", type=int, default=1)
        one.add_argument("--now", type=datetime.fromisoformat, help="the moment that posts are made for (default: now)")
        one.add_argument("--state", type=Path, help="file for the addresses")
        one.add_argument("--advance", action="append", default=[], metavar="STORY", help="let this happen first (hijack, rename, ...)")
        if name in {"serve", "night"}:
            one.add_argument("--latency", type=float, default=0.0, help="milliseconds added to every answer")
            one.add_argument("--faults", default="", help="PLATFORM:NAME[=ARGUMENT][@MATCH][*TIMES][%%PERCENT], with commas")
            one.add_argument("--port", type=int, default=0, help="accepted and unused: every platform has a port of its own")
        if name in {"write", "night"}:
            one.add_argument("--directory", type=Path, required=True)
        if name == "night":
            one.add_argument("run", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    compare = commands.add_parser("compare", help="hold a night's run.json against what was expected; 1 = differences, 2 = no report")
    compare.add_argument("--directory", type=Path, required=True)
    options = parser.parse_args(arguments)
    return {"compare": _compare, "serve": _serve, "write": _write, "night": _night, "expected": _expected}[options.command](options)


def _start(options: argparse.Namespace, ports: dict[str, int] | None = None) -> Estate:
    return start(options.world, now=options.now, seed=options.seed, accounts=options.accounts, latency=options.latency / 1000,
                 faults=options.faults, ports=ports)


def _serve(options: argparse.Namespace) -> int:
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    with _start(options) as estate:
        for story in options.advance:
            estate.advance(story)
        line = json.dumps(estate.urls | {"world": options.world, "seed": options.seed, "now": estate.now.isoformat()})
        if options.state:
            beside = options.state.with_suffix(".tmp")
            beside.write_text(line + "\n", encoding="utf-8")
            beside.replace(options.state)
        print(line, flush=True)
        over.wait()
    return 0


def _write(options: argparse.Namespace) -> int:
    state = json.loads(options.state.read_text(encoding="utf-8"))
    world = make(options.world, now=datetime.fromisoformat(state["now"]), seed=options.seed, accounts=options.accounts)
    for story in options.advance:
        advance(world, story)
    print(directory.write(world, state, options.directory))
    return 0


def _night(options: argparse.Namespace) -> int:
    command = options.run[1:] if options.run[:1] == ["--"] else options.run
    if not command:
        print("night needs a command after --", file=sys.stderr)
        return 2
    target: Path = options.directory
    target.mkdir(parents=True, exist_ok=True)
    kept = target / "nights.json"
    past: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {"nights": 0, "stories": [], "ports": {}}
    with _start(options, past["ports"]) as estate:
        for story in past["stories"]:
            estate.advance(story, told=True)
        for story in options.advance:
            estate.advance(story)
        if past["nights"]:
            estate.later()
        stories = [*past["stories"], *options.advance]
        kept.write_text(json.dumps({"nights": past["nights"] + 1, "stories": stories, "ports": estate.ports}), encoding="utf-8")
        config = estate.write(target)
        (target / "expected.json").write_text(json.dumps(estate.expected(), indent=1), encoding="utf-8")
        environment = os.environ | estate.environment() | {"AUDITOR_CONFIG": str(config.resolve())}
        try:
            code = subprocess.run(command, env=environment, check=False).returncode
        except OSError as failure:
            print(f"{command[0]} cannot be started: {failure.strerror}; is it installed?", file=sys.stderr)
            return 127
        print(f"Requests answered: {json.dumps(estate.counts())}", file=sys.stderr)
    return code if code >= 0 else 128 - code


def _compare(options: argparse.Namespace) -> int:
    expected = json.loads((options.directory / "expected.json").read_text(encoding="utf-8"))
    published = options.directory / "reports" / "run.json"
    if not published.exists():
        print(f"{published} is not there: no audit has published a report", file=sys.stderr)
        return 2
    run = json.loads(published.read_text(encoding="utf-8"))
    found = differences(expected, run)
    print("\n".join(found) or "The audit says what it should.")
    return 1 if found else 0


def _expected(options: argparse.Namespace) -> int:
    world = make(options.world, now=options.now, seed=options.seed, accounts=options.accounts)
    for finding in world.expected:
        print(json.dumps({"account": finding.account, "control": finding.control, "outcome": finding.outcome, "why": finding.why}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
