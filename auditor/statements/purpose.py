"""What the account is for: said outright, only whose it is, or neither."""

from __future__ import annotations

from typing import NamedTuple

from auditor.statements.model import Purpose
from auditor.statements.phrases import Cue, Phrases
from auditor.statements.reading import Reading
from auditor.statements.words import known
from auditor.statements.words import purposes as words

_PHRASES = Phrases({"explicit": words.EXPLICIT, "audience": words.AUDIENCE})
_NAMES = Phrases({"identity": words.IDENTITY})
_LEAD = known(
    """
    the all your our and & + with official for get some more sharing student university college school uni
    campus department faculty library council city town county health research science local daily latest
    welcome to news
    """
)
_ELSEWHERE = known("visit see contact go check email call click link please ring phone website www.")
_STOPS_NAME = known(
    """
    best is are was passionate to in a an leading provides provide delivers deliver comes on by as that which who covering
    largest oldest premier most has we i making love loves interested enjoy enjoys like likes into fan lover producing
    ist sind und est sont es son e sono een is via from for at
    """
)


class Said(NamedTuple):
    """The kind of purpose, the tokens that say it, and the reason in words."""

    purpose: Purpose
    start: int
    end: int
    reason: str


def purpose(reading: Reading) -> Said | None:
    """What the text says of its account's purpose; None where it says nothing of the kind."""
    for cue in _PHRASES.find(reading.tokens):
        if (cue.label == "explicit" or _is_given(reading, cue)) and not (
            _points_elsewhere(reading, cue) or _is_trade(reading, cue)
        ):
            return Said("explicit", cue.start, cue.end, "the text says what the account does or whom it serves")
    carried = _sharing(reading) or _addressed(reading) or _carried(reading) or _heading(reading)
    if carried:
        return carried
    named = next(iter(_NAMES.find(reading.tokens)), None) or _official(reading)
    return Said("identity", named.start, named.end, "the text says whose account it is") if named else None


def _is_given(reading: Reading, cue: Cue) -> bool:
    """Whether "for students" speaks of the account: at the head of a thought, or after what is given to them."""
    if cue.start == 0 or reading.sentence[cue.start] != reading.sentence[cue.start - 1]:
        return True
    before = reading.tokens[cue.start - 1]
    return (before.kind == "mark" and before.text in ":-(") or before.text in words.GIVEN


def _is_trade(reading: Reading, cue: Cue) -> bool:
    """Whether "covering" or "reporting on" tells a person's trade: "journalist covering health"."""
    if reading.tokens[cue.start].text not in {"covering", "reporting", "documenting"} or not cue.start:
        return False
    number = reading.sentence[cue.start]
    return any(
        reading.tokens[n].text in words.MAKERS and reading.sentence[n] == number
        for n in range(max(0, cue.start - 5), cue.start)
    )


def _official(reading: Reading) -> Cue | None:
    """The word "official", and within a few others what it names: "the official Ashbourne College feed"."""
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
    """What is shared is what the account carries: "sharing stories of ...", but not "knowledge sharing"."""
    tokens = reading.tokens
    if reading.vocabulary.isdisjoint(words.SHARING):
        return None
    for at, token in enumerate(tokens[:-1]):
        if token.text not in words.SHARING or tokens[at + 1].text in words.NOT_SHARED:
            continue
        if tokens[at + 1].kind not in {"word", "tag"} or tokens[at + 1].text in words.A:
            continue
        if at == 0 or tokens[at - 1].kind != "word" or tokens[at - 1].text in words.SHARERS:
            if token.text != "sharing" and words.ACCOUNTS.isdisjoint(reading.words(at - 16, at)):
                continue
            return Said("explicit", at, at + 2, "the text says what the account shares")
    return None


def _addressed(reading: Reading) -> Said | None:
    """Said some words apart: "tweets by the library about books", "account for Ashbourne students"."""
    tokens = reading.tokens
    if reading.vocabulary.isdisjoint(words.ADDRESSING):
        return None
    for at, token in enumerate(tokens):
        if token.text not in words.ADDRESSING:
            continue
        telling = token.text in {"tweets", "tweeting", "posts", "posting"}
        if not telling and not (at + 1 < len(tokens) and tokens[at + 1].text == "for"):
            continue
        for step in range(at + 1, min(at + 9, len(tokens))):
            if reading.sentence[step] != reading.sentence[at] or (not telling and tokens[step].text in {"of", ","}):
                break
            if (tokens[step].text == "about") if telling else (tokens[step].text in words.WHOM):
                return Said("explicit", at, step + 1, "the text says what the account tells, or whom")
    return None


