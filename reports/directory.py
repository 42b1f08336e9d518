"""The data file of the directory: short rows, whose numbers point into the lists that the page itself carries."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

from reports.view import ReportView
from reports.view_rows import AccountRow
from reports.words import Status

KINDS = (Status.MUST, Status.SHOULD, Status.REVIEW)
_STATUSES = tuple(Status)


def units(view: ReportView) -> tuple[str, ...]:
    """Unit keys in the order of the page's list."""
    return tuple(u.key for u in sorted(view.units, key=lambda u: (u.name.casefold(), u.key)))


def platforms(view: ReportView) -> tuple[tuple[str, str], ...]:
    """Platforms and their labels in the order of the page's list."""
    return tuple(sorted({(r.platform, r.platform_label) for r in view.accounts}, key=lambda p: (p[1].casefold(), p[0])))


def checks(view: ReportView) -> tuple[str, ...]:
    """Check ids in the order of the page's list."""
    return tuple(c.id for c in sorted(view.checks, key=lambda c: (c.title.casefold(), c.id)))


def data(view: ReportView) -> bytes:
    """`accounts.js`: every account as [key without platform, name, unit, platform, status, open items, not checked].

    An open item is one number: check * 8 + kind * 2 + (1 if new).
    """
    unit = {key: i for i, key in enumerate(units(view))}
    platform = {key: i for i, (key, _) in enumerate(platforms(view))}
    check = {key: i for i, key in enumerate(checks(view))}
    written = io.BytesIO(b"window.auditorAccounts=[")
    written.seek(0, io.SEEK_END)
    for number, row in enumerate(view.accounts):
        values = _row(row, unit[row.unit_key], platform[row.platform], check)
        text = json.dumps(values, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
        written.write(f",{text}".encode("ascii") if number else text.encode("ascii"))
    written.write(b"];\n")
    return written.getvalue()


def _row(row: AccountRow, unit: int, platform: int, check: dict[str, int]) -> list[object]:
    opens: Sequence[int] = [check[o.check] * 8 + KINDS.index(o.status) * 2 + o.is_new for o in row.opens]
    tail = row.key.removeprefix(f"{row.platform}-")
    return [tail, row.name, unit, platform, _STATUSES.index(row.status), opens, row.counts.unclear]
