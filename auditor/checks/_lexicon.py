"""Words and phrases that a corporate account has to think about before it posts them, with the contexts that clear them.

Small on purpose: every entry is an attack on people in almost any context, and whatever it finds is for a person to read.
An entry is cleared where one of its `unless` phrases stands around it, or where a text speaks about such words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One word or phrase, in lower case words, and phrases holding it that are harmless."""

    phrase: str
    unless: tuple[str, ...] = ()


_PLAIN = """
kill yourself; kill yourselves; go and die; hope you die; hope they die; deserve to die;
go back to where you came from; go back where you came from; go back to your own country; not welcome here you;
you idiot; you idiots; you re an idiot; you are an idiot; you moron; you morons; you are a moron; you re stupid;
you are stupid; you re so stupid; you re pathetic; you are pathetic; you loser; you losers; you scum; they are scum;
absolute scum; filthy immigrants; dirty immigrants; subhuman; subhumans; untermensch; shut your mouth;
shut the hell up; shut up you; piece of filth; fuck you; fuck off; piece of shit; go to hell; nigger; niggers; nigga;
kike; kikes; gook; gooks; wog; wogs; raghead; ragheads; towelhead; towelheads; pikey; pikeys; gyppo; gyppos; shemale;
shemales; mongoloid; mongoloids; retards; libtard; libtards; feminazi; feminazis; poofter; poofters; slag off;
wetback; wetbacks; beaner; beaners; death to all; they should be shot; should be hanged; should be lynched; pakis;
tranny; trannies; gas the jews
"""

LEXICON: tuple[Entry, ...] = (
    *(Entry(phrase.strip()) for phrase in _PLAIN.split(";")),
    Entry("paki", ("paki shop quarter",)),
    Entry(
        "chink",
        (
            "a chink in",
            "the chink in",
            "chink of light",
            "chink in its",
            "chink in their",
            "chink in his",
            "chink in her",
            "chink in our",
        ),
    ),
    Entry("chinks", ("chinks in", "chinks of light")),
    Entry("faggot", ("faggot stitch", "faggot and peas", "faggot of herbs")),
    Entry(
        "faggots",
        ("faggots and peas", "faggots and mushy peas", "faggots of wood", "faggots in gravy", "faggots and gravy"),
    ),
    Entry(
        "spastic",
        (
            "spastic diplegia",
            "spastic paralysis",
            "spastic paraplegia",
            "spastic quadriplegia",
            "spastic hemiplegia",
            "spastic cerebral",
            "spastic colon",
            "spastic gait",
            "spastic muscle",
            "spastic muscles",
            "spastic paresis",
            "spastic tone",
            "hereditary spastic",
        ),
    ),
    Entry("spastics", ("spastics society",)),
    Entry(
        "retard",
        ("retard growth", "retard the", "to retard", "may retard", "can retard", "not retard", "retard ageing"),
    ),
    Entry(
        "dyke",
        (
            "van dyke",
            "offa s dyke",
            "offas dyke",
            "dyke road",
            "dyke swarm",
            "dyke swarms",
            "dolerite dyke",
            "dyke system",
            "basalt dyke",
            "the dyke",
            "sea dyke",
            "igneous dyke",
            "dick van dyke",
            "dyke march",
            "a dyke",
            "devil s dyke",
        ),
    ),
    Entry("coon", ("maine coon", "coon rapids")),
    Entry("spic", ("spic and span",)),
    Entry("bitch", ("resting bitch", "the bitch is back")),
    Entry("whore", ("the white whore", "tis pity she s a whore", "pity she s a whore")),
    Entry("slut", ("slut walk", "slut shaming")),
)

# Where a text speaks about such words (scholarship, titles, reports) it does not use them.
_ABOUT = (
    "slur",
    "slurs",
    "etymology",
    "linguistics",
    "lexicon",
    "reclaimed",
    "reclaiming",
    "the word",
    "the term",
    "the phrase",
    "lecture",
    "seminar",
    "exhibition",
    "novel",
    "poem",
    "censorship",
)

_WORD = re.compile(r"[^\W_]+")
_FIRST = frozenset(entry.phrase.partition(" ")[0] for entry in LEXICON)


def hits(text: str) -> Iterator[str]:
    """The phrases that stand in a text as whole words, each once, without those that their context clears."""
    words = _WORD.findall(text.casefold())
    if _FIRST.isdisjoint(words):  # the common case, and a fraction of the time of what follows
        return
    flat = f" {' '.join(words)} "
    cleared = any(f" {about} " in flat for about in _ABOUT)
    for entry in LEXICON:
        phrase = f" {entry.phrase} "
        rest = flat
        for harmless in entry.unless:
            rest = rest.replace(f" {harmless} ", "  ")
        if phrase in rest and not (cleared and " " not in entry.phrase):
            yield entry.phrase
