"""Accounts met on the way that carry the organisation's prefix or name and are not on the register."""

from __future__ import annotations

import re

from auditor.model import Candidate
from auditor.text import skeleton
from connectors._setup import Setup


def candidate(
    setup: Setup, platform: str, *, handle: str, name: str, native_id: str | None, source: str
) -> Candidate | None:
    """The candidate, or None for an account that is registered or carries neither prefix nor name.

    A handle or name that only looks like ours (letters of another alphabet, digits for letters) is told as a look-alike.
    """
    registered = setup.registered.get(platform, frozenset())
    if handle.casefold() in registered or (native_id or "").casefold() in registered:
        return None
    reason = _reason(setup, handle, name)
    return Candidate(platform, handle or name, native_id, reason, source) if reason else None


def _reason(setup: Setup, handle: str, name: str) -> str:
    prefix = setup.prefix.casefold()
    if prefix and handle.casefold().startswith(prefix):
        return "prefix"
    if any(_has(name, own) for own in setup.names):
        return "name"
    if prefix and skeleton(handle).startswith(skeleton(prefix)):
        return "look-alike"
    if any(_has(skeleton(name), skeleton(own)) for own in setup.names):
        return "look-alike"
    return ""


def _has(text: str, words: str) -> bool:
    """Whether the words stand in the text as whole words, in any case."""
    return bool(words) and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None
