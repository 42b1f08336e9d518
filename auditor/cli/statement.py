"""`auditor statement`: judge a profile text without any account, for people drafting one."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from collections.abc import Iterator
from typing import IO, Any

import click

from auditor.platforms import PLATFORMS, canonical
from auditor.statements import Statement, describe, missing, read, suggest, to_json
from auditor.text import show

_ASKED = {
    "purpose": "say what the account is for, or whom it serves",
    "hours": "say when the account is monitored, with days and times",
    "unmonitored": "the account must not be called unmonitored",
    "disclaimer": "a corporate profile carries no disclaimer of personal views",
}
_COLOURS = {"purpose": "32", "hours": "36", "unmonitored": "31", "disclaimer": "33"}
_PURPOSES = {"explicit": "stated", "identity": "only says whose account it is", "none": "not stated"}


@click.command("statement")
@click.argument("text", required=False)
@click.option("--file", "source", type=click.File("rb"), help="Read the text from this file.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
@click.option("--jsonl", is_flag=True, help='Read {"id","text"[,"platform"]} lines on stdin, write one line each.')
@click.option("--platform", metavar="P", help="The platform the text is for; its limit holds for the suggestion.")
@click.option("--purpose", help="What the account is for, as on the register: used in the suggestion.")
@click.option("--hours", help='When it is monitored, such as "Mon-Fri 9am-5pm": used in the suggestion.')
@click.option("--name", help="Whose account it is: used in the suggestion.")
def command(
    text: str | None,
    source: IO[bytes] | None,
    as_json: bool,
    jsonl: bool,
    platform: str | None,
    purpose: str | None,
    hours: str | None,
    name: str | None,
) -> int:
    """Judge a profile TEXT (or stdin): purpose, hours, disclaimer, length, and a suggestion that complies."""
    known = _platform(platform)
    wishes = {"purpose": purpose, "hours": hours, "name": name}
    if jsonl:
        if text is not None or source is not None:
            raise click.UsageError("--jsonl reads its texts from stdin; leave TEXT and --file away.")
        return _lines(known, wishes)
    if text is None:
        raw = (source or sys.stdin.buffer).read()
        text = raw.decode("utf-8", "replace").removeprefix("\ufeff").rstrip("\r\n")
    statement = read(text)
    suggestion = suggest(text, limit=_limit(known), **wishes)
    if as_json:
        answer = to_json(statement, None) | _extras(text, statement, suggestion)
        _write(json.dumps(_speakable(answer), ensure_ascii=False, indent=2))
    else:
        _write("\n".join(_pages(text, statement, suggestion, known)))
    return 0


statement = command


def _platform(name: str | None) -> str | None:
    if name is None:
        return None
    known = canonical(name)
    if known is None:
        raise click.UsageError(f"There is no platform {show(name, 40)!r}. Known: {', '.join(PLATFORMS)}.")
    return known


def _limit(platform: str | None) -> int | None:
    return PLATFORMS[platform].bio_limit if platform else None


def _lengths(text: str) -> dict[str, dict[str, int]]:
    limits = {name: platform.bio_limit for name, platform in PLATFORMS.items() if platform.bio_limit}
    return {name: {"limit": limit, "left": limit - len(text)} for name, limit in limits.items()}


def _extras(text: str, statement: Statement, suggestion: str | None) -> dict[str, Any]:
    return {
        "missing": list(missing(statement)),
        "reasons": dict(statement.reasons),
        "length": len(text),
        "lengths": _lengths(text),
        "suggestion": suggestion,
    }


def _lines(platform: str | None, wishes: dict[str, str | None]) -> int:
    """One line out for each line in, in order. A line that cannot be read gives an "error" line, and exit code 2 at the end."""
    bad = 0
    out = sys.stdout
    for number, raw in enumerate(sys.stdin.buffer, 1):
        if not raw.strip():
            continue
        try:
            answer = _line(raw, platform, wishes)
        except (ValueError, RecursionError) as error:
            bad += 1
            answer = {"id": None, "error": str(error)[:200] or "cannot be read"}
            click.echo(f"Line {number}: {show(str(error), 200)}", err=True)
        out.write(json.dumps(answer) + "\n")
        out.flush()
    return 2 if bad else 0


def _line(raw: bytes, platform: str | None, wishes: dict[str, str | None]) -> dict[str, Any]:
    record = json.loads(raw.decode("utf-8", "replace").removeprefix("\ufeff"))
    if not isinstance(record, dict):
        raise ValueError('expected an object like {"id": "1", "text": "..."}')  # noqa: TRY004 - all faults of a line are one kind
    text = record.get("text")
    if not isinstance(text, str):
        raise ValueError('"text" is missing or not a text')  # noqa: TRY004 - as above
    statement = read(text)
    answer = to_json(statement, record.get("id"))
    named = record.get("platform")
    known = canonical(named) if isinstance(named, str) else platform
    if known:
        limit = _limit(known)
        answer["missing"] = list(missing(statement))
        answer["left"] = None if limit is None else limit - len(text)
        answer["suggestion"] = suggest(text, limit=limit, **wishes)
    return answer


def _speakable(value: Any) -> Any:
    """The value with lone surrogates as U+FFFD, which no encoding can write."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8") if not _is_encodable(value) else value
    if isinstance(value, dict):
        return {key: _speakable(item) for key, item in value.items()}
    return [_speakable(item) for item in value] if isinstance(value, list) else value


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _write(text: str) -> None:
    """To stdout as UTF-8, whatever the terminal's encoding makes of it."""
    sys.stdout.flush()
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding))


