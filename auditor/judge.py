"""Judges one account at a time: snapshot, register, policy, history and a moment in time become verdicts. Pure."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from auditor.checks._api import Case, Control, Options, not_applicable, not_audited, not_exposed
from auditor.checks._offers import without_offers
from auditor.checks._peers import Peers, peers_of
from auditor.model import (
    Account,
    Change,
    Figures,
    Incident,
    Outcome,
    Register,
    Sight,
    Snapshot,
    State,
    Trouble,
    Unreachable,
    Unseen,
    Verdict,
    Why,
)
from auditor.platforms import PLATFORMS, RETIRED
from auditor.policy import Policy

log = logging.getLogger(__name__)

FIELD_WORDS = {
    "handle": "the handle",
    "name": "the display name",
    "bio": "the profile text",
    "links": "the profile's links",
    "image": "the profile picture",
    "created_at": "the day the account was opened",
    "verified": "verification",
    "newest_post_at": "when it last posted",
    "posts": "the recent posts",
    "films": "captions of films",
    "exchanges": "comments and questions",
    "security": "second factors",
    "followers": "the number of followers",
}
_ENDED = frozenset({State.CLOSED, State.RETIRED})
_OPEN = frozenset({Outcome.FAIL, Outcome.REVIEW, Outcome.WAIVED})
_STATE_OF = {
    Trouble.SUSPENDED: State.SUSPENDED,
    Trouble.DEACTIVATED: State.DEACTIVATED,
    Trouble.PRIVATE: State.PRIVATE,
    Trouble.NO_CREDENTIAL: State.NO_CREDENTIAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What history knows of the accounts before this run."""

    previous: Mapping[str, Snapshot] = field(default_factory=dict)
    undisputed: Mapping[str, Snapshot] = field(default_factory=dict)  # of those under suspicion, the last before it
    figures: Mapping[str, Sequence[Figures]] = field(default_factory=dict)
    audits: Mapping[str, int] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    incidents: Sequence[Incident] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One account's state and what every control in force came to."""

    account: Account
    state: State
    sight: Sight | None
    verdicts: tuple[tuple[Control, Verdict], ...]
    broke: bool = False  # a control of ours raised


def judge(
    register: Register,
    sights: Mapping[str, Sight],
    *,
    policy: Policy,
    background: Background,
    now: datetime,
    accounts: Sequence[Account] | None = None,
    peers: Peers | None = None,
) -> Iterator[Judged]:
    """Judge the given accounts (all of the register by default), in order. `sights` holds one per account that was asked.

    `peers` are those of the whole register, for callers that judge it in portions.
    """
    alike = peers_of(register) if peers is None else peers
    for account in register.accounts if accounts is None else accounts:
        sight = sights.get(account.id)
        case = Case(
            account=account,
            now=now,
            org=policy.org,
            register=register,
            snapshot=sight if isinstance(sight, Snapshot) else None,
            sight=sight,
            previous=background.previous.get(account.id),
            undisputed=background.undisputed.get(account.id),
            past=background.figures.get(account.id, ()),
            past_audits=background.audits.get(account.id, 0),
            gone_before=account.id in background.gone,
            incidents=background.incidents,
            changes=_announced(register, account, now, policy),
            peers={kind: groups.get(account.id, ()) for kind, groups in alike.items()},
        )
        yield _account(case, policy)


def state_of(account: Account, sight: Sight | None, *, gone_before: bool) -> State:
    """What became of a register row: closed wins over retired, and gone takes two runs in a row."""
    if account.status == "closed":
        return State.CLOSED
    if account.platform in RETIRED:
        return State.RETIRED
    if isinstance(sight, Snapshot):
        return State.PRIVATE if sight.private else State.LIVE
    if sight is None:
        return State.UNREACHABLE
    if sight.trouble is Trouble.GONE:
        return State.GONE if gone_before else State.UNREACHABLE
    return _STATE_OF.get(sight.trouble, State.UNREACHABLE)


def _account(case: Case, policy: Policy) -> Judged:
    account = case.account
    state = state_of(account, case.sight, gone_before=case.gone_before)
    verdicts: list[tuple[Control, Verdict]] = []
    broke = False
    ruling = policy.ruling(account)
    for control in ruling.controls:
        try:
            verdict = _control(case, state, control, ruling.options(control))
        except Exception:
            log.exception("control %s failed on account %s", control.id, account.id)
            broke = True
            verdict = not_audited(
                f"The auditor itself failed on this control (internal error in {control.id}).",
                remedy="This is a fault of the program, not of the account: please report it with the log.",
            )
        verdicts.append((control, verdict))
    return Judged(account, state, case.sight, without_offers(verdicts), broke)


def _control(case: Case, state: State, control: Control, options: Options) -> Verdict:
    if state in _ENDED and control.id != "platform-alive":
        what = "is closed" if state is State.CLOSED else "is on a platform that no longer exists"
        return not_applicable(f"The register says that this account {what}.")
    if control.basis != "platform":
        return control.judge(case, options)
    if case.snapshot is None:
        return _not_seen(case.sight, state)
    if control.applies is not None and (verdict := control.applies(case, options)) is not None:
        return verdict
    if control.needs:
        unseen = {name: value for name in control.needs if isinstance(value := getattr(case.snapshot, name), Unseen)}
        if unseen:
            return _unseen(case.account, unseen)
    return control.judge(case, options)


def _not_seen(sight: Sight | None, state: State) -> Verdict:
    """The answer of every control on platform evidence for an account that gave no snapshot."""
    if not isinstance(sight, Unreachable):
        return not_audited("This account was not asked about in this run.")
    if state is State.PRIVATE:
        return not_exposed("The account is private, so the platform does not show this.", remedy=sight.remedy)
    return not_audited(sight.message, remedy=sight.remedy)


def _unseen(account: Account, unseen: Mapping[str, Unseen]) -> Verdict:
    """The answer for a control whose field was not shown: a platform that never tells comes before a failed call."""
    order = (Why.UNSUPPORTED, Why.WITHHELD, Why.UNAVAILABLE)
    name, field_ = min(unseen.items(), key=lambda item: order.index(item[1].why))
    label = PLATFORMS[account.platform].label
    words = FIELD_WORDS.get(name, name)
    if field_.why is Why.UNAVAILABLE:
        return not_audited(
            field_.note or f"{label} did not answer when asked for {words}.",
            remedy="Nothing to do on the account: the next run asks again.",
        )
    return not_exposed(field_.note or f"{label} does not show {words}.")


def _announced(register: Register, account: Account, now: datetime, policy: Policy) -> tuple[Change, ...]:
    announced = register.changes_of(account.id)
    if not announced:
        return ()
    today = now.astimezone(policy.org.zone).date()
    return tuple(c for c in announced if c.start <= today <= c.until)


def problem(outcome: Outcome) -> bool:
    """Whether an outcome is an open matter: it fails, waits for a person, or was accepted for a while."""
    return outcome in _OPEN
