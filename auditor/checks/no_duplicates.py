"""Clause 2.2.1: no account is registered twice, and no two of a unit serve the same audience on the same platform."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, failed, passed
from auditor.checks._peers import peers_of
from auditor.checks._words import count, listing
from auditor.model import Account, Evidence, Severity, Verdict
from auditor.platforms import PLATFORMS

_SHOWN = 5


def judge(case: Case, _options: Options) -> Verdict:
    """Fail for every row of a group: the same account twice, or the same unit, platform and audience."""
    account = case.account
    label = PLATFORMS[account.platform].label
    if same := _peers(case, "same-handle"):
        return failed(
            f"The register lists this account more than once: also as {_ids(same)}.",
            case.mine(account.handle, "handle"),
            *_rows(same, "handle", [other.handle for other in same]),
            remedy="Ask the central social media team to merge the rows and keep one; nothing changes on the platform.",
            duplicates=[other.id for other in same],
        )
    if alike := _peers(case, "same-audience"):
        return failed(
            f"{account.unit} has {count(1 + len(alike), 'account')} on {label} for the same audience "
            f'("{(account.audience or "").strip()}"): also {_ids(alike)}.',
            case.mine(account.audience or "", "audience"),
            *_rows(alike, "audience", [other.audience or "" for other in alike]),
            duplicates=[other.id for other in alike],
        )
    return passed(
        f"No other row has this account, or the same unit, platform and audience ({label}, {account.unit}).",
        case.mine(account.audience or "", "audience"),
    )


def _peers(case: Case, kind: str) -> tuple[Account, ...]:
    if kind in case.peers:
        return tuple(case.peers[kind])
    return peers_of(case.register)[kind].get(case.account.id, ())


def _ids(others: tuple[Account, ...]) -> str:
    shown = [other.id for other in others[:_SHOWN]]
    rest = len(others) - len(shown)
    return listing([*shown, *([f"{rest} more"] if rest else [])])


def _rows(others: tuple[Account, ...], column: str, values: list[str]) -> list[Evidence]:
    return [
        Evidence(field=f"register.{column}", value=value, source=str(other.where))
        for other, value in zip(others[:_SHOWN], values[:_SHOWN], strict=True)
    ]


CONTROL = Control(
    id="no-duplicates",
    title="No duplicate entries, and no two accounts of a unit for the same audience",
    clause="2.2.1",
    severity=Severity.MEDIUM,
    basis="register",
    judge=judge,
    expected="One row per account, and one account per unit, platform and audience.",
    remedy="Agree which of the accounts goes on, close the others, or record how their audiences differ.",
    why="Two accounts for the same readers split them and double the work.",
    minutes=60,
)
