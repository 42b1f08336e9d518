"""Puts neighbouring expressions of time together and works out the weekly windows they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.statements.items import Item
from auditor.statements.model import ALWAYS, DAY_MINUTES, DAYS, Window, clock
from auditor.statements.tokens import Token
from auditor.statements.weekdays import Span
from auditor.statements.words import days as day_words
from auditor.statements.words import known
from auditor.statements.words import times as time_words

_GLUE_WORDS = (
    known(
        """
    from between zwischen entre tussen tra fra as the rhwng mellan and at on in the of am an um von zwischen de
    du des le les el los la las da das dal dalle di ore orari h hrs hr hours uhr only nur solo also each every
    during term time y et e und en te tot van om dans pendant o kl a local uk time est all tra entre with is are
    then or plus until till til ab a.m p.m x u jeweils and/or both except excluding excl exc not closed no days
    day week inclusive incl including sowie bzw out outside usually normally most weather
    """
    )
    | time_words.ZONES
    | day_words.EXCEPT_BEFORE
    | day_words.CLOSED_AFTER
)
_GLUE_MARKS = frozenset(",;:|/()[]&+-.'\"•→~*…")
_GAP = 6  # tokens between two expressions that still belong together
_LARGEST = 64  # expressions in one group; nobody writes as many, and it bounds the work
_WEEK = frozenset(range(7))
_WORKING = frozenset(range(5))


@dataclass(slots=True)
class Group:
    """Expressions of time that belong together, over the tokens from `start` to `end`, and the windows they mean."""

    start: int
    end: int
    items: list[Item]
    windows: tuple[Window, ...] = ()
    seasonal: bool = field(default=False)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of expression in it."""
        return frozenset(item.kind for item in self.items)


def groups(tokens: Sequence[Token], found: Sequence[Item]) -> list[Group]:
    """The groups in the order of the text, those that mean something only."""
    result: list[Group] = []
    for item in found:
        if item.kind in {"duration", "out"}:
            result.append(Group(item.start, item.end, [item]))
        elif item.kind == "otherwise" and len(result) > 1 and _replaces(tokens, result, item):
            usual = result.pop()
            result[-1].items += [*usual.items, item]
            result[-1].end = item.end
        elif (
            result
            and len(result[-1].items) < _LARGEST
            and result[-1].items[-1].kind not in {"duration", "out"}
            and _touches(tokens, result[-1], item)
        ):
            result[-1].items.append(item)
            result[-1].end = item.end
        else:
            result.append(Group(item.start, item.end, [item]))
    for group in result:
        _trim(group)
        group.windows = _windows(tokens, group)
    return result


def _touches(tokens: Sequence[Token], group: Group, item: Item) -> bool:
    between = tokens[group.end : item.start]
    if len(between) > _GAP:
        return False
    lines = 0
    for token in between:
        lines += token.kind == "line"
        if token.kind in {"word", "number"} and token.text not in _GLUE_WORDS:
            return False
        if token.kind in {"link", "handle", "tag", "mail", "slot"} or (token.kind == "mark" and token.text in "!?"):
            return False
    return lines < 3


def _replaces(tokens: Sequence[Token], result: list[Group], item: Item) -> bool:
    """Whether the second times are the usual ones: "Mon-Fri 9-7 during Clearing, 9-5 rest of year"."""
    first, second = result[-2], result[-1]
    return (
        len(second.items) == 1
        and second.items[0].kind == "times"
        and first.items[-1].kind == "times"
        and "days" in first.kinds
        and item.start - second.end < 3
        and all(t.text not in ".!?" or t.glued is False for t in tokens[first.end : second.start])
    )


def _trim(group: Group) -> None:
    """Holidays at either end are no part of the hours."""
    while len(group.items) > 1 and group.items[-1].kind in {"holiday", "otherwise"} and "otherwise" not in group.kinds:
        group.items.pop()
    while len(group.items) > 1 and group.items[0].kind == "holiday":
        group.items.pop(0)
    group.start, group.end = group.items[0].start, group.items[-1].end


