"""The profile as it was seen: captured text, counts, times; nothing of it can be clicked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from auditor.model import AccountResult, Image, Link, Seen, Snapshot, Unseen, Why
from auditor.text import defang
from reports import dates
from reports.quotes import pieces, quiet


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of the profile: its name and its value in lines; `shown` is False where the platform did not show it."""

    label: str
    lines: tuple[str, ...]
    shown: bool = True
    captured: bool = False  # text of the platform, to be set apart

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


_HIDDEN = {
    Why.UNSUPPORTED: "not told by this platform",
    Why.WITHHELD: "not shown to us",
    Why.UNAVAILABLE: "could not be read this time",
}


def facts(result: AccountResult, zone: ZoneInfo) -> tuple[Fact, ...]:
    """The fields of the profile in reading order; none where the platform could not be asked."""
    sight = result.sight
    if not isinstance(sight, Snapshot):
        return ()
    found = [
        _fact("Handle", sight.handle, _name, captured=True),
        _fact("Display name", sight.name, _text, captured=True),
        _fact("Profile text", sight.bio, _text, captured=True),
        *_texts(sight),
        _fact("Links", sight.links, lambda links: _links(links) or ("none",)),
        _fact("Picture", sight.image, _image),
        _fact("Location", sight.location, _text, captured=True),
        _fact("Verification", sight.verified, lambda kind: _text(kind) or ("none",)),
        _fact("Created", sight.created_at, lambda at: _moment(at, zone)),
        _fact("Followers", sight.followers, _number),
        _fact("Following", sight.following, _number),
        _fact("Posts", sight.posts_count, _number),
        _fact("Newest post", sight.newest_post_at, lambda at: _moment(at, zone) if at else ("never posted",)),
    ]
    if sight.native_id:
        found.append(Fact("Permanent id", (quiet(sight.native_id, 80),)))
    return tuple(f for f in found if f is not None)


def _fact(label: str, value: object, words: Callable[[Any], tuple[str, ...]], *, captured: bool = False) -> Fact | None:
    if isinstance(value, Unseen):
        if value.why is Why.UNSUPPORTED and not value.note:
            return None
        return Fact(label, (quiet(value.note, 200) or _HIDDEN[value.why],), shown=False)
    if not isinstance(value, Seen):
        return None
    lines = words(value.value)
    return Fact(label, lines or ("(empty)",), shown=bool(lines), captured=captured and bool(lines))


def _texts(sight: Snapshot) -> list[Fact | None]:
    if not isinstance(sight.texts, Seen):
        return []
    return [Fact(quiet(name, 60).capitalize(), _text(text), captured=True) for name, text in sight.texts.value if text]


def _text(value: str | None) -> tuple[str, ...]:
    return tuple("".join(text for text, _ in pieces(value)).split("\n")) if value else ()


def _name(value: str | None) -> tuple[str, ...]:
    """A handle, which may be a domain and stays as it is."""
    return ("".join(text for text, _ in pieces(value, names=True)),) if value else ()


def _links(value: tuple[Link, ...]) -> tuple[str, ...]:
    shown = [defang(link.url[:300]) + (f" → {defang(link.expanded[:300])}" if link.expanded and link.expanded != link.url else "")
             for link in value[:20]]
    return tuple(shown) if len(value) <= 20 else (*shown, f"and {len(value) - 20} more")


def _image(value: Image | None) -> tuple[str, ...]:
    if value is None:
        return ()
    words = ["the platform's default picture" if value.is_default else "own picture"]
    if value.fingerprint:
        words.append(f"fingerprint {quiet(value.fingerprint, 32)}")
    if value.sha256:
        words.append(f"SHA-256 {quiet(value.sha256[:16], 20)}")
    return (", ".join(words),)


def _moment(value: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    return (dates.moment(value, zone),)


def _number(value: int) -> tuple[str, ...]:
    return (f"{value:,}",)
