"""The register's attestation of two-factor authentication: method, date, who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from auditor.checks._api import Case
from auditor.checks._attested import in_future
from auditor.checks._words import blank, count, day, folded
from auditor.model import Evidence

_OFF = frozenset(
    {"no", "none", "off", "n", "false", "0", "disabled", "not", "never", "inactive", "without"}
)  # as first word
_NOTHING = frozenset({"-", "?", "n/a", "na", "unknown", "tbc", "tbd"})
_TEXTS = frozenset({"sms", "text", "texts"})
_BETTER = frozenset(
    {"app", "apps", "authenticator", "key", "keys", "passkey", "passkeys", "token", "totp", "yubikey", "fido2"}
)


@dataclass(frozen=True, slots=True)
class Attestation:
    """none = nothing attested, off = attested not to be on, bad = undated, implausible or expired, on = good."""

    kind: Literal["none", "off", "bad", "on"]
    words: str
    evidence: tuple[Evidence, ...] = ()


def attestation_of(case: Case, max_days: int) -> Attestation:
    """Read the three columns; who attested is never repeated, only whether it is recorded."""
    account = case.account
    method, given = folded(account.two_factor or ""), account.two_factor_on
    if not method or method in _NOTHING:
        if given is None:
            return Attestation("none", "")
        return Attestation(
            "bad",
            f"The register dates an attestation of two-factor authentication {day(given)} but names no method.",
            (case.mine(account.two_factor or "", "two_factor"), case.mine(given.isoformat(), "two_factor_on")),
        )
    evidence = (
        case.mine(account.two_factor or "", "two_factor"),
        case.mine(given.isoformat() if given else "", "two_factor_on"),
    )
    words = "".join(c if c.isalnum() else " " for c in method).split()
    if words and words[0] in _OFF:
        return Attestation("off", "The register says that two-factor authentication is not on.", evidence)
    if given is None:
        return Attestation("bad", "The attestation of two-factor authentication in the register has no date.", evidence)
    if in_future(case, given):
        return Attestation(
            "bad", f"The attestation of two-factor authentication is dated {day(given)}, in the future.", evidence
        )
    expires = given + timedelta(days=max_days)
    if case.today > expires:
        late = count((case.today - expires).days, "day")
        return Attestation(
            "bad",
            f"The attestation of two-factor authentication of {day(given)} expired on {day(expires)}, {late} ago.",
            evidence,
        )
    notes = ""
    if not _TEXTS.isdisjoint(words) and _BETTER.isdisjoint(words):
        notes += " Text messages can be intercepted: an app or a key is safer."
    if blank(account.two_factor_by):
        notes += " The register does not say who attested it."
    return Attestation(
        "on",
        f'Two-factor authentication is on by an attestation in the register of {day(given)} ("{(account.two_factor or "").strip()}"), '
        f"good until {day(expires)}.{notes}",
        evidence,
    )
