"""The figures behind the two charts: a stacked bar of the accounts and a line of the last runs. Templates draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from reports import dates
from reports.view import Trend
from reports.words import Counts, Status, in_words

RUNS = 30
_LEFT, _RIGHT, _TOP, _BOTTOM = 48.0, 708.0, 12.0, 188.0
_GAP = timedelta(hours=60)  # longer between two runs than this is drawn as a gap, never as a line through it
_LINES = (Status.MUST, Status.SHOULD, Status.UNCLEAR)
_COLUMNS = (Status.MUST, Status.SHOULD, Status.REVIEW, Status.UNCLEAR, Status.MEETS)


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the stacked bar, in per cent of its width."""

    status: Status
    number: int
    x: float
    width: float

    @property
    def middle(self) -> float:
        """Where the number stands."""
        return round(self.x + self.width / 2, 2)

    @property
    def roomy(self) -> bool:
        """Whether the number fits in."""
        return self.width >= 2 + 1.6 * len(f"{self.number:,}")


@dataclass(frozen=True, slots=True)
class Line:
    """One status over time: unbroken parts, and dots for runs that stand alone."""

    status: Status
    parts: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The trend: what to say of it, what to draw, and the numbers as a table (newest first)."""

    sentence: str
    grid: tuple[tuple[float, str], ...]
    lines: tuple[Line, ...]
    days: tuple[tuple[float, str, str], ...]
    columns: tuple[Status, ...]
    table: tuple[tuple[str, tuple[int, ...], int], ...]


def segments(counts: Counts) -> tuple[Segment, ...]:
    """The bar of all accounts, worst on the left."""
    found, x = [], 0.0
    for status, number in counts.shown():
        width = 100 * number / counts.total
        found.append(Segment(status, number, round(x, 2), round(width, 2)))
        x += width
    return tuple(found)


def sentence(counts: Counts) -> str:
    """What the bar shows, in words."""
    return f"Of {counts.total:,} accounts: {in_words(counts)}."


def trend(points: Sequence[Trend], zone: ZoneInfo) -> Chart | None:
    """The chart of the last runs; None with fewer than two."""
    points = points[-RUNS:]
    if len(points) < 2:
        return None
    top = _round_up(max(getattr(p, s.value) for p in points for s in _LINES))
    start, length = points[0].at, (points[-1].at - points[0].at).total_seconds() or 1.0
    xs = [round(_LEFT + (_RIGHT - _LEFT) * (p.at - start).total_seconds() / length, 1) for p in points]
    parts = _unbroken(points)
    days = [dates.short_day(p.at.astimezone(zone).date()) for p in points]
    return Chart(
        sentence=f"Accounts with something that must be fixed over {len(points)} runs: from {points[0].must:,} to {points[-1].must:,}.",
        grid=tuple((_height(v, top), f"{v:,}") for v in (0, top // 2, top)),
        lines=tuple(_line(s, points, xs, parts, top) for s in _LINES),
        days=((xs[0], days[0], "start"), (xs[-1], days[-1], "end")),
        columns=_COLUMNS,
        table=tuple(
            (dates.moment(p.at, zone), tuple(getattr(p, s.value) for s in _COLUMNS), p.total) for p in reversed(points)
        ),
    )


def _line(status: Status, points: Sequence[Trend], xs: Sequence[float], parts: Sequence[range], top: int) -> Line:
    spots = [(x, _height(getattr(p, status.value), top)) for x, p in zip(xs, points, strict=True)]
    return Line(
        status,
        tuple(" ".join(f"{x},{y}" for x, y in (spots[i] for i in part)) for part in parts if len(part) > 1),
        tuple(spots[part[0]] for part in parts if len(part) == 1),
    )


def _unbroken(points: Sequence[Trend]) -> list[range]:
    """Index ranges of runs without a gap between them."""
    parts, start = [], 0
    for i in range(1, len(points) + 1):
        if i == len(points) or points[i].at - points[i - 1].at > _GAP:
            parts.append(range(start, i))
            start = i
    return parts


def _height(value: int, top: int) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * value / top, 1)


def _round_up(value: int) -> int:
    """The next even, round number, so that the axis has whole marks."""
    for step in (2, 4, 10, 20, 40, 60, 100, 200, 400, 600):
        if value <= step:
            return step
    return -(-value // 1000) * 1000
