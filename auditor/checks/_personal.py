"""Personal data in running text: where it stands, what it is, and a mask that gives nothing away. Linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditor.checks._links import without_addresses
from auditor.checks._mailboxes import is_individual

_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+/=?^_`{|}~-")
_DOMAIN = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?){1,6}"
)
_DIGITS = re.compile(r"(?<![\w.,£$€#@/])\+?\(?\d[\d ().\-]{5,24}\d(?![\w])")
_NI = re.compile(r"(?<!\w)([A-Za-z]{2}) ?(\d\d) ?(\d\d) ?(\d\d) ?([A-Da-d])(?!\w)")
_STUDENT_WORDS = re.compile(r"student\s{0,3}(?:id|no|number|num)\b[^\d\n]{0,12}(\d{6,10})(?!\d)", re.IGNORECASE)
_LIKELY = re.compile(r"[@\d]")  # without one of these there is nothing to find
_NI_NEVER = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
_SERVICE = ("03", "0800", "0808", "0500", "084", "087", "09", "0844", "0845", "0870", "0871", "118")
_NHS_WEIGHTS = range(10, 1, -1)


@dataclass(frozen=True, slots=True)
class Match:
    """One finding: its kind in words, where it stands, and its mask."""

    kind: str
    start: int
    end: int
    masked: str


def matches(text: str, public_numbers: Iterable[str] = ()) -> list[Match]:
    """Everything in a text that looks like personal data, in order; web addresses and the organisation's lines are left out."""
    if _LIKELY.search(text) is None:
        return []
    found = list(_mails(text))
    rest = _blank(without_addresses(text), found)
    found += _insurance(rest)
    rest = _blank(rest, found)
    found += _student_words(rest)
    rest = _blank(rest, found)
    found += _numbers(rest, tuple(_bare(n) for n in public_numbers))
    return sorted(found, key=lambda m: m.start)


def mask(text: str) -> str:
    """The first character and the separators stay, everything else becomes a dot; a mail address keeps its domain."""
    local, at, domain = text.partition("@")
    kept = local[:1] if at else local[:2]
    hidden = "".join("•" if c.isalnum() else c for c in local[len(kept) :])
    return f"{kept}{hidden if not at else '•••'}{at}{domain}"


def _mails(text: str) -> Iterator[Match]:
    at = text.find("@")
    while at >= 0:
        start = at
        while start > max(0, at - 64) and text[start - 1] in _LOCAL:
            start -= 1
        mention = start > 0 and text[start - 1] == "@"  # @user@instance
        domain = _DOMAIN.match(text, at + 1) if start < at and not mention else None
        if domain is not None and is_individual(text[start : domain.end()]):
            yield Match("mail address of a person", start, domain.end(), mask(text[start : domain.end()]))
        at = text.find("@", domain.end() if domain else at + 1)


def _insurance(text: str) -> Iterator[Match]:
    for match in _NI.finditer(text):
        prefix = match.group(1).upper()
        if prefix[0] in "DFIUV" or prefix[1] in "DFIOUV" or prefix in _NI_NEVER or match.group(1).istitle():
            continue
        yield Match("National Insurance number", match.start(), match.end(), mask(match.group()))


def _student_words(text: str) -> Iterator[Match]:
    for match in _STUDENT_WORDS.finditer(text):
        yield Match("student number", match.start(1), match.end(1), mask(match.group(1)))


def _numbers(text: str, public: tuple[str, ...]) -> Iterator[Match]:
    for match in _DIGITS.finditer(text):
        written = match.group()
        kind = _kind(written, text[max(0, match.start() - 16) : match.start()].casefold(), public)
        if kind is not None:
            yield Match(kind, match.start(), match.end(), mask(written))


def _kind(written: str, before: str, public: tuple[str, ...]) -> str | None:
    """What a run of digits is, by its shape and the words before it."""
    digits = "".join(c for c in written if c.isdigit())
    plain = written.isdigit()
    if any(word in before for word in ("isbn", "issn", "doi", "order no", "ref")):
        return None
    if len(digits) == 10 and _is_nhs(digits) and ("nhs" in before or plain or _groups(written) == [3, 3, 4]):
        return "NHS number"
    if len(digits) == 9 and plain and digits.startswith("20"):
        return "student number"
    if _is_phone(written, digits) and not any(_bare(written).startswith(p) for p in public if p):
        return "telephone number"
    return None


def _is_nhs(digits: str) -> bool:
    check = 11 - sum(int(d) * w for d, w in zip(digits, _NHS_WEIGHTS, strict=False)) % 11
    return digits[0] != "0" and check != 10 and check % 11 == int(digits[9]) and len(set(digits)) > 1


def _groups(written: str) -> list[int]:
    return [len(part) for part in re.split(r"[ .\-()]+", written) if part]


def _is_phone(written: str, digits: str) -> bool:
    """A British number with its trunk zero, or an international one; not service numbers, dates or long codes."""
    national = _bare(written)
    if national.startswith("0") and len(national) in {10, 11}:
        return national[1] in "127" and not national.startswith(_SERVICE)
    return written.startswith("+") and 8 <= len(digits) <= 15 and not digits.startswith("44")


def _bare(number: str) -> str:
    """Digits only, with +44 or 0044 (and an optional zero in brackets) written as 0."""
    digits = "".join(c for c in number if c.isdigit())
    if number.lstrip().startswith(("+44", "0044", "(+44", "+ 44")):
        return "0" + digits.removeprefix("00").removeprefix("44").lstrip("0")
    return digits


def _blank(text: str, found: Iterable[Match]) -> str:
    parts, last = [], 0
    for match in sorted(found, key=lambda m: m.start):
        if match.start >= last:
            parts += [text[last : match.start], " " * (match.end - match.start)]
            last = match.end
    return "".join([*parts, text[last:]])
