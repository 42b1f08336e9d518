"""What the account is for: said outright, only whose it is, or neither."""

from __future__ import annotations

from typing import NamedTuple

from auditor.statements.model import Purpose
from auditor.statements.phrases import Cue, Phrases
from auditor.statements.reading import Reading
from auditor.statements.words import purposes as words

_PHRASES = Phrases({"explicit": words.EXPLICIT, "audience": words.AUDIENCE, "identity": words.IDENTITY})
_LEAD = frozenset(
    "the all your our and & + with official for get some more sharing student university college school uni campus department faculty library council city town county"
    " health research science local daily latest welcome to news".split()
)
_ELSEWHERE = frozenset("visit see contact go check email call click link please ring phone website www.".split())
_STOPS_NAME = frozenset(
    "is are was to of in a an leading provides provide delivers deliver comes on by as that which who covering largest oldest premier most has we i producing ist sind und est sont es son"
    " e sono een is via from for at".split()
)


class Said(NamedTuple):
    """The kind of purpose, the tokens that say it, and the reason in words."""

    purpose: Purpose
    start: int
    end: int
    reason: str


def purpose(reading: Reading) -> Said | None:
    """What the text says of its account's purpose; None where it says nothing of the kind."""
    cues = _PHRASES.find(reading.tokens)
    for cue in cues:
        if cue.label != "identity" and (cue.label == "explicit" or _is_given(reading, cue)) and not _points_elsewhere(reading, cue):
            return Said("explicit", cue.start, cue.end, "the text says what the account does or whom it serves")
    carried = _sharing(reading) or _carried(reading) or _heading(reading)
    if carried:
        return carried
    named = next((cue for cue in cues if cue.label == "identity"), None) or _official(reading)
    return Said("identity", named.start, named.end, "the text says whose account it is") if named else None


def _is_given(reading: Reading, cue: Cue) -> bool:
    """Whether "for students" speaks of the account: at the head of a thought, or after what is given to them."""
    if cue.start == 0 or reading.sentence[cue.start] != reading.sentence[cue.start - 1]:
        return True
    before = reading.tokens[cue.start - 1]
    return before.kind == "mark" and before.text in ":-(" or before.text in words.GIVEN


def _official(reading: Reading) -> Cue | None:
    """ "The official Westmere College feed": the word, and within a few others what it names."""
    tokens = reading.tokens
    if "official" not in reading.vocabulary:
        return None
    for at, token in enumerate(tokens):
        if token.text == "official":
            if at == 0 or reading.sentence[at] != reading.sentence[at - 1]:
                return Cue("identity", at, at + 1)
            for step in range(at + 1, min(at + 8, len(tokens))):
                if reading.sentence[step] != reading.sentence[at]:
                    break
                if tokens[step].text in words.ACCOUNT:
                    return Cue("identity", at, step + 1)
    return None


def _sharing(reading: Reading) -> Said | None:
    """ "Sharing stories of ...": what is shared is what the account carries, but for "knowledge sharing" and the like."""
    tokens = reading.tokens
    if "sharing" not in reading.vocabulary:
        return None
    for at, token in enumerate(tokens[:-1]):
        if token.text == "sharing" and tokens[at + 1].kind in {"word", "tag"}:
            if at == 0 or tokens[at - 1].kind != "word" or tokens[at - 1].text in {"account", "for", "and", "page", "feed", "are", "is", "we're"}:
                return Said("explicit", at, at + 2, "the text says what the account shares")
    return None


