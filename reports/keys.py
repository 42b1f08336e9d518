"""File names of pages: made of plain words only, the same every night, and never of what a platform shows."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OTHER = re.compile(r"[^a-z0-9]+")


def account_key(platform: str, account_id: str) -> str:
    """The key of an account: platform and register id, at most 64 of a-z, 0-9 and hyphens."""
    key = f"{platform}-{account_id}"
    if len(key) <= 64 and _PLAIN.fullmatch(key):
        return key
    return f"{_slug(key)[:51].strip('-')}-{_digest(key)}"


def unit_keys(units: Iterable[str]) -> dict[str, str]:
    """A key for every unit; units whose names come to the same words get a mark each."""
    slugs = {unit: _slug(unit)[:48].strip("-") for unit in units}
    taken = Counter(slugs.values())
    return {u: s if s and taken[s] == 1 else f"{s or 'unit'}-{_digest(u)}" for u, s in slugs.items()}


def _slug(text: str) -> str:
    return _OTHER.sub("-", text.lower()).strip("-")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
