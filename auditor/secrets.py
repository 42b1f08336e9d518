"""Secrets that cannot be printed by accident, and the one function that takes them out of any text.

Every secret read from the environment or a file becomes a `Secret` and is remembered, so that `redact` can remove its
value, also URL-encoded and in base64, from whatever leaves the program.
"""

from __future__ import annotations

import base64
import threading
from urllib.parse import quote, quote_plus

MASK = "[secret]"
_known: dict[str, None] = {}
_lock = threading.Lock()
_SHORTEST = 4  # shorter values would mask ordinary words


class Secret:
    """A credential. Only `reveal()` gives its value; text, repr, format and JSON of it are a mask."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value
        remember(value)

    def reveal(self) -> str:
        """The value, for the one place that sends it."""
        return self._value

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return MASK

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


def remember(value: str) -> None:
    """Have `redact` remove this value and its encoded forms from now on."""
    if len(value) < _SHORTEST:
        return
    raw = value.encode()
    forms = {value, quote(value, safe=""), quote_plus(value)}
    for lead in range(3):  # base64 of the value at each offset inside a longer text, whole triples only
        encoded = base64.b64encode(b"\0" * lead + raw).decode().rstrip("=")
        cut = encoded[(0, 2, 3)[lead] :]
        forms.add(cut[: len(cut) - len(cut) % 4] if len(cut) > 8 else cut)
    with _lock:
        for form in sorted((f for f in forms if len(f) >= _SHORTEST), key=len, reverse=True):
            _known[form] = None


def redact(text: str) -> str:
    """The text without any remembered secret."""
    for form in sorted(_known, key=len, reverse=True):
        if form in text:
            text = text.replace(form, MASK)
    return text
