"""How often statements are read right: precision, recall and F1 per label on the labelled profile texts, and the rows got wrong.

Run `make accuracy` or `python -m benchmarks.accuracy` (with `--quiet` for the figures only, `--limit N` for fewer wrong rows per label). The corpus lies
beside the checkout, in ../shared/bios/dev.jsonl; without it nothing is measured and the reason is told.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.statements import Statement, read

CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "bios" / "dev.jsonl"
Row = dict[str, Any]


@dataclass
class Tally:
    """Right and wrong answers for one label."""

    right: int = 0
    missed: list[Row] = field(default_factory=list)
    wrong: list[Row] = field(default_factory=list)
    rest: int = 0

    def add(self, row: Row, said: bool, true: bool) -> None:
        if said and true:
            self.right += 1
        elif true:
            self.missed.append(row)
        elif said:
            self.wrong.append(row)
        else:
            self.rest += 1

    @property
    def precision(self) -> float:
        return self.right / ((self.right + len(self.wrong)) or 1)

    @property
    def recall(self) -> float:
        return self.right / ((self.right + len(self.missed)) or 1)

    @property
    def f1(self) -> float:
        return 2 * self.right / ((2 * self.right + len(self.wrong) + len(self.missed)) or 1)


@dataclass(frozen=True)
class Label:
    """A label: the name of its field, which rows count, what we say and what is true."""

    name: str
    field: str
    said: Callable[[Statement], bool]
    true: Callable[[Row], bool]
    counts: Callable[[Row], bool] = lambda _row: True
    goal: float | None = None


LABELS = (
    Label("hours stated", "hours", lambda s: s.hours_stated, lambda r: r["hours"], goal=0.98),
    Label("unmonitored", "unmonitored", lambda s: s.unmonitored, lambda r: r["unmonitored"], goal=0.95),
    Label(
        "disclaimer", "views_disclaimer", lambda s: s.personal_disclaimer, lambda r: r["views_disclaimer"], goal=0.97
    ),
    Label(
        "purpose explicit",
        "purpose",
        lambda s: s.purpose == "explicit",
        lambda r: r["purpose_level"] == "explicit",
        lambda r: r["purpose_level"] != "identity_only",
        goal=0.95,
    ),
    Label("purpose identity", "", lambda s: s.purpose == "identity", lambda r: r["purpose_level"] == "identity_only"),
    Label("hours vague", "hours", lambda s: s.hours_vague, lambda r: r["hours_vague"]),
)
WINDOWS_GOAL = 0.95


def rows(path: Path = CORPUS) -> list[Row]:
    """The labelled texts."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def tally(label: Label, corpus: Iterable[tuple[Row, Statement]]) -> Tally:
    """One label over the rows that count and that are not marked debatable for it."""
    result = Tally()
    for row, statement in corpus:
        if label.counts(row) and label.field not in row["debatable_fields"]:
            result.add(row, label.said(statement), label.true(row))
    return result


def expected_windows(row: Row) -> list[tuple[str | None, str | None, str | None]]:
    return [(w["days"], w["from"], w["to"]) for w in row["hours_parsed"] or []]


def windows_right(corpus: Iterable[tuple[Row, Statement]]) -> tuple[int, list[tuple[Row, Statement]]]:
    """Rows with clock times whose windows are read exactly, and those whose are not; debatable rows are left out."""
    right, wrong = 0, []
    for row, statement in corpus:
        expected = expected_windows(row)
        if not any(start for _, start, _ in expected) or "hours" in row["debatable_fields"]:
            continue
        if [(w.days, w.start, w.end) for w in statement.hours] == expected:
            right += 1
        else:
            wrong.append((row, statement))
    return right, wrong


def shown(row: Row) -> str:
    return " ".join(row["text"].split())[:200]


def report(corpus: list[tuple[Row, Statement]], *, quiet: bool, limit: int) -> None:
    slices: list[tuple[str, Callable[[Row], bool]]] = [
        ("all", lambda _r: True),
        ("real", lambda r: r["origin"] == "real"),
        ("written", lambda r: r["origin"] == "written"),
        ("bio", lambda r: r["form"] == "bio"),
        ("house_rules", lambda r: r["form"] == "house_rules"),
    ]
    for label in LABELS:
        goal = f"  (goal {label.goal})" if label.goal else ""
        print(f"\n{label.name}{goal}")
        for name, chosen in slices:
            t = tally(label, [(r, s) for r, s in corpus if chosen(r)])
            print(
                f"  {name:12} n={t.right + t.rest + len(t.missed) + len(t.wrong):4}  true={t.right + len(t.missed):4}"
                f"  precision {t.precision:.3f}  recall {t.recall:.3f}  F1 {t.f1:.3f}"
            )
        if not quiet:
            t = tally(label, corpus)
            for kind, found in (("missed", t.missed), ("wrong", t.wrong)):
                for row in found[:limit]:
                    print(f"    {kind} {row['id']} {row['lang']} [{row['negative_type']}] {shown(row)}")
    right, wrong = windows_right(corpus)
    print(
        f"\nwindows exactly right: {right} of {right + len(wrong)} = {right / ((right + len(wrong)) or 1):.3f}  (goal {WINDOWS_GOAL})"
    )
    if not quiet:
        for row, statement in wrong[:limit]:
            print(
                f"    wrong {row['id']} expected {expected_windows(row)}\n      read {[str(w) for w in statement.hours]}\n      {shown(row)}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--limit", type=int, default=40)
    options = parser.parse_args()
    if not CORPUS.is_file():
        print("skipped: the labelled texts (../shared/bios/dev.jsonl beside the checkout) are not here")
        return
    found = rows()
    start = time.process_time()
    corpus = [(row, read(row["text"])) for row in found]
    seconds = time.process_time() - start
    report(corpus, quiet=options.quiet, limit=options.limit)
    print(f"\n{len(found)} texts read in {seconds:.2f} s of processor time: {len(found) / seconds:,.0f} a second")


if __name__ == "__main__":
    main()
