"""Clause 2.2.5: the password is kept in an approved password store."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks._api import Case, Control, Options, failed, passed
from auditor.checks._words import folded, listing
from auditor.model import Severity, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreOptions(Options):
    """`approved`: names of the stores that are allowed."""

    approved: tuple[str, ...] = ("LastPass", "1Password", "Bitwarden", "Keeper")


def judge(case: Case, options: StoreOptions) -> Verdict:
    """Pass when the cell begins with an approved name in whole words, in any case."""
    cell = case.account.password_store or ""
    evidence = case.mine(cell, "password_store")
    if not cell.strip():
        return failed("The register does not say where the password is kept.", evidence, expected=_expected(options))
    for name in options.approved:
        if _begins(folded(cell), folded(name)):
            return passed(f"The password is kept in {name}.", evidence)
    return failed(
        f'The register says that the password is kept in "{cell.strip()}", which is not an approved password store.',
        evidence,
        expected=_expected(options),
    )


def _begins(cell: str, name: str) -> bool:
    following = cell[len(name) : len(name) + 1]
    return bool(name) and cell.startswith(name) and not (following.isalnum() or following == "_")


def _expected(options: StoreOptions) -> str:
    return f"The password is kept in an approved password store: {listing(options.approved) or 'none is configured'}."


CONTROL = Control(
    id="password-store",
    title="Credentials are kept in an approved password store",
    clause="2.2.5",
    severity=Severity.MEDIUM,
    basis="register",
    judge=judge,
    options=StoreOptions,
    expected="The password is shared and stored through an approved password store, not in files or on paper.",
    remedy="Move the password to an approved store, delete the old copies, change the password once more, "
    "and have the store's name entered in column password_store of the register.",
    why="Files, paper and browsers give a password to whoever comes by.",
    minutes=20,
)
