"""Which accounts are looked up on X together, and which cannot be looked up at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.errors import PlatformError
from auditor.model import Trouble
from auditor.ports import Ask

BATCH = 100
_ID = re.compile(r"[0-9]{1,19}")
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")


@dataclass(frozen=True, slots=True)
class Batch:
    """Up to 100 users asked for in one call, by "ids" or "usernames" (in lower case)."""

    key: str
    asks: Mapping[str, tuple[Ask, ...]]

    def part(self, values: Sequence[str]) -> Batch:
        """Those of the batch that were asked for by these values."""
        return Batch(self.key, {v: self.asks[v] for v in values})

    def all(self) -> Iterator[Ask]:
        """Every account of the batch."""
        for asks in self.asks.values():
            yield from asks


def split(asks: Sequence[Ask]) -> tuple[list[Batch], list[tuple[Ask, PlatformError]]]:
    """By id where one is known, by handle otherwise; what cannot be either is refused without spoiling a batch."""
    keyed: dict[str, dict[str, tuple[Ask, ...]]] = {"ids": {}, "usernames": {}}
    wrong = []
    for ask in asks:
        key, value = ("ids", ask.native_id) if ask.native_id else ("usernames", ask.account.handle.lower())
        if not (_ID if key == "ids" else _HANDLE).fullmatch(value):
            wrong.append((ask, _refused(key)))
        else:
            keyed[key][value] = (*keyed[key].get(value, ()), ask)
    batches = []
    for key, found in keyed.items():
        values = list(found)
        for at in range(0, len(values), BATCH):
            batches.append(Batch(key, {v: found[v] for v in values[at : at + BATCH]}))
    return batches, wrong


def _refused(key: str) -> PlatformError:
    what, form = ("native_id", "a number of up to 19 digits") if key == "ids" else (
        "handle", "up to 15 letters, digits and underscores")
    return PlatformError(
        Trouble.REFUSED, f"X was not asked: the register's {what} cannot be one of X, which is {form}.",
        f"Correct {what} in the register.", source="x:users",
    )
