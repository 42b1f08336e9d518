"""One text on the reader's desk: its tokens, expressions of time, sentences and cues, each worked out once."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.statements.clauses import sentences
from auditor.statements.groups import Group, groups
from auditor.statements.items import items
from auditor.statements.model import Quote
from auditor.statements.normalise import Plain
from auditor.statements.phrases import Cue, Phrases
from auditor.statements.tokens import Token, tokenise
from auditor.statements.words.subjects import ACCOUNT, CUES, KEPT, LINES, OURS, PEOPLE, QUESTIONS
from auditor.statements.words.times import ZONES

_SUBJECTS = Phrases(CUES)
_ASIDE = ZONES | {"uk", "time", "and", "from", "at", "on", "only", "de", "das", "von", "e", "y", "et", "und"}


class Reading:
    """The given text in the forms that every question about it needs."""

    __slots__ = (
        "cues",
        "groups",
        "handles",
        "holds_more",
        "labels",
        "ours",
        "plain",
        "sentence",
        "speaks",
        "taken",
        "tokens",
        "vocabulary",
    )

    def __init__(self, text: str) -> None:
        self.plain = Plain(text)
        self.speaks = False  # whether the text says whose account it is or what it is for; see reader.py
        self.tokens: list[Token] = tokenise(self.plain)
        self.vocabulary = frozenset(token.text for token in self.tokens)
        self.groups: list[Group] = groups(self.tokens, items(self.tokens))
        self.sentence: list[int] = sentences(self.tokens, self.groups)
        self.taken = bytearray(len(self.tokens))
        for group in self.groups:
            for item in group.items:
                self.taken[item.start : item.end] = b"\1" * (item.end - item.start)
        for at in [n for n, token in enumerate(self.tokens) if token.kind == "link"]:
            self.taken[at] = 1
        self.cues: list[Cue] = []
        for cue in filter(None, map(self._known, _SUBJECTS.find(self.tokens, self.taken))):
            if not (cue.label == "post" and self.cues and self._is_object(cue)):
                self.cues.append(cue)
        self.handles = [at for at, token in enumerate(self.tokens) if token.kind == "handle"]
        self.ours = [] if self.vocabulary.isdisjoint(OURS) else self._where(OURS)
        # whether there are words besides the times; a text that is nothing but times can only mean its account
        self.holds_more = any(
            t.kind == "word" and not self.taken[at] and t.text not in _ASIDE for at, t in enumerate(self.tokens)
        )
        self.labels = frozenset(cue.label for cue in self.cues)

    def _where(self, known: frozenset[str]) -> list[int]:
        return [at for at, token in enumerate(self.tokens) if token.text in known]

    def _known(self, cue: Cue) -> Cue | None:
        """The cue as it stands, or as what follows makes it.

        "We monitor" speaks of the account only where that is its object, or nothing else is; "for your" only before
        questions; and "our museum team" speaks of people.
        """
        if cue.label == "asking":
            soon = self.tokens[cue.end : cue.end + 3]
            return Cue("answer", cue.start, cue.end) if any(token.text in QUESTIONS for token in soon) else None
        if cue.label == "present":
            near = cue.end < len(self.tokens) and self.taken[cue.end]
            return Cue("here", cue.start, cue.end) if near else None
        kept = {"watch": KEPT, "here": LINES}.get(cue.label)
        if kept and cue.start and self.tokens[cue.start - 1].text in kept:
            return Cue("phone", cue.start, cue.end)
        if cue.label in {"venue", "event"} and cue.end < len(self.tokens) and self.tokens[cue.end].text in PEOPLE:
            return None
        if cue.label != "watching":
            return cue
        following = self.tokens[cue.end : cue.end + 5]
        if any(token.text in ACCOUNT for token in following) or cue.end >= len(self.tokens) or self.taken[cue.end]:
            return Cue("watch", cue.start, cue.end)
        return None

    def _is_object(self, cue: Cue) -> bool:
        """Whether the tweets are what is answered or read: "our team answers your tweets"."""
        before = self.cues[-1]
        return (
            before.label in {"answer", "watch"}
            and cue.start - before.end <= 2
            and self.tokens[cue.start].text == "tweets"
        )

    def quote(self, start: int, end: int) -> Quote:
        """The author's own words from one token to before another."""
        first, last = self.plain.span(self.tokens[start].start, self.tokens[end - 1].end)
        return Quote(self.plain.source[first:last], first, last)

    def words(self, start: int, end: int) -> Sequence[str]:
        """The plain words of the tokens from `start` to `end`, as far as there are any."""
        return [token.text for token in self.tokens[max(start, 0) : max(end, 0)]]
