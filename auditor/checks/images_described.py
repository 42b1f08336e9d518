"""Clause 2.2.4: images in posts have alternative text."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, failed, not_applicable, passed
from auditor.checks._seen import unseen
from auditor.checks._words import count
from auditor.model import Media, Post, Seen, Severity, Unseen, Verdict, Why

_EXAMPLES = 5


def judge(case: Case, _options: Options) -> Verdict:
    """Fail if any image of the account's own posts has no text; where the platform does not tell, say so."""
    assert case.snapshot is not None
    assert isinstance(case.snapshot.posts, Seen)
    images = [
        (post, media)
        for post in case.snapshot.posts.value.items
        if not post.repost
        for media in post.media
        if media.kind == "image"
    ]
    if not images:
        return not_applicable("The posts seen hold no images.")
    bare = [
        (post, media) for post, media in images if isinstance(media.alt, Seen) and not (media.alt.value or "").strip()
    ]
    if bare:
        posts = list(dict.fromkeys(_where(post, media) for post, media in bare))
        verb = "has" if len(bare) == 1 else "have"
        return failed(
            f"{len(bare)} of {count(len(images), 'image')} in recent posts {verb} no alternative text.",
            *(case.seen("posts.media.alt", f"(none) {where}", part="posts") for where in posts[:_EXAMPLES]),
            missing=len(bare),
            images=len(images),
            examples=posts[:_EXAMPLES],
        )
    hidden = [media.alt for _, media in images if isinstance(media.alt, Unseen)]
    if hidden:
        return unseen(case, min(hidden, key=lambda f: f.why is not Why.UNAVAILABLE), "the alternative text of images")
    return passed(
        f"{'The image' if len(images) == 1 else f'All {len(images)} images'} in recent posts "
        f"{'has' if len(images) == 1 else 'have'} alternative text.",
        *(case.seen("posts.media.alt", _text(media), part="posts") for _, media in images[:1]),
        images=len(images),
    )


def _where(post: Post, media: Media) -> str:
    return post.url or media.url or post.id


def _text(media: Media) -> str:
    return (media.alt.value or "")[:200] if isinstance(media.alt, Seen) else ""


CONTROL = Control(
    id="images-described",
    title="Images in posts have alternative text",
    clause="2.2.4",
    severity=Severity.LOW,
    basis="platform",
    judge=judge,
    needs=("posts",),
    expected="Every image posted has a short text that says what it shows.",
    remedy="Edit the posts listed and add alternative text to the images; where the platform does not allow that later, "
    "do so from the next post on.",
    why="People who cannot see the picture hear its text instead.",
    minutes=15,
)
