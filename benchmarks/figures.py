"""A measured figure, the goal it is held against, and how both are printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result. `at_most` or `at_least` is the goal, `goal` its number; without either it is only told."""

    case: str
    what: str
    value: float
    unit: str
    goal: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.at_most is not None:
            return self.value <= self.at_most
        if self.at_least is not None:
            return self.value >= self.at_least
        return None

    def __str__(self) -> str:
        wanted = ""
        if self.at_most is not None:
            wanted = f"at most {_number(self.at_most)}"
        elif self.at_least is not None:
            wanted = f"at least {_number(self.at_least)}"
        verdict = {True: "met", False: "NOT MET", None: ""}[self.met]
        shown = f"{_number(self.value)} {self.unit}".strip()
        return f"{self.case:4} {self.what:58} {shown:>16}  {self.goal:4} {wanted:18} {verdict}".rstrip()


def missed(figures: Iterable[Figure]) -> list[Figure]:
    """Those whose goal is not met."""
    return [f for f in figures if f.met is False]


def _number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"
