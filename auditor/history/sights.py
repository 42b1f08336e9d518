"""What the platforms showed: one row an account and run, pointing at its parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from auditor.history.accounts import heads_of, numbered, store_pieces
from auditor.history.codec import from_text, to_text
from auditor.history.parts import SIGHT_PARTS, Piece, learned_from, pieces_of, snapshot_from, unpack
from auditor.history.tables import account, body, escape, heard, run, sighting
from auditor.history.words import chunks, insert_rows, micros, moment, next_key
from auditor.model import Call, Sight, Snapshot, Unreachable

Cells = tuple[Any, ...]

_COLUMNS = ("run_seq", "account_key", "taken_at", "trouble", "detail", "profile", "numbers", "feed", "figures", "calls")


def write(connection: Connection, seq: int, sights: Sequence[Sight]) -> None:
    """Store what was seen in this run; a second sight of an account in one run replaces the first."""
    for some in chunks(sights):
        _write(connection, seq, list({s.account_id: s for s in some}.values()))


def _write(connection: Connection, seq: int, sights: Sequence[Sight]) -> None:
    numbers = numbered(connection, [s.account_id for s in sights])
    _forget(connection, seq, [numbers[s.account_id] for s in sights])
    good = [(numbers[s.account_id], s) for s in sights if isinstance(s, Snapshot)]
    pieces: list[tuple[int, Piece]] = [(n, piece) for n, s in good for piece in pieces_of(s)]
    at = store_pieces(connection, heads_of(connection, [n for n, _ in good], SIGHT_PARTS), pieces)
    calls = _write_calls(connection, seq, [s for _, s in good])
    rows: list[tuple[Any, ...]] = []
    for sight in sights:
        number = numbers[sight.account_id]
        if isinstance(sight, Snapshot):
            told = " ".join([str(calls[c]) for c in sight.calls])
            keys = [at[number, int(part)][0] for part in SIGHT_PARTS]
            rows.append((seq, number, micros(sight.taken_at), None, None, *keys, told))
        else:
            rows.append((seq, number, micros(sight.taken_at), str(sight.trouble.value), to_text(sight), *[None] * 5))
    insert_rows(connection, sighting, _COLUMNS, rows)
    _count_good(connection, good)
    newest = max(micros(s.taken_at) for s in sights)
    connection.execute(
        run.update()
        .where(run.c.seq == seq, func.coalesce(run.c.taken_until, newest) <= newest)
        .values(taken_until=newest)
    )


def _forget(connection: Connection, seq: int, numbers: Sequence[int]) -> None:
    """Remove what this run saw of these accounts before."""
    mine = (sighting.c.run_seq == seq, sighting.c.account_key.in_(numbers))
    rows = connection.execute(select(sighting.c.account_key, sighting.c.trouble).where(*mine)).all()
    if rows:
        connection.execute(sighting.delete().where(*mine))
    lost = {row.account_key for row in rows if row.trouble is None}
    if lost:
        connection.execute(account.update().where(account.c.key.in_(lost)).values(good=account.c.good - 1))


def _count_good(connection: Connection, good: Sequence[tuple[int, Snapshot]]) -> None:
    if not good:
        return
    keys = [number for number, _ in good]
    connection.execute(account.update().where(account.c.key.in_(keys)).values(good=account.c.good + 1))
    named = [{"k": number, "n": s.native_id} for number, s in good if s.native_id is not None]
    if named:
        connection.execute(
            account.update()
            .where(account.c.key == bindparam("k"), account.c.native_id.is_distinct_from(bindparam("n")))
            .values(native_id=bindparam("n")),
            named,
        )


def _write_calls(connection: Connection, seq: int, snapshots: Sequence[Snapshot]) -> dict[Call, int]:
    """Store each different call once; gives their numbers."""
    key = next_key(connection, heard.c.key)
    numbers = {call: key + n for n, call in enumerate(dict.fromkeys(c for s in snapshots for c in s.calls))}
    rows = [(n, seq, escape(c.source), micros(c.at), escape(c.sha256)) for c, n in numbers.items()]
    insert_rows(connection, heard, ("key", "run_seq", "source", "at", "sha256"), rows)
    return numbers


_profile, _numbers, _feed = body.alias("profile"), body.alias("numbers"), body.alias("feed")


def query() -> Select[Any]:
    """Sightings with the texts of their parts; add conditions to it."""
    return (
        select(
            account.c.id,
            sighting.c.taken_at,
            sighting.c.detail,
            _profile.c.data.label("profile"),
            _numbers.c.data.label("numbers"),
            _feed.c.data.label("feed"),
            sighting.c.calls,
        )
        .select_from(sighting)
        .join(account, account.c.key == sighting.c.account_key)
        .outerjoin(_profile, _profile.c.key == sighting.c.profile)
        .outerjoin(_numbers, _numbers.c.key == sighting.c.numbers)
        .outerjoin(_feed, _feed.c.key == sighting.c.feed)
    )


def of_run(connection: Connection, seq: int, numbers: Sequence[int] | None = None) -> dict[str, Sight]:
    """What this run saw (of the accounts with these numbers), by account id."""
    return from_rows(connection, _rows(connection, seq, numbers))


def cells_of_run(
    connection: Connection, seq: int, numbers: Sequence[int], calls: Mapping[int, Cells]
) -> dict[str, Cells]:
    """The same as cells, for `sight_from`; `calls` are those of `calls_of`."""
    return {row.id: _cells(row, calls) for row in _rows(connection, seq, numbers)}


def _rows(connection: Connection, seq: int, numbers: Sequence[int] | None) -> Sequence[Row[Any]]:
    wanted = query().where(sighting.c.run_seq == seq)
    if numbers is not None:
        wanted = wanted.where(sighting.c.account_key.in_(numbers))
    return connection.execute(wanted).all()


def ids_of_run(connection: Connection, seq: int) -> set[str]:
    """The accounts that this run has a sight of."""
    wanted = select(account.c.id).join(sighting, sighting.c.account_key == account.c.key)
    return set(connection.execute(wanted.where(sighting.c.run_seq == seq)).scalars())


def calls_of(connection: Connection, seq: int) -> dict[int, Cells]:
    """The cells of this run's calls, by number."""
    return _by_number(connection.execute(select(heard).where(heard.c.run_seq == seq)))


