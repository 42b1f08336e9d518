"""Clause 2.3: a corporate profile carries no "views my own" disclaimer."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, failed, passed
from auditor.checks._profile import profile_of
from auditor.checks._seen import unseen
from auditor.model import Severity, Verdict
from auditor.text import show


def judge(case: Case, _options: Options) -> Verdict:
    """Fail when the profile says that the views are somebody's own, or not those of the organisation."""
    profile = profile_of(case)
    if profile.statement.personal_disclaimer:
        words = show(profile.quote("disclaimer"), 160)
        return failed(
            f'The profile carries a personal disclaimer ("{words}"), but posts of this account represent the organisation.',
            profile.evidence(case, "disclaimer"),
        )
    if profile.partial is not None:
        return unseen(case, profile.partial, "the other texts of the profile")
    return passed("The profile carries no personal disclaimer.", profile.evidence(case))


CONTROL = Control(
    id="no-personal-disclaimer",
    title="The profile carries no personal disclaimer",
    clause="2.3",
    severity=Severity.MEDIUM,
    basis="platform",
    judge=judge,
    needs=("bio",),
    expected="All posts of a corporate account represent the organisation, so its profile disowns none of them.",
    remedy="Edit the profile text and take the disclaimer out; it belongs into personal accounts only.",
    why="An official account that disowns its own posts confuses readers and protects nobody.",
    minutes=5,
)
