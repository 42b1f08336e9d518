"""A run as a table for spreadsheets: one row a finding, and nothing that a spreadsheet takes for a formula."""

from __future__ import annotations

import codecs
import functools
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import BinaryIO, TypeAlias

from auditor.model import AccountResult, Finding, Outcome, Run, Severity
from auditor.text import show
from reports.dates import iso
from reports.words import of_account, of_outcome

HEADER = (
    "run", "account", "platform", "handle", "unit", "state", "account status", "control", "clause", "severity", "outcome",
    "status", "change", "since", "message", "expected", "remedy", "evidence", "source", "seen at", "accepted until",
)  # fmt: skip
_Standing: TypeAlias = tuple[str, str, Severity, Outcome, str | None, date | None]
_ACTIVE = "=+-@\t\r\n\0＝＋－＠"
_CELL = 32_000  # Excel takes 32,767 characters in one cell
_SHORT = 200  # characters: long cells are nobody's but one account's
_HARMLESS = re.compile(rf"(?:[A-Za-z0-9][ -~]{{0,{_CELL - 1}}})?")  # `plain` leaves it as it is


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
        about, fetched_at = _about(run.id, result), result.fetched_at
        fetched = iso(fetched_at) or ""
        for finding in result.findings:
            yield *about, *_standing_cells(_standing(finding)), *_words(finding, fetched_at, fetched)


def _lines(run_id: str, result: AccountResult) -> str:
    begin, fetched_at = ",".join(map(_quoted, _about(run_id, result))), result.fetched_at
    fetched = iso(fetched_at) or ""
    return "".join([
        f"{begin},{_quoted_standing(_standing(f))},{','.join(map(_quoted, _words(f, fetched_at, fetched)))}\r\n"
        for f in result.findings
    ])


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


def _standing(finding: Finding) -> _Standing:
    """How a finding stands: many findings stand alike."""
    return finding.control, finding.clause, finding.severity, finding.outcome, finding.status, finding.since


def _standing_cells(standing: _Standing) -> tuple[str, ...]:
    control, clause, severity, outcome, status, since = standing
    words = of_outcome(outcome, severity).label
    return control, clause, severity.value, outcome.value, words, status or "", since.isoformat() if since else ""


@functools.lru_cache(maxsize=4_096)
def _quoted_standing(standing: _Standing) -> str:
    return ",".join(map(_quoted, _standing_cells(standing)))


def _words(finding: Finding, fetched_at: datetime | None, fetched: str) -> tuple[str, ...]:
    """The cells about what was found; `fetched` is the text of `fetched_at`, which most evidence was seen at."""
    evidence, waiver = finding.evidence, finding.waiver
    if len(evidence) == 1:  # as most findings have it
        told, source, seen_at = f"{evidence[0].field}: {evidence[0].value}", evidence[0].source, evidence[0].seen_at
    else:
        told = " | ".join([f"{e.field}: {e.value}" for e in evidence])
        source = " | ".join(dict.fromkeys([e.source for e in evidence]))
        seen_at = next((e.seen_at for e in evidence if e.seen_at), None)
    return (
        finding.message,
        finding.expected or "",
        finding.remedy or "",
        told,
        source,
        fetched if seen_at is None or seen_at is fetched_at else iso(seen_at) or "",
        waiver.until.isoformat() if waiver else "",
    )


def _line(cells: Iterable[str]) -> str:
    return ",".join(map(_quoted, cells)) + "\r\n"


def _quoted(cell: str) -> str:
    return _quoted_again(cell) if len(cell) <= _SHORT else _quoted_once(cell)


def _quoted_once(cell: str) -> str:
    shown = cell if _HARMLESS.fullmatch(cell) else plain(cell)
    return '"' + shown.replace('"', '""') + '"'


_quoted_again = functools.lru_cache(maxsize=8_192)(_quoted_once)  # most short cells stand in many lines


def plain(cell: str) -> str:
    """A cell that shows what it holds and does nothing."""
    shown = show(cell, _CELL)
    starts = {text.lstrip(" \u00a0\u3000")[:1] for text in (cell, shown)} - {""}
    return f"'{shown}" if any(start in _ACTIVE for start in starts) else shown
