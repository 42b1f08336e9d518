"""password-store: the cell begins with an approved name, in whole words."""

from __future__ import annotations

import pytest

from auditor.model import Outcome
from tests.checks.builders import account, case, judged

ID = "password-store"


@pytest.mark.parametrize(
    "cell",
    ["LastPass", "lastpass (team vault)", "1PASSWORD", "1Password: web team", " Bitwarden", "Keeper, shared folder"],
)
def test_an_approved_store_passes(cell):
    assert judged(ID, case(account(password_store=cell))).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "",
        " ",
        "shared drive",
        "spreadsheet",
        "paper",
        "browser",
        "LastPassword",
        "1Password2",
        "KeePass",
        "Chrome, not LastPass",
        "the Keeper app",
        "Bitwarden_old",
        "memory",
    ],
)
def test_anything_else_fails(cell):
    assert judged(ID, case(account(password_store=cell))).outcome is Outcome.FAIL


def test_the_approved_names_can_be_set():
    assert judged(ID, case(account(password_store="Pass Safe (web)")), approved=("pass  safe",)).outcome is Outcome.PASS
    assert judged(ID, case(account(password_store="LastPass")), approved=()).outcome is Outcome.FAIL
