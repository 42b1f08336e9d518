"""Puts one run together: a budget, a door and a connector per credential, and what history knows of each account."""

from __future__ import annotations

import importlib
import os
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from auditor import __version__
from auditor.cli._held import PLATFORMS as HELD_ON
from auditor.cli._held import WithHolders
from auditor.collect import ASKED_AS, Shard, asked
from auditor.model import Account
from auditor.ports import Ask

if TYPE_CHECKING:
    from auditor.cli._context import App
    from auditor.history import History
    from auditor.model import Snapshot
    from auditor.ports import Connector
    from connectors._ledger import Ledger
    from connectors._setup import Setup

# Instagram is read through Facebook's business, so both hang on one credential and one connector.
CREDENTIAL = {"facebook": "meta", "instagram": "meta"}
CREDENTIAL_TABLE = {"meta": "facebook"}


class Composition:
    """The outside of one run. Closing it closes every connection."""

    def __init__(
        self,
        app: App,
        now: datetime,
        *,
        history: History | None = None,
        cancelled: threading.Event | None = None,
        max_wait_seconds: float = 900.0,
        discover: bool = False,
        fresh: bool = False,
    ) -> None:
        from connectors._budget import Budget
        from connectors._guard import Guard

        self._app, self._now, self._history = app, now, history
        self._discover, self._fresh = discover, fresh
        settings = app.settings()
        self.cancelled = cancelled or threading.Event()
        self._budget = Budget(
            deadline=time.monotonic() + settings.network.deadline_minutes * 60,
            timeout_seconds=settings.network.timeout_seconds,
            max_wait_seconds=max_wait_seconds,
            cancelled=self.cancelled,
            dated=app.now,
        )
        self._guard = Guard(tuple(settings.network.allow_private))
        self._connectors: list[Connector] = []
        self.bare: dict[str, tuple[Connector, Ledger]] = {}  # by shard, as it is without anything around it

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection and let go of the connectors; they hold what a large estate's answers cost."""
        for connector in self._connectors:
            close = getattr(connector, "close", None)
            if close is not None:
                close()
        self._connectors.clear()
        self.bare.clear()
        self.__dict__.pop("_registered", None)

    def shards(self, accounts: Sequence[Account]) -> list[Shard]:
        """One shard per credential that is configured, for those accounts that a platform is asked about."""
        groups: dict[str, list[Account]] = {}
        for account in accounts:
            if asked(account):
                groups.setdefault(CREDENTIAL.get(account.platform, account.platform), []).append(account)
        known, native_ids = self._known([a for group in groups.values() for a in group])
        shards = []
        for name, members in groups.items():
            connector = self._connector(name)
            if connector is None:
                continue
            asks = tuple(
                Ask(a, native_id=a.native_id or native_ids.get(a.id), known=known.get(a.id, {})) for a in members
            )
            shards.append(Shard(name, connector, asks))
        return shards

    def _known(self, accounts: Sequence[Account]) -> tuple[Mapping[str, Mapping[str, str]], Mapping[str, str]]:
        """What earlier nights learned: a connector's own small facts, and permanent ids the register lacks."""
        if self._history is None or not accounts:
            return {}, {}
        learned = self._history.learned([a.id for a in accounts], before=self._now)
        ids = self._history.native_ids()
        same = {a.id for a in accounts if learned.get(a.id, {}).get(ASKED_AS) == a.handle}
        return {i: learned[i] for i in same}, {i: n for i, n in ids.items() if i in same}

    def _connector(self, name: str) -> Connector | None:
        from connectors import MODULES
        from connectors._ledger import Ledger

        table = CREDENTIAL_TABLE.get(name, name)
        if table not in MODULES:
            return None
        setup = self._setup(table)
        if setup is None:
            return None
        connector: Connector = importlib.import_module(f"connectors.{MODULES[table]}").connect(setup)
        self.bare[name] = connector, setup.ledger
        if name in HELD_ON:
            connector = WithHolders(connector)
        if self._app.settings().network.check_links:
            connector = self._with_links(connector, replace(setup, ledger=Ledger()))
        if self._app.policy().wants_pictures():
            connector = self._with_pictures(connector, replace(setup, ledger=Ledger()))
        self._connectors.append(connector)
        return connector

    def _with_links(self, connector: Connector, setup: Setup) -> Connector:
        from auditor.cli._follow import WithLinks

        return WithLinks(connector, setup.open_door("links"), setup.ledger)

    def _with_pictures(self, connector: Connector, setup: Setup) -> Connector:
        from auditor.cli._pictures import WithPictures, readable

        def fingerprint(data: bytes) -> str:
            from auditor.marks import fingerprint as look

            return look(data)

        return WithPictures(connector, setup.open_door("images"), setup.ledger, readable(fingerprint))

    def _setup(self, table: str) -> Setup | None:
        from connectors._ledger import Ledger
        from connectors._setup import Setup

        settings = self._app.settings()
        plain = settings.setup(table, os.environ)
        if plain is None:
            return None
        return Setup(
            options=plain["options"],
            secrets=plain["secrets"],
            questions=any(p in settings.questions.platforms for p in _platforms_of(table)),
            discover=self._discover,
            prefix=settings.policy.handle_prefix,
            names=(settings.organisation.name, *settings.organisation.short_names),
            budget=replace(self._budget),
            ledger=Ledger(),
            guard=self._guard,
            user_agent=f"account-health-auditor/{__version__} (+{_contact(settings)})",
            registered=self._registered,
            recall=self._recall,
            fresh=self._fresh,
        )

    def _recall(self, accounts: Sequence[Account]) -> Mapping[str, Snapshot]:
        """The last good snapshots before this run, for connectors that were told "nothing changed since"."""
        if self._history is None or not accounts:
            return {}
        asked_as = {a.id: a.handle for a in accounts}
        found = self._history.last_good(list(asked_as), before=self._now)
        return {i: s for i, s in found.items() if s.extra.get(ASKED_AS) == asked_as[i]}

    @cached_property
    def _registered(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for account in self._app.register().accounts:
            names = found.setdefault(account.platform, set())
            names.add(account.handle.casefold())
            if account.native_id:
                names.add(account.native_id.casefold())
        return {platform: frozenset(names) for platform, names in found.items()}


def _platforms_of(table: str) -> tuple[str, ...]:
    return ("facebook", "instagram") if table == "facebook" else (table,)


def _contact(settings: Any) -> str:
    return settings.organisation.contact.mail or "no contact configured"
