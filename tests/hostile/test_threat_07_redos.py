"""No text, however long or repetitive, holds up a reader of texts: time grows with length and no faster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from tests.effort import growth, within
from tests.hostile import corpora

SHORT = [text[:3_000] for text in corpora.REDOS]
MIDDLING = [text[:10_000] for text in corpora.REDOS]
LONG = [
    pytest.param(corpora.REDOS, marks=pytest.mark.slow, id="long"),
    pytest.param(corpora.collected("gen-redos.json"), marks=pytest.mark.slow, id="collected"),
]
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


@pytest.mark.parametrize("texts", [pytest.param(MIDDLING, id="middling"), *LONG])
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_of_text_ends_in_time(reader: str, texts: Sequence[str]) -> None:
    for text in texts:
        with within(0.02 + len(text) * 5e-6, text):
            READERS[reader](text)


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
        assert growth(work, unit) <= 4, unit  # 16 would be the square


@pytest.mark.parametrize("texts", [pytest.param(SHORT, id="short"), *LONG])
@pytest.mark.parametrize("control_id", CONTROLS)
def test_every_control_judges_them_in_time(control_id: str, texts: Sequence[str]) -> None:
    control = CONTROLS[control_id]
    for text in texts:
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
        with within(0.1 + len(text) * 10e-6, text):
            control.judge(made, control.options())
