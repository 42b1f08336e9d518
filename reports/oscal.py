"""A run as OSCAL assessment results (NIST, JSON, 1.1.3), for programs that collect audits of many kinds.

Every finding of an account is an observation; every control is a finding over all accounts, satisfied where none fails.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, BinaryIO

from auditor.model import AccountResult, ControlInfo, Finding, Outcome, Run, outline
from auditor.text import show
from reports.dates import iso
from reports.view_rows import title_of

OSCAL_VERSION = "1.1.3"
_SPACE = uuid.UUID("6f0c1c1e-6c0a-5d0e-9a0b-3c9b8b6f7a21")
_NS = "urn:account-health-auditor"
_TEXT = 4000
_quoted = json.encoder.encode_basestring_ascii


def dumps(run: Run, infos: Mapping[str, ControlInfo]) -> bytes:
    """The document as bytes; equal runs give equal bytes, ids included."""
    stream = io.BytesIO()
    write(run, infos, stream)
    return stream.getvalue()


def write(run: Run, infos: Mapping[str, ControlInfo], stream: BinaryIO) -> None:
    """The same, piece by piece, into an open binary stream: only the lists in it are long."""
    found = _by_control(run)
    lists = {
        "items": (_item(run, r) for r in outline(run)),
        "observations": (one for r in run.results for one in _observations(run, r)),
        "findings": (_finding(run, c, found[c], infos) for c in sorted(found)),
    }
    frame = json.dumps({"assessment-results": _document(run, sorted(found))}, ensure_ascii=True, indent=1)
    before, *rest = _LIST.split(frame)
    stream.write(before.encode("ascii"))
    for begin, name, after in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        stream.writelines(_members(lists[name], begin))
        stream.write(after.encode("ascii"))
    stream.write(b"\n")


_LIST = re.compile(r'(\n *)"\\u0000(\w+)"')  # where a long list belongs, with the line break before each of its members


def _members(some: Iterable[dict[str, Any]], begin: str) -> Iterator[bytes]:
    for number, one in enumerate(some):
        yield f"{',' if number else ''}{begin}{_text(one, begin)}".encode("ascii")


def _text(value: Any, begin: str) -> str:
    """JSON as `json.dumps` indents it by one, which is slow at that; `begin` is the line break before this value's line."""
    kind, inner = type(value), f"{begin} "
    if kind is str:
        return _quoted(value)
    if kind is _Props:
        return _props_text(value, begin)
    if kind is dict:
        members = [
            f"{inner}{_quoted(k)}: {_quoted(v) if type(v) is str else _text(v, inner)}" for k, v in value.items()
        ]
        return f"{{{','.join(members)}{begin}}}"
    return f"[{','.join([inner + _text(v, inner) for v in value])}{begin}]"


class _Props(tuple[tuple[str, str], ...]):
    """Properties as names and values: those of most findings are those of others too."""

    __slots__ = ()


@lru_cache(maxsize=1024)
def _props_text(props: _Props, begin: str) -> str:
    return _text([_prop(name, value) for name, value in props], begin)


def _document(run: Run, controls: Sequence[str]) -> dict[str, Any]:
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
        "results": [_result(run, controls)],
    }


def _result(run: Run, controls: Sequence[str]) -> dict[str, Any]:
    """The frame of the result, with a mark where each long list belongs."""
    document: dict[str, Any] = {
        "uuid": _id(run, "result"),
        "title": f"Run {run.id}",
        "description": show(run.selection, _TEXT) or "Every account on the register.",
        "start": iso(run.started_at),
    }
    if run.finished_at:
        document["end"] = iso(run.finished_at)
    if run.policy_sha256:
        document["props"] = [_prop("policy-sha256", run.policy_sha256)]
    if run.results:
        document["local-definitions"] = {"inventory-items": ["\0items"]}
    document["reviewed-controls"] = {"control-selections": [{"include-controls": [{"control-id": c} for c in controls]}]}
    if controls:
        document["observations"] = ["\0observations"]
        document["findings"] = ["\0findings"]
    return document


@dataclass(slots=True)
class _Found:
    """What the accounts came to on one control."""

    accounts: list[str] = field(default_factory=list)
    outcomes: Counter[Outcome] = field(default_factory=Counter)


def _by_control(run: Run) -> Mapping[str, _Found]:
    by_control: dict[str, _Found] = defaultdict(_Found)
    for result in outline(run):
        for finding in result.findings:
            found = by_control[finding.control]
            found.accounts.append(finding.account_id or result.account.id)
            found.outcomes[finding.outcome] += 1
    return by_control


def _item(run: Run, result: AccountResult) -> dict[str, Any]:
    account = result.account
    props = _Props((("platform", account.platform), ("register-id", account.id), ("state", result.state.value)))
    return {"uuid": _id(run, f"item/{account.id}"), "description": show(f"{account.handle} on {account.platform}, {account.unit}", _TEXT), "props": props}


def _observations(run: Run, result: AccountResult) -> Iterator[dict[str, Any]]:
    seen, item_id = iso(result.fetched_at or run.started_at), _id(run, f"item/{result.account.id}")
    for finding in result.findings:
        own = finding.account_id == result.account.id
        yield _observation(run, finding, seen or "", item_id if own else _id(run, f"item/{finding.account_id}"))


def _observation(run: Run, finding: Finding, seen: str, item_id: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "uuid": _id(run, f"observation/{finding.account_id}/{finding.control}"),
        "description": show(finding.message, _TEXT) or "-",
        "props": _Props((("outcome", finding.outcome), ("severity", finding.severity), ("control", finding.control))),
        "methods": ["EXAMINE" if finding.evidence and finding.evidence[0].field.startswith("register.") else "TEST"],
        "subjects": [{"subject-uuid": item_id, "type": "inventory-item"}],
        "collected": seen,
    }
    evidence = [{"description": show(f"{e.field}: {e.value} ({e.source})", _TEXT)} for e in finding.evidence]
    if evidence:
        found["relevant-evidence"] = evidence
    return found


def _finding(run: Run, control: str, found: _Found, infos: Mapping[str, ControlInfo]) -> dict[str, Any]:
    failed = found.outcomes[Outcome.FAIL]
    unjudged = sum(found.outcomes[o] for o in (Outcome.NOT_AUDITED, Outcome.NOT_EXPOSED, Outcome.REVIEW))
    judged = any(found.outcomes[o] for o in (Outcome.PASS, Outcome.FAIL, Outcome.WAIVED))
    satisfied = judged and not failed and not unjudged
    return {
        "uuid": _id(run, f"finding/{control}"),
        "title": title_of(control, infos),
        "description": f"{len(found.accounts)} accounts: {failed} fail, {unjudged} could not be judged.",
        "target": {
            "type": "objective-id",
            "target-id": control,
            "status": {"state": "satisfied" if satisfied else "not-satisfied", "reason": "pass" if satisfied else "fail" if failed else "other"},
        },
        "related-observations": [{"observation-uuid": _id(run, f"observation/{i}/{control}")} for i in found.accounts],
    }


def _prop(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": _NS, "value": show(value, 200).strip() or "-"}


def _id(run: Run, name: str) -> str:
    """An id (UUID, version 5) that follows from the run and the thing; broken characters are replaced, as it is made of bytes."""
    plain = f"{run.id}/{name}".encode("utf-8", "backslashreplace")
    digits = hashlib.sha1(_SPACE.bytes + plain, usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"
