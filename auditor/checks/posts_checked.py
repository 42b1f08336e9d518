"""Clause 2.2.3: a colleague checks content before it is published."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks._api import Case, Control, Options
from auditor.checks._attested import dated
from auditor.model import Severity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedOptions(Options):
    """`max_days`: how long the confirmation holds."""

    max_days: int = 365


def judge(case: Case, options: CheckedOptions) -> Verdict:
    """Pass while the confirmation in the register is not older than a year."""
    given = case.account.posts_checked_on
    return dated(case, "posts_checked_on", given, max_days=options.max_days, what="the second pair of eyes on posts")


CONTROL = Control(
    id="posts-checked",
    title="A colleague checks content before it is published",
    clause="2.2.3",
    severity=Severity.LOW,
    basis="register",
    judge=judge,
    options=CheckedOptions,
    expected="Content is checked with a colleague before it is published; confirmed every year.",
    remedy="Agree who looks at posts before they go out, and have the day of that agreement entered in column posts_checked_on of the register.",
    why="Most slips are seen by the first other person who reads them.",
    minutes=20,
)
