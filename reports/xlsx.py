"""A run as a workbook: findings, accounts, and what the columns mean. Every cell is typed, so nothing can act as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from auditor.model import Run
from auditor.text import show
from reports import csv_table
from reports.dates import iso
from reports.json_v1 import coverage, totals
from reports.words import STATES, Status, count, of_account, of_finding

_CELL = 32_000
_WIDTHS = (22, 20, 12, 20, 24, 14, 16, 22, 8, 10, 14, 16, 8, 11, 60, 50, 50, 50, 24, 21, 14)
_ACCOUNTS = ("Account", "Platform", "Handle", "Name", "Unit", "State", "Status", "Score", "Looked at", *(s.label for s in Status))
_QUIET = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True, "in_memory": True}


def dumps(run: Run) -> bytes:
    """The workbook as bytes; equal runs give equal bytes."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _QUIET)
    book.set_properties({"title": "Account audit", "created": run.started_at.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    _sheet(book, "Findings", csv_table.HEADER, csv_table.rows(run), _WIDTHS, head=head)
    _sheet(book, "Accounts", _ACCOUNTS, _accounts(run), (20, 12, 20, 28, 24, 20, 16, 8, 21, *(12 for _ in Status)), head=head)
    _sheet(book, "About", ("What", "Value"), _about(run), (30, 70), head=head)
    book.close()
    return buffer.getvalue()


def write(run: Run, stream: BinaryIO) -> None:
    """The same into an open binary stream."""
    stream.write(dumps(run))


def _sheet(book: Any, name: str, header: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[int], *, head: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    for column, (title, width) in enumerate(zip(header, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title.capitalize() if title.islower() else title, head)
    last = 0
    for last, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                sheet.write_number(last, column, value)
            elif value:
                sheet.write_string(last, column, show(str(value), _CELL))
    sheet.autofilter(0, 0, last, len(header) - 1)


def _accounts(run: Run) -> Iterable[tuple[object, ...]]:
    for result in run.results:
        counts = count(of_finding(f) for f in result.findings)
        account = result.account
        score = "" if result.score is None else round(result.score, 4)
        yield (
            account.id, account.platform, account.handle, account.name or "", account.unit, STATES[result.state],
            of_account(result).label, score, iso(result.fetched_at) or "", *(getattr(counts, s.value) for s in Status),
        )  # fmt: skip


def _about(run: Run) -> Iterable[tuple[object, object]]:
    yield "Run", run.id
    yield "Started", iso(run.started_at) or ""
    yield "Finished", iso(run.finished_at) or ""
    yield "Version", run.version
    yield "Policy SHA-256", run.policy_sha256
    yield from ((f"Accounts, {key.replace('_', ' ')}", number) for key, number in coverage(run).items())
    yield from ((f"Findings, {key.replace('_', ' ')}", number) for key, number in totals(run).items())
