"""Budgets of processor time for work on hostile input: a blow-up fails; a slow or busy machine and a large heap do not.

A budget is what the work may take on a quiet machine. MARGIN times as much is granted everywhere, since what blows up (a pattern that backtracks,
a square, a bomb) misses by orders of magnitude, and on a slower machine again as much more as a yardstick takes longer there. The inputs have to be
large enough for a square to miss by that much. How fast something is, is for `make bench` to tell and for no test.
"""

from __future__ import annotations

import contextlib
import gc
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType

import pytest

MARGIN = 5.0
TIMES = 16  # times longer the longer text is where growth is looked at
SLOWEST = 10.0  # times that a machine may be slower; whatever goes on beyond that is cut off
_YARDSTICK_SECONDS = 0.027  # on the machine that budgets were made on
_SAMPLE = "Mon-Fri 9.30-17:00, desk@library.example.ac.uk or https://a.example/x " * 40
_PATTERN = re.compile(r"\b\w+@[\w.]+|https?://\S+")
_MEASURABLE = 0.02  # seconds; below this, growth is nobody's trouble


class _CutOffError(BaseException):
    """Passes every `except Exception` of the work that goes on without end."""


@contextlib.contextmanager
def within(seconds: float, what: object = "") -> Iterator[None]:
    """The work inside has to end within a budget of processor time, whether it succeeds or raises."""
    with _collector_held_off():
        began = time.process_time()
        try:
            with _cut_off_after(seconds * MARGIN * SLOWEST):
                yield
        finally:
            _judge(time.process_time() - began, seconds, what)


def growth(work: Callable[[str], object], unit: str, *, short: int = 2_000) -> float:
    """How much faster than the length of a text the time that it takes grows: about 1 for a line, TIMES for a square.

    The least of a few tries counts. No text comes twice, so that nothing is remembered. Gives 0 where even the long text takes no
    time worth measuring.
    """
    least = float(TIMES)
    for attempt in range(4):
        took: dict[int, list[float]] = {short: [], short * TIMES: []}
        for number in range(3):
            for length, seconds in took.items():
                text = f"{unit * (length // len(unit))}{attempt}{number}"
                with within(length * 20e-6, unit):
                    began = time.process_time()
                    work(text)
                    seconds.append(time.process_time() - began)
        one, many = map(min, took.values())
        least = min(least, many / max(one, 1e-6) / TIMES) if many > _MEASURABLE else 0.0
        if least <= 2:
            break
    return least


def slowness() -> float:
    """How many times longer than on the machine of the budgets a fixed piece of work takes here and now, and at least once.

    The longest of several tries counts: too high lets only a small excess pass, too low would blame the work for the machine.
    """
    with _collector_held_off():
        longest = max(_yardstick() for _ in range(7))
    return min(max(longest / _YARDSTICK_SECONDS, 1.0), SLOWEST)


def _judge(spent: float, seconds: float, what: object) -> None:
    if spent <= seconds * MARGIN:
        return
    scale = slowness()
    if spent > seconds * MARGIN * scale:
        said = f"{str(what)[:60]!r} " if what != "" else ""
        pytest.fail(
            f"{said}took {spent:.2f} s of processor time; the budget is {seconds:g} s, "
            f"of which {MARGIN:g} times are granted, {scale:.1f} times over because of the machine"
        )


def _yardstick() -> float:
    began = time.process_time()
    words: dict[tuple[str, int], int] = {}
    for turn in range(240):
        found = sum(match.end() - match.start() for match in _PATTERN.finditer(_SAMPLE))
        for number, word in enumerate(_SAMPLE.split()):
            words[word.lower(), number % 7] = words.get((word, number), 0) + turn * found % 11
    return time.process_time() - began


@contextlib.contextmanager
def _collector_held_off() -> Iterator[None]:
    """Whatever other tests left on the heap is not walked meanwhile."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextlib.contextmanager
def _cut_off_after(seconds: float) -> Iterator[None]:
    """Interrupt what has used up so much processor time of this process; only the main thread can be interrupted.

    The alarm goes by the wall clock and looks at the processor's: a timer of processor time makes Linux tell that time in ticks only.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    end = time.process_time() + seconds

    def cut(_number: int, _frame: FrameType | None) -> None:
        if time.process_time() > end:
            raise _CutOffError(f"still computing after {seconds:g} s of processor time")

    handler = signal.signal(signal.SIGALRM, cut)
    timer = signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, handler)
