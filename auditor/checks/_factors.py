"""What a platform's statements about second factors come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from auditor.checks._api import Case
from auditor.checks._words import count
from auditor.model import Evidence, SecurityFacts

_ON, _OFF = frozenset({"all_required", "on"}), frozenset({"off"})
_SOME = frozenset({"admin_required", "none"})


@dataclass(frozen=True, slots=True)
class Stance:
    """On, off or uncertain by the platform, in words and with evidence that names nobody."""

    kind: Literal["on", "off", "uncertain"]
    words: str
    evidence: tuple[Evidence, ...]


def stance_of(case: Case, facts: SecurityFacts) -> Stance | None:
    """A demand on all counts as on; else each person's state; None where the platform stated nothing at all."""
    policy = (facts.policy or "").strip().lower()
    evidence = _evidence(case, facts)
    if policy in _ON:
        words = "the platform demands it of everyone" if policy == "all_required" else "the platform says so"
        return Stance("on", words, evidence)
    if policy in _OFF:
        return Stance("off", "the platform says that it is off", evidence)
    off = [person for person in facts.people if person.state == "off"]
    unknown = [person for person in facts.people if person.state == "unknown"]
    everyone = count(len(facts.people), "person", "people")
    if off:
        roles = sorted({person.role or "without a role" for person in off})
        return Stance("off", f"{len(off)} of {everyone} with access lack it ({', '.join(roles[:3])})", evidence)
    if unknown:
        return Stance(
            "uncertain", f"the platform does not tell it for {len(unknown)} of {everyone} with access", evidence
        )
    if facts.people:
        return Stance("on", f"the platform states it for all {everyone} with access", evidence)
    if policy in _SOME:
        whom = "administrators only" if policy == "admin_required" else "nobody"
        return Stance("uncertain", f"the platform demands it of {whom} and does not tell it person by person", evidence)
    return (
        Stance("uncertain", "the platform gives a state that is not known to mean on or off", evidence)
        if policy
        else None
    )


def _evidence(case: Case, facts: SecurityFacts) -> tuple[Evidence, ...]:
    rows = [case.seen("security.policy", facts.policy, part="security")] if facts.policy else []
    rows += [
        case.seen("security.person", f"{person.role or 'person'}: {person.raw or person.state}", part="security")
        for person in facts.people
        if person.state != "on"
    ][:10]
    if not rows and facts.people:
        rows.append(case.seen("security.people", f"{len(facts.people)} of {len(facts.people)} on", part="security"))
    return tuple(rows)
