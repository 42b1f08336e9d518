"""Holds a finished audit (its run.json) against what the author of the world expects of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

QUIET = {"pass", "not_applicable", "not_exposed"}
LIVE = {"live"}


def differences(expected: Mapping[str, Any], run: Mapping[str, Any], *, first_night: bool = True) -> list[str]:
    """One sentence per deviation; empty where the audit says exactly what it should.

    `expected` is `Estate.expected()`. An outcome may name several ("fail|review"), and "any" accepts all. What is not
    mentioned has to be quiet on live accounts. Where the state differs, the rest of that account is not compared.
    """
    wanted: dict[tuple[str, str], set[str]] = {}
    for finding in expected["findings"]:
        wanted.setdefault((finding["account"], finding["control"]), set()).update(finding["outcome"].split("|"))
    found = list(_accounts(expected, run, wanted))
    listed = {a["id"] for a in run["accounts"]}
    found += [f"{account}: not in the run" for account in expected["states"] if account not in listed and not account.startswith("stranger-")]
    handles = {c["handle"] for c in run.get("candidates") or []}
    if first_night:
        found += [f"{c['handle']}: not among the candidates" for c in expected["candidates"]
                  if c.get("found") == "edge" and c["handle"] not in handles]
    return found


def _accounts(expected: Mapping[str, Any], run: Mapping[str, Any], wanted: Mapping[tuple[str, str], set[str]]) -> Iterator[str]:
    for account in run["accounts"]:
        state = expected["states"].get(account["id"])
        if state is not None and state != account["state"]:
            yield f"{account['id']}: state {account['state']}, expected {state}"
            continue
        judged = {f["control"]: f for f in account["findings"]}
        for name, control in wanted:
            if name == account["id"] and control not in judged:
                yield f"{name}: no finding for {control}"
        for control, finding in judged.items():
            outcomes = wanted.get((account["id"], control))
            outcome = finding["outcome"]
            unexpected = outcomes is None and account["state"] in LIVE and outcome not in QUIET
            if unexpected or (outcomes is not None and not outcomes & {outcome, "any"}):
                instead = "|".join(sorted(outcomes)) if outcomes else "nothing wrong"
                yield f"{account['id']}: {control} is {outcome}, expected {instead}: {finding['message']}"
