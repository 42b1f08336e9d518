"""Secrets that cannot be printed by accident, and the one function that takes them out of any text.

Every secret read from the environment or a file becomes a `Secret` and is remembered, so that `redact` can remove its
value, also URL-encoded, escaped as in JSON and in base64, from whatever leaves the program. What a platform answers passes
`redact_bytes` on its way in, for there are servers that repeat what they were sent.
"""

from __future__ import annotations

import base64
import json
import re
import threading
from urllib.parse import quote, quote_plus

MASK = "[secret]"
_known: dict[str, None] = {}
_lock = threading.Lock()
_SHORTEST = 4  # shorter values would mask ordinary words
_SHORTEST_IN_ANSWERS = 12  # nor may a password such as "data" spoil what a platform says
_HEX = re.compile(r"%[0-9A-F]{2}")


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
    with _lock:
        for form in sorted((f for f in _forms(value) if len(f) >= _SHORTEST), key=len, reverse=True):
            _known[form] = None


def redact(text: str) -> str:
    """The text without any remembered secret. Cut a text after this, never before: half a secret is not recognised."""
    for form in sorted(_known, key=len, reverse=True):
        if form in text:
            text = text.replace(form, MASK)
    return text


def redact_bytes(data: bytes) -> bytes:
    """A body without any remembered secret of 12 characters or more."""
    for form in sorted(_known, key=len, reverse=True):
        if len(form) >= _SHORTEST_IN_ANSWERS and (coded := form.encode("utf-8", "surrogatepass")) in data:
            data = data.replace(coded, MASK.encode())
    return data


def _forms(value: str) -> set[str]:
    """The value as it may stand in a text: plain, in an address, in JSON, in base64 of either alphabet."""
    raw = value.encode("utf-8", "surrogatepass")
    escaped = {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
    forms = {
        value,
        quote(raw, safe=""),
        quote(raw),
        quote_plus(raw),
        *escaped,
        *(e.replace("/", "\\/") for e in escaped),
    }
    forms |= {_HEX.sub(lambda m: m.group().lower(), form) for form in forms if "%" in form}
    for lead in range(3):  # base64 of the value at each offset inside a longer text, whole triples only
        encoded = base64.b64encode(b"\0" * lead + raw).decode().rstrip("=")
        cut = encoded[(0, 2, 3)[lead] :]
        whole = cut[: len(cut) - len(cut) % 4] if len(cut) > 8 else cut
        forms |= {whole, whole.replace("+", "-").replace("/", "_")}
    return forms
