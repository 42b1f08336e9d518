"""What a run concluded, as a sequence: in memory while it is small, in a temporary file when the estate is large.

A hundred thousand accounts would take six gigabytes as objects; on disk they take six kilobytes each, and in memory their outline
takes half of one. Each access reads and decodes one account: what can do with the outline goes through that instead.
"""

from __future__ import annotations

import itertools
import os
import tempfile
import weakref
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Protocol, TypeVar, overload

from auditor.history.judged import Judged
from auditor.model import AccountResult
from auditor.model.outline import Outliner

IN_MEMORY = 1_000  # results; a run of more than this is held on disk

_BLOCK = 1 << 20

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)


class Form(Protocol[T_contra]):
    """How items, each of which stands for one result, are kept on disk beside their outlines."""

    def whole(self, item: T_contra) -> AccountResult:
        """The result."""
        ...

    def outline(self, item: T_contra, outliner: Outliner) -> AccountResult:
        """The result in short."""
        ...

    def waiting(self, item: T_contra) -> Sequence[str]:
        """What it says of the findings that wait for somebody, in their order."""
        ...

    def pack(self, item: T_contra) -> bytes:
        """What the outline lacks."""
        ...

    def read(self, packed: bytes, short: AccountResult) -> AccountResult:
        """The result again, from what was packed and its outline."""
        ...


class Spool(Sequence[AccountResult]):
    """Results in a temporary file that nobody else sees and that goes with the process; complete once made.

    `outline` holds the results in short, `waiting` what each says of the findings that somebody has to look at, in their order.
    """

    def __init__(self, items: Iterable[T], form: Form[T]) -> None:
        self._form = form
        self._ends = array("Q", [0])
        file: IO[bytes] = tempfile.TemporaryFile(prefix="auditor-results-", buffering=_BLOCK)  # noqa: SIM115 - kept open
        weakref.finalize(self, file.close)
        at, outliner = 0, Outliner()
        short, waiting, texts = list[AccountResult](), list[tuple[str, ...]](), dict[str, str]()
        for item in items:
            at += file.write(form.pack(item))
            self._ends.append(at)
            short.append(form.outline(item, outliner))
            waiting.append(tuple([texts.setdefault(text, text) for text in form.waiting(item)]))
        file.flush()
        self._file = file
        self.outline = tuple(short)
        self.waiting = tuple(waiting)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[AccountResult]:
        for start in range(0, len(self), 100):
            ends = self._ends[start : start + 101]
            block = self._read(ends[0], ends[-1])
            for number, (low, high) in enumerate(itertools.pairwise(ends), start):
                yield self._form.read(block[low - ends[0] : high - ends[0]], self.outline[number])

    @overload
    def __getitem__(self, place: int) -> AccountResult: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[AccountResult]: ...

    def __getitem__(self, place: int | slice) -> AccountResult | Sequence[AccountResult]:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        number = range(len(self))[place]
        return self._form.read(self._read(self._ends[number], self._ends[number + 1]), self.outline[number])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # like a list

    def _read(self, low: int, high: int) -> bytes:
        return os.pread(self._file.fileno(), high - low, low)


def held(results: Iterable[AccountResult]) -> Sequence[AccountResult]:
    """The results as a sequence, on disk from `IN_MEMORY` on."""
    return held_as(results, Judged())


def held_as(items: Iterable[T], form: Form[T]) -> Sequence[AccountResult]:
    """The results that these items stand for, on disk from `IN_MEMORY` on."""
    left = iter(items)
    first: list[T] = []
    for item in left:
        first.append(item)
        if len(first) > IN_MEMORY:
            return Spool(_all(first, left), form)
    return tuple([form.whole(item) for item in first])


def _all(first: list[T], rest: Iterator[T]) -> Iterator[T]:
    first.reverse()
    while first:
        yield first.pop()
    yield from rest
