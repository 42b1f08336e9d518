"""A profile text that would comply, built from the register and offered, never applied."""

from __future__ import annotations

from functools import lru_cache

from auditor.checks._api import Case
from auditor.checks._offers import example
from auditor.checks._profile import Profile
from auditor.checks._words import blank, listing
from auditor.platforms import PLATFORMS
from auditor.statements.suggest import suggest

_KEPT = 3000  # characters of the present text that a suggestion may build on


def suggestion(case: Case, profile: Profile) -> str | None:
    """A compliant text within the platform's limit, or None where the register says too little or nothing fits."""
    if _wanting(case, profile):
        return None
    account = case.account
    limit = PLATFORMS[account.platform].bio_limit
    return _suggest(
        profile.texts.get("bio", "")[:_KEPT], account.name or account.unit, account.purpose, account.hours, limit
    )


def with_suggestion(case: Case, profile: Profile, remedy: str, text: str | None) -> str:
    """The remedy with the text to copy, or with what the register needs so that one can be offered."""
    if text is not None:
        return f"{remedy}{example(text)}"
    if missing := _wanting(case, profile):
        return f"{remedy} With {listing(missing)} in the register, a text can be suggested here."
    return remedy


def _wanting(case: Case, profile: Profile) -> list[str]:
    """What neither the profile nor the register says; it is not for us to invent."""
    said, account = profile.statement, case.account
    hours_said = said.hours_stated and not said.hours_vague
    missing = ["the account's purpose"] if said.purpose != "explicit" and blank(account.purpose) else []
    return [*missing, *(["its hours"] if not hours_said and blank(account.hours) else [])]


@lru_cache(maxsize=64)
def _suggest(text: str, name: str, purpose: str | None, hours: str | None, limit: int | None) -> str | None:
    return suggest(text, name=name, purpose=purpose, hours=hours, limit=limit)
