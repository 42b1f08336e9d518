"""Clause 2.2.1: the account is on the register. Accounts met by discovery that are not stand as candidates elsewhere."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, passed
from auditor.model import Severity, Verdict


def judge(case: Case, _options: Options) -> Verdict:
    """Pass for every row of the register; the message says where the row stands."""
    return passed(f"The account is on the register ({case.account.where}).", case.mine(case.account.id, "id"))


CONTROL = Control(
    id="on-register",
    title="The account is on the register",
    clause="2.2.1",
    severity=Severity.HIGH,
    basis="register",
    judge=judge,
    expected="Every corporate account is registered centrally before it is used.",
    remedy="Register the account with the central social media team, or report it if it pretends to be the organisation.",
    why="An account that nobody knows of cannot be looked after, and cannot be told from an impostor.",
    minutes=10,
)
