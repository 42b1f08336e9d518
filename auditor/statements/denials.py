"""Is the account said to be unmonitored, and are its views said to be the writer's own?"""

from __future__ import annotations

from typing import NamedTuple

from auditor.statements.phrases import Phrases
from auditor.statements.reading import Reading
from auditor.statements.words import denials as words

_DEAD = Phrases({"dead": words.DEAD})
_DISCLAIMERS = Phrases({"disclaimer": words.DISCLAIMERS})
_REACH = 4  # tokens between a denial and what it denies


class Found(NamedTuple):
    """The tokens that say it, and the reason in words."""

    start: int
    end: int
    reason: str


def unmonitored(reading: Reading) -> Found | None:
    """Whether the text says that nobody looks after the account at all ("not monitored 24/7" does not say so)."""
    tokens = reading.tokens
    for at in _places(reading, words.DENY):
        end = _denied(reading, at)
        if end and not _partly(reading, at, end):
            return Found(at, end, "the text says that nobody looks after the account")
    for at in _places(reading, words.ALONE | {"moved", "migrated"}):
        if tokens[at].text in words.ALONE and _is_alone(reading, at):
            return Found(at, at + 1, "the text says that the account is inactive or an automatic feed")
        if tokens[at].text not in words.ALONE and (handle := _moved_to(reading, at)):
            return Found(at, handle, "the text says that the account has moved")
    for cue in _DEAD.find(tokens):
        if not _partly(reading, cue.start, cue.end):
            return Found(cue.start, cue.end, "the text says that the account is inactive or an automatic feed")
    return None


def _is_alone(reading: Reading, at: int) -> bool:
    """Whether a word makes up its own thought, or begins the text with a mark behind it."""
    after = reading.tokens[at + 1] if at + 1 < len(reading.tokens) else None
    if at and reading.tokens[at - 1].text in {"now", "currently"}:
        at -= 1
    before = reading.sentence[at - 1] if at else -1
    return before != reading.sentence[at] and (after is None or after.kind in {"mark", "line"})


def _moved_to(reading: Reading, at: int) -> int:
    """The token after the account that "moved to @other" names; 0 where none is named soon."""
    for step in range(at + 1, min(at + 7, len(reading.tokens))):
        if reading.tokens[step].kind == "handle":
            return step + 1
    return 0


def _denied(reading: Reading, at: int) -> int:
    """The token after what the denial at `at` denies, if that is the looking after; else 0."""
    tokens = reading.tokens
    step = at + 1
    while step < len(tokens) and step <= at + _REACH:
        text = tokens[step].text
        if (text in words.LOOKED_AFTER and text not in words.BETWEEN | {"monitored"}) or text == "monitored":
            return step + 1 if _can_be_account(reading, at) and not _is_private(reading, step) else 0
        if text in words.USED:
            return step + 1 if _speaks_of_account(reading, at, step) else 0
        if text not in words.BETWEEN and text not in words.DENY and text not in words.PARTLY:
            return 0
        step += 1
    return 0


def _is_private(reading: Reading, verb: int) -> bool:
    return any(word in words.PRIVATE_PARTS for word in reading.words(verb + 1, verb + 4))


def _can_be_account(reading: Reading, at: int) -> bool:
    """Whether what is denied can be the account: not its private messages, and no other subject with "is" or "are"."""
    before = reading.words(at - 3, at)
    if any(word in words.PRIVATE_PARTS for word in before):
        return False
    if not before or before[-1] not in words.IS:
        return True
    token = reading.tokens[at - 2] if at > 1 else None
    return token is None or token.kind != "word" or token.text in words.ACCOUNT


def _speaks_of_account(reading: Reading, start: int, verb: int) -> bool:
    """Whether the account is what is not used or read: named just before the denial or just after the verb."""
    begins = start == 0 or reading.sentence[start - 1] != reading.sentence[start]
    if begins and (verb + 1 >= len(reading.tokens) or reading.tokens[verb + 1].kind != "word"):
        return True  # "No longer in use."
    near = [*reading.words(start - 4, start), *reading.words(verb + 1, verb + 4)]
    return any(word in words.ACCOUNT for word in near) and not any(
        word in {"for", "about", "to"} for word in near[-3:-1]
    )


