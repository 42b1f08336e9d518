"""Secrets made for one test each, and the search for them in everything that the program left behind."""

from __future__ import annotations

import base64
import html
import itertools
import json
import random
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

_numbers = itertools.count(1)
_LETTERS = string.ascii_letters + string.digits
KEPT_BY_US = {"env", "config.toml"}  # files that the tests themselves wrote


@dataclass(frozen=True)
class Canary:
    """A secret that occurs nowhere else; its odd middle changes in every encoding."""

    left: str
    right: str

    @property
    def value(self) -> str:
        return f'{self.left}/+="&{self.right}'

    def traces(self) -> Iterator[bytes]:
        """What must not be found: parts of it, and every encoding of the whole."""
        for part in (self.left, self.right):
            yield part.encode()
            yield part.encode().hex().encode()
            yield part[::-1].encode()
        raw = self.value.encode()
        yield from (
            f.encode()
            for f in (quote(raw, safe=""), quote_plus(raw), html.escape(self.value), json.dumps(self.value)[1:-1])
        )
        for lead in range(3):
            coded = base64.b64encode(b"\0" * lead + raw)[(0, 2, 3)[lead] :].rstrip(b"=")
            inner = coded[:-2]
            yield inner
            yield inner.replace(b"+", b"-").replace(b"/", b"_")
            yield inner[: len(inner) // 2]


def canary() -> Canary:
    """A new one."""
    number = next(_numbers)
    chance = random.Random(f"canary {number}")
    return Canary(*("Cn" + "".join(chance.choice(_LETTERS) for _ in range(18)) for _ in range(2)))


def found(canaries: list[Canary], folder: Path, *streams: str) -> list[str]:
    """Where a trace of a canary is: streams by number, files by name."""
    places = {f"stream {n}": s.encode("utf-8", "surrogateescape") for n, s in enumerate(streams)}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in KEPT_BY_US and not path.name.endswith(".secret"):
            places[str(path.relative_to(folder))] = path.read_bytes()
            places[f"the name of {path.name}"] = path.name.encode()
    hits = []
    for one in canaries:
        for trace in one.traces():
            hits += [f"{trace[:30]!r} in {place}" for place, content in places.items() if trace in content]
    return hits
