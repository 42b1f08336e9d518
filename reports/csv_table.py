"""A run as a table for spreadsheets: one row a finding, and nothing that a spreadsheet takes for a formula."""

from __future__ import annotations

import codecs
import functools
import io
from collections import deque
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from auditor.model import AccountResult, Finding, Run
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
    deque(along(run, run.results, stream), maxlen=0)


def along(run: Run, results: Iterable[AccountResult], stream: BinaryIO) -> Iterator[AccountResult]:
    """The results of the run, each of which is written on its way past: the table is complete when they are exhausted."""
    stream.write(codecs.BOM_UTF8 + _line(HEADER).encode())
    for result in results:
        stream.write(_lines(run.id, result).encode())
        yield result


def rows(run: Run) -> Iterator[tuple[str, ...]]:
    """Every finding as cells in the order of the header, as they are."""
    for result in run.results:
        about, fetched = _about(run.id, result), iso(result.fetched_at) or ""
        yield from (about + _cells(finding, fetched) for finding in result.findings)


def _lines(run_id: str, result: AccountResult) -> str:
    begin, fetched = ",".join(map(_quoted, _about(run_id, result))), iso(result.fetched_at) or ""
    return "".join([f"{begin},{_line(_cells(finding, fetched))}" for finding in result.findings])


def _about(run_id: str, result: AccountResult) -> tuple[str, ...]:
    """The cells that all lines of an account begin with."""
    account = result.account
    return (
        run_id,
        account.id,
        account.platform,
        account.handle.removeprefix("@"),
        account.unit,
        result.state.value,
        of_account(result).label,
    )


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
