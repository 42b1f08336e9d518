"""Clause 2.2.1: every account has a designated owner on the register."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, failed, passed
from auditor.model import Severity, Verdict


def judge(case: Case, _options: Options) -> Verdict:
    """Pass when the register names an owner (name or mail address)."""
    if case.account.owner_name or case.account.owner_email:
        return passed("The register names an owner.", case.mine("present", "owner_name"))
    return failed("The register names no owner for this account.", case.mine("", "owner_name"))


CONTROL = Control(
    id="owner-designated",
    title="A designated owner is registered",
    clause="2.2.1",
    severity=Severity.HIGH,
    basis="register",
    judge=judge,
    expected="The asset register names a designated owner for every account.",
    remedy="Tell ERMC (socialmedia@liverpool.ac.uk) who owns the account; they enter it in the register.",
    why="In an emergency somebody has to be reachable who may decide about the account.",
    minutes=2,
)