def _points_elsewhere(reading: Reading, cue: Cue) -> bool:
    """Whether another account or a page is named for it: "for news see @other", "@other for events"."""
    tokens = reading.tokens
    if (
        cue.start
        and tokens[cue.start - 1].kind in {"handle", "link", "mail"}
        and tokens[cue.start].text in {"for", "with", "fur", "pour", "para"}
    ):
        return True
    if tokens[cue.start].text == "for" and not words.BOASTS.isdisjoint(reading.words(cue.start - 3, cue.start)):
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
    if reading.vocabulary.isdisjoint(words.CARRIED):
        return None
    first = 0
    for at, token in enumerate(tokens):
        if at and (reading.sentence[at] != reading.sentence[at - 1] or _begins_anew(reading, at)):
            first = at
        if token.text in words.CONTENT or (at == first and token.text in words.TOPICS):
            end = _listed(reading, at)
            if not _is_description(reading, first, at) and _tells(reading, first, at, end):
                return Said("explicit", at, end, "the text names what the account carries")
    return None


def _begins_anew(reading: Reading, at: int) -> bool:
    """Whether a new thought begins after a colon, a dash or ", with"."""
    before = reading.tokens[at - 1]
    if before.text in {":", "-"} and not reading.tokens[at].glued:
        return True
    return before.text == "with" and at > 1 and reading.tokens[at - 2].text == ","


def _is_description(reading: Reading, first: int, at: int) -> bool:
    """Whether the words before make it a name or a description: "a leading news ...", "a newspaper - news"."""
    tokens = reading.tokens
    if at - first > 12:
        return True
    lead = [t.text for t in tokens[first:at] if t.kind != "mark"]
    if (lead and lead[-1] == "of") or not words.MORE.isdisjoint(lead[-3:]):
        return True  # a name, or where to find more
    if (
        "of" in lead
        and lead[0] not in words.BODIES
        and (lead[0] != "the" or len(lead) < 2 or lead[1] not in words.BODIES)
    ):
        return True
    if len(lead) > 6 or any(word in _STOPS_NAME or word[0] == "@" or word in words.MAKERS for word in lead):
        return True
    earlier = range(max(0, at - 16), at)
    return any(tokens[n].text in words.MEDIA and tokens[n + 1].text != ":" for n in earlier)


def _tells(reading: Reading, first: int, at: int, end: int) -> bool:
    """Whether the list of things from `at` to `end` says what the account carries."""
    tokens = reading.tokens
    beyond = end
    while beyond < len(tokens) and reading.taken[beyond]:
        beyond += 1
    following = tokens[beyond].text if beyond < len(tokens) else ""
    if following in words.THINGS:
        return False
    if tokens[at].text not in words.OPINIONS | {"careers"} and any(
        t.text in words.HERE and reading.sentence[n] == reading.sentence[at]
        for n, t in enumerate(tokens[end : end + 3], end)
    ):
        return True
    things = [t.text for t in tokens[at:end] if t.kind in {"word", "tag"} and t.text not in words.AND]
    if _is_offered(reading, first, at, end):
        return False
    lead = [t.text for t in tokens[first:at] if t.kind != "mark"]
    silent = words.SPEAKING.isdisjoint(reading.vocabulary)  # no newspaper or station speaks of itself
    if _hangs_on_account(reading, first, at, things) or _is_cut_list(reading, at, end):
        return True
    if not words.NEWS.isdisjoint(things):
        ends = not following or not (tokens[beyond].kind == "word" or tokens[beyond].text in "@/'")
        fresh = not words.LATEST.isdisjoint(lead[-3:])
        plural = things[-1] in words.NEWS - {"news", "event", "info", "information"}
        return len(things) > 1 or following in words.OF or fresh or (ends and plural and 1 <= len(lead) <= 4 and silent)
    if things[-1] == "information" and not words.USEFUL.isdisjoint(lead[-1:]) and len(lead) <= 4 and silent:
        return True
    if len(lead) <= 1 and following in {"from", "around"} and tokens[at].text in words.CONTENT:
        return True
    if at == first and following in {"on", "about"} and things[0] in words.COUNSEL:
        return True
    headed = first > 0 and tokens[first - 1].text == ":" and len(lead) <= 3
    if following == "from" and len(things) > 1 and set(things) <= words.CARRIED:
        return True
    if following == "from" and any(t.text in {",", "&", "and"} for t in tokens[first:at]) and len(lead) <= 8:
        return True  # "vaccination clinics, flu advice and more from ..."
    ample = following == "from" or headed or (len(things) > 2 and at == first)
    return len(things) > 1 and ample and set(things) <= words.CONTENT


