"""What a connector is given to work with, and the honest result for what it could not show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auditor.errors import PlatformError
from auditor.model import Account, Snapshot, Unreachable
from auditor.ports import Ask
from auditor.secrets import Secret, redact
from connectors._answer import Answer
from connectors._budget import Budget
from connectors._guard import Guard
from connectors._http import Door, Flaw, Opinion
from connectors._ledger import Ledger


def _nothing(_accounts: Sequence[Account]) -> Mapping[str, Snapshot]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A platform's table of config as plain values, its secrets, and what all connectors of a run share."""

    options: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, Secret | Mapping[str, Secret]] = field(default_factory=dict)
    questions: bool = False
    discover: bool = False  # whether to search for accounts that nobody registered, where a platform lets one
    prefix: str = ""
    names: tuple[str, ...] = ()
    budget: Budget = field(default_factory=Budget)
    ledger: Ledger = field(default_factory=Ledger)
    guard: Guard = field(default_factory=Guard)
    user_agent: str = "account-health-auditor"
    registered: Mapping[str, frozenset[str]] = field(default_factory=dict)
    recall: Callable[[Sequence[Account]], Mapping[str, Snapshot]] = _nothing  # last good snapshots by account id
    fresh: bool = False  # whether somebody waits for what is true now, so that nothing may be taken from earlier looks

    def secret(self, name: str) -> Secret | None:
        """A single secret ("token", "key"), or None."""
        value = self.secrets.get(name)
        return value if isinstance(value, Secret) else None

    def secret_of(self, name: str, host: str) -> Secret | None:
        """One of a table of secrets ("tokens"), by host, or None."""
        table = self.secrets.get(name)
        return table.get(host) if isinstance(table, Mapping) else None

    def door(
        self,
        name: str,
        *,
        base_url: str,
        aliases: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
        bearer: Secret | None = None,
        classify: Callable[[Answer], Opinion] | None = None,
        flaw: Flaw | None = None,
    ) -> Door:
        """A door for one credential; `base_url` comes from config or is the platform's own, and is trusted.

        `flaw` tells bodies that are not whole (`json_flaw` for a JSON API): these are then asked for again.
        """
        return Door(
            name, base_url=base_url, aliases=aliases, headers={"User-Agent": self.user_agent, **(headers or {})},
            bearer=bearer, budget=self.budget, ledger=self.ledger, classify=classify, flaw=flaw,
        )

    def open_door(
        self, name: str, *, classify: Callable[[Answer], Opinion] | None = None, flaw: Flaw | None = None
    ) -> Door:
        """A door for addresses that strangers wrote: guarded, without credentials. `flaw` as with `door`."""
        return Door(
            name, headers={"User-Agent": self.user_agent}, budget=self.budget, ledger=self.ledger, trusted=False,
            guard=self.guard, classify=classify, flaw=flaw,
        )


def unreachable(ask: Ask, error: PlatformError, at: datetime, *, source: str = "") -> Unreachable:
    """The honest result for an account that could not be shown."""
    return Unreachable(
        account_id=ask.account.id,
        taken_at=at,
        trouble=error.trouble,
        message=redact(error.message),
        remedy=redact(error.remedy),
        source=error.source or source,
        native_id=ask.native_id,
        retry_at=error.retry_at,
    )
