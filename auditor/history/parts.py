"""A snapshot cut into parts that change at different paces, each written once and pointed at while it stays the same."""

from __future__ import annotations

import hashlib
import sys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import IntEnum
from typing import Any

from auditor.history.codec import decoder, dumps, encoder, loads
from auditor.history.figures import figures_of
from auditor.model import Account, Call, Figures, Snapshot


class Part(IntEnum):
    """The parts; the numbers stand in the database."""

    ROW = 0  # the register's row, of a result rather than of a snapshot
    PROFILE = 1
    NUMBERS = 2
    FEED = 3
    FIGURES = 4


SIGHT_PARTS = (Part.PROFILE, Part.NUMBERS, Part.FEED, Part.FIGURES)

_FEED = frozenset({"posts", "films", "exchanges"})
_NUMBERS = frozenset({"followers", "following", "posts_count", "newest_post_at", "extra"})
_APART = frozenset({"account_id", "taken_at", "calls"})  # stand in the row itself
_PROFILE = frozenset(f.name for f in fields(Snapshot)) - _FEED - _NUMBERS - _APART

_COMPRESS_FROM = 300  # bytes; shorter texts do not shrink
_PLAIN = b"{"  # a part is a JSON object; zlib's first byte is another


@dataclass(frozen=True, slots=True)
class Piece:
    """One part's text and its hash."""

    part: Part
    text: str
    sha256: bytes


def pieces_of(snapshot: Snapshot) -> tuple[Piece, ...]:
    """The parts of a snapshot, in the order of `SIGHT_PARTS`."""
    plain = encoder(Snapshot)(snapshot)
    figures = encoder(Figures)(figures_of(snapshot))
    del figures["at"]
    return (
        _piece(Part.PROFILE, {k: v for k, v in plain.items() if k in _PROFILE}),
        _piece(Part.NUMBERS, {k: v for k, v in plain.items() if k in _NUMBERS}),
        _piece(Part.FEED, {k: v for k, v in plain.items() if k in _FEED}),
        _piece(Part.FIGURES, figures),
    )


def row_piece(account: Account) -> Piece:
    """The register's row as a part."""
    return _piece(Part.ROW, encoder(Account)(account))


def _piece(part: Part, plain: dict[str, Any]) -> Piece:
    text = dumps(plain)
    return Piece(part, text, hashlib.sha256(text.encode("ascii")).digest())


def pack(text: str) -> bytes:
    """A part's text as stored: compressed where that helps."""
    raw = text.encode("ascii")
    return zlib.compress(raw, 3) if len(raw) >= _COMPRESS_FROM else raw


def unpack(data: bytes) -> str:
    """What `pack` was given."""
    return (data if data[:1] == _PLAIN else zlib.decompress(data)).decode("ascii")


def snapshot_from(account_id: str, taken_at: datetime, texts: Sequence[str], calls: tuple[Call, ...]) -> Snapshot:
    """A snapshot from its profile, numbers and feed."""
    plain: dict[str, Any] = {"native_id": None}
    for text in texts:
        plain |= loads(text)
    snapshot: Snapshot = decoder(Snapshot)(plain | {"account_id": account_id, "taken_at": taken_at.isoformat()})
    return replace(snapshot, calls=calls)


def learned_from(text: str) -> Mapping[str, str]:
    """A connector's own small facts, from a snapshot's numbers; their few names are held once for all accounts."""
    return {sys.intern(name): value for name, value in loads(text).get("extra", {}).items()}


def figures_from(text: str, at: datetime) -> Figures:
    """Figures from their part and the time of their snapshot."""
    figures: Figures = decoder(Figures)(loads(text) | {"at": at.isoformat()})
    return figures


def account_from(text: str) -> Account:
    """A register row from its part."""
    account: Account = decoder(Account)(loads(text))
    return account
