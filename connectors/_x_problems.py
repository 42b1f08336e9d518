"""What X's answer says of accounts that it did not show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from auditor.errors import PlatformError
from auditor.model import Trouble
from auditor.ports import Ask
from connectors import _read
from connectors._x_read import problem


def about(entry: Mapping[str, Any], key: str) -> str | None:
    """Which of the values asked for a problem is about, if it is about a user as a whole."""
    if entry.get("field") or _read.text(entry.get("resource_type")) not in {"user", ""}:
        return None
    value = _read.text(entry.get("value")) or _read.text(entry.get("resource_id"))
    return value if key == "ids" else value.lower()


def meaning(entry: Mapping[str, Any], ask: Ask, key: str) -> PlatformError:
    """A problem about a user as trouble, words and remedy."""
    kind, detail = problem(entry), _read.text(entry.get("detail")).casefold()
    if kind == "resource-not-found":
        if "suspended" in detail:
            return PlatformError(
                Trouble.SUSPENDED, "X has suspended this account.",
                "The account manager signs in to X and appeals; tell the social media team at once.", source="x:users",
            )
        return gone(ask, key)
    if kind in {"not-authorized-for-resource", "disallowed-resource"}:
        return PlatformError(
            Trouble.DENIED, "X does not let this app read this account.",
            "Check in a browser whether the account exists and has blocked the app's owner.", source="x:users",
        )
    return PlatformError(
        Trouble.BROKEN, "X could not tell anything about this account tonight.",
        "Nothing to do for one night; it is asked again in the next run.", source="x:users",
    )


def gone(ask: Ask, key: str) -> PlatformError:
    """X says that there is no such account."""
    words = f"no account with the permanent id {ask.native_id}" if key == "ids" else (
        f"no account with the handle @{ask.account.handle}")
    return PlatformError(
        Trouble.GONE, f"X says that there is {words}.",
        "Find out whether it was deleted or renamed; somebody else can take a handle that is free.", source="x:users",
    )
