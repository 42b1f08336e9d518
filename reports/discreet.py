"""What may stand in a mail: no addresses of people, no telephone numbers, nothing that a mail program makes clickable."""

from __future__ import annotations

import re

from reports.quotes import trimmed
from reports.unlinked import ADDRESS, DOMAIN, broken_address, broken_domain

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE = re.compile(r"(?<![\w/.-])(?:\+\d{1,3}[ -]?|\(?0)\d{2,5}\)?[ -]?\d{2,4}[ -]?\d{3,6}(?![\w/-]|\.\w)")


def discreet(text: str, limit: int, *own: str) -> str:
    """A line for a mail; `own` are the mail address and telephone number of the office, which may stand in it."""
    shown = trimmed(text, limit)
    kept = [re.escape(one) for one in own if one]
    if not kept:
        return _veiled(shown)
    parts = re.split(f"({'|'.join(kept)})", shown)
    return "".join(part if number % 2 else _veiled(part) for number, part in enumerate(parts))


def _veiled(text: str) -> str:
    text = ADDRESS.sub(broken_address, text)
    text = _MAIL.sub("an e-mail address", text)
    text = _PHONE.sub("a telephone number", text)
    return DOMAIN.sub(broken_domain, text)
