"""Clause 2.2.2: the platform of the account still exists."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, failed, passed
from auditor.checks._words import day
from auditor.model import Severity, Verdict
from auditor.platforms import PLATFORMS, RETIRED


def judge(case: Case, _options: Options) -> Verdict:
    """Pass on platforms in operation; on those that closed, only when the register says that the account is closed."""
    account = case.account
    label = PLATFORMS[account.platform].label
    evidence = (case.mine(account.platform, "platform"), case.mine(account.status, "status"))
    retired = RETIRED.get(account.platform)
    if retired is None:
        return passed(f"{label} is in operation.", evidence[0])
    closed_on = retired.closed_on
    if account.status == "closed":
        return passed(
            f"{label} shut down on {day(closed_on)}, and the register has the account as closed.",
            *evidence,
            closed_on=closed_on.isoformat(),
        )
    return failed(
        f"{label} shut down on {day(closed_on)}, but the register still has the account as {account.status}.",
        *evidence,
        closed_on=closed_on.isoformat(),
        note=retired.note,
    )


CONTROL = Control(
    id="platform-alive",
    title="The platform still exists",
    clause="2.2.2",
    severity=Severity.MEDIUM,
    basis="register",
    judge=judge,
    expected="Accounts on platforms that have shut down are closed in the register.",
    remedy="Take links to the account off web pages and templates, and have its status set to closed in the register.",
    why="A dead account on the register hides the ones that need care, and its old address may be taken by others.",
    minutes=15,
)
