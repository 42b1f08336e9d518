"""Clause 2.2.1: an activity plan is recorded for every account."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, failed, passed
from auditor.checks._words import folded
from auditor.model import Severity, Verdict

_NOTHING = frozenset({"", "-", "--", "–", "—", "no", "none", "n/a", "na", "n", "?", "tbc", "tbd", "nil"})


def judge(case: Case, _options: Options) -> Verdict:
    """Pass when the column holds a plan or where it lies; a dash, "none" or "tbc" is no plan."""
    cell = case.account.activity_plan or ""
    if folded(cell).strip(".!") in _NOTHING:
        said = f' (the column says "{cell.strip()}")' if cell.strip() else ""
        return failed(
            f"The register records no activity plan for this account{said}.", case.mine(cell, "activity_plan")
        )
    return passed("The register records an activity plan.", case.mine(cell, "activity_plan"))


CONTROL = Control(
    id="activity-plan",
    title="An activity plan is recorded",
    clause="2.2.1",
    severity=Severity.LOW,
    basis="register",
    judge=judge,
    expected="A plan of the audience, the content, the time set aside for it, and how the account sits beside the others.",
    remedy="Write half a page on audience, content, who does the work and how the account differs from the others, "
    "and have the place of that page entered in column activity_plan of the register.",
    why="Accounts without a plan are the ones that fall silent or say the same as a neighbour.",
    minutes=45,
)
