"""Clause 2.2.2: the profile states the account's purpose."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks._api import Case, Control, Options, failed, passed
from auditor.checks._profile import Profile, profile_of
from auditor.checks._seen import unseen
from auditor.checks._suggestion import suggestion, with_suggestion
from auditor.model import Severity, Verdict
from auditor.text import show


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeOptions(Options):
    """`accept_identity`: whether it is enough to say whose account it is."""

    accept_identity: bool = False


def judge(case: Case, options: PurposeOptions) -> Verdict:
    """Pass when a text says what the account does, carries or whom it serves; saying only whose it is fails by itself."""
    profile = profile_of(case)
    level = profile.statement.purpose
    words = show(profile.quote("purpose"), 160)
    if level == "explicit" or (level == "identity" and options.accept_identity):
        what = "states the account's purpose" if level == "explicit" else "says whose account it is, which is accepted"
        return passed(f'The profile {what}: "{words}".', profile.evidence(case, "purpose"), level=level)
    if profile.partial is not None:
        return unseen(case, profile.partial, "the other texts of the profile")
    if profile.empty:
        return _failed(case, profile, "The profile has no text, so it does not state the account's purpose.")
    if level == "identity":
        said = f' ("{words}")' if words else ""
        return _failed(
            case,
            profile,
            f"The profile says whose account it is{said} but not what it is for.",
            "purpose",
            level="identity",
        )
    return _failed(case, profile, "The profile does not state the account's purpose.")


def _failed(case: Case, profile: Profile, message: str, key: str = "", **details: object) -> Verdict:
    text = suggestion(case, profile)
    return failed(
        message,
        profile.evidence(case, key),
        remedy=with_suggestion(case, profile, _REMEDY, text),
        suggestion=text,
        **details,  # type: ignore[arg-type]
    )


_REMEDY = "Edit the profile text and say what the account is for: what it carries, or whom it serves."

CONTROL = Control(
    id="purpose-stated",
    title="The profile states the account's purpose",
    clause="2.2.2",
    severity=Severity.MEDIUM,
    basis="platform",
    judge=judge,
    needs=("bio",),
    options=PurposeOptions,
    expected="The profile text clearly states the purpose of the account.",
    remedy=_REMEDY,
    why="Readers decide by it whether the account is for them and what they may ask.",
    minutes=10,
)
