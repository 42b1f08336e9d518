"""Clause 2.2.2: questions are answered promptly within operating hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from auditor.checks._api import Case, Control, Options, failed, not_applicable, passed
from auditor.checks._questions import Waiting, clock_of, evidence_of, limit, questions_of
from auditor.checks._words import count, hours
from auditor.model import Severity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOptions(Options):
    """`hours`: the longest median, in operating hours."""

    hours: float = 4


def judge(case: Case, options: AnswerOptions) -> Verdict:
    """Judge the median wait in operating hours; unanswered questions count with the time so far once it is over the limit."""
    clock = clock_of(case)
    asked = questions_of(case)
    if not asked:
        return not_applicable("Nobody asked this account a question in the comments and mentions seen.")
    most = limit(options.hours)
    told = [waiting for waiting in asked if waiting.answered or waiting.waited > most]
    if not told:
        return not_applicable(
            f"{count(len(asked), 'question')} so far unanswered, none of them for longer than {hours(most)} of operating hours."
        )
    middle = timedelta(seconds=median(waiting.waited.total_seconds() for waiting in told))
    worst = max(told, key=lambda waiting: waiting.waited)
    open_ = sum(not waiting.answered for waiting in told)
    still = f", {open_} of them still unanswered," if open_ and len(told) > 1 else ""
    who = "The one question" if len(told) == 1 else f"Half of {count(len(told), 'question')}"
    length = hours(middle) if len(told) == 1 else f"{hours(middle)} or longer"
    message = (
        f"{who}{still} waited {length} for an answer; the limit is {hours(most)}. "
        f"The longest wait is {_worst(worst)}. Counted in the hours {clock}."
    )
    tell = failed if middle > most else passed
    return tell(
        message,
        evidence_of(case, worst),
        median_minutes=int(middle.total_seconds() // 60),
        worst_minutes=int(worst.waited.total_seconds() // 60),
        questions=len(told),
    )


def _worst(worst: Waiting) -> str:
    return hours(worst.waited) + ("" if worst.answered else " and goes on")


CONTROL = Control(
    id="answers-promptly",
    title="Questions are answered promptly within operating hours",
    clause="2.2.2",
    severity=Severity.MEDIUM,
    basis="platform",
    judge=judge,
    needs=("exchanges",),
    options=AnswerOptions,
    expected="Questions are answered within a few operating hours.",
    remedy="Answer the oldest questions first, and agree who looks at comments and mentions, and when.",
    why="People who ask in public and hear nothing tell others so.",
    minutes=30,
)
