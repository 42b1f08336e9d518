"""Sentences: where one thought of a profile text ends and the next begins."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from auditor.statements.groups import Group
from auditor.statements.tokens import Token
from auditor.statements.words import known

_STOPS = frozenset(".!?…。")
_BARS = frozenset("|•¦‖;")
_ABBREVIATED = known(
    """
    st dr prof mr mrs ms tel no incl excl approx e.g i.e eg ie etc vs dept univ inc ltd co bzw ca str nr z u av
    bd sr sra
    """
)


def sentences(tokens: Sequence[Token], groups: Sequence[Group]) -> list[int]:
    """The number of the sentence each token stands in; a group of times never spans two."""
    inside = bytearray(len(tokens))
    for group in groups:
        if group.end - group.start > 1:
            inside[group.start : group.end] = b"\1" * (group.end - group.start)
    numbers: list[int] = []
    number = 0
    for at in [n for n, token in enumerate(tokens) if token.kind in {"mark", "line"}]:
        if not inside[at] and _ends(tokens, at, tokens[at]):
            numbers += [number] * (at + 1 - len(numbers))
            number += 1
    numbers += [number] * (len(tokens) - len(numbers))
    return numbers


def _ends(tokens: Sequence[Token], at: int, token: Token) -> bool:
    if token.kind == "line":
        return True
    if token.kind != "mark":
        return False
    text = token.text
    if text in _BARS:
        return True
    if text in _STOPS:
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if after is not None and after.glued and after.kind not in {"line", "mark"}:
            return False
        before = tokens[at - 1] if at else None
        return not (text == "." and before is not None and before.glued is False and before.text in _ABBREVIATED)
    return ord(text) > 0x2000 and unicodedata.category(text) == "So"
