"""Phrases found in a token list: a trie of words, walked once from each token, the longest phrase winning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from auditor.statements.tokens import Token


#: Adverbs that may stand anywhere inside a phrase.
SKIPPED = frozenset("normally usually generally also currently just only all really now actively regularly routinely officially".split())


class Cue(NamedTuple):
    """A phrase found: its label and the half-open range of tokens it covers."""

    label: str
    start: int
    end: int


class Phrases:
    """A set of labelled phrases. "(a|b|)" stands for alternatives, the empty one making it optional."""

    __slots__ = ("_root",)

    def __init__(self, labelled: Mapping[str, str]) -> None:
        self._root: dict[str, Any] = {}
        for label, lines in labelled.items():
            for phrase in lines.replace("\n", ";").split(";"):
                for words in expand(phrase.strip()):
                    self._add(label, words)

    def _add(self, label: str, words: Sequence[str]) -> None:
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
        if words:
            node.setdefault("", label)

    def find(self, tokens: Sequence[Token], taken: Sequence[int] | None = None) -> list[Cue]:
        """All phrases, left to right, without overlaps. Tokens marked in `taken` are no part of any phrase."""
        found: list[Cue] = []
        at, size = 0, len(tokens)
        while at < size:
            label, end = ("", at) if taken is not None and taken[at] else self._longest(tokens, at, taken)
            if label:
                found.append(Cue(label, at, end))
                at = end
            else:
                at += 1
        return found

    def _longest(self, tokens: Sequence[Token], at: int, taken: Sequence[int] | None) -> tuple[str, int]:
        """The label of the longest phrase that begins here and the token after it; its length is bounded by the phrases."""
        node: dict[str, Any] | None = self._root.get(tokens[at].text)
        best, best_end, size = "", at, len(tokens)
        skipped, fresh_skip = 0, False
        while node is not None:
            at += 1
            if "" in node and not fresh_skip:
                best, best_end = node[""], at
            if at >= size or (taken is not None and taken[at]):
                break
            text = tokens[at].text
            following = node.get(text)
            if following is None and text in SKIPPED and skipped < 2:
                skipped, fresh_skip = skipped + 1, True
                continue
            node, fresh_skip = following, False
        return best, best_end


def expand(phrase: str) -> Iterable[list[str]]:
    """Every word sequence that a phrase with alternatives stands for."""
    if not phrase:
        return
    opened = phrase.find("(")
    if opened < 0:
        yield phrase.split()
        return
    closed = phrase.index(")", opened)
    for choice in phrase[opened + 1 : closed].split("|"):
        yield from expand(f"{phrase[:opened]} {choice} {phrase[closed + 1:]}")
