"""Clause 2.2.2: the account is live and reachable."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, failed, not_audited, passed, review
from auditor.checks._words import instant
from auditor.model import Evidence, Severity, Snapshot, Trouble, Unreachable, Verdict
from auditor.platforms import PLATFORMS

_PRIVATE_REMEDY = "Sign in and make the account public (published) again, or tell the central social media team that it is to be closed."


_SPEAKERS = {"blog": "The blog's server", "wiki": "The wiki"}  # what answers, where that is no platform with a name


def judge(case: Case, _options: Options) -> Verdict:
    """Tell apart: live, private, suspended, deactivated, gone (the first time and again), and not askable tonight."""
    label = _SPEAKERS.get(case.account.platform) or PLATFORMS[case.account.platform].label
    match case.sight:
        case Snapshot(private=True):
            return failed(
                f"{label} shows the account as private, so the public cannot see it.",
                case.seen("account", "private"),
                remedy=_PRIVATE_REMEDY,
            )
        case Snapshot() as snapshot:
            when = instant(snapshot.taken_at, case.org.zone)
            return passed(f"{label} showed the account on {when}.", case.seen("account", "live"))
        case Unreachable() as trouble:
            return _trouble(case, trouble, label)
    return not_audited(f"{label} was not asked about this account in this run.")


def _trouble(case: Case, sight: Unreachable, label: str) -> Verdict:
    evidence = Evidence("account", sight.message, sight.source, seen_at=sight.taken_at)
    if sight.trouble is Trouble.GONE and sight.held_by:
        return _taken(case, sight, label, evidence)
    match sight.trouble:
        case Trouble.SUSPENDED:
            return failed(
                f"{label} has suspended the account.",
                evidence,
                remedy="Sign in, read the platform's notice and appeal; tell the central social media team today.",
                state="suspended",
            )
        case Trouble.DEACTIVATED:
            return failed(
                f"The account on {label} is deactivated.",
                evidence,
                remedy="Sign in to bring it back within the platform's time limit, or have the register say that it is closed.",
                state="deactivated",
            )
        case Trouble.PRIVATE:
            return failed(
                f"{label} hides the account from the public.", evidence, remedy=_PRIVATE_REMEDY, state="private"
            )
        case Trouble.GONE if case.gone_before:
            return failed(
                f"{label} says, for the second run in a row, that there is no such account.",
                evidence,
                remedy="If it was deleted or renamed on purpose, have the register changed; if not, tell the central "
                "social media team at once, since the name may have been taken over.",
                state="gone",
            )
        case Trouble.GONE:
            return review(
                f"{label} says for the first time that there is no such account; the next run asks again.",
                evidence,
                remedy="Open the account in a browser: was it deleted, renamed or blocked?",
                state="gone",
            )
        case Trouble.NO_CREDENTIAL:
            return not_audited(
                f"There is no credential for {label}, so the account could not be asked about.",
                remedy=sight.remedy or f"The operator of the auditor enters a credential for {label} in config.toml.",
            )
    return not_audited(sight.message or f"{label} could not be asked tonight.", remedy=sight.remedy)


def _taken(case: Case, sight: Unreachable, label: str, evidence: Evidence) -> Verdict:
    """Gone, and somebody else carries the registered handle: still only a review the first time, in stronger words."""
    say = failed if case.gone_before else review
    holder = sight.held_by or ""
    known = case.account.native_id or (case.previous.native_id if case.previous is not None else None) or ""
    before = (
        Evidence("profile.native_id (before)", known, sight.source, case.previous.taken_at)
        if case.previous is not None
        else case.mine(known, "native_id")
    )
    return say(
        f"{label} no longer has the registered account, and its handle @{case.account.handle} now belongs to another account "
        f"(permanent id {holder}).",
        evidence,
        before,
        Evidence("profile.native_id", holder, sight.source, sight.taken_at),
        remedy="Tell the central social media team at once. Do not follow links to the handle; report its new holder to the "
        "platform as an impostor, and take the links to it off the organisation's own pages.",
        state="gone",
        changed_hands=True,
        hijack=True,
        changes=[{"field": "native_id", "before": known, "after": holder}],
    )


CONTROL = Control(
    id="account-live",
    title="The account is live and reachable",
    clause="2.2.2",
    severity=Severity.HIGH,
    basis="mixed",
    judge=judge,
    expected="Every account on the register that is not closed is public and can be reached.",
    remedy="Open the account in a browser, sign in, and follow what the platform says.",
    why="A missing account may be a mistake, a block, or a takeover; its links lead readers nowhere or to strangers.",
    minutes=20,
)
