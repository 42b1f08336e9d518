"""What a run concluded, as a sequence: in memory while it is small, in a temporary file when the estate is large.

A hundred thousand accounts would take six gigabytes as objects; on disk they take six kilobytes each, and in memory their outline
takes half of one. Each access reads and decodes one account: what can do with the outline goes through that instead.
"""

from __future__ import annotations

import itertools
import marshal
import os
import tempfile
import weakref
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, overload

from auditor.history.codec import decoder, encoder
from auditor.model import AccountResult
from auditor.model.outline import Outliner

IN_MEMORY = 1_000  # results; a run of more than this is held on disk

_BLOCK = 1 << 20


class Spool(Sequence[AccountResult]):
    """Results in a temporary file that nobody else sees and that goes with the process; complete once made."""

    def __init__(self, results: Iterable[AccountResult]) -> None:
        self._ends = array("Q", [0])
        encode = encoder(AccountResult)
        file: IO[bytes] = tempfile.TemporaryFile(prefix="auditor-results-", buffering=_BLOCK)  # noqa: SIM115 - kept open
        weakref.finalize(self, file.close)
        at, outliner, short = 0, Outliner(), list[AccountResult]()
        for one in results:
            at += file.write(zlib.compress(marshal.dumps(encode(one), 2), 1))
            self._ends.append(at)
            short.append(outliner.of(one))
        file.flush()
        self._file = file
        self.outline = tuple(short)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[AccountResult]:
        decode = decoder(AccountResult)
        for start in range(0, len(self), 100):
            ends = self._ends[start : start + 101]
            block = self._read(ends[0], ends[-1])
            for low, high in itertools.pairwise(ends):
                yield decode(marshal.loads(zlib.decompress(block[low - ends[0] : high - ends[0]])))  # noqa: S302 - our own

    @overload
    def __getitem__(self, place: int) -> AccountResult: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[AccountResult]: ...

    def __getitem__(self, place: int | slice) -> AccountResult | Sequence[AccountResult]:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        number = range(len(self))[place]
        low, high = self._ends[number], self._ends[number + 1]
        found: AccountResult = decoder(AccountResult)(marshal.loads(zlib.decompress(self._read(low, high))))  # noqa: S302
        return found

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # like a list

    def _read(self, low: int, high: int) -> bytes:
        return os.pread(self._file.fileno(), high - low, low)


def held(results: Iterable[AccountResult]) -> Sequence[AccountResult]:
    """The results as a sequence, on disk from `IN_MEMORY` on."""
    left = iter(results)
    first: list[AccountResult] = []
    for one in left:
        first.append(one)
        if len(first) > IN_MEMORY:
            return Spool(_all(first, left))
    return tuple(first)


def _all(first: list[AccountResult], rest: Iterator[AccountResult]) -> Iterator[AccountResult]:
    first.reverse()
    while first:
        yield first.pop()
    yield from rest
