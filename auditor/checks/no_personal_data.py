"""Clause 2.2.3: posts hold no personal or confidential data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from auditor.checks._api import Case, Control, Options, not_applicable, passed, review
from auditor.checks._own_posts import own_posts, place, words_of
from auditor.checks._personal import Match, matches
from auditor.checks._words import count, listing
from auditor.model import Post, Severity, Verdict

_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalOptions(Options):
    """`public_numbers`: beginnings of telephone numbers that are the organisation's own lines."""

    public_numbers: tuple[str, ...] = ("0151 794", "0151 795")


def judge(case: Case, options: PersonalOptions) -> Verdict:
    """Leave to a person whatever looks like personal data; every match is masked, and nothing of it is repeated."""
    posts = own_posts(case)
    if not posts:
        return not_applicable("There are no recent posts of the account itself.")
    public = (*options.public_numbers, case.org.contact_phone)
    found = [(post, match) for post in posts for text in words_of(post) for match in matches(text, public)]
    if not found:
        return passed(
            f"No personal data was found in {count(len(posts), 'recent post')}.",
            case.seen("posts.count", str(len(posts)), part="posts"),
        )
    kinds = Counter(match.kind for _, match in found)
    said = listing([count(n, kind) if kind != "mail address of a person" else _mails(n) for kind, n in kinds.items()])
    return review(
        f"Recent posts may hold personal data: {said}.",
        *(case.seen("posts.text", _line(post, match), part="posts") for post, match in found[:_SHOWN]),
        found=len(found),
        posts=list(dict.fromkeys(place(post) for post, _ in found)),
    )


def _mails(number: int) -> str:
    return "1 mail address of a person" if number == 1 else f"{number} mail addresses of persons"


def _line(post: Post, match: Match) -> str:
    return f"{match.masked} ({match.kind}) in {place(post)}"


CONTROL = Control(
    id="no-personal-data",
    title="Posts hold no personal or confidential data",
    clause="2.2.3",
    severity=Severity.HIGH,
    basis="platform",
    judge=judge,
    needs=("posts",),
    options=PersonalOptions,
    expected="Posts hold no mail addresses, telephone numbers or other numbers of individuals.",
    remedy="Open the posts. If the data belongs to a person who did not agree to its publication, delete the post and tell the "
    "data protection office; otherwise have this accepted with a waiver.",
    why="What was once published cannot be called back, and the person concerned bears the harm.",
    minutes=10,
)
