"""Budgets of processor time: what they let pass, what they end, and that they leave nothing behind."""

from __future__ import annotations

import contextlib
import gc
import signal
import threading
import time

import pytest

from tests import effort
from tests.effort import MARGIN, growth, within


def burn(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_work_without_end_is_cut_off_although_it_catches_every_exception() -> None:
    def endless() -> None:
        with within(0.002, "a text"):
            while True:
                with contextlib.suppress(Exception):
                    burn(60)

    with pytest.raises(pytest.fail.Exception, match=r"'a text' took \d.* the budget is 0.002 s"):
        endless()


def test_the_budget_is_kept_by_work_that_raises_as_well() -> None:
    def work(seconds: float) -> None:
        with within(seconds):
            burn(0.1)
            raise ValueError("refused")

    with pytest.raises(pytest.fail.Exception):
        work(0.0001)
    with pytest.raises(ValueError, match="refused"):
        work(5)


def test_a_machine_that_is_slower_is_given_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def work() -> None:
        with within(0.01):
            burn(0.01 * MARGIN * 3)

    monkeypatch.setattr(effort, "slowness", lambda: 1.0)
    with pytest.raises(pytest.fail.Exception, match=r"1\.0 times over"):
        work()
    monkeypatch.setattr(effort, "slowness", lambda: 6.0)
    work()


def test_the_yardstick_is_looked_at_only_when_it_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "_yardstick", lambda: pytest.fail("measured for nothing"))
    with within(5):
        pass


def test_nobody_is_called_faster_than_the_machine_of_the_budgets_nor_slower_than_can_be_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for seconds, scale in ((0.0, 1.0), (1e9, effort.SLOWEST)):
        monkeypatch.setattr(effort, "_yardstick", lambda told=seconds: told)
        assert effort.slowness() == scale


def test_collector_handler_and_timer_are_as_before() -> None:
    handler = signal.getsignal(signal.SIGALRM)
    with within(5):
        assert not gc.isenabled()
        with within(5):
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    assert signal.getsignal(signal.SIGALRM) == handler
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_thread_of_its_own_has_a_budget_too() -> None:
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with within(0.0001):
                burn(0.2)
        except pytest.fail.Exception as error:
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert failed


def test_a_square_is_told_from_a_line() -> None:
    assert 0 < growth(lambda text: sum(ord(letter) % 7 for letter in text * 20), "ab ") <= 4
    assert growth(lambda text: [text[n:].count("b") for n in range(0, len(text), 5)], "ab ") > 4
