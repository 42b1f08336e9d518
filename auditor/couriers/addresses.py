"""Mail addresses: one at a time, checked, never put together by hand."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.headerregistry import Address

from auditor.errors import UsageError


def parse(text: str) -> Address:
    """One address, bare or with a name before it. Raises `UsageError` for anything else."""
    name, address = _split(text.strip())
    if any(ord(c) < 32 or ord(c) == 127 or c in "\u0085\u2028\u2029" for c in text):
        raise _refused(text)
    try:
        parsed = Address(display_name=name, addr_spec=address)
    except (HeaderParseError, ValueError, IndexError):
        raise _refused(text) from None
    if not parsed.username or ("." not in parsed.domain and parsed.domain != "localhost"):
        raise _refused(text)
    if parsed.addr_spec != address or any(c in address for c in " ,;<>"):
        raise _refused(text)
    return parsed


def bare(text: str) -> str:
    """The address without a name, for the envelope."""
    return parse(text).addr_spec


def _split(text: str) -> tuple[str, str]:
    if text.endswith(">") and text.count("<") == 1:
        name, _, address = text[:-1].partition("<")
        return name.strip().strip('"'), address.strip()
    return "", text


def _refused(text: str) -> UsageError:
    return UsageError(f"{text!r} is not one mail address.", "Write it like name@example.ac.uk.")
