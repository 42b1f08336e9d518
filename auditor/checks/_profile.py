"""What the profile says, over all the texts that a visitor reads as the profile, with the words it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, count

from auditor.checks._api import Case, once
from auditor.model import Evidence, Seen, Snapshot, Unseen, Why
from auditor.statements import Statement, Window, read_all

_BIO = "bio"
_READ = 100_000  # characters; no platform shows a profile text nearly as long


@dataclass(frozen=True, slots=True)
class Profile:
    """The statement of all texts, the texts by name, where each quote came from, and whether a text failed to arrive."""

    statement: Statement
    texts: dict[str, str]
    origin: dict[str, str]
    partial: Unseen | None = None

    @property
    def empty(self) -> bool:
        """Whether the profile holds no text at all."""
        return not any(text.strip() for text in self.texts.values())

    def quote(self, key: str) -> str:
        """The words that an answer rests on, or "" where there are none."""
        return self.statement.quotes[key].text if key in self.statement.quotes else ""

    def evidence(self, case: Case, key: str = "") -> Evidence:
        """The text that an answer rests on with its words marked, or the profile text where there are none."""
        found = self.statement.quotes.get(key)
        if found is None:
            return case.seen("profile.bio", self.texts.get(_BIO, ""))
        name = self.origin.get(key, _BIO)
        return case.seen(f"profile.{name}", self.texts.get(name, ""), marks=((found.start, found.end),))


@once
def profile_of(case: Case) -> Profile:
    """Read the profile text and the other texts shown with it; the profile text itself has to be seen."""
    assert case.snapshot is not None
    texts = _texts(case.snapshot)
    others = case.snapshot.texts
    partial = others if isinstance(others, Unseen) and others.why is Why.UNAVAILABLE else None
    statement, origin = read_all([(name, text[:_READ]) for name, text in texts.items()])
    return Profile(statement, texts, origin, partial)


def clock_windows(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    """Those of the windows that name clock times."""
    return tuple(w for w in windows if w.start is not None and w.end is not None)


def _texts(snapshot: Snapshot) -> dict[str, str]:
    """The profile text, then the others; names that stand twice (a visitor may choose them) are numbered."""
    named: dict[str, str] = {_BIO: snapshot.bio.value} if isinstance(snapshot.bio, Seen) else {}
    for name, text in snapshot.texts.value if isinstance(snapshot.texts, Seen) else ():
        names = chain((name,), (f"{name} ({number})" for number in count(2)))
        named[next(free for free in names if free and free not in named)] = text
    return named
