"""Register rows that belong together, found once for the whole register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping

from auditor.checks._handles import handle_key
from auditor.checks._words import folded
from auditor.model import Account, Register
from auditor.platforms import RETIRED

Peers = Mapping[str, Mapping[str, tuple[Account, ...]]]


def peers_of(register: Register) -> Peers:
    """For each kind of likeness and account id, the other rows alike: "same-handle" (or permanent id) and "same-audience".

    Closed rows and rows on retired platforms are history, so they are nobody's peers.
    """
    rows = [a for a in register.accounts if a.status != "closed" and a.platform not in RETIRED]
    return {
        "same-handle": _merged(_groups(rows, _by_handle), _groups(rows, _by_native_id)),
        "same-audience": _groups(rows, _by_audience),
    }


def _groups(rows: Iterable[Account], key: Callable[[Account], Hashable | None]) -> dict[str, tuple[Account, ...]]:
    groups: defaultdict[Hashable, list[Account]] = defaultdict(list)
    for row in rows:
        if (value := key(row)) is not None:
            groups[value].append(row)
    return {
        row.id: tuple(other for other in group if other is not row)
        for group in groups.values()
        if len(group) > 1
        for row in group
    }


def _merged(
    first: Mapping[str, tuple[Account, ...]], second: Mapping[str, tuple[Account, ...]]
) -> dict[str, tuple[Account, ...]]:
    merged = dict(first)
    for account_id, others in second.items():
        known = {other.id for other in merged.get(account_id, ())}
        merged[account_id] = merged.get(account_id, ()) + tuple(o for o in others if o.id not in known)
    return merged


def _by_handle(row: Account) -> Hashable | None:
    key = handle_key(row.platform, row.handle)
    return (row.platform, key) if key else None


def _by_native_id(row: Account) -> Hashable | None:
    key = (row.native_id or "").strip()
    return (row.platform, key) if key else None


def _by_audience(row: Account) -> Hashable | None:
    audience = folded(row.audience or "")
    return (row.platform, folded(row.unit), audience) if audience else None
