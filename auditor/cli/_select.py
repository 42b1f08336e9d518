"""Which accounts and controls a run is asked for: `--platform`, `--unit`, `--select`."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from auditor.errors import NothingToAuditError, UsageError
from auditor.model import Account, Register
from auditor.platforms import PLATFORMS, canonical
from auditor.policy import Policy


@dataclass(frozen=True, slots=True)
class Selection:
    """What is audited, and in words what was selected (empty for everything)."""

    accounts: tuple[Account, ...]
    policy: Policy
    words: str

    @property
    def full(self) -> bool:
        """Whether this is the whole register under all controls."""
        return not self.words


def select(
    register: Register, policy: Policy, *, platforms: tuple[str, ...], units: tuple[str, ...], controls: tuple[str, ...]
) -> Selection:
    """Narrow a run down; an unknown name is refused with the nearest known one, an empty result is nothing to audit."""
    if not register.accounts:
        raise NothingToAuditError(
            "The register holds no account.", "Fill it in; `auditor register template` writes an empty one."
        )
    wanted = {_platform(p) for p in platforms}
    known_units = {a.unit for a in register.accounts}
    for unit in units:
        if unit not in known_units:
            raise NothingToAuditError(
                f"No account of the register belongs to the unit {unit!r}.", _nearest(unit, known_units)
            )
    known = {c.id for c in policy.controls}
    for control in controls:
        if control not in known:
            raise UsageError(f"There is no control {control!r}.", _nearest(control, known))
    accounts = tuple(
        a for a in register.accounts if (not wanted or a.platform in wanted) and (not units or a.unit in units)
    )
    if not accounts:
        raise NothingToAuditError("No account of the register matches the selection.", "Loosen --platform or --unit.")
    words = "; ".join(
        f"{name} {', '.join(sorted(values))}"
        for name, values in (("platform", wanted), ("unit", set(units)), ("control", set(controls)))
        if values
    )
    return Selection(accounts, policy.only(controls) if controls else policy, words)


def _platform(name: str) -> str:
    found = canonical(name)
    if found is None:
        raise UsageError(f"There is no platform {name!r}.", _nearest(name, set(PLATFORMS)))
    return found


def _nearest(name: str, known: set[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), 1, 0.5)
    return f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(sorted(known))}."
