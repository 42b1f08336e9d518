"""What an account's sight and the register's word make of every control."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from auditor.checks._api import Case, Control, Options, passed
from auditor.judge import Background, Judged, judge, state_of
from auditor.model import (
    UNSUPPORTED,
    Account,
    Change,
    Outcome,
    Register,
    Seen,
    Severity,
    Sight,
    Snapshot,
    State,
    Trouble,
    Unreachable,
    Unseen,
    Verdict,
    Why,
)
from auditor.policy import Policy, build

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
ACCOUNT = Account(id="library-x", platform="x", handle="livunilibrary", unit="Library")


def _control(name: str, basis: str, *, needs: tuple[str, ...] = (), judge_: object = None) -> Control:
    return Control(
        id=name, title=name, clause="2.2.2", severity=Severity.LOW, basis=basis, needs=needs,  # type: ignore[arg-type]
        judge=judge_ or (lambda _case, _options: passed("seen")),  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    from auditor.config import load

    (tmp_path / "config.toml").write_text('[organisation]\nname = "U"\n[register]\naccounts = "a.csv"\n')
    return build(load(tmp_path / "config.toml", {}))


def run(
    policy: Policy, controls: Sequence[Control], sight: Sight | None, account: Account = ACCOUNT, **background: object
) -> Judged:
    (one,) = judge(
        Register((account,)),
        {account.id: sight} if sight else {},
        policy=replace(policy, controls=tuple(controls)),
        background=Background(**background),  # type: ignore[arg-type]
        now=NOW,
    )
    return one


def outcomes(judged: Judged) -> dict[str, Outcome]:
    return {control.id: verdict.outcome for control, verdict in judged.verdicts}


def snapshot(**fields: object) -> Snapshot:
    return Snapshot(account_id=ACCOUNT.id, taken_at=NOW, native_id="1001", **fields)  # type: ignore[arg-type]


def unreachable(trouble: Trouble) -> Unreachable:
    return Unreachable(ACCOUNT.id, NOW, trouble, "X did not answer.", "Wait for the next run.")


REGISTER, PLATFORM = _control("on-paper", "register"), _control("on-screen", "platform", needs=("bio",))


@pytest.mark.parametrize(("trouble", "gone_before", "state"), [
    (Trouble.GONE, False, State.UNREACHABLE),
    (Trouble.GONE, True, State.GONE),
    (Trouble.SUSPENDED, False, State.SUSPENDED),
    (Trouble.DEACTIVATED, False, State.DEACTIVATED),
    (Trouble.PRIVATE, False, State.PRIVATE),
    (Trouble.NO_CREDENTIAL, False, State.NO_CREDENTIAL),
    (Trouble.TIMEOUT, True, State.UNREACHABLE),
    (Trouble.EXPIRED, False, State.UNREACHABLE),
])  # fmt: skip
def test_the_state_follows_the_trouble_and_gone_takes_two_runs(
    trouble: Trouble, gone_before: bool, state: State
) -> None:
    assert state_of(ACCOUNT, unreachable(trouble), gone_before=gone_before) is state


def test_closed_on_the_register_wins_over_a_retired_platform() -> None:
    vine = replace(ACCOUNT, platform="vine")
    assert state_of(vine, None, gone_before=False) is State.RETIRED
    assert state_of(replace(vine, status="closed"), None, gone_before=False) is State.CLOSED


@pytest.mark.parametrize("trouble", [t for t in Trouble if t is not Trouble.PRIVATE])
def test_without_a_snapshot_platform_controls_are_not_audited_and_register_ones_are_judged(
    policy: Policy, trouble: Trouble
) -> None:
    assert outcomes(run(policy, (REGISTER, PLATFORM), unreachable(trouble))) == {
        "on-paper": Outcome.PASS,
        "on-screen": Outcome.NOT_AUDITED,
    }


def test_a_wholly_private_account_exposes_nothing(policy: Policy) -> None:
    assert outcomes(run(policy, (PLATFORM,), unreachable(Trouble.PRIVATE)))["on-screen"] is Outcome.NOT_EXPOSED


@pytest.mark.parametrize(("bio", "outcome"), [
    (Seen("News"), Outcome.PASS),
    (Seen(""), Outcome.PASS),
    (UNSUPPORTED, Outcome.NOT_EXPOSED),
    (Unseen(Why.WITHHELD, "needs a scope"), Outcome.NOT_EXPOSED),
    (Unseen(Why.UNAVAILABLE, "the call failed"), Outcome.NOT_AUDITED),
])  # fmt: skip
def test_the_runner_answers_for_an_unseen_field_and_empty_is_not_unseen(
    policy: Policy, bio: Seen[str] | Unseen, outcome: Outcome
) -> None:
    assert outcomes(run(policy, (PLATFORM,), snapshot(bio=bio)))["on-screen"] is outcome


def test_a_control_that_raises_is_our_fault_and_the_others_go_on(policy: Policy) -> None:
    def explode(_case: Case, _options: Options) -> Verdict:
        raise ZeroDivisionError

    judged = run(policy, (_control("broken", "register", judge_=explode), REGISTER), snapshot())
    assert outcomes(judged) == {"broken": Outcome.NOT_AUDITED, "on-paper": Outcome.PASS}
    assert judged.broke


@pytest.mark.parametrize("account", [replace(ACCOUNT, status="closed"), replace(ACCOUNT, platform="vine")])
def test_closed_and_retired_rows_are_only_asked_whether_the_platform_lives(policy: Policy, account: Account) -> None:
    alive = _control("platform-alive", "register")
    assert outcomes(run(policy, (alive, REGISTER, PLATFORM), None, account)) == {
        "platform-alive": Outcome.PASS,
        "on-paper": Outcome.NOT_APPLICABLE,
        "on-screen": Outcome.NOT_APPLICABLE,
    }


def test_only_changes_announced_for_this_account_and_day_reach_a_control(policy: Policy) -> None:
    seen: list[Change] = []

    def look(case: Case, _options: Options) -> Verdict:
        seen.extend(case.changes)
        return passed("looked")

    day = NOW.date()

    def change(account: str, start: date, until: date) -> Change:
        return Change(account_id=account, field="name", start=start, until=until, value=None, announced_by="ERMC")

    wanted = change("library-x", day, day)
    others = [
        change("law-x", day, day),
        change("library-x", day + timedelta(1), day + timedelta(2)),
        change("library-x", day - timedelta(9), day - timedelta(1)),
    ]
    list(judge(
        Register((ACCOUNT,), changes=(wanted, *others)), {ACCOUNT.id: snapshot()},
        policy=replace(policy, controls=(_control("looks", "platform", judge_=look),)), background=Background(), now=NOW,
    ))  # fmt: skip
    assert seen == [wanted]