def _partly(reading: Reading, start: int, end: int) -> bool:
    """Whether only the round the clock of it is denied: "not monitored 24/7", "not always monitored"."""
    tokens = reading.tokens
    if any(token.text in words.PARTLY for token in tokens[start:end]):
        return True
    number = reading.sentence[end - 1]
    for step in range(end, min(end + _REACH, len(tokens))):
        if reading.sentence[step] != number:
            return False
        if (
            reading.taken[step]
            or tokens[step].text in words.PARTLY
            or (tokens[step].kind == "number" and len(tokens[step].text) < 3)
        ):
            return True
    return False


def disclaimer(reading: Reading) -> Found | None:
    """Whether views are said to be the writer's own, or not those of a parent body."""
    tokens = reading.tokens
    for at in _places(reading, words.VIEWS):
        end = _own(reading, at)
        if end:
            return Found(at, end, "the text says that views are the writer's own")
    for at in _places(reading, words.REFLECT):
        if any(word in words.DENY or word == "nothing" for word in reading.words(at - 5, at)):
            spoken = any(word in words.VIEWS for word in reading.words(at - 10, at))
            bodies = words.BODY if spoken else words.EMPLOYERS
            body = next((n for n in range(at + 1, min(at + 9, len(tokens))) if tokens[n].text in bodies), None)
            if body is not None:
                return Found(max(0, at - 3), body + 1, "the text says that views are not those of the parent body")
    for at in _places(reading, words.DENY):
        if _not_those_of(reading, at):
            return Found(at, min(at + 5, len(tokens)), "the text says that views are not those of the parent body")
    for cue in _DISCLAIMERS.find(tokens):
        return Found(cue.start, cue.end, "the text says that it speaks for its writer only")
    return None


def _places(reading: Reading, known: frozenset[str]) -> list[int]:
    """The tokens that are one of these words."""
    if reading.vocabulary.isdisjoint(known):
        return []
    return [at for at, token in enumerate(reading.tokens) if token.text in known]


def _own(reading: Reading, at: int) -> int:
    """The token after "own", "mine", "personal", where views are said to be so; else 0."""
    tokens = reading.tokens
    if (
        at
        and tokens[at].text in words.OPINIONS
        and tokens[at - 1].text in words.OWN_BEFORE
        and _ends_thought(reading, at + 1)
    ):
        return at + 1
    step = at + 1
    while step < len(tokens) and step <= at + 9:
        text = tokens[step].text
        if text in words.OWN:
            plain = (text == "own" and tokens[step - 1].text in {"my", "his", "her"}) or _ends_thought(
                reading, step + 1
            )
            if plain:
                return step + 1 if _is_said(reading, at, step) else 0
        if text not in words.FILLERS:
            return 0
        step += 1
    return 0


def _is_said(reading: Reading, at: int, own: int) -> bool:
    """Whether "own" is said of the views: in their sentence, and not "by our own"."""
    return reading.sentence[at] == reading.sentence[own] and reading.tokens[own - 1].text not in {
        "of",
        "by",
        "from",
        "on",
    }


def _ends_thought(reading: Reading, at: int) -> bool:
    """Whether the adjective ends its phrase, as "tweets are personal" does and "posts personal stories" does not."""
    if at >= len(reading.tokens):
        return True
    token = reading.tokens[at]
    return (
        token.kind not in {"word", "number"}
        or token.text in words.FILLERS
        or len(token.text) == 1
        or token.text in words.OWN
        or token.text in {"only", "unless", "no", "rt", "but"}
    )


def _not_those_of(reading: Reading, at: int) -> bool:
    """Whether views are denied to be a body's: "not those of the University", "not the views of my employer"."""
    after = list(reading.words(at + 1, at + 8))
    spoken = any(
        reading.tokens[n].text in words.VIEWS and reading.sentence[n] == reading.sentence[at]
        for n in range(max(0, at - 14), at)
    )
    if spoken and len(after) > 1 and after[0] in {"of", "the", "my"}:  # "those of the students, not the council"
        return any(word in words.EMPLOYERS for word in after[1:4])
    while after and after[0] in {"necessarily", "the", "be"}:
        after.pop(0)
    if len(after) < 2 or after[0] not in {"those", "views", "opinions", "that", "my", "view", "opinion"}:
        return False
    return (
        (after[1] in {"of", "or"} or after[0] == "my")
        and any(word in words.BODY for word in after[1:])
        and after[0] != "that"
    )
