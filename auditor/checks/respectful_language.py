"""Clause 2.2.3: posts are free of abusive and hateful language."""

from __future__ import annotations

from auditor.checks._api import Case, Control, Options, not_applicable, passed, review
from auditor.checks._lexicon import hits
from auditor.checks._own_posts import own_posts, place, words_of
from auditor.checks._words import count
from auditor.model import Severity, Verdict

_SHOWN = 10


def judge(case: Case, _options: Options) -> Verdict:
    """Leave to a person every post with a word of a small list, unless its context clears it; never a verdict on a person."""
    posts = own_posts(case)
    if not posts:
        return not_applicable("There are no recent posts of the account itself.")
    found = [(post, phrase) for post in posts for text in words_of(post) for phrase in hits(text)]
    if not found:
        return passed(
            f"No abusive language was found in {count(len(posts), 'recent post')}.",
            case.seen("posts.count", str(len(posts)), part="posts"),
        )
    places = list(dict.fromkeys(place(post) for post, _ in found))
    holds = "holds" if len(places) == 1 else "hold"
    return review(
        f"{count(len(places), 'recent post')} {holds} words that may attack people; somebody has to read "
        f"{'it' if len(places) == 1 else 'them'}.",
        *(case.seen("posts.text", f'"{phrase}" in {place(post)}', part="posts") for post, phrase in found[:_SHOWN]),
        posts=places,
    )


CONTROL = Control(
    id="respectful-language",
    title="Posts are free of abusive and hateful language",
    clause="2.2.3",
    severity=Severity.HIGH,
    basis="platform",
    judge=judge,
    needs=("posts",),
    expected="Posts are respectful and courteous; none attacks people for who they are.",
    remedy="Read the post in its context. If it attacks people, delete it, say so openly, and tell the central social media team; "
    "if it only quotes or reports, nothing has to be done.",
    why="Every post speaks for the organisation, and an insult in its name harms people.",
    minutes=10,
)
