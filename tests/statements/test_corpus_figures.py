"""The figures that the reader has to reach on the labelled profile texts, where they are at hand."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from auditor.statements import Statement, read
from tests.effort import within

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "bios" / "dev.jsonl"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not CORPUS.is_file(), reason="the labelled texts (../shared/bios/dev.jsonl beside the checkout) are not here"
    ),
]


@pytest.fixture(scope="module")
def accuracy() -> ModuleType:
    spec = importlib.util.spec_from_file_location("accuracy_of_statements", ROOT / "benchmarks" / "accuracy.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def corpus(accuracy: ModuleType) -> list[tuple[dict[str, Any], Statement]]:
    return [(row, read(row["text"])) for row in accuracy.rows()]


@pytest.mark.parametrize("name", ["hours stated", "unmonitored", "disclaimer", "purpose explicit"])
def test_the_label_is_read_right(
    name: str, accuracy: ModuleType, corpus: list[tuple[dict[str, Any], Statement]]
) -> None:
    label = next(label for label in accuracy.LABELS if label.name == name)
    tally = accuracy.tally(label, corpus)
    assert tally.f1 >= label.goal, ([row["id"] for row in tally.missed], [row["id"] for row in tally.wrong])


def test_the_windows_are_exactly_right(accuracy: ModuleType, corpus: list[tuple[dict[str, Any], Statement]]) -> None:
    right, wrong = accuracy.windows_right(corpus)
    assert right / (right + len(wrong)) >= accuracy.WINDOWS_GOAL


def test_quotes_of_hours_lie_where_the_label_says(corpus: list[tuple[dict[str, Any], Statement]]) -> None:
    stated = [(row, s.quotes["hours"]) for row, s in corpus if row["hours"] and row["hours_text"] and s.hours_stated]
    apart = [row["id"] for row, q in stated if not _meet(row["text"], row["hours_text"], q.start, q.end)]
    assert len(apart) <= len(stated) * 0.02, apart


def _meet(text: str, label: str, start: int, end: int) -> bool:
    at = text.find(label)
    return at < end and start < at + len(label)


def test_texts_are_read_within_the_budget_of_two_thousand_a_second(
    corpus: list[tuple[dict[str, Any], Statement]],
) -> None:
    with within(len(corpus) / 2000):  # `make accuracy` tells how many it is
        for row, _ in corpus:
            read(row["text"])