def _points_elsewhere(reading: Reading, cue: Cue) -> bool:
    """Whether another account or a page is named for it: "for news see @other", "@other for events"."""
    tokens = reading.tokens
    if cue.start and tokens[cue.start - 1].kind in {"handle", "link", "mail"} and tokens[cue.start].text in {"for", "with", "fur", "pour", "para"}:
        return True
    if tokens[cue.start].text == "for" and cue.start and tokens[cue.start - 1].text in words.BOASTS:
        return True
    if tokens[cue.end - 1].text != "?" and tokens[cue.start].text not in {"for", "find", "get", "check", "see", "all"}:
        return False
    number = reading.sentence[cue.start]
    earlier = range(max(0, cue.start - 6), cue.start)
    if any(reading.sentence[at] == number and tokens[at].text in _ELSEWHERE for at in earlier):
        return True
    for token, sentence in zip(tokens[cue.end : cue.end + 5], reading.sentence[cue.end : cue.end + 5], strict=True):
        if sentence != number:
            return False
        if token.kind in {"handle", "link", "mail", "slot"} or token.text in _ELSEWHERE:
            return True
    return False


def _carried(reading: Reading) -> Said | None:
    """News words at the head of a thought: "News from ...", "Stories, research and events", "Latest news"."""
    tokens = reading.tokens
    if reading.vocabulary.isdisjoint(words.CONTENT):
        return None
    first = 0
    for at, token in enumerate(tokens):
        if at and reading.sentence[at] != reading.sentence[at - 1]:
            first = at
        elif at and tokens[at - 1].text in {":", "-", "–"} and not token.glued:
            first = at
        if token.text not in words.CONTENT or token.kind not in {"word", "tag"}:
            continue
        lead = [t.text for t in tokens[first:at] if t.kind != "mark"] if at - first < 12 else ["is"]
        if len(lead) > 5 or any(word in words.THINGS - {"service", "services", "team"} for word in lead) or any(word in _STOPS_NAME or word[0] == "@" for word in lead):
            continue
        end = _listed(reading, at)
        listed = sum(1 for t in tokens[at:end] if t.text in words.CONTENT)
        beyond = end
        while beyond < len(tokens) and reading.taken[beyond]:
            beyond += 1
        following = tokens[beyond].text if beyond < len(tokens) else ""
        if following in words.THINGS:
            continue
        if any(t.text in words.MEDIA and tokens[n + 1].text != ":" for n, t in enumerate(tokens[max(0, at - 16) : at], max(0, at - 16))):
            continue
        if token.text not in {"views", "opinions", "opinion", "comment"} and any(t.text in words.HERE and reading.sentence[n] == reading.sentence[at] for n, t in enumerate(tokens[end : end + 3], end)):
            return Said("explicit", at, end, "the text names what is found here")
        newsy = any(t.text in words.NEWS for t in tokens[at:end])
        before = tokens[at - 1].text if at > first else ""
        if newsy and (listed > 1 or following in words.OF or before in words.LATEST) or (listed > 2 and at == first):
            return Said("explicit", at, end, "the text names what the account carries")
    return None


def _heading(reading: Reading) -> Said | None:
    """A short first thought that ends in help or advice: "Student money advice", "IT support @Westmere"."""
    tokens = reading.tokens
    end = 0
    while end < len(tokens) and tokens[end].kind in {"word", "tag"} and end < 8:
        end += 1
    if not 2 <= end <= 6 or any(t.text in _STOPS_NAME for t in tokens[:end]):
        return None
    last, before = tokens[end - 1].text, tokens[end - 2].text
    if last in words.HELP or (last in {"support", "services", "service", "care"} and before in words.SUPPORT_FOR):
        return Said("explicit", 0, end, "the text names the help that the account gives")
    return None


def _listed(reading: Reading, at: int) -> int:
    """The token after a list of things that begins here: "news, events & more", "news and student life"."""
    tokens = reading.tokens
    end = at + 1
    while end < len(tokens):
        step = end
        while step < len(tokens) and step < end + 2 and (tokens[step].text in {",", "&", "+", "/", "and", "und", "et", "y", "e", "en", "i", "•", "|"}):
            step += 1
        if step == end:
            return end
        if step < len(tokens) and tokens[step].kind in {"word", "tag"} and tokens[step].text in words.CONTENT:
            end = step + 1
        elif step + 1 < len(tokens) and tokens[step + 1].text in words.CONTENT:
            end = step + 2
        else:
            return end
    return end