@dataclass(slots=True)
class _Entry:
    days: list[Span]
    times: list[tuple[int, int]]


def _windows(tokens: Sequence[Token], group: Group) -> tuple[Window, ...]:
    entries = _entries(tokens, group)
    if any(item.kind == "always" for item in group.items) and not any(e.times for e in entries):
        if not any(e.days for e in entries) or any(_is_whole_week(tokens, item) for item in group.items):
            return (ALWAYS,)
        for entry in entries:  # "24 hours a day, Mon-Fri"
            entry.times.append((0, DAY_MINUTES))
    if any(item.kind == "always" for item in group.items) and not any(entry.days for entry in entries):
        for entry in entries:  # "all day every day, 8-8"
            entry.days[:] = [Span(0, 6)]
    _fill(entries)
    windows: list[Window] = []
    for entry in entries if _leads_with_times(group) else _merged(entries):
        entry.days[:] = _joined(entry.days)
        spans = [f"{DAYS[s.first]}-{DAYS[s.last]}" if s.first != s.last else DAYS[s.first] for s in entry.days]
        for name in spans or (None,):
            windows += [Window(name, clock(start), clock(end)) for start, end in entry.times] or [Window(name)]
    unique = dict.fromkeys(w for w in windows if w.days or w.start)
    return tuple(unique)


def _is_whole_week(tokens: Sequence[Token], item: Item) -> bool:
    return item.kind == "always" and any("7" in token.text for token in tokens[item.start : item.end])


def _leads_with_times(group: Group) -> bool:
    """Whether each pair begins with its times; such pairs are told one by one, as they stand."""
    return next((item.kind == "times" for item in group.items if item.kind in {"times", "days"}), False)


def _entries(tokens: Sequence[Token], group: Group) -> list[_Entry]:
    """Which times go with which days: what stands first in the group, days or times, leads each pair."""
    entries: list[_Entry] = []
    pending: list[tuple[int, int]] = []  # times whose days have not come yet
    holder: _Entry | None = None  # the days that take the next times
    times_first = _leads_with_times(group)
    for index, item in enumerate(group.items):
        if item.kind == "times" and item.times:
            times = (item.times.start, item.times.end)
            if holder is not None and not (times_first and holder.times and _days_follow(group, index)):
                if group.items[min(index + 1, len(group.items) - 1)].kind == "otherwise":
                    holder.times.clear()
                holder.times.append(times)
            else:
                if pending and any(t.text in "(;" for t in tokens[group.items[index - 1].end : item.start]):
                    entries.append(_Entry([], pending))
                    pending = []
                pending.append(times)
        elif item.kind == "days" and (spans := _kept_days(tokens, group, index, entries)) is not None:
            if pending and len(spans) > 1 and _times_follow(tokens, group, index):  # "9-5 Mon-Fri, Sat 10-4"
                entries.append(_Entry(spans[:-1], pending))
                spans, pending = spans[-1:], []
            early = tokens[item.start].kind == "number" and _times_follow(tokens, group, index)
            if pending and (early or (_times_follow(tokens, group, index) and _opens(tokens, group, index))):
                entries.append(_Entry([], pending))  # "8-6 (weekends 10-4)"
                pending = []
            if holder is not None and not holder.times and not pending:
                holder.days.extend(spans)
                continue
            holder, pending = _Entry(spans, pending), []
            entries.append(holder)
    if pending:
        entries.append(_Entry([], pending))
    return _ends_only(entries)


def _opens(tokens: Sequence[Token], group: Group, index: int) -> bool:
    """Whether a bracket opens before this expression and holds the next one as well."""
    before = tokens[group.items[index - 1].end : group.items[index].start]
    after = tokens[group.items[index].end : group.items[index + 1].start]
    return any(t.text == "(" for t in before) and all(t.text != ")" for t in after)


def _ends_only(entries: list[_Entry]) -> list[_Entry]:
    """Gives "Fri until 2pm" the beginning of the days before it."""
    start = -1
    for n, entry in enumerate(entries):
        known = [(start if s < 0 else s, e) for s, e in entry.times]
        if any(s < 0 for s, _ in entry.times):
            _give_way(entries[:n], entry)
        entry.times[:] = [(s, e) for s, e in known if s >= 0]
        start = next((s for s, _ in known if s >= 0), start)
    return entries


