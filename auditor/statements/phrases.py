"""Phrases found in a token list: a trie of words, walked once from each token, the longest phrase winning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from auditor.statements.tokens import Token
from auditor.statements.words import known

#: Adverbs that may stand anywhere inside a phrase.
SKIPPED = known(
    """
    normally usually generally also currently just only all really now actively regularly routinely officially
    """
)
_MOST_SKIPPED = 2


class Cue(NamedTuple):
    """A phrase found: its label and the half-open range of tokens it covers."""

    label: str
    start: int
    end: int


class Phrases:
    """A set of labelled phrases, parted by ";". "(a|b|)" stands for alternatives, the empty one making it optional.

    Of each phrase only the first word is looked at beforehand; the rest is worked out when a text holds that word.
    """

    __slots__ = ("_labelled", "_pending", "_root")

    def __init__(self, labelled: Mapping[str, str]) -> None:
        self._labelled = labelled
        self._pending: dict[str, list[tuple[str, str]]] = {}
        self._root: dict[str, dict[str, Any]] = {}

    def find(self, tokens: Sequence[Token], taken: Sequence[int] | None = None) -> list[Cue]:
        """All phrases, left to right, without overlaps. Tokens marked in `taken` are no part of any phrase."""
        if not self._pending:
            self._index()
        pending, root = self._pending, self._root
        found: list[Cue] = []
        until = 0
        for at in [n for n, token in enumerate(tokens) if token.text in pending]:
            word = tokens[at].text
            if at < until or (taken is not None and taken[at]):
                continue
            if word not in root:
                root[word] = _grown(pending[word])
            label, end = _longest(root[word], tokens, at, taken)
            if label:
                found.append(Cue(label, at, end))
                until = end
        return found

    def _index(self) -> None:
        for label, lines in self._labelled.items():
            for phrase in lines.split(";"):
                for first, rest in _firsts(phrase):
                    self._pending.setdefault(first, []).append((label, rest))


def _grown(pending: list[tuple[str, str]]) -> dict[str, Any]:
    """The trie of everything that may follow a first word."""
    root: dict[str, Any] = {}
    for label, rest in pending:
        for words in _expanded(rest):
            node = root
            for word in words:
                node = node.setdefault(word, {})
            node.setdefault("", label)
    return root


def _longest(
    node: dict[str, Any] | None, tokens: Sequence[Token], at: int, taken: Sequence[int] | None
) -> tuple[str, int]:
    """The label of the longest phrase that begins here and the token after it; its length is bounded by the phrases."""
    best, best_end, size = "", at, len(tokens)
    skipped, fresh = 0, True
    while node is not None:
        at += 1
        if fresh and "" in node:
            best, best_end = node[""], at
        if at >= size or (taken is not None and taken[at]):
            break
        text = tokens[at].text
        following = node.get(text)
        fresh = following is not None or text not in SKIPPED or skipped >= _MOST_SKIPPED
        if fresh:
            node = following
        else:
            skipped += 1
    return best, best_end


def _firsts(phrase: str) -> Iterator[tuple[str, str]]:
    """Each first word that a phrase may begin with, and what then follows."""
    phrase = phrase.strip()
    if not phrase:
        return
    if phrase[0] != "(":
        first, _, rest = phrase.partition(" ")
        yield first, rest
        return
    choices, _, after = phrase[1:].partition(")")
    for choice in choices.split("|"):
        if choice:
            first, _, rest = choice.partition(" ")
            yield first, f"{rest} {after}"
        else:
            yield from _firsts(after)


def _expanded(phrase: str) -> Iterator[list[str]]:
    """Every word sequence that a phrase with alternatives stands for."""
    before, opened, rest = phrase.partition("(")
    if not opened:
        yield before.split()
        return
    choices, _, after = rest.partition(")")
    head = before.split()
    for choice in choices.split("|"):
        for tail in _expanded(after):
            yield [*head, *choice.split(), *tail]
