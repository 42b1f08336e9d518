"""What hours are about: the answering on the account, or a building, a show, a telephone, a service, another account."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from auditor.statements.groups import Group
from auditor.statements.phrases import Cue
from auditor.statements.reading import Reading
from auditor.statements.unnamed import against, telephone
from auditor.statements.words.subjects import ACCOUNT, NOT, OUTSIDE

_ANSWERING = frozenset({"watch", "answer", "here", "reach", "post", "hours"})
_STRONG = frozenset({"watch", "answer"})
_ELSEWHERE = frozenset({"open", "venue", "event", "phone"})
_WORDS = {
    "watch": "somebody looks after the account",
    "answer": "questions are answered",
    "here": "somebody is there",
    "reach": "somebody can be reached",
    "post": "the team posts",
    "hours": "the hours are named as such",
    "open": "opening hours",
    "venue": "a place that opens",
    "event": "an event or a broadcast",
    "phone": "a telephone or another way of contact",
    "service": "a service, not the answering",
    "": "no other subject is named",
}


class Judged(NamedTuple):
    """Whether a group of times is the account's hours, and why."""

    answering: bool
    reason: str
    cue: Cue | None = None


def judge(reading: Reading, group: Group) -> Judged:
    """Decides by the nearest cue in the sentence, else in the sentences beside it, else by the form of the times."""
    kinds = group.kinds
    if kinds <= {"duration", "out", "holiday", "otherwise"}:
        return Judged(False, "a length of time")
    cue = _governing(reading, group)
    label = cue.label if cue else ""
    refused = ""
    if cue is not None and label in _ANSWERING:
        refused = _refused(reading, group, cue)
        if refused and not ("vague" in kinds and reading.sentence[cue.start] != reading.sentence[group.start]):
            return Judged(False, refused, cue)
    if "always" in kinds and not any(i.kind == "times" for i in group.items):
        if not NOT.isdisjoint(reading.words(group.start - 3, group.start)):
            return Judged(False, "the text denies it", cue)
        if label == "reach" and _names_account(reading, group):
            label = "here"
        if cue is not None and label == "post" and reading.words(group.start - 1, group.start) == ["tweeting"]:
            label = "here"  # "tweeting 24/7"
        return Judged(label in {"watch", "answer", "here", "hours"}, _WORDS[label] if cue else _WORDS["service"], cue)
    clock = any(item.kind == "times" for item in group.items)
    if kinds == {"days"} and _is_absent(reading, group):
        return Judged(False, "the text denies it", cue)
    if label in _ANSWERING and not refused:
        return _by_form(reading, group, cue, clock)
    if clock and "vague" in kinds and (cue is None or reading.sentence[cue.start] != reading.sentence[group.start]):
        return Judged(bool(group.windows), _WORDS["hours"], cue)  # "Office hours: Mon-Fri 9-5"
    if label in _ELSEWHERE:
        return Judged(False, _WORDS[label], cue)
    if not clock:
        return Judged(False, "days only, with nothing said of answering beside them", cue)
    why = against(reading, group)
    return Judged(not why, why or "times and days, and no other subject is named", cue)


def _names_account(reading: Reading, group: Group) -> bool:
    number = reading.sentence[group.start]
    low, high = max(0, group.start - 12), min(len(reading.tokens), group.end + 12)
    return any(
        reading.tokens[n].text in ACCOUNT and reading.sentence[n] == number
        for n in range(low, high)
        if not reading.taken[n]
    )


def _by_form(reading: Reading, group: Group, cue: Cue | None, clock: bool) -> Judged:
    """Cues that speak of answering: days or "office hours" alone must stand close to one."""
    assert cue is not None
    reason = _WORDS[cue.label]
    same = reading.sentence[cue.start] == reading.sentence[group.start]
    if clock:
        return Judged(bool(group.windows), reason, cue)
    if "vague" in group.kinds:
        return Judged(same and cue.label != "hours", reason, cue)
    distance = group.start - cue.end if cue.end <= group.start else cue.start - group.end
    close = same and distance <= (1 if cue.label == "reach" else 4) and cue.label != "hours"
    rhythm = cue.label == "post" and any(
        reading.tokens[i.start].text in {"daily", "every", "each"} for i in group.items
    )
    return Judged(
        close and not rhythm, reason if close else "days only, with nothing said of answering beside them", cue
    )


def _governing(reading: Reading, group: Group) -> Cue | None:
    """The cue that governs the times: the last one before them in their sentence, else the first after, else next door."""
    cues = reading.cues
    at = bisect_left(cues, group.start, key=lambda c: c.start)
    number = reading.sentence[group.start]
    always = "always" in group.kinds
    before = cues[at - 1] if at and reading.sentence[cues[at - 1].start] == number else None
    after = cues[at] if at < len(cues) and reading.sentence[cues[at].start] == number else None
    if before is not None and not always:
        before = _ahead(reading, at - 1, number)
    if before and after and before.label not in _STRONG and after.label in _STRONG and after.start - group.end <= 3:
        return after
    if before and (before.label in _ANSWERING or before.label in _ELSEWHERE or always):
        return before
    if after and (after.label in _ANSWERING or after.label in _ELSEWHERE):
        return after
    for sentence in (number - 1,) if always else (number - 1, number + 1):
        beside = _beside(reading, group, sentence)
        if beside:
            return beside
    return before or after


