"""What a verdict offers to copy or to enter, and when it must not: what builds on a profile that may be a stranger's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from auditor.checks._api import Control
from auditor.model import Outcome, Verdict
from auditor.text import show

EXAMPLE, ID, HANDLE = "suggestion", "suggest_native_id", "suggest_handle"  # details whose words depend on the profile


def example(text: str) -> str:
    """The words that offer a profile text."""
    return f" For example: {show(text)}"


def entry(native_id: str) -> str:
    """The words that offer a permanent id for the register."""
    return f"; the register lacks the permanent id, which is {native_id}: enter it in column native_id"


def handle(shown: str) -> str:
    """The words that offer a handle for the register."""
    return f"; the handle is @{shown.removeprefix('@')}: enter it"


_WORDS: Mapping[str, Callable[[str], str]] = {EXAMPLE: example, ID: entry, HANDLE: handle}
_DOUBT: Mapping[
    str, frozenset[str]
] = {  # controls that cast doubt when they fail, and with which details (none: always)
    "identity-unchanged": frozenset(),
    "handle-as-registered": frozenset({"changed_hands", "renamed"}),
    "profile-link": frozenset({"domains"}),
    "display-name": frozenset({"characters"}),
}


def without_offers(verdicts: Sequence[tuple[Control, Verdict]]) -> tuple[tuple[Control, Verdict], ...]:
    """One account's verdicts, free of offers where any of them makes it doubtful whose words the profile holds."""
    if not any(verdict.outcome is Outcome.FAIL and _doubtful(control.id, verdict) for control, verdict in verdicts):
        return tuple(verdicts)
    return tuple((control, _bare(verdict)) for control, verdict in verdicts)


def _doubtful(control: str, verdict: Verdict) -> bool:
    if control not in _DOUBT:
        return False
    wanted = _DOUBT[control]
    return not wanted or any(verdict.details.get(key) for key in wanted)


def _bare(verdict: Verdict) -> Verdict:
    offered = {key: str(verdict.details[key]) for key in _WORDS if verdict.details.get(key)}
    if not offered:
        return verdict
    message, remedy = verdict.message, verdict.remedy
    for key, value in offered.items():
        words = _WORDS[key](value)
        message = message.replace(words, "")
        remedy = remedy.replace(words, "") if remedy else remedy
    details = {key: None if key in offered else value for key, value in verdict.details.items()}
    return replace(verdict, message=message, remedy=remedy, details=details)
