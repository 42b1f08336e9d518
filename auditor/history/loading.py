"""A finished run, read back equal to the one that was concluded.

A large one is kept as the cells that it is stored in: most readers of a run need few of its words, so decoding is left to them.
"""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, select

from auditor.history import sights, spans
from auditor.history.codec import decoder, loads
from auditor.history.parts import account_from, unpack
from auditor.history.results import candidates_of
from auditor.history.runs import row_of
from auditor.history.spool import held_as
from auditor.history.tables import account, body, result
from auditor.history.words import AT_ONCE, chunks, maybe_moment, moment
from auditor.model import Account, AccountResult, CallCount, Finding, Outcome, Run, Sight, State
from auditor.model.outline import OWN_WORDS, WAITING, Outliner

_CALLS = Mapping[str, CallCount]
_TOLD = WAITING | {Outcome.WAIVED}  # whose outlines may be their own
_ALIKE = len(spans.OUTCOME)  # cells of a finding that its outline is made of
_NOBODY: Mapping[str, Account] = MappingProxyType({})
_Item = tuple[Any, ...]  # account id, register row, state, score, fetched at, native id, sight, findings


def load(connection: Connection, run_id: str, *, whole: bool = True, accounts: Iterable[Account] = ()) -> Run:
    """A finished run; on wish only the outcomes, to compare a later run with.

    What is not `whole` holds outlines: neither what the platforms showed nor any finding's words and evidence. Their rows of the
    register are those of `accounts` where these read the same: a large estate's are held once.
    """
    row = row_of(connection, run_id, state="finished")
    return Run(
        id=row.id,
        kind=row.kind,
        started_at=moment(row.started_at),
        finished_at=maybe_moment(row.finished_at),
        version=row.version,
        policy_sha256=row.policy_sha256,
        register_sha256=row.register_sha256,
        results=held_as(_items(connection, row), _Stored(connection))
        if whole
        else _outlines(connection, row, accounts),
        candidates=candidates_of(row.candidates),
        calls=decoder(_CALLS)(loads(row.calls)),
        first=bool(row.first),
        previous_id=row.previous_id,
        selection=row.selection,
    )


def _items(connection: Connection, row: Any, *, whole: bool = True) -> Iterator[_Item]:
    """Every result of a run as cells, in order; without sights and a finding's words on wish."""
    of_run = result.c.run_seq == row.seq
    wanted = (
        select(
            account.c.id, body.c.data, result.c.state, result.c.score, result.c.fetched_at, result.c.native_id,
            result.c.sighted,
        )
        .join(account, account.c.key == result.c.account_key)
        .join(body, body.c.key == result.c.register_row)
        .where(of_run)
        .order_by(result.c.position)
    )  # fmt: skip
    in_order = connection.execute(select(result.c.account_key).where(of_run).order_by(result.c.position)).scalars()
    place, cells = spans.lane_of(row.seq, row.full_no), spans.CELLS if whole else spans.OUTCOME
    calls = sights.calls_of(connection, row.seq) if whole else {}
    for numbers in chunks(in_order.all(), AT_ONCE):
        some = connection.execute(wanted.where(result.c.account_key.in_(numbers))).all()
        seen = sights.cells_of_run(connection, row.seq, numbers, calls) if whole else {}
        found = spans.read(connection, place, numbers, cells)
        for (account_id, *head, sighted), (_, own) in zip(some, found, strict=True):
            yield account_id, *head, seen.get(account_id) if sighted else None, [tuple(f)[1:] for f in own]


def _outlines(connection: Connection, row: Any, accounts: Iterable[Account]) -> tuple[AccountResult, ...]:
    frames, outliner, known = spans.frames(connection), Outliner(), {a.id: a for a in accounts}
    return tuple(
        [
            outliner.of(
                _head(item, tuple([spans.outcome_from(f, frames[f[0]], item[0]) for f in item[-1]]), known=known)
            )
            for item in _items(connection, row, whole=False)
        ]
    )


def _head(
    item: _Item, findings: tuple[Finding, ...], sight: Sight | None = None, known: Mapping[str, Account] = _NOBODY
) -> AccountResult:
    account_id, row, state, score, fetched_at, native_id, *_ = item
    stored, held = account_from(unpack(row)), known.get(account_id)
    return AccountResult(
        account=held if held == stored and held is not None else stored,
        state=State(state),
        findings=findings,
        sight=sight,
        score=score,
        fetched_at=maybe_moment(fetched_at),
        native_id=native_id,
    )


class _Stored:
    """Keeps results as their cells; implements `spool.Form`."""

    def __init__(self, connection: Connection) -> None:
        self._frames = spans.frames(connection)
        self._alike: dict[tuple[Any, ...], Finding] = {}

    def whole(self, item: _Item) -> AccountResult:
        """The result, decoded."""
        return self.read(self.pack(item), _head(item, ()))

    def outline(self, item: _Item, outliner: Outliner) -> AccountResult:
        """The result in short; most findings stand as some other one does, and need not be decoded for it."""
        account_id, sight, found = item[0], item[6], item[7]
        known, findings = self._alike.get, list[Finding]()
        for cells in found:
            findings.append(known(cells[:_ALIKE]) or self._short(cells, item, outliner))
        troubled = sight is not None and sights.is_trouble(sight)
        return _head(item, outliner.group(findings), sights.sight_from(account_id, sight) if troubled else None)

    def _short(self, cells: tuple[Any, ...], item: _Item, outliner: Outliner) -> Finding:
        number, outcome, *_ = cells
        frame = self._frames[number]
        if outcome in _TOLD or frame[0] in OWN_WORDS:
            return outliner.short(spans.finding_from(cells, loads(cells[-1]), frame, item[0], maybe_moment(item[4])))
        short = self._alike[cells[:_ALIKE]] = outliner.short(spans.outcome_from(cells, frame, ""))
        return short

    def waiting(self, item: _Item) -> Sequence[str]:
        """What it says of the findings that wait for somebody."""
        return [loads(cells[-1])["m"] for cells in item[7] if cells[1] in WAITING]

    def pack(self, item: _Item) -> bytes:
        """What was seen, the findings, and their bodies as one compressed text; what was seen is compressed already."""
        *_, sight, found = item
        bodies = f"[{','.join([cells[-1] for cells in found])}]"
        return marshal.dumps((sight, [cells[:-1] for cells in found], zlib.compress(bodies.encode("ascii"), 1)), 2)

    def read(self, packed: bytes, short: AccountResult) -> AccountResult:
        """The result from its cells."""
        sight, found, bodies = marshal.loads(packed)  # noqa: S302 - our own
        account_id, fetched_at, frames = short.account.id, short.fetched_at, self._frames
        return AccountResult(
            account=short.account,
            state=short.state,
            findings=tuple(
                [
                    spans.finding_from(cells, plain, frames[cells[0]], account_id, fetched_at)
                    for cells, plain in zip(found, loads(zlib.decompress(bodies).decode("ascii")), strict=True)
                ]
            ),
            sight=None if sight is None else sights.sight_from(account_id, sight),
            score=short.score,
            fetched_at=fetched_at,
            native_id=short.native_id,
        )
