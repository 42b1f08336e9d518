"""A compliant text for a profile: the author's words as far as they can stay, and only what is missing added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.statements.model import Statement, Window, minutes
from auditor.statements.reader import read, windows
from auditor.statements.reading import Reading

_USUAL = (Window("Mon-Fri", "09:00", "17:00"),)
_LONGEST = 10_000  # no profile text is longer; of more only the beginning is kept


def missing(statement: Statement) -> tuple[str, ...]:
    """What keeps a text from being compliant: "purpose", "hours", "unmonitored", "disclaimer", in this order."""
    lacks = {
        "purpose": statement.purpose != "explicit",
        "hours": not statement.hours_stated or statement.hours_vague,
        "unmonitored": statement.unmonitored,
        "disclaimer": statement.personal_disclaimer,
    }
    return tuple(key for key, absent in lacks.items() if absent)


def describe(hours: Sequence[Window], *, short: bool = False) -> str:
    """Windows in the words of a profile: "Mon-Thu 9am-5pm, Fri 9am-4pm"; with `short`, "Mon-Thu 9-5, Fri 9-4" where that is clear."""
    parts: list[str] = []
    last_days: str | None = None
    for window in hours:
        if window.start == "00:00" and window.end == "24:00" and window.days == "Mon-Sun":
            times = "24/7"
        elif window.start and window.end:
            times = _times(window.start, window.end, short=short)
        else:
            times = ""
        days = None if times == "24/7" else window.days
        if parts and days == last_days and times and days:
            parts[-1] += f" & {times}"
        else:
            parts.append(" ".join(part for part in (days, times) if part))
        last_days = days
    return ", ".join(parts)


def suggest(
    text: str,
    *,
    name: str | None = None,
    purpose: str | None = None,
    hours: str | None = None,
    limit: int | None = None,
) -> str | None:
    """A text that states purpose and hours, disclaims nothing and is at most `limit` characters; None where none fits.

    `purpose` and `hours` are the register's words. A compliant text that fits comes back unchanged; otherwise the longest beginning of
    it that leaves room is kept, without the sentences that contradict the policy.
    """
    if not missing(read(text)) and (limit is None or len(text) <= limit):
        return text
    wanted = tuple(w for w in windows(hours or "") if w.start) or _USUAL
    for body in _bodies(text, limit):
        lacks = missing(read(body)) if body else ("purpose", "hours")
        if "unmonitored" in lacks or "disclaimer" in lacks:
            continue
        for said in _purposes(purpose, name) if "purpose" in lacks else ("",):
            for when in _whens(wanted) if "hours" in lacks else ("",):
                for made in _arranged(body, said, when):
                    if (limit is None or len(made) <= limit) and _passes(made, wanted if when else None):
                        return made
    return None


def _passes(text: str, wanted: Sequence[Window] | None) -> bool:
    statement = read(text)
    return not missing(statement) and (wanted is None or _week(statement.hours) == _week(wanted))


def _week(hours: Sequence[Window]) -> set[tuple[int, int]]:
    return {span for window in hours for span in window.minutes_of_week()}


def _arranged(body: str, said: str, when: str) -> Iterator[str]:
    """The author's words first, then ours; where that reads wrongly, on a line of their own or in front."""
    ours = " ".join(part for part in (said, when) if part)
    if not body:
        yield ours
        return
    joint = body if body[-1] in ".!?…|:;\n" or not body[-1].isalnum() else body + "."
    yield f"{joint} {ours}"
    yield f"{joint}\n{ours}"
    yield f"{ours} {body}"


def _bodies(text: str, limit: int | None) -> Iterator[str]:
    """The text without what contradicts the policy, then shorter and shorter beginnings of it, then nothing."""
    stripped = text.strip()[: min(_LONGEST, 2 * limit if limit else _LONGEST)]
    pieces = [piece for piece in _sentences(stripped) if not _contradicts(piece)]
    if pieces and limit:
        while len(pieces) > 1 and sum(map(len, pieces)) > limit + 200:
            pieces.pop()
    yielded = 0
    while pieces and yielded < 24:
        yield "".join(pieces).strip()
        pieces.pop()
        yielded += 1
    yield ""


def _contradicts(piece: str) -> bool:
    statement = read(piece)
    return statement.unmonitored or statement.personal_disclaimer


def _sentences(text: str) -> list[str]:
    """The text cut where its sentences end; joined, they are the text again."""
    reading = Reading(text)
    pieces: list[str] = []
    start = 0
    for at in range(1, len(reading.tokens)):
        if reading.sentence[at] != reading.sentence[at - 1]:
            cut = reading.plain.span(reading.tokens[at].start, reading.tokens[at].end)[0]
            if cut > start:
                pieces.append(text[start:cut])
                start = cut
    pieces.append(text[start:])
    return pieces


def _purposes(purpose: str | None, name: str | None) -> Iterator[str]:
    words = " ".join((purpose or "").split()).rstrip(" .")
    who = " ".join((name or "").split()).rstrip(" .")
    if words:
        yield f"{words}."
        yield f"News and updates: {words}."
        yield f"News and updates about {words[0].lower() + words[1:]}."
    if who:
        yield f"News and updates from {who}."
    yield "News and updates from us."
    yield "News and updates."


def _whens(wanted: Sequence[Window]) -> Iterator[str]:
    yield f"Monitored {describe(wanted)}."
    yield f"Monitored {describe(wanted, short=True)}."


def _times(start: str, end: str, *, short: bool) -> str:
    if (
        short
        and 360 < minutes(start) <= 720 < minutes(end) <= minutes(start) + 720
        and minutes(end) < 1440
        and minutes(end) % 720 <= minutes(start)
    ):
        return f"{_bare(start)}-{_bare(end)}"
    return f"{_clock(start)}-{_clock(end)}"


def _bare(clock: str) -> str:
    hour, minute = divmod(minutes(clock), 60)
    figure = (hour - 1) % 12 + 1
    return f"{figure}:{minute:02d}" if minute else str(figure)


def _clock(clock: str) -> str:
    minute = minutes(clock)
    if minute in {0, 1440}:
        return "midnight"
    return f"{_bare(clock)}{'am' if minute < 720 else 'pm'}"
