"""What a mail is made of, and its rendering: the same words as plain text and as HTML that even old Outlook lays out."""

from __future__ import annotations

import functools
import textwrap
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from reports.quotes import trimmed
from reports.words import Status

if TYPE_CHECKING:
    from jinja2 import Environment

WIDTH = 76  # columns of the plain text
SUBJECT = 78


@dataclass(frozen=True, slots=True)
class Attachment:
    """A small file that travels with a mail: a calendar entry."""

    name: str
    kind: str  # "text/calendar"
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail without its addresses. `preheader` is what a mailbox shows beside the subject."""

    subject: str
    text: str
    html: str
    preheader: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One finding or fact of an entry: status words, what is the matter, what to do."""

    what: str
    status: Status | None = None
    mark: str = ""  # "new", "since 3 Nov"
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One account: its name, its page where the report is served, its points."""

    title: str
    points: tuple[Point, ...] = ()
    href: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a mail with a heading; `rest` says exactly what is left out."""

    title: str
    entries: tuple[Entry, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()  # a name and a few words each
    lead: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The parts of any mail, in reading order; what is empty is left out."""

    subject: str
    preheader: str
    heading: str
    kicker: str = ""
    notices: tuple[tuple[str, str, str], ...] = ()  # urgent or partial, title, text
    intro: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    steps_title: str = ""
    steps: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    totals: tuple[tuple[Status, int], ...] = ()
    total: int = 0
    button: tuple[str, str] | None = None
    closing: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


def write(letter: Letter) -> Mail:
    """Render a letter in both forms."""
    import css_inline

    html = _environment(escape=True).get_template("mail.html.j2").render(letter=letter)
    text = _environment(escape=False).get_template("mail.txt.j2").render(letter=letter)
    inliner = css_inline.CSSInliner(
        load_remote_stylesheets=False, keep_style_tags=True, extra_css=_style(), inline_style_tags=False
    )
    return Mail(
        subject=trimmed(letter.subject, SUBJECT),
        text="\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n",
        html=inliner.inline(html),
        preheader=letter.preheader,
        attachments=letter.attachments,
    )


def _wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """Text in lines of at most the width, the first and the others indented as told."""
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=first if rest is None else rest, break_on_hyphens=False
    )


@functools.cache
def _environment(*, escape: bool) -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=escape,  # noqa: S701 - off for plain text only, which no client reads as markup
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["wrap"] = _wrapped
    return environment


@functools.cache
def _style() -> str:
    return resources.files("reports").joinpath("assets", "mail.css").read_text("utf-8")
