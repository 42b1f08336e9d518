"""What Meta's business portfolio states about second factors: its rule, and each person's state where it tells."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from auditor.errors import PlatformError
from auditor.model import Call, Observed, PersonFactor, SecurityFacts, Seen, Trouble, Unseen, Why
from connectors import _graph_read, _read
from connectors._graph import Graph
from connectors._pages import pages

SOURCE = "facebook:security"
_PERSON = "id,role,two_fac_status"
_POLICIES = frozenset({"none", "admin_required", "all_required"})
# Meta publishes no list of these values; what is not here counts as unknown and is logged.
_ON = frozenset({"on", "enabled", "enrolled", "active", "true", "yes"})
_OFF = frozenset({"off", "disabled", "not_enabled", "not_enrolled", "inactive", "none", "false", "no"})
log = logging.getLogger(__name__)


def read(graph: Graph, business_id: str) -> tuple[Observed[SecurityFacts], tuple[Call, ...]]:
    """The facts for everything in the portfolio; raises only what stops the credential."""
    if not business_id:
        return Unseen(Why.WITHHELD, "No business_id is configured, so Meta was not asked who has a second factor."), ()
    try:
        answer, body = graph.get(
            business_id, source=SOURCE,
            fields=f"id,name,verification_status,two_factor_type,business_users.limit(100){{{_PERSON}}}",
        )
        policy = _read.text(body.get("two_factor_type"))
        policy = policy if policy in _POLICIES else ""
        people = list(_graph_read.rows(body, "business_users"))
        if _graph_read.has_more(body, "business_users") or (not people and policy != "all_required"):
            people = list(_everyone(graph, business_id))
    except PlatformError as error:
        if error.stops_credential:
            raise
        why = Why.WITHHELD if error.trouble is Trouble.DENIED else Why.UNAVAILABLE
        return Unseen(why, f"The business could not be asked: {error.message}"), ()
    return Seen(SecurityFacts(policy or None, tuple(_factors(people)), SOURCE)), (answer.call,)


def _everyone(graph: Graph, business_id: str) -> Iterator[Mapping[str, Any]]:
    def fetch(cursor: str | None) -> tuple[Mapping[str, Any], str | None]:
        more = {"after": cursor} if cursor else {}
        _, body = graph.get(f"{business_id}/business_users", source=SOURCE, fields=_PERSON, limit=100, **more)
        return body, next_cursor(body)

    for body in pages(fetch, source=SOURCE, most=100):
        yield from _read.items(body.get("data"))


def next_cursor(body: Mapping[str, Any]) -> str | None:
    """Where the next page of an edge begins; the address that Graph gives for it holds the token and is not used."""
    paging = _read.table(body.get("paging"))
    after = _read.text(_read.table(paging.get("cursors")).get("after"))
    return after if after and paging.get("next") else None


def _factors(people: list[Mapping[str, Any]]) -> Iterator[PersonFactor]:
    odd: set[str] = set()
    for person in people:
        raw = _read.text(person.get("two_fac_status"))[:60]
        state = _state(raw)
        if state == "unknown" and raw:
            odd.add(raw)
        ref = hashlib.sha256(f"meta:{person.get('id')}".encode()).hexdigest()[:12]
        yield PersonFactor(ref, _read.text(person.get("role")), state, raw)
    if odd:
        log.warning("facebook: unknown values of two_fac_status, counted as unknown: %s", ", ".join(map(repr, sorted(odd))))


def _state(raw: str) -> Literal["on", "off", "unknown"]:
    folded = raw.strip().lower().replace(" ", "_").replace("-", "_")
    if folded in _ON:
        return "on"
    return "off" if folded in _OFF else "unknown"
