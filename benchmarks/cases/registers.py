"""B12: `auditor register check` on 100,000 rows, as CSV and as a workbook."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.ground import scratch
from benchmarks.measure import AUDITOR, run

_HEADER = ("id", "platform", "handle", "unit", "owner_name", "owner_email", "purpose", "hours", "opened_on", "status")
_CONFIG = '[organisation]\nname = "University of Example"\ntimezone = "Europe/London"\n[register]\n{register}\n'


def figures(*, quick: bool, huge: bool) -> Iterator[Figure]:
    """CPU and memory by kind of file."""
    del huge
    count = 5_000 if quick else 100_000
    folder = scratch()
    try:
        for kind, made in (("CSV", _as_csv), ("workbook", _as_workbook)):
            config = folder / f"{kind}.toml"
            config.write_text(_CONFIG.format(register=made(folder, _rows(count))), encoding="utf-8")
            cost = run([*AUDITOR, "register", "check"], {"AUDITOR_CONFIG": str(config)})
            yield Figure("B12", f"CPU of register check, {kind} of {count:,} rows", cost.cpu, "s")
            yield Figure("B12", f"peak memory of the same, {kind}", cost.rss, "MiB", at_most=None if quick else 1000)
    finally:
        shutil.rmtree(folder)


def _rows(count: int) -> Iterator[Sequence[str]]:
    for n in range(count):
        platform = ("x", "facebook", "instagram", "youtube")[n % 4]
        yield (
            f"account-{n}",
            platform,
            f"handle{n}",
            f"Unit {n % 300}",
            f"Owner {n}",
            f"owner{n}@example.ac.uk",
            "news and events",
            "Mon-Fri 09:00-17:00",
            f"20{10 + n % 15}-0{1 + n % 9}-1{n % 9}",
            "live",
        )


def _as_csv(folder: Path, rows: Iterator[Sequence[str]]) -> str:
    with (folder / "accounts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        writer.writerows(rows)
    return 'accounts = "accounts.csv"'


def _as_workbook(folder: Path, rows: Iterator[Sequence[str]]) -> str:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(folder / "register.xlsx"), {"constant_memory": True})
    sheet = book.add_worksheet("Accounts")
    for number, row in enumerate((_HEADER, *rows)):
        sheet.write_row(number, 0, row)
    book.close()
    return 'register = "register.xlsx"'
