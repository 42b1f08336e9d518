"""How much is asked of Graph at once: the fields of Pages and Instagram accounts, and the steps down when refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

Field: TypeAlias = "str | tuple[str, str, Sequence[Field]]"  # a name, or a name with modifiers and inner fields

# Pages a call, posts a Page: each step down after Graph calls a question too large.
_STEPS = ((25, 100), (12, 100), (6, 50), (3, 25), (1, 10))
_MOST_MEDIA = 50
_NEEDED = frozenset({"id", "name", "username", "created_time", "timestamp", "message", "text"})
_COMMENTS = frozenset({"comments", "replies", "visitor_posts"})
# What to leave out when a permission is missing that only part of the question needs.
_BY_PERMISSION = {
    "pages_read_user_content": _COMMENTS,
    "pages_manage_engagement": _COMMENTS,
    "instagram_manage_comments": frozenset({"comments", "replies"}),
    "pages_read_engagement": _COMMENTS | {"published_posts"},
    "instagram_basic": frozenset({"instagram_business_account"}),
    "ads_read": frozenset({"instagram_business_account"}),
    "ads_management": frozenset({"instagram_business_account"}),
}

_PAGE: Sequence[Field] = (
    "id", "name", "username", "about", "bio", "description", "mission", "general_info", "company_overview",
    "is_published", "verification_status", "followers_count", "fan_count", "website", "hours",
    ("location", "", ("city", "country")), ("cover", "", ("source",)), "picture",
)
_PAGE_REPLIES: Field = ("comments", ".limit(10)", ("id", "created_time", "from"))
_PAGE_COMMENT: Sequence[Field] = ("id", "message", "created_time", "from", "permalink_url", _PAGE_REPLIES)
_PAGE_POSTS: Sequence[Field] = (
    "id", "message", "created_time", "permalink_url", "parent_id",
    ("application", "", ("name",)),
    ("attachments", "", ("media_type", "url", "unshimmed_url", ("subattachments", "", ("media_type",)))),
    ("comments", ".order(reverse_chronological).limit(10)", _PAGE_COMMENT),
)
_VISITORS: Field = ("visitor_posts", ".limit(10)", _PAGE_COMMENT)
_INSTAGRAM: Sequence[Field] = (
    "id", "username", "name", "biography", "website", "profile_picture_url", "has_profile_pic", "followers_count",
    "follows_count", "media_count",
)
_COMMENT: Sequence[Field] = (
    "id", "text", "timestamp", "username", "from", ("replies", ".limit(10)", ("id", "timestamp", "username", "from")),
)
_MEDIA: Sequence[Field] = (
    "id", "caption", "alt_text", "media_type", "media_product_type", "timestamp", "permalink",
    ("children", "", ("alt_text", "media_type")),
    ("comments", ".limit(10)", _COMMENT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One way to ask. `dropped` are fields that Graph refused; readers mark what depends on them as withheld."""

    pages: bool = True  # whether Facebook Pages are registered at all
    instagram: bool = True
    step: int = 0
    dropped: frozenset[str] = field(default_factory=frozenset)

    @property
    def limit(self) -> int:
        """Pages a call."""
        return _STEPS[self.step][0]

    def smaller(self) -> Shape | None:
        """The next smaller question, or None."""
        return replace(self, step=self.step + 1) if self.step + 1 < len(_STEPS) else None

    def without(self, name: str) -> Shape | None:
        """The question without a field that Graph does not know; None where it is needed or already left out."""
        if name in _NEEDED or name in self.dropped:
            return None
        return replace(self, dropped=self.dropped | {name})

    def without_permission(self, permission: str) -> Shape | None:
        """The question without what a missing permission would be needed for; None where that is everything."""
        names = _BY_PERMISSION.get(permission, frozenset())
        return replace(self, dropped=self.dropped | names) if names - self.dropped else None

    def page_fields(self) -> str:
        """The fields of a Page, with its Instagram account."""
        posts = min(100, _STEPS[self.step][1])
        wanted: list[Field] = list(_PAGE) if self.pages else ["id", "name", "username"]
        if self.pages:
            wanted += [("published_posts", f".limit({posts})", _PAGE_POSTS), _VISITORS]
        if self.instagram:
            wanted.append(("instagram_business_account", "", self._instagram()))
        return _text(wanted, self.dropped)

    def page_alone_fields(self) -> str:
        """The fields of a Page asked for by itself."""
        return replace(self, pages=True, instagram=False).page_fields()

    def instagram_fields(self) -> str:
        """The fields of an Instagram account asked for by itself."""
        return _text(self._instagram(), self.dropped)

    def comments(self, platform: str) -> dict[str, str]:
        """The parameters for reading the comments under one post by themselves, newest first where that can be asked."""
        if platform == "facebook":
            return {"fields": _text(_PAGE_COMMENT, self.dropped), "limit": "100", "order": "reverse_chronological"}
        return {"fields": _text(_COMMENT, self.dropped), "limit": "50"}

    def _instagram(self) -> Sequence[Field]:
        media = min(_MOST_MEDIA, _STEPS[self.step][1])
        return (*_INSTAGRAM, ("media", f".limit({media})", _MEDIA))


def _text(fields: Sequence[Field], dropped: frozenset[str]) -> str:
    parts = []
    for one in fields:
        name, modifiers, inner = (one, "", ()) if isinstance(one, str) else one
        if name in dropped:
            continue
        nested = _text(inner, dropped)
        parts.append(name + modifiers + (f"{{{nested}}}" if nested else ""))
    return ",".join(parts)
