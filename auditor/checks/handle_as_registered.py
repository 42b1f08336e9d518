"""Clause 2.2.1: the handle is the one registered, for the account that was registered."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, failed, not_applicable, passed
from auditor.checks._handles import handle_key, same_handle
from auditor.checks._offers import entry, handle
from auditor.checks._seen import label
from auditor.model import Seen, Severity, Snapshot, Verdict


def judge(case: Case, _options: Options) -> Verdict:
    """Compare permanent ids first, then handles; a rename is told as one, and a missing permanent id is suggested."""
    assert case.snapshot is not None
    assert isinstance(case.snapshot.handle, Seen)
    account, snapshot, shown = case.account, case.snapshot, case.snapshot.handle.value
    known = _known_id(case)
    if known is not None and snapshot.native_id and known[0] != snapshot.native_id.strip():
        return failed(
            f"The handle @{shown or account.handle} now belongs to another account: {label(case)} gives it the permanent id "
            f"{snapshot.native_id}, {known[1]} {known[0]}.",
            case.mine(account.native_id or "", "native_id"),
            case.seen("profile.native_id", snapshot.native_id),
            remedy="Do not follow links to it. Find out whether the old account was deleted or renamed, report the new holder "
            "to the platform as an impostor, and tell the central social media team at once.",
            changed_hands=True,
        )
    if not (shown or "").strip():
        return _without_handle(case, snapshot)
    assert shown is not None
    evidence = (case.mine(account.handle, "handle"), case.seen("profile.handle", shown))
    if account.platform == "blog":
        return _blog(case, shown)
    if handle_key(account.platform, account.handle) == (snapshot.native_id or "").casefold():
        return passed(
            f"The register holds the permanent id where the handle belongs{handle(shown)}.",
            *evidence,
            suggest_handle=shown,
        )
    if not same_handle(account.platform, account.handle, shown):
        if holder := snapshot.extra.get("handle_held_by"):
            return failed(
                f"The account was renamed to @{shown.removeprefix('@')}, and the registered handle @{account.handle} now belongs to "
                f"another account (permanent id {holder}).",
                *evidence,
                remedy="Tell the central social media team at once. Do not follow links to the old handle; report its holder to the "
                "platform as an impostor, and have the register and all links changed.",
                renamed={"from": account.handle, "to": shown},
                changed_hands=True,
            )
        return failed(
            f"The account was renamed: @{account.handle} → @{shown.removeprefix('@')}.",
            *evidence,
            renamed={"from": account.handle, "to": shown},
        )
    if not (account.native_id or "").strip() and snapshot.native_id:
        return passed(
            f"The handle is the one registered{entry(snapshot.native_id)}.",
            *evidence,
            suggest_native_id=snapshot.native_id,
        )
    return passed("The handle is the one registered.", *evidence)


def _known_id(case: Case) -> tuple[str, str] | None:
    """The permanent id to expect, with how it is known."""
    if registered := (case.account.native_id or "").strip():
        return registered, "while the register has"
    if case.trusted is not None and case.trusted.native_id and case.account.platform != "blog":
        return case.trusted.native_id.strip(), "which was"
    return None


def _blog(case: Case, shown: str) -> Verdict:
    """A blog has no handle but the address that it was asked at, which is the registered one."""
    asked = [a for a in (case.account.handle, case.account.url) if a]
    if any(same_handle("blog", address.partition("?")[0].partition("#")[0], shown) for address in asked):
        return passed("The blog answers at its registered address.", case.seen("profile.handle", shown))
    return not_applicable("A blog has no handle that could be compared with the register.")


def _without_handle(case: Case, snapshot: Snapshot) -> Verdict:
    registered = handle_key(case.account.platform, case.account.handle)
    ids = {(i or "").strip().casefold() for i in (case.account.native_id, snapshot.native_id)} - {""}
    if case.account.platform == "blog" or registered in ids:
        return not_applicable(f"{label(case)} has no handle for this account.")
    return failed(
        f"{label(case)} shows no handle for this account; the register has @{case.account.handle}.",
        case.mine(case.account.handle, "handle"),
        case.seen("profile.handle", ""),
    )


CONTROL = Control(
    id="handle-as-registered",
    title="The handle is the one registered",
    clause="2.2.1",
    severity=Severity.HIGH,
    basis="platform",
    judge=judge,
    needs=("handle",),
    expected="The register shows the handle that the account has.",
    remedy="If the new handle was chosen on purpose, have the register changed; if nobody knows of it, change it back and "
    "tell the central social media team today.",
    why="An old handle can be taken by anybody, and links to it then lead to a stranger.",
    minutes=10,
)
