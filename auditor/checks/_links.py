"""Web addresses: found in texts, taken apart as a browser would, and held against the organisation's domains. Linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from auditor.checks._mail import under

# What ends an address in running text: blanks, brackets, quotes and signs that stand between words.
_PIECE = re.compile(r"[^\s<>\"“”„«»()\[\]{}|,;、，。；（）【】「」]+")
_SCHEME = re.compile(r"https?:", re.IGNORECASE)
_HINT = re.compile(r"\.[^\W_]|:[/\\]")  # without one of these there is no address
_AUTHORITY = re.compile(r"[^/?#]*")
_DROPPED = str.maketrans({"\t": None, "\r": None, "\n": None, "\\": "/"})
_TAIL = ".!?:'’…*_~-–—·•。，！？："
_HOST = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?){1,8}")
_MAX_PIECE = 4096
_OTHER = frozenset({"javascript", "data", "vbscript", "file", "ftp", "blob"})
# Endings of bare addresses ("example.ac.uk/library"), and those of them that are also words of running text.
_ENDING_LIST = """
    com org net edu gov int mil info biz eu uk de fr es nl ie cn jp kr ru br au ca nz us ch se dk fi pl cz pt gr tr io ai app dev
    gg tv cc ly ee gl fm page site online website blog news link bio social xyz club shop store live wiki london wales scot cymru
    academy university college education health nhs tech cloud space world earth global agency media studio digital design photos
    video example test invalid in it is me be to at so my ac hk sg tw th vn id za ng ke il ae
"""
_WORD_LIST = "in it is me be to at so my us ac id live news link page blog bio store shop social test example"
_ENDINGS, _WORDS = frozenset(_ENDING_LIST.split()), frozenset(_WORD_LIST.split())


@dataclass(frozen=True, slots=True)
class Address:
    """A web address taken apart: `scheme` is "" where none is written, `host` is in lower case and ASCII where possible."""

    text: str
    scheme: str
    host: str
    path: str = ""


@lru_cache(maxsize=4096)
def parse(text: str) -> Address | None:
    """Take an address apart as a browser would; None where it leads to no web host (mail, telephone, nothing)."""
    cleaned = text.strip().translate(_DROPPED)
    scheme, colon, rest = cleaned.partition(":")
    if colon and scheme.lower() in {"mailto", "tel", "sms"}:
        return None
    if colon and scheme.lower() in {"http", "https"}:
        scheme = scheme.lower()
    elif colon and scheme.isascii() and scheme.isalpha() and (rest.startswith("//") or scheme.lower() in _OTHER):
        return Address(text, scheme.lower(), _host(authority(rest.lstrip("/"))), "")
    else:
        scheme, rest = "", cleaned
    netloc, path = authority(rest.lstrip("/")), rest.lstrip("/").partition("/")[2]
    host = _host(netloc)
    return Address(text, scheme, host, path) if host else None


def authority(rest: str) -> str:
    """The part of an address that names the host: up to the first slash, question mark or hash."""
    match = _AUTHORITY.match(rest)
    return match.group() if match else ""


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where web addresses stand in a text, with or without a scheme; mail addresses and mentions are none."""
    if _HINT.search(text) is None:  # the common case
        return
    for match in _PIECE.finditer(text):
        piece = match.group()
        if _HINT.search(piece) is None:
            continue
        scheme = _SCHEME.search(piece)
        if scheme is not None and piece[scheme.end() : scheme.end() + 1] in {"/", "\\"}:
            start = scheme.start()
        elif "@" in piece.partition("/")[0] or len(piece) > _MAX_PIECE or not _bare(piece):
            continue
        else:
            start = _lead(piece)
        end = _trimmed(piece, start)
        if end > start:
            yield match.start() + start, match.start() + end


def without_addresses(text: str) -> str:
    """The text with every web address blanked out, position by position."""
    parts, last = [], 0
    for start, end in addresses(text):
        parts += [text[last:start], " " * (end - start)]
        last = end
    return "".join([*parts, text[last:]])


def allowed(host: str, domains: Iterable[str]) -> bool:
    """Whether a host lies under one of the organisation's domains."""
    return under(host, [_plain(d) for d in domains])


def domain(host: str) -> str:
    """A host as a reader would name it: without "www."."""
    return host.removeprefix("www.")


def readable(host: str) -> str:
    """A host with its letters as a browser may show them, where it is written in ASCII for the network."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _bare(piece: str) -> bool:
    """Whether a piece of text without scheme is an address by its ending."""
    body = piece[_lead(piece) : _trimmed(piece, 0)]
    host = authority(body).partition(":")[0]
    if _HOST.fullmatch(host) is None:
        return False
    labels = host.split(".")
    ending = labels[-1]
    if host.lower().startswith("www."):
        return len(labels) > 2 or ending.lower() in _ENDINGS
    if (
        ending.lower() not in _ENDINGS
        or not (ending.islower() or host.isupper())
        or all(x.isdigit() for x in labels[:-1])
    ):
        return False
    return ending not in _WORDS or len(labels) > 2 or "/" in body


def _lead(piece: str) -> int:
    return next((at for at, char in enumerate(piece) if char.isalnum()), len(piece))


def _trimmed(piece: str, start: int) -> int:
    return max(start, len(piece.rstrip(_TAIL)))


@lru_cache(maxsize=256)
def _plain(domain: str) -> str:
    return _ascii(normalize("NFKC", domain.strip()).lower())


def _host(netloc: str) -> str:
    """The host of an authority, without user, port and closing dot; decoded and folded as browsers do."""
    try:
        name = urlsplit("//" + unquote(netloc)).hostname or ""
    except ValueError:
        name = netloc.rpartition("@")[2].partition(":")[0]
    return _ascii(normalize("NFKC", name).lower().rstrip("."))


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