def _is_offered(reading: Reading, first: int, at: int, end: int) -> bool:
    """Whether the owner makes or sells these things: "bespoke events", "creating opportunities", "opportunities for all"."""
    tokens = reading.tokens
    if any(t.text not in words.HOSTED for t in tokens[at:end] if t.text in words.CONTENT):
        return False
    if tokens[end - 1].text == "opportunities" and not words.EVERYBODY.isdisjoint(reading.words(end + 1, end + 2)):
        return True
    near = range(max(0, at - 16), min(len(tokens), end + 8))
    around = {tokens[n].text for n in near if reading.sentence[n] == reading.sentence[at]}
    return not words.HOSTING.isdisjoint(around) or not words.CREATORS.isdisjoint(reading.words(first, at))


def _hangs_on_account(reading: Reading, first: int, at: int, things: list[str]) -> bool:
    """A list beside the name of the account: "Official account of X: digs, finds and news", "... Events and talks by us"."""
    tokens = reading.tokens
    if not first or words.ACCOUNTS.isdisjoint(reading.vocabulary):
        return False
    if at == first:
        return len(words.CONTENT.intersection(things)) > 1 and not words.WEAK.issuperset(things)
    joined = tokens[at].text not in words.WEAK and any(token.text in words.JOINTS for token in tokens[first:at])
    number = reading.sentence[first]
    return (
        tokens[first - 1].text == ":"
        and joined
        and any(
            tokens[n].text in words.ACCOUNTS and reading.sentence[n] == number for n in range(max(0, first - 16), first)
        )
    )


def _is_cut_list(reading: Reading, at: int, end: int) -> bool:
    """A list cut by full stops: "News. Events. Research."."""
    tokens = reading.tokens
    if tokens[at].text not in words.NEWS or end != at + 1 or (at and reading.sentence[at] == reading.sentence[at - 1]):
        return False
    if end + 1 >= len(tokens) or tokens[end].text != "." or tokens[end + 1].kind != "word":
        return False
    return end + 2 >= len(tokens) or tokens[end + 2].text == "." or tokens[end + 2].kind == "line"


def _heading(reading: Reading) -> Said | None:
    """A short first thought that ends in help or advice: "Student money advice", "IT support @Ashbourne"."""
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
    """The token after a list of things that begins here: "news, events & more", "news, facts and data"."""
    tokens = reading.tokens
    end, closed = at + 1, at + 1
    while end < len(tokens) and end - at < 40:
        step, last = end, False
        while step < len(tokens) and step < end + 2 and (tokens[step].text in words.JOINTS):
            last = last or tokens[step].text not in ",/•|"
            step += 1
        if step == end or step >= len(tokens) or tokens[step].kind not in {"word", "tag"}:
            break
        known = tokens[step].text in words.CARRIED
        wide = not known and step + 1 < len(tokens) and tokens[step + 1].text in words.CONTENT
        end = step + 1 + wide
        if last and not known and not wide and (far := _last_thing(reading, step)):
            return far
        if known or wide:
            closed = end
        elif _is_pair(reading, step):
            end += 1
        elif not _is_thing(reading, step):
            break
    return closed


def _last_thing(reading: Reading, at: int) -> int:
    """The token after the last thing of a list, one to three words that end the thought or lead on to "from"; else 0."""
    tokens = reading.tokens
    for step in range(at, min(at + 3, len(tokens))):
        if (
            tokens[step].kind not in {"word", "tag"}
            or tokens[step].text in _STOPS_NAME
            or tokens[step].text in words.MAKERS
        ):
            return 0
        after = tokens[step + 1] if step + 1 < len(tokens) else None
        if (
            after is None
            or after.kind in {"line", "link"}
            or after.text in words.OF
            or (after.kind == "mark" and after.text not in ",/&-'@(")
        ):
            return step + 1
    return 0


def _is_pair(reading: Reading, at: int) -> bool:
    """Whether two unknown words are one thing of a list: "blog posts"."""
    tokens = reading.tokens
    if at + 2 >= len(tokens) or tokens[at + 1].kind != "word" or tokens[at].text in _STOPS_NAME | words.MAKERS:
        return False
    return tokens[at + 2].text in words.JOINTS and _is_thing(reading, at + 1)


def _is_thing(reading: Reading, at: int) -> bool:
    """Whether an unknown word can be one thing of a list: a joint or the thought's end follows it."""
    tokens = reading.tokens
    if tokens[at].text in _STOPS_NAME or tokens[at].text in words.MAKERS:
        return False
    return (
        at + 1 >= len(tokens)
        or tokens[at + 1].kind in {"mark", "line", "link"}
        or tokens[at + 1].text in words.JOINTS | words.OF
    )