# --- for people --------------------------------------------------------------------------------------------------------


def _pages(text: str, statement: Statement, suggestion: str | None, platform: str | None) -> Iterator[str]:
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    yield from textwrap.wrap(
        _highlighted(text, statement, colour=colour), 78, initial_indent="  ", subsequent_indent="  "
    ) or ["  (no text)"]
    yield ""
    yield _row("Purpose", _PURPOSES[statement.purpose], statement, "purpose")
    yield _row("Hours", _hours(statement), statement, "hours")
    yield _row("Unmonitored", "yes" if statement.unmonitored else "no", statement, "unmonitored")
    yield _row("Disclaimer", "yes" if statement.personal_disclaimer else "no", statement, "disclaimer")
    yield ""
    lacks = missing(statement)
    yield "Missing:" if lacks else "Nothing is missing: this text meets the policy."
    yield from (f"  - {_ASKED[key]}" for key in lacks)
    yield ""
    yield from _left(text, platform)
    if suggestion is None:
        yield f"No compliant text fits {PLATFORMS[platform].label if platform else 'there'}."
    elif suggestion != text:
        yield f"Suggestion ({len(suggestion)} characters):"
        yield from textwrap.wrap(show(suggestion, 2000), 78, initial_indent="  ", subsequent_indent="  ")


def _hours(statement: Statement) -> str:
    if not statement.hours_stated:
        return "not stated"
    if statement.hours_vague:
        return "stated without times" + (f" ({describe(statement.hours)})" if statement.hours else "")
    return "; ".join(str(window) for window in statement.hours)


def _row(title: str, answer: str, statement: Statement, key: str) -> str:
    quote = statement.quotes.get(key)
    words = f'  "{show(quote.text, 60)}"' if quote else ""
    reason = statement.reasons.get(key, "")
    first = textwrap.wrap(f"{answer}{words}", 64, initial_indent=f"{title:<13}", subsequent_indent=" " * 13)
    because = (
        textwrap.wrap(f"because {reason}", 64, initial_indent=" " * 13, subsequent_indent=" " * 13) if reason else []
    )
    return "\n".join([*first, *because])


def _left(text: str, platform: str | None) -> Iterator[str]:
    lengths = _lengths(text)
    chosen = {platform: lengths[platform]} if platform in lengths else lengths
    parts = [f"{PLATFORMS[name].label} {_room(entry['left'])}" for name, entry in chosen.items()]
    yield from textwrap.wrap(
        f"{len(text):,} characters. Left on each platform: {', '.join(parts)}.", 78, subsequent_indent="  "
    )
    yield ""


def _room(left: int) -> str:
    return str(left) if left >= 0 else f"{-left} too many"


def _highlighted(text: str, statement: Statement, *, colour: bool) -> str:
    """The text made safe, with the quoted words coloured, or between » and « where colours are not wanted."""
    parts: list[str] = []
    at = 0
    for key, quote in sorted(statement.quotes.items(), key=lambda item: item[1].start):
        if quote.start < at:
            continue
        parts.append(show(text[at : quote.start]))
        words = show(quote.text)
        parts.append(f"\x1b[1;{_COLOURS[key]}m{words}\x1b[0m" if colour else f"»{words}«")
        at = quote.end
    parts.append(show(text[at:], 2000))
    return "".join(parts)
