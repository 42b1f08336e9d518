"""What earlier runs say, in the forms that judging and triage compare with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, case, func, or_, select

from auditor.history import spans
from auditor.history.codec import decoder, loads
from auditor.history.parts import figures_from, unpack
from auditor.history.runs import row_of
from auditor.history.tables import FULL_LANE, account, body, finding, result, run, sighting, unescape
from auditor.history.words import chunks, maybe_moment, moment
from auditor.model import Figures, Outcome, Severity, State, Trouble

_LAST_KNOWN = tuple[Outcome, datetime]
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


class Earlier(NamedTuple):
    """How a finding stood in an earlier run."""

    outcome: Outcome
    since: date | None
    status: Literal["new", "open", "fixed"] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """What one run said of one account."""

    run_id: str
    kind: str
    started_at: datetime
    state: State
    score: float | None
    fetched_at: datetime | None
    totals: dict[str, int]  # findings by outcome
    failing: tuple[tuple[str, Severity], ...]  # controls that failed


def _rows(connection: Connection, row: Any, numbers: Iterable[int], *cells: Any) -> Iterator[Any]:
    """These cells of the accounts' findings in a run, each row led by the account's number."""
    place = spans.lane_of(row.seq, row.full_no)
    return (one for _, some in spans.read(connection, place, numbers, cells) for one in some)


def _accounts(connection: Connection, row: Any, account_ids: Iterable[str] | None) -> list[Any]:
    """Number, id and time of fetching of each account (of these) that a run is about."""
    wanted = (
        select(account.c.key, account.c.id, result.c.fetched_at)
        .join(result, result.c.account_key == account.c.key)
        .where(result.c.run_seq == row.seq)
    )
    if account_ids is None:
        return list(connection.execute(wanted))
    return [r for ids in chunks(account_ids) for r in connection.execute(wanted.where(account.c.id.in_(ids)))]


def previous_findings(
    connection: Connection, run_id: str, account_ids: Iterable[str] | None = None
) -> dict[tuple[str, str, str], Earlier]:
    """How each finding of a finished run stood, by account id, control and fingerprint."""
    row = row_of(connection, run_id, state="finished")
    frames = spans.frames(connection)
    ids = {r.key: r.id for r in _accounts(connection, row, account_ids)}
    c = finding.c
    rows = _rows(connection, row, ids, c.frame_key, c.fingerprint, c.outcome, c.since, c.status)
    return {
        (ids[number], frames[frame_key][0], unescape(fingerprint)): Earlier(
            _OUTCOMES[outcome], None if since is None else date.fromordinal(since), status
        )
        for number, frame_key, fingerprint, outcome, since, status in rows
    }


def gone_in(connection: Connection, run_id: str) -> set[str]:
    """The accounts that the platform said, in this run, do not exist: gone, or gone for the first time."""
    row = row_of(connection, run_id)
    by_state = select(result.c.account_key).where(result.c.run_seq == row.seq, result.c.state == State.GONE.value)
    by_sight = select(sighting.c.account_key).where(
        sighting.c.run_seq == row.seq, sighting.c.trouble == Trouble.GONE.value
    )
    wanted = select(account.c.id).where(or_(account.c.key.in_(by_state), account.c.key.in_(by_sight)))
    return set(connection.execute(wanted).scalars())


def last_known(
    connection: Connection, run_id: str, account_ids: Iterable[str] | None = None
) -> dict[tuple[str, str], tuple[Outcome, datetime]]:
    """The last outcome other than not_audited of each control and account, as of a finished full run, and when it was found."""
    row = row_of(connection, run_id, state="finished")
    frames = spans.frames(connection)
    rows = _accounts(connection, row, account_ids)
    about = {r.key: (r.id, moment(row.started_at if r.fetched_at is None else r.fetched_at)) for r in rows}
    known: dict[tuple[str, str], tuple[Outcome, datetime]] = {}
    lost: set[int] = set()
    c = finding.c
    body_of_lost = case((c.outcome == Outcome.NOT_AUDITED.value, c.body))  # no other row's text is needed
    for number, frame_key, outcome, text in _rows(connection, row, about, c.frame_key, c.outcome, body_of_lost):
        name, at = about[number]
        place = (name, frames[frame_key][0])
        if text is None:
            known[place] = (_OUTCOMES[outcome], at)
        elif (told := loads(text).get("k")) is not None:
            known[place] = decoder(_LAST_KNOWN)(told)
        else:
            lost.add(number)
    for place, found in _searched(connection, lost, row, frames).items():
        known.setdefault(place, found)
    return known


def _searched(
    connection: Connection, numbers: Iterable[int], row: Any, frames: dict[int, spans.Frame]
) -> dict[tuple[str, str], tuple[Outcome, datetime]]:
    """The last known outcomes of accounts whose findings do not tell it, from their ended spans."""
    if row.full_no is None:
        return {}
    found: dict[tuple[str, str], tuple[Outcome, datetime]] = {}
    for some in chunks(sorted(numbers)):
        rows = connection.execute(
            select(account.c.id, finding.c.frame_key, finding.c.outcome, result.c.fetched_at, run.c.started_at)
            .select_from(finding)
            .join(account, account.c.key == finding.c.account_key)
            .join(run, run.c.full_no == finding.c.last)
            .join(result, (result.c.run_seq == run.c.seq) & (result.c.account_key == finding.c.account_key))
            .where(
                finding.c.account_key.in_(some),
                finding.c.lane == FULL_LANE,
                finding.c.last < row.full_no,
                finding.c.outcome != Outcome.NOT_AUDITED.value,
            )
            .order_by(finding.c.last)
        )
        for r in rows:
            at = moment(r.started_at if r.fetched_at is None else r.fetched_at)
            found[r.id, frames[r.frame_key][0]] = (Outcome(r.outcome), at)
    return found


def figures(
    connection: Connection, account_ids: Iterable[str] | None, before: int | None, limit: int
) -> dict[str, list[Figures]]:
    """The newest `limit` good figures of each account, oldest first."""
    found: dict[str, list[Figures]] = {}
    groups = [None] if account_ids is None else chunks(account_ids)
    for ids in groups:
        place = func.row_number().over(
            partition_by=sighting.c.account_key, order_by=(sighting.c.taken_at.desc(), sighting.c.run_seq.desc())
        )
        wanted = select(
            sighting.c.account_key, sighting.c.taken_at, sighting.c.run_seq, sighting.c.figures, place.label("place")
        ).where(sighting.c.trouble.is_(None))
        if before is not None:
            wanted = wanted.where(sighting.c.taken_at < before)
        if ids is not None:
            wanted = wanted.where(sighting.c.account_key.in_(select(account.c.key).where(account.c.id.in_(ids))))
        newest = wanted.subquery()
        rows = connection.execute(
            select(account.c.id, newest.c.taken_at, body.c.data)
            .join(account, account.c.key == newest.c.account_key)
            .join(body, body.c.key == newest.c.figures)
            .where(newest.c.place <= limit)
            .order_by(newest.c.account_key, newest.c.taken_at, newest.c.run_seq)
        )
        for row in rows:
            found.setdefault(row.id, []).append(figures_from(unpack(row.data), moment(row.taken_at)))
    return found


def good_counts(connection: Connection, before: int | None) -> dict[str, int]:
    """How many good snapshots of each account were ever taken, before an instant."""
    counts = dict(connection.execute(select(account.c.id, account.c.good)).tuples().all())
    if before is not None:
        later = (
            select(account.c.id, func.count())
            .select_from(sighting)
            .join(run, run.c.seq == sighting.c.run_seq)
            .join(account, account.c.key == sighting.c.account_key)
            .where(run.c.taken_until >= before, sighting.c.taken_at >= before, sighting.c.trouble.is_(None))
            .group_by(account.c.id)
        )
        for account_id, too_new in connection.execute(later).tuples():
            counts[account_id] -= too_new
    return {account_id: count for account_id, count in counts.items() if count > 0}


def native_ids(connection: Connection) -> dict[str, str]:
    """The permanent id last seen of each account."""
    rows = connection.execute(select(account.c.id, account.c.native_id).where(account.c.native_id.is_not(None)))
    return {account_id: native for account_id, native in rows.tuples() if native is not None}


def account_history(connection: Connection, account_id: str, limit: int) -> list[HistoryLine]:
    """What the newest finished runs said of one account, newest first."""
    number = connection.execute(select(account.c.key).where(account.c.id == account_id)).scalar()
    if number is None:
        return []
    frames = spans.frames(connection)
    rows = connection.execute(
        select(run, result.c.state.label("account_state"), result.c.score, result.c.fetched_at)
        .join(result, result.c.run_seq == run.c.seq)
        .where(result.c.account_key == number, run.c.state == "finished")
        .order_by(run.c.seq.desc())
        .limit(limit)
    ).all()
    return [_line(row, _findings_of(connection, row, number), frames) for row in rows]


def _findings_of(connection: Connection, row: Any, number: int) -> list[Any]:
    return next(some for _, some in spans.read(connection, spans.lane_of(row.seq, row.full_no), [number]))


def _line(row: Any, found: list[Any], frames: dict[int, spans.Frame]) -> HistoryLine:
    totals: dict[str, int] = {}
    for one in found:
        totals[one.outcome] = totals.get(one.outcome, 0) + 1
    failing = [frames[f.frame_key] for f in found if f.outcome == Outcome.FAIL.value]
    return HistoryLine(
        run_id=row.id,
        kind=row.kind,
        started_at=moment(row.started_at),
        state=State(row.account_state),
        score=row.score,
        fetched_at=maybe_moment(row.fetched_at),
        totals=totals,
        failing=tuple((control, Severity(severity)) for control, _, severity, *_ in failing),
    )
