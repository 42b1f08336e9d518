"""Evidence as readers see it: verbatim, marked where the verdict rests on it, and with nothing in it that can be clicked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from auditor.model import Evidence
from auditor.platforms import PLATFORMS
from auditor.text import show
from reports import dates
from reports.unlinked import unlinked
from reports.view_rows import platform_label

VALUE = 1000  # characters kept of one piece of evidence
_LISTS = {"register": "Register", "access": "Access log", "waivers": "Exceptions", "changes": "Announced changes"}
_BEFORE = " (before)"
_NAMES = frozenset({"profile.handle", "profile.holder"})  # where a domain is a name, as on Bluesky

_FIELDS = {
    "account": "The platform's answer",
    "profile.bio": "Profile text",
    "profile.name": "Display name",
    "profile.handle": "Handle",
    "profile.holder": "Holder of the handle",
    "profile.link": "Profile link",
    "profile.links": "Profile link",
    "profile.image": "Profile picture",
    "profile.banner": "Banner",
    "profile.location": "Location",
    "profile.verified": "Verification",
    "profile.created_at": "Created",
    "profile.followers": "Followers",
    "profile.native_id": "Permanent id",
    "profile.history": "Number of posts",
    "profile.newest_post_at": "Newest post",
    "profile.figures": "Figures",
    "profile.compared": "Compared",
    "profile.parts": "Parts of the profile",
    "posts.newest": "Newest post",
    "posts.at": "Post",
    "posts.text": "Post",
    "posts.media.alt": "Alternative text",
    "posts.longest_gap": "Longest gap",
    "films.captions": "Subtitles",
    "exchanges.question": "Question",
    "exchanges.count": "Comments and mentions",
    "exchanges.link": "Comment or mention",
    "security.policy": "Rule for second factors",
    "security.person": "Second factor",
    "security.people": "Second factors",
}

_PARTS = {  # what was asked of a platform
    "users": "profile look-up",
    "profile": "profile look-up",
    "profiles": "profile look-up",
    "batch": "profile look-up",
    "owned_pages": "list of our own pages",
    "site": "front page",
    "wordpress": "the blog's own interface",
    "feed": "feed",
    "posts": "posts",
    "films": "films",
    "build": "films",
    "exchanges": "comments and mentions",
    "search": "search",
    "security": "security settings",
}


@dataclass(frozen=True, slots=True)
class Quote:
    """One thing seen: what it is, the words with those that matter marked, where and when it was seen."""

    label: str
    pieces: tuple[tuple[str, bool], ...]  # text, marked
    source: str
    at: str
    before: Quote | None = None  # what stood there before, where both were told


def quotes_of(evidence: Sequence[Evidence], fetched_at: datetime | None, zone: ZoneInfo) -> tuple[Quote, ...]:
    """All evidence of a finding; what stood somewhere before and what stands there now become one."""
    found: list[Quote] = []
    earlier: Evidence | None = None
    for one in evidence:
        shown = quote(one, fetched_at, zone)
        if earlier is not None and earlier.field == one.field + _BEFORE:
            found[-1] = replace(shown, before=found[-1])
        else:
            found.append(shown)
        earlier = one
    return tuple(found)


def quote(evidence: Evidence, fetched_at: datetime | None, zone: ZoneInfo) -> Quote:
    """Evidence for a page; the register's has no time of its own."""
    names = _holds_names(evidence.field)
    seen_at = evidence.seen_at or (None if _listed(evidence.field) else fetched_at)
    return Quote(
        label_of(evidence.field),
        pieces(evidence.value, evidence.marks, names=names) if evidence.value else (("(empty)", False),),
        source_of(evidence.source),
        dates.moment(seen_at, zone) if seen_at else "",
    )


def line_of(evidence: Evidence, limit: int) -> str:
    """The value in one line."""
    return unlinked(show(evidence.value, limit), names=_holds_names(evidence.field))


def _listed(field: str) -> bool:
    return field.partition(".")[0] in _LISTS


def _holds_names(field: str) -> bool:
    return _listed(field) or field.removesuffix(_BEFORE) in _NAMES


def label_of(field: str) -> str:
    """A field's name in words: "Profile text", "Register, column hours"."""
    part, _, name = field.partition(".")
    if part in _LISTS:
        return f"{_LISTS[part]}, column {show(name, 60)}"
    plain = field.removesuffix(_BEFORE)
    known = _FIELDS.get(plain) or show(plain.partition(".")[2].replace("_", " ") or plain, 80)
    return f"{known}, before" if plain != field else known[:1].upper() + known[1:]


def source_of(source: str) -> str:
    """Where it was seen, in words: "X, profile look-up", "register/accounts.csv, row 4"."""
    platform, colon, part = source.partition(":")
    if not colon or platform not in PLATFORMS:
        return show(source, 160)
    return f"{platform_label(platform)}, {_PARTS.get(part) or show(part.replace('_', ' '), 80)}"


def pieces(
    value: str, marks: tuple[tuple[int, int], ...] = (), limit: int = VALUE, *, names: bool = False
) -> tuple[tuple[str, bool], ...]:
    """The value in pieces, those within `marks` flagged; what is beyond the limit is counted, not shown."""
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in _clean(marks, len(value)):
        if start > at:
            found.append((value[at:start], False))
        found.append((value[start:end], True))
        at = end
    found.append((value[at:], False))
    return tuple(_limited([p for p in found if p[0]], limit, names=names))


def _limited(found: list[tuple[str, bool]], limit: int, *, names: bool) -> list[tuple[str, bool]]:
    shown: list[tuple[str, bool]] = []
    left = limit
    for number, (text, marked) in enumerate(found):
        if len(text) > left:
            rest = sum(len(t) for t, _ in found[number:]) - left
            cut = _quiet(text[:left], names=names)
            return [*shown, (cut, marked), (f"… ({rest:,} more characters)", False)] if left else [
                *shown, (f"… ({rest:,} more characters)", False)
            ]
        shown.append((_quiet(text, names=names), marked))
        left -= len(text)
    return shown


def _quiet(text: str, *, names: bool) -> str:
    """Text whose addresses cannot be followed; lines stay lines."""
    return unlinked(show(text, newlines=True), names=names)


@lru_cache(maxsize=4096)  # accounts share most of their messages, remedies and reasons
def quiet(text: str, limit: int) -> str:
    """One line of text whose addresses cannot be followed."""
    return unlinked(show(text, limit))


def trimmed(text: str, limit: int) -> str:
    """One safe line of at most this many characters, cut at a word with an ellipsis."""
    shown = show(text[: 4 * limit])
    if len(shown) <= limit:
        return shown
    cut = shown[: limit - 1]
    word = cut.rfind(" ")
    return (cut[:word] if word > limit // 2 else cut).rstrip(" ,;:-") + "…"


def _clean(marks: tuple[tuple[int, int], ...], length: int) -> list[tuple[int, int]]:
    """Marks in order, inside the value, without overlap."""
    cleaned: list[tuple[int, int]] = []
    at = 0
    for start, end in sorted(marks):
        first, last = max(start, at), min(end, length)
        if first < last:
            cleaned.append((first, last))
            at = last
    return cleaned
