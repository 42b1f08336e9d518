"""The words that the account itself published: its own recent posts, without reposts."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks._api import Case
from auditor.model import Post, Seen


def own_posts(case: Case) -> list[Post]:
    """The account's own posts among those fetched; reposts are not ours."""
    assert case.snapshot is not None
    assert isinstance(case.snapshot.posts, Seen)
    return [post for post in case.snapshot.posts.value.items if not post.repost]


def words_of(post: Post) -> Iterator[str]:
    """The title, the text and the descriptions of images of a post."""
    yield from (text for text in (post.title, post.text) if text)
    for media in post.media:
        if isinstance(media.alt, Seen) and media.alt.value:
            yield media.alt.value


def place(post: Post) -> str:
    """Where a reader finds the post."""
    return post.url or post.id