def from_rows(connection: Connection, rows: Sequence[Row[Any]]) -> dict[str, Sight]:
    """Sights from rows of `query`, of whatever runs."""
    keys = {int(k) for row in rows for k in (row.calls or "").split()}
    calls: dict[int, Cells] = {}
    for some in chunks(sorted(keys)):
        calls |= _by_number(connection.execute(select(heard).where(heard.c.key.in_(some))))
    return {row.id: sight_from(row.id, _cells(row, calls)) for row in rows}


def _by_number(found: Iterable[Row[Any]]) -> dict[int, Cells]:
    return {row.key: (row.source, row.at, row.sha256) for row in found}


def _cells(row: Row[Any], calls: Mapping[int, Cells]) -> Cells:
    told = tuple([calls[int(k)] for k in (row.calls or "").split()])
    return row.detail, row.taken_at, row.profile, row.numbers, row.feed, told


def is_trouble(cells: Cells) -> bool:
    """Whether these are the cells of an account that could not be shown."""
    return cells[0] is not None


def sight_from(account_id: str, cells: Cells) -> Sight:
    """One sight from its cells."""
    detail, taken_at, *parts, told = cells
    if detail is not None:
        return from_text(detail, Unreachable)
    calls = tuple([Call(source, moment(at), sha256) for source, at, sha256 in told])
    return snapshot_from(account_id, moment(taken_at), [unpack(data) for data in parts], calls)


def _newest_good(wanted: Select[Any], before: int | None) -> Select[Any]:
    """Of a query over sightings, only the last good one of each account taken before an instant."""
    seen = sighting.alias()
    newest = (
        select(seen.c.run_seq)
        .where(seen.c.account_key == account.c.key, seen.c.trouble.is_(None))
        .order_by(seen.c.taken_at.desc(), seen.c.run_seq.desc())
        .limit(1)
        .correlate(account)
    )
    if before is not None:
        newest = newest.where(seen.c.taken_at < before)
    return wanted.where(sighting.c.run_seq == newest.scalar_subquery())


def good_before(connection: Connection, account_ids: Iterable[str] | None, before: int | None) -> dict[str, Snapshot]:
    """The last good snapshot of each account taken before an instant, from whatever kind of run."""
    wanted = _newest_good(query(), before)
    groups = [None] if account_ids is None else chunks(account_ids)
    found: dict[str, Snapshot] = {}
    for ids in groups:
        rows = connection.execute(wanted if ids is None else wanted.where(account.c.id.in_(ids))).all()
        for account_id, sight in from_rows(connection, rows).items():
            assert isinstance(sight, Snapshot)  # no row with trouble was asked for
            found[account_id] = sight
    return found


def learned_before(
    connection: Connection, account_ids: Iterable[str], before: int | None
) -> dict[str, Mapping[str, str]]:
    """The small facts (`extra`) of the same snapshots, without reading the rest of them."""
    wanted = _newest_good(
        select(account.c.id, _numbers.c.data)
        .select_from(sighting)
        .join(account, account.c.key == sighting.c.account_key)
        .join(_numbers, _numbers.c.key == sighting.c.numbers),
        before,
    )
    return {
        row.id: learned_from(unpack(row.data))
        for ids in chunks(account_ids)
        for row in connection.execute(wanted.where(account.c.id.in_(ids)))
    }
