"""Asks who carries a registered handle now, where the account behind it has gone or was renamed.

A handle that changes hands behind the same name is the gravest news there is, and a look-up by permanent id cannot tell
it. Each such account costs one look-up by name, through the platform's own connector.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from auditor.checks._handles import handle_key, same_handle
from auditor.model import CallCount, Candidate, Seen, Sight, Snapshot, Trouble, Unreachable
from auditor.ports import Ask, Connector, PlanLine, portion_of

log = logging.getLogger(__name__)

HELD_BY = "handle_held_by"  # in Snapshot.extra: the permanent id of the account that carries the registered handle now
PLATFORMS = frozenset({"x", "youtube", "bluesky", "mastodon"})  # where a look-up by handle is one cheap call


class WithHolders:
    """A connector whose sights say when somebody else carries the registered handle."""

    def __init__(self, inner: Connector) -> None:
        self.platform, self.portion = inner.platform, portion_of(inner)
        self._inner = inner

    def plan(self, asks: Sequence[Ask]) -> Sequence[PlanLine]:
        """The connector's own plan: nobody can foresee who will be gone."""
        return self._inner.plan(asks)

    def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
        """The connector's sights, the suspicious ones looked into."""
        by_id = {ask.account.id: ask for ask in asks}
        suspicious: dict[str, Sight] = {}
        for sight in self._inner.fetch(asks, now=now):
            if sight.account_id in by_id and _suspicious(by_id[sight.account_id], sight):
                suspicious[sight.account_id] = sight
            else:
                yield sight
        holders = self._holders([by_id[i] for i in suspicious], now) if suspicious else {}
        for account_id, sight in suspicious.items():
            holder = holders.get(account_id)
            yield sight if holder in {None, by_id[account_id].native_id} else _held(sight, holder)

    def _holders(self, asks: Sequence[Ask], now: datetime) -> dict[str, str | None]:
        """Permanent ids of the accounts that carry these handles now, as far as that can be learned."""
        by_handle = [Ask(replace(ask.account, native_id=None)) for ask in asks]
        try:
            sights = list(self._inner.fetch(by_handle, now=now))
        except Exception:
            log.exception("%s: asking who carries a handle failed", self.platform)
            return {}
        return {s.account_id: s.native_id for s in sights if isinstance(s, Snapshot)}

    def candidates(self) -> Sequence[Candidate]:
        """The connector's."""
        return self._inner.candidates()

    def counts(self) -> Mapping[str, CallCount]:
        """The connector's."""
        return self._inner.counts()

    def close(self) -> None:
        """Close the connector."""
        close = getattr(self._inner, "close", None)
        if close is not None:
            close()


def _suspicious(ask: Ask, sight: Sight) -> bool:
    """Gone, or another handle than the registered one, for an account that was asked for by its permanent id."""
    if not ask.native_id or handle_key(ask.account.platform, ask.account.handle) == ask.native_id.casefold():
        return False
    if isinstance(sight, Unreachable):
        return sight.trouble is Trouble.GONE
    shown = sight.handle.value if isinstance(sight.handle, Seen) else None
    return bool(shown) and not same_handle(ask.account.platform, ask.account.handle, shown or "")


def _held(sight: Sight, holder: str | None) -> Sight:
    if isinstance(sight, Unreachable):
        return replace(sight, held_by=holder)
    return replace(sight, extra={**sight.extra, HELD_BY: holder or ""})
