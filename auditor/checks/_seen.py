"""Small questions to a snapshot that several controls ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from auditor.checks._api import Case, not_audited, not_exposed
from auditor.model import Post, Posts, Seen, Snapshot, Unseen, Verdict, Why
from auditor.platforms import PLATFORMS

_WORD = re.compile(r"[^\W_]+")


def label(case: Case) -> str:
    """The platform's name for readers."""
    return PLATFORMS[case.account.platform].label


def unseen(case: Case, field: Unseen, words: str) -> Verdict:
    """The answer where a needed field was not shown."""
    if field.why is Why.UNAVAILABLE:
        return not_audited(
            field.note or f"{label(case)} did not answer when asked for {words}.",
            remedy="Nothing to do on the account: the next run asks again.",
        )
    return not_exposed(field.note or f"{label(case)} does not show {words}.")


def opened_on(case: Case) -> date | None:
    """The day the account was opened: by the platform, else by the register."""
    if case.snapshot is not None and isinstance(case.snapshot.created_at, Seen):
        return case.snapshot.created_at.value.astimezone(case.org.zone).date()
    return case.account.opened_on


def posts_of(snapshot: Snapshot) -> Posts:
    """The posts seen, or none where they were not shown."""
    return snapshot.posts.value if isinstance(snapshot.posts, Seen) else Posts((), reach="newest")


def newest(posts: Sequence[Post], now: datetime) -> Post | None:
    """The newest post that is not from the future; a pinned one counts by its own date."""
    return max((p for p in posts if p.at <= now), key=lambda p: p.at, default=None)


def title_marks_live(post: Post, words: Sequence[str]) -> bool:
    """Whether a title holds one of the words that mark a broadcast or an immediate-use clip."""
    if not post.title or not words:
        return False
    title = f" {' '.join(_words(post.title))} "
    return any(f" {' '.join(marked)} " in title for word in words if (marked := _words(word)))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