def _ahead(reading: Reading, at: int, number: int) -> Cue:
    """The nearest cue before the times that says something; "service" words are passed over within a few cues."""
    first = reading.cues[at]
    for index in range(at, max(at - 4, -1), -1):
        cue = reading.cues[index]
        if reading.sentence[cue.start] != number:
            break
        if cue.label != "service":
            return cue
    return first


def _beside(reading: Reading, group: Group, sentence: int) -> Cue | None:
    """The cue of a neighbouring sentence that the times may refer to: only where the times make up their own sentence."""
    cues = reading.cues
    at = bisect_left(cues, group.start, key=lambda c: c.start)
    if sentence < reading.sentence[group.start]:
        found = [
            c
            for c in cues[max(0, at - 4) : at]
            if reading.sentence[c.start] == sentence and c.label not in {"service", "post"}
        ]
        answering = [c for c in found if c.label in _ANSWERING and c.label != "hours"]
        if answering and not any(c.label in {"open", "phone"} and c.start > answering[-1].start for c in found):
            return answering[-1]
        return found[-1] if found else None
    found = [c for c in cues[at : at + 4] if reading.sentence[c.start] == sentence and c.label in _STRONG]
    return found[0] if found else None


def _refused(reading: Reading, group: Group, cue: Cue) -> str:
    """Why a cue of answering does not speak for these times: denied, another account's, or a telephone's."""
    before = reading.words(cue.start - 4, cue.start)
    same = reading.sentence[cue.start] == reading.sentence[group.start]
    if any(word in NOT for word in before) and not _doubly_denied(reading, group):
        return "the text denies it"
    if same and _is_anothers(reading, group, cue):
        return "the hours of another account"
    if cue.label == "hours" and (
        "venue" in reading.labels or (reading.labels & {"open", "event"} and cue.end - cue.start == 1)
    ):
        return _WORDS["open"]
    if same and _is_call(reading, cue):
        return _WORDS["phone"]
    if cue.label in {"here", "reach"} and same:
        at = bisect_left(reading.cues, cue.start, key=lambda c: c.start)
        if at and reading.cues[at - 1].label in {"phone", "open"} and cue.start - reading.cues[at - 1].end <= 2:
            return _WORDS[reading.cues[at - 1].label]
    if cue.label in {"here", "reach", "hours"} and same:
        at = bisect_left(reading.cues, group.end, key=lambda c: c.start)
        near = [
            c
            for c in reading.cues[at : at + 2]
            if c.label == "phone"
            and reading.sentence[c.start] == reading.sentence[group.start]
            and "or" not in reading.words(group.end, min(c.start, group.end + 2))  # "Mon-Fri 9-5, or call ..."
        ]
        if (near and near[0].start - group.end <= 4) or (cue.label == "reach" and telephone(reading, group)):
            return _WORDS["phone"]
    return ""


def _is_call(reading: Reading, cue: Cue) -> bool:
    """Whether calls are what is answered: "phones answered Mon-Fri 9-5"."""
    if reading.tokens[cue.start].text not in {"answered", "answering"}:
        return False
    at = bisect_left(reading.cues, cue.start, key=lambda c: c.start)
    return at > 0 and reading.cues[at - 1].label == "phone" and cue.start - reading.cues[at - 1].end <= 1


def _is_absent(reading: Reading, group: Group) -> bool:
    """Whether days are those on which nobody is there: "we're not here at weekends, but ..."."""
    number = reading.sentence[group.start]
    near = range(max(0, group.start - 3), group.start)
    return any(reading.tokens[n].text in NOT and reading.sentence[n] == number for n in near)


def _is_anothers(reading: Reading, group: Group, cue: Cue) -> bool:
    """Whether a handle stands between the cue and the times, or right before the cue, and nothing says "us" or "our"."""
    at = bisect_left(reading.handles, max(group.start, cue.start)) - 1
    if at < 0 or reading.handles[at] < min(cue.start - 3, group.end):
        return False
    if reading.handles[at] > cue.end and reading.tokens[reading.handles[at] - 1].text == "by":
        return False  # "monitored by @us"
    ours = bisect_left(reading.ours, max(0, cue.start - 4))
    return not (ours < len(reading.ours) and reading.ours[ours] < group.start)


def _doubly_denied(reading: Reading, group: Group) -> bool:
    """Whether "not" and "outside" cancel: "not monitored outside Mon-Fri 9-5" says when it is."""
    return not OUTSIDE.isdisjoint(reading.words(group.start - 7, group.start))
