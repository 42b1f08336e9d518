"""What one night's mails leave for the next to know. Plain JSON; people stand in it as hashes, profile texts as well."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass(slots=True)
class Person:
    """What one manager knows: open items by account and control with their word, the last digest's hash and day."""

    told: dict[str, dict[str, str]] = field(default_factory=dict)
    content: str = ""
    on: str = ""


@dataclass(slots=True)
class Incident:
    """A suspected hijack that is not over: for each changed field the hashes of what it was and what it is."""

    id: str
    opened: str
    fields: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Hold:
    """A platform that changed as a whole: how many nights that lasts, and which controls failed on all of it."""

    nights: int = 0
    controls: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Memory:
    """The state of all series of mails after a run. Days are ISO dates."""

    weekly: str = ""  # the week's day whose mail to the team is done
    digests: str = ""  # the same for managers
    people: dict[str, Person] = field(default_factory=dict)  # by `key_of` their address
    passwords: dict[str, list[Any]] = field(default_factory=dict)  # by account: due day, stage
    takeovers: dict[str, int] = field(default_factory=dict)  # by account and end: stage
    escalated: dict[str, dict[str, str]] = field(default_factory=dict)  # by account and control: open since
    incidents: dict[str, Incident] = field(default_factory=dict)  # by account
    holds: dict[str, Hold] = field(default_factory=dict)  # by platform
    faults: list[str] = field(default_factory=list)  # what operators know

    def dumps(self) -> str:
        """As text; equal memories give equal text."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def loads(cls, text: str | None) -> Self:
        """From text, or empty where nothing was ever mailed."""
        if not text:
            return cls()
        plain = json.loads(text)
        own = cls(**plain)
        own.people = {k: Person(**v) for k, v in plain["people"].items()}
        own.incidents = {k: Incident(**v) for k, v in plain["incidents"].items()}
        own.holds = {k: Hold(**v) for k, v in plain["holds"].items()}
        return own


def key_of(address: str) -> str:
    """A person in the memory: not the address itself."""
    return short(address.strip().lower())


def short(*parts: str) -> str:
    """A short hash of some texts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def content_of(items: Iterable[tuple[str, str, str]]) -> str:
    """The hash of what a digest tells: account, control and word of each item."""
    return short(*(part for item in sorted(items) for part in item))
