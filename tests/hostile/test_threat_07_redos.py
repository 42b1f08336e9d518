"""No text, however long or repetitive, holds up a reader of texts: time grows with length and no faster."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from auditor.checks import discover
from auditor.model import Exchange, Exchanges, Image, Incident, Link, Media, Post, Seen, Unseen
from auditor.statements import read, suggest, windows
from auditor.text import defang, foreign_letters, hidden_characters, show, skeleton
from connectors import _html, _links
from reports.discreet import discreet
from tests.checks.builders import NOW, access, account, case, snapshot, timeline
from tests.hostile import corpora

OWN = [text[:3_000] for text in corpora.REDOS]
BOTH = pytest.mark.parametrize(
    "texts",
    [
        OWN,
        pytest.param(corpora.REDOS, marks=pytest.mark.slow),
        pytest.param(corpora.collected("gen-redos.json"), marks=pytest.mark.slow),
    ],
    ids=["short", "long", "collected"],
)
READERS: dict[str, Callable[[str], object]] = {
    "statement": read,
    "hours": windows,
    "suggestion": lambda t: suggest(t[:2000], name="N", purpose=t[:2000], hours="Mon-Fri 9-5", limit=160),
    "links": _links.in_text,
    "link field": _links.split,
    "html": _html.read,
    "plain": _html.plain,
    "show": lambda t: show(t, 300),
    "show all": show,
    "hidden": hidden_characters,
    "foreign": foreign_letters,
    "skeleton": skeleton,
    "defang": defang,
    "discreet": lambda t: discreet(t, 200),
}  # fmt: skip
CONTROLS = discover()


def _seconds(work: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began


@BOTH
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_of_text_ends_in_time(reader: str, texts: list[str]) -> None:
    for number, text in enumerate(texts):
        spent = _seconds(READERS[reader], text)
        assert spent < 0.1 + len(text) * 10e-6, (number, text[:20], spent)


@pytest.mark.parametrize("reader", ["statement", "hours", "links", "html", "show all", "skeleton", "foreign", "hidden"])
def test_time_grows_no_faster_than_length(reader: str) -> None:
    work = READERS[reader]
    for unit in (
        "Mon-Fri ",
        "9-5 ",
        "a@b.c ",
        "www.a.b/",
        "<a href=",
        "(",
        "\u0301",
        "we reply ",
        "0",
        "a.",
        "&#60;",
        "not ",
    ):
        short, long = (unit * (n // len(unit)) for n in (5_000, 20_000))
        one = min(_seconds(work, short) for _ in range(3))
        four = min(_seconds(work, long) for _ in range(2))
        assert four <= 8 * one + 0.03, (unit, one, four)  # four times the text; sixteen times would be the square


@BOTH
@pytest.mark.parametrize("control_id", CONTROLS)
def test_every_control_judges_them_in_time(control_id: str, texts: list[str]) -> None:
    control = CONTROLS[control_id]
    for number, text in enumerate(texts):
        told = Post(
            id="p",
            at=NOW - timedelta(days=2),
            text=text,
            url=text,
            title=text,
            lang="en",
            links=(text,),
            media=(Media("image", alt=Seen(text)),),
        )
        made = case(
            replace(
                account(hours="Mon-Fri 9-5"),
                handle=text,
                name=text,
                unit=text,
                purpose=text,
                audience=text,
                live_titles=(text,),
            ),
            snapshot(
                handle=Seen(text),
                name=Seen(text),
                bio=Seen(text),
                texts=Seen(((text, text),)),
                links=Seen((Link(text, text),)),
                image=Seen(Image(text, key=text)),
                posts=timeline(told),
                films=Seen((told,)),
                exchanges=Seen(Exchanges((Exchange(id="e", at=NOW - timedelta(days=3), text=text),))),
            ),
            previous=snapshot(),
            past_audits=20,
            log=[access(person=text)],
            incidents=(Incident("i", NOW - timedelta(days=4), NOW - timedelta(days=3)),),
        )
        if any(isinstance(getattr(made.snapshot, n), Unseen) for n in control.needs):
            continue
        began = time.process_time()
        control.judge(made, control.options())
        assert time.process_time() - began < 1.0, (number, text[:20])
