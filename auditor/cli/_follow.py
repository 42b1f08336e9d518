"""Follows the links of profiles to where they really lead, where `[network] check_links` is on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from auditor.errors import PlatformError
from auditor.model import CallCount, Candidate, Link, Seen, Sight, Snapshot
from auditor.ports import Ask, Connector, PlanLine, portion_of
from connectors._http import Door
from connectors._ledger import Ledger
from connectors._parallel import each

LARGEST_PAGE = 2 * 2**20
AT_ONCE = 200  # snapshots whose links are followed together


class WithLinks:
    """A connector whose snapshots say of each link where it ends; one that cannot be followed stays as it stood."""

    def __init__(self, inner: Connector, door: Door, ledger: Ledger) -> None:
        self.platform, self.portion = inner.platform, portion_of(inner)
        self._inner, self._door, self._ledger = inner, door, ledger

    def plan(self, asks: Sequence[Ask]) -> Sequence[PlanLine]:
        """The connector's own plan, and a line for the links, of which a profile mostly has one."""
        return [
            *self._inner.plan(asks),
            PlanLine(self.platform, "profile links followed, about", len(asks), least=False),
        ]

    def fetch(self, asks: Sequence[Ask], *, now: datetime) -> Iterator[Sight]:
        """The connector's sights; the links of many snapshots are followed side by side, the same address once."""
        ends: dict[str, str] = {}
        waiting: list[Snapshot] = []
        for sight in self._inner.fetch(asks, now=now):
            if not isinstance(sight, Snapshot) or not _links(sight):
                yield sight
                continue
            waiting.append(sight)
            if len(waiting) == AT_ONCE:
                yield from self._followed(waiting, ends)
                waiting = []
        yield from self._followed(waiting, ends)

    def _followed(self, waiting: Sequence[Snapshot], ends: dict[str, str]) -> Iterator[Sight]:
        targets = {link.target: None for sight in waiting for link in _links(sight) if link.target not in ends}
        ends.update((target, end) for target, end in each(list(targets), self._end) if isinstance(end, str))
        for sight in waiting:
            yield replace(sight, links=Seen(tuple(_led(link, ends) for link in _links(sight))))

    def _end(self, target: str) -> str:
        try:
            return self._door.get(target, source="links:followed", max_bytes=LARGEST_PAGE).url
        except PlatformError:
            return target

    def candidates(self) -> Sequence[Candidate]:
        """The connector's."""
        return self._inner.candidates()

    def counts(self) -> Mapping[str, CallCount]:
        """The connector's, with the links apart."""
        return {**self._inner.counts(), **self._ledger.counts()}

    def close(self) -> None:
        """Close the connector and the links' door."""
        close = getattr(self._inner, "close", None)
        if close is not None:
            close()
        self._door.close()


def _links(sight: Snapshot) -> tuple[Link, ...]:
    return sight.links.value if isinstance(sight.links, Seen) else ()


def _led(link: Link, ends: Mapping[str, str]) -> Link:
    end = ends.get(link.target, link.target)
    return link if end == link.target else replace(link, expanded=end)
