"""What came back: status, headers and the whole body of one answer."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auditor.errors import PlatformError
from auditor.model import Call, Trouble

UNREADABLE = "unreadable"  # the code of an answer whose body is not the JSON that it ought to be

_ODD_ESCAPE = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One whole answer. `headers` compare names without case; `url` is the final address without secrets."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    url: str
    at: datetime
    source: str = ""
    hops: tuple[str, ...] = ()  # the addresses that redirected, in the order in which they were asked
    sha256: str = field(init=False)  # of the body, decompressed

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", hashlib.sha256(self.body).hexdigest())

    @property
    def call(self) -> Call:
        """The provenance of everything read from this answer."""
        return Call(self.source, self.at, self.sha256)

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON, which no page is and nothing that was cut short."""
        try:
            json.loads(self.body, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            return False
        return True

    def json(self) -> Any:
        """The body as JSON; raises BROKEN for anything else. Halves of surrogate pairs and NUL become U+FFFD."""
        try:
            value = json.loads(self.body, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise self.broken("the answer is not the data expected") from None
        return _clean(value) if _ODD_ESCAPE.search(self.body) else value

    def object(self) -> dict[str, Any]:
        """The body as a JSON object; raises BROKEN for lists, null and anything else."""
        value = self.json()
        if not isinstance(value, dict):
            raise self.broken("the answer is not the data expected")
        return value

    def broken(self, words: str, *, code: str = "") -> PlatformError:
        """A BROKEN error about this answer."""
        return PlatformError(
            Trouble.BROKEN,
            f"{self.source or 'The platform'}: {words} (HTTP {self.status}).",
            "Nothing to do for one night; if it lasts, look at the platform's status page and at base_url in config.toml.",
            source=self.source,
            status=self.status,
            code=code,
        )


def json_flaw(answer: Answer, always: Collection[int] = (200,)) -> PlatformError | None:
    """What keeps the answer of a JSON API from being read: a page, nothing, a text that was cut short.

    Statuses outside `always` may come with any page or none; only what begins like JSON has to be whole there.
    """
    if answer.status not in always and not answer.body.lstrip().startswith((b"{", b"[")):
        return None
    return None if answer.is_json else answer.broken("the answer is not the data expected", code=UNREADABLE)


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value).replace("\0", "\ufffd")
    if isinstance(value, list):
        return [_clean(v) for v in value]
    if isinstance(value, dict):
        return {_clean(k): _clean(v) for k, v in value.items()}
    return value
