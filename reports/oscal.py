"""A run as OSCAL assessment results (NIST, JSON, 1.1.3), for programs that collect audits of many kinds.

Every finding of an account is an observation; every control is a finding over all accounts, satisfied where none fails.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from auditor.model import AccountResult, ControlInfo, Finding, Outcome, Run
from auditor.text import show
from reports.dates import iso
from reports.view_rows import title_of

OSCAL_VERSION = "1.1.3"
_SPACE = uuid.UUID("6f0c1c1e-6c0a-5d0e-9a0b-3c9b8b6f7a21")
_NS = "urn:account-health-auditor"
_TEXT = 4000


def dumps(run: Run, infos: Mapping[str, ControlInfo]) -> bytes:
    """The document as bytes; equal runs give equal bytes, ids included."""
    return json.dumps({"assessment-results": _document(run, infos)}, ensure_ascii=True, indent=1).encode("ascii") + b"\n"


def _document(run: Run, infos: Mapping[str, ControlInfo]) -> dict[str, Any]:
    at = iso(run.finished_at or run.started_at)
    return {
        "uuid": _id(run, "results"),
        "metadata": {
            "title": f"Account audit {run.id}",
            "last-modified": at,
            "version": run.version,
            "oscal-version": OSCAL_VERSION,
        },
        "import-ap": {"href": "#", "remarks": "The plan is the policy with the SHA-256 that the result names."},
        "results": [_result(run, infos)],
    }


def _result(run: Run, infos: Mapping[str, ControlInfo]) -> dict[str, Any]:
    by_control: dict[str, list[tuple[AccountResult, Finding]]] = defaultdict(list)
    for account in run.results:
        for finding in account.findings:
            by_control[finding.control].append((account, finding))
    document: dict[str, Any] = {
        "uuid": _id(run, "result"),
        "title": f"Run {run.id}",
        "description": show(run.selection, _TEXT) or "Every account on the register.",
        "start": iso(run.started_at),
    }
    if run.finished_at:
        document["end"] = iso(run.finished_at)
    document["props"] = [_prop("policy-sha256", run.policy_sha256)] if run.policy_sha256 else []
    document["local-definitions"] = {"inventory-items": [_item(run, r) for r in run.results]}
    document["reviewed-controls"] = {"control-selections": [{"include-controls": [{"control-id": c} for c in sorted(by_control)]}]}
    document["observations"] = [_observation(run, r, f) for r in run.results for f in r.findings]
    document["findings"] = [_finding(run, c, by_control[c], infos) for c in sorted(by_control)]
    return {key: value for key, value in document.items() if value and value != {"inventory-items": []}}


def _item(run: Run, result: AccountResult) -> dict[str, Any]:
    account = result.account
    props = [_prop(n, v) for n, v in (("platform", account.platform), ("register-id", account.id), ("state", result.state.value))]
    return {"uuid": _id(run, f"item/{account.id}"), "description": show(f"{account.handle} on {account.platform}, {account.unit}", _TEXT), "props": props}


def _observation(run: Run, result: AccountResult, finding: Finding) -> dict[str, Any]:
    seen = iso(result.fetched_at or run.started_at)
    found: dict[str, Any] = {
        "uuid": _id(run, f"observation/{finding.account_id}/{finding.control}"),
        "description": show(finding.message, _TEXT) or "-",
        "props": [_prop("outcome", finding.outcome.value), _prop("severity", finding.severity.value), _prop("control", finding.control)],
        "methods": ["EXAMINE" if finding.evidence and finding.evidence[0].field.startswith("register.") else "TEST"],
        "subjects": [{"subject-uuid": _id(run, f"item/{finding.account_id}"), "type": "inventory-item"}],
        "collected": seen,
    }
    evidence = [{"description": show(f"{e.field}: {e.value} ({e.source})", _TEXT)} for e in finding.evidence]
    if evidence:
        found["relevant-evidence"] = evidence
    return found


def _finding(run: Run, control: str, found: list[tuple[AccountResult, Finding]], infos: Mapping[str, ControlInfo]) -> dict[str, Any]:
    failed = [f for _, f in found if f.outcome is Outcome.FAIL]
    unjudged = sum(f.outcome in {Outcome.NOT_AUDITED, Outcome.NOT_EXPOSED, Outcome.REVIEW} for _, f in found)
    judged = any(f.outcome in {Outcome.PASS, Outcome.FAIL, Outcome.WAIVED} for _, f in found)
    satisfied = judged and not failed and not unjudged
    return {
        "uuid": _id(run, f"finding/{control}"),
        "title": title_of(control, infos),
        "description": f"{len(found)} accounts: {len(failed)} fail, {unjudged} could not be judged.",
        "target": {
            "type": "objective-id",
            "target-id": control,
            "status": {"state": "satisfied" if satisfied else "not-satisfied", "reason": "pass" if satisfied else "fail" if failed else "other"},
        },
        "related-observations": [{"observation-uuid": _id(run, f"observation/{f.account_id}/{control}")} for _, f in found],
    }


def _prop(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": _NS, "value": show(value, 200).strip() or "-"}


def _id(run: Run, name: str) -> str:
    """An id that follows from the run and the thing; broken characters are replaced, as UUIDs are made of bytes."""
    plain = f"{run.id}/{name}".encode("utf-8", "backslashreplace").decode()
    return str(uuid.uuid5(_SPACE, plain))
