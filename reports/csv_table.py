"""A run as a table for spreadsheets: one row a finding, and nothing that a spreadsheet takes for a formula."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator
from itertools import repeat
from typing import BinaryIO

from auditor.model import Finding, Run
from auditor.text import show
from reports.dates import iso
from reports.words import of_account, of_finding

HEADER = (
    "run", "account", "platform", "handle", "unit", "state", "account status", "control", "clause", "severity", "outcome",
    "status", "change", "since", "message", "expected", "remedy", "evidence", "source", "seen at", "accepted until",
)  # fmt: skip
_ACTIVE = "=+-@\t\r\n\0＝＋－＠"
_CELL = 32_000  # Excel takes 32,767 characters in one cell
_SHORT = 200  # characters: long cells are nobody's but one account's


def dumps(run: Run) -> bytes:
    """The whole table as bytes that Excel reads rightly: UTF-8 with a mark, every cell quoted.

    A cell that would start a formula gets an apostrophe in front; machines should read the JSON instead.
    """
    stream = io.BytesIO()
    write(run, stream)
    return stream.getvalue()


def write(run: Run, stream: BinaryIO) -> None:
    """The same, account by account, into an open binary stream."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=False)
    text.write(_line(HEADER))
    text.writelines(_lines(run))
    text.detach()  # flushes, and leaves the stream open


def rows(run: Run) -> Iterator[tuple[str, ...]]:
    """Every finding as cells in the order of the header, as they are."""
    for about, findings in _accounts(run):
        yield from (about + cells for cells in findings)


def _lines(run: Run) -> Iterator[str]:
    for about, findings in _accounts(run):
        begin = ",".join(map(_quoted, about))
        yield from (f"{begin},{_line(cells)}" for cells in findings)


def _accounts(run: Run) -> Iterator[tuple[tuple[str, ...], Iterator[tuple[str, ...]]]]:
    """The cells that all lines of an account begin with, and those of each finding."""
    for result in run.results:
        account = result.account
        about = (
            run.id,
            account.id,
            account.platform,
            account.handle.removeprefix("@"),
            account.unit,
            result.state.value,
            of_account(result).label,
        )
        yield about, map(_cells, result.findings, repeat(iso(result.fetched_at) or ""))


def _line(cells: tuple[str, ...]) -> str:
    return ",".join(map(_quoted, cells)) + "\r\n"


def _quoted(cell: str) -> str:
    return _quoted_again(cell) if len(cell) <= _SHORT else _quoted_once(cell)


def _quoted_once(cell: str) -> str:
    return '"' + plain(cell).replace('"', '""') + '"'


_quoted_again = functools.lru_cache(maxsize=8_192)(_quoted_once)  # most short cells stand in many lines


def plain(cell: str) -> str:
    """A cell that shows what it holds and does nothing."""
    shown = show(cell, _CELL)
    starts = {text.lstrip(" \u00a0\u3000")[:1] for text in (cell, shown)} - {""}
    return f"'{shown}" if any(start in _ACTIVE for start in starts) else shown


def _cells(finding: Finding, fetched: str) -> tuple[str, ...]:
    evidence = finding.evidence
    seen_at = next((e.seen_at for e in evidence if e.seen_at), None)
    return (
        finding.control,
        finding.clause,
        finding.severity.value,
        finding.outcome.value,
        of_finding(finding).label,
        finding.status or "",
        finding.since.isoformat() if finding.since else "",
        finding.message,
        finding.expected or "",
        finding.remedy or "",
        " | ".join(f"{e.field}: {e.value}" for e in evidence),
        " | ".join(dict.fromkeys(e.source for e in evidence)),
        iso(seen_at) or fetched,
        finding.waiver.until.isoformat() if finding.waiver else "",
    )