def _give_way(usual: Sequence[_Entry], early: _Entry) -> None:
    """Takes the days of an early end out of the days before: of "Mon-Fri 9-5 (Fri 4pm)" leaves Monday to Thursday."""
    gone = {day for span in early.days for day in _days_of(span)}
    for entry in usual:
        days = {day for span in entry.days for day in _days_of(span)}
        if gone < days:
            entry.days[:] = _spans(sorted(days - gone))


def _days_follow(group: Group, index: int) -> bool:
    """Whether the next expression is a set of days that these times belong to."""
    return index + 1 < len(group.items) and group.items[index + 1].kind == "days"


def _times_follow(tokens: Sequence[Token], group: Group, index: int) -> bool:
    if index + 1 >= len(group.items) or group.items[index + 1].kind != "times":
        return False
    between = tokens[group.items[index].end : group.items[index + 1].start]
    return all(t.text not in ",;|/" for t in between)


def _kept_days(tokens: Sequence[Token], group: Group, index: int, entries: list[_Entry]) -> list[Span] | None:
    """The days of an item; None where they are taken out ("except weekends", "closed Sundays", "Sun closed")."""
    item = group.items[index]
    following = group.items[index + 1] if index + 1 < len(group.items) else None
    if not _excluded(tokens, item, following):
        return list(item.days)
    gone = {day for span in item.days for day in _days_of(span)}
    for entry in entries:
        left = [day for span in entry.days for day in _days_of(span) if day not in gone]
        if left:
            entry.days[:] = _spans(left)
    return None


def _excluded(tokens: Sequence[Token], item: Item, following: Item | None) -> bool:
    at = item.start - 1
    steps = 0
    while (
        at >= 0
        and steps < 4
        and tokens[at].text
        in {"on", "at", "the", "den", "am", "an", "le", "les", "los", "el", "de", "every", "for", ":"}
    ):
        at, steps = at - 1, steps + 1
    if at >= 0 and tokens[at].text in day_words.EXCEPT_BEFORE:
        return True
    at = item.end
    while at < len(tokens) and at < item.end + 3 and tokens[at].text in {":", "-", "(", "is", "are", "we", "=", ","}:
        at += 1
    if at >= len(tokens) or tokens[at].text not in day_words.CLOSED_AFTER:
        return False
    return (
        following is None or following.kind not in {"days", "holiday"} or following.start - at > 3
    )  # "Mon-Fri, closed weekends"


def _fill(entries: list[_Entry]) -> None:
    """Times without days beside others with days are those of the rest of the working week, else of the week."""
    named = {day for entry in entries for span in entry.days for day in _days_of(span)}
    rest = sorted(_WORKING - named or _WEEK - named)
    if named and rest:
        for entry in entries:
            if not entry.days and entry.times:
                entry.days[:] = _spans(rest)


def _merged(entries: list[_Entry]) -> list[_Entry]:
    """Neighbouring days with the same times become one range, within and between entries."""
    result: list[_Entry] = []
    for entry in entries:
        entry.days[:] = _joined(entry.days)
        last = result[-1] if result else None
        if last and last.days and entry.days and last.times == entry.times:
            joined = _joined([*last.days, *entry.days])
            if len(joined) < len(last.days) + len(entry.days):
                last.days[:] = joined
                continue
        result.append(entry)
    return result


def _joined(spans: Sequence[Span]) -> list[Span]:
    result: list[Span] = []
    for span in spans:
        if result and span.first == result[-1].last + 1 and result[-1].first <= result[-1].last:
            result[-1] = Span(result[-1].first, span.last)
        else:
            result.append(span)
    return result


def _days_of(span: Span) -> list[int]:
    return [(span.first + n) % 7 for n in range((span.last - span.first) % 7 + 1)]


def _spans(days: Sequence[int]) -> list[Span]:
    return _joined([Span(day, day) for day in days])
