"""Addresses and domains that nobody can follow by accident: what a platform or a register holds is never a link.

Browsers leave bare text alone, but mail programs, readers of PDF and chat windows make a link of whatever looks like a domain.
"""

from __future__ import annotations

import re

from auditor.text import defang

ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+-]{0,20}://|(?:javascript|vbscript|data|file|tel|sms):)(?=[\w\[/.])[^\s<>\"'()]+", re.IGNORECASE
)
_FILES = r"(?!(?:toml|csv|xlsx|json|html|txt|pdf|png)\b)"  # endings of our own files, none of which is a domain's
DOMAIN = re.compile(
    rf"(?<![\w@\[\]])(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,127}}{_FILES}[a-z]{{2,24}}(?![\w\]@])", re.IGNORECASE
)
_HINT = re.compile(r"\.[a-z0-9]|://|(?:script|data|file|tel|sms):", re.IGNORECASE)  # the rest is slow on plain prose
_MAILBOX = r"[\w.+-]{1,64}@[\w.-]{1,253}"  # stays whole: a broken one could not be copied
_ANY = re.compile(f"(?P<address>{ADDRESS.pattern})|(?P<mailbox>{_MAILBOX})|{DOMAIN.pattern}", re.IGNORECASE)


def unlinked(text: str, *, names: bool = False) -> str:
    """The text with every address and every bare domain broken up: hxxps://example[.]test/page, example[.]test.

    With `names` bare domains stay: they are handles, or what our own register says.
    """
    if names:
        return ADDRESS.sub(broken_address, text) if ":" in text else text
    if _HINT.search(text) is None:
        return text
    return _ANY.sub(_broken, text)


def _broken(found: re.Match[str]) -> str:
    if found["mailbox"]:
        return found.group()
    return broken_address(found) if found["address"] else broken_domain(found)


def broken_address(found: re.Match[str]) -> str:
    """An address without a scheme that any program would follow."""
    scheme, colon, rest = defang(found.group().replace("[.]", ".")).partition(":")
    mark = colon if scheme.lower().startswith("hxxp") or scheme.endswith("[") else "[:]"
    return f"{scheme}{mark}{rest.replace('://', '[:]//')}"


def broken_domain(found: re.Match[str]) -> str:
    """A domain with its dots in brackets."""
    return found.group().replace(".", "[.]")
