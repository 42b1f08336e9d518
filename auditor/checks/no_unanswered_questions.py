"""Clause 2.2.2: no question is left unanswered over the limit."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks._api import Case, Control, Options, failed, not_applicable, passed
from auditor.checks._questions import clock_of, evidence_of, limit, questions_of
from auditor.checks._words import count, hours, local_day
from auditor.model import Severity, Verdict

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredOptions(Options):
    """`hours`: how long a question may stay unanswered, in operating hours."""

    hours: float = 8


def judge(case: Case, options: UnansweredOptions) -> Verdict:
    """Fail when one question has waited longer than the limit without an answer; the links are listed, oldest first."""
    clock = clock_of(case)
    asked = questions_of(case)
    if not asked:
        return not_applicable("Nobody asked this account a question in the comments and mentions seen.")
    most = limit(options.hours)
    late = [waiting for waiting in asked if not waiting.answered and waiting.waited > most]
    if late:
        oldest = late[0]
        return failed(
            f"{count(len(late), 'question')} {'is' if len(late) == 1 else 'are'} unanswered for more than {hours(most)} of "
            f"operating hours; the oldest, of {local_day(oldest.question.at, case.org.zone)}, for {hours(oldest.waited)}. "
            f"Counted in the hours {clock}.",
            *(evidence_of(case, waiting) for waiting in late[:_SHOWN]),
            unanswered=len(late),
            links=[waiting.question.url or waiting.question.id for waiting in late],
        )
    waiting = sum(not w.answered for w in asked)
    rest = f"; {waiting} still within the limit of {hours(most)}" if waiting else ""
    return passed(
        f"{len(asked) - waiting} of {count(len(asked), 'question')} answered{rest}.",
        *(evidence_of(case, w) for w in asked[-1:]),
        unanswered=0,
    )


CONTROL = Control(
    id="no-unanswered-questions",
    title="No question is left unanswered",
    clause="2.2.2",
    severity=Severity.MEDIUM,
    basis="platform",
    judge=judge,
    needs=("exchanges",),
    options=UnansweredOptions,
    expected="Every question gets an answer within a working day.",
    remedy="Open the links, oldest first, and answer, even if only to say who can help.",
    why="An unanswered question stays in public view.",
    minutes=20,
)
