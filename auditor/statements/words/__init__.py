"""The words that the reader knows, as data, by language: lower case, without accents, as normalise.py leaves them.

Phrases stand one after another, each ended by ";". "(a|b)" is a choice, "(a|)" may be left out.
"""

from __future__ import annotations


def known(words: str) -> frozenset[str]:
    """A set of words written with blanks between them."""
    return frozenset(words.split())
