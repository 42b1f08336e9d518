"""Small shared vocabulary of the store: instants as numbers, long lists in chunks, new keys, fast inserts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Table, func, select

T = TypeVar("T")

CHUNK = 500  # keys in one statement
AT_ONCE = 100  # whole results of accounts held while they are stored or read: of some 50 KiB each
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970, exactly."""
    span = moment - _EPOCH
    return (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds


def moment(count: int) -> datetime:
    """The instant that `micros` counted."""
    return _EPOCH + timedelta(microseconds=count)


def maybe_micros(value: datetime | None) -> int | None:
    """`micros`, or None."""
    return None if value is None else micros(value)


def maybe_moment(count: int | None) -> datetime | None:
    """`moment`, or None."""
    return None if count is None else moment(count)


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some


def next_key(connection: Connection, column: Column[int]) -> int:
    """The first unused key. Sound because writers queue up: see `engine.writing`."""
    return int(connection.execute(select(func.coalesce(func.max(column), 0))).scalar_one()) + 1


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """Insert many rows at the driver's own speed. Values go in as they are: no column type converts them."""
    if not rows:
        return
    compiled = table.insert().compile(dialect=connection.dialect, column_keys=list(columns))
    if compiled.positional:
        order = [columns.index(name) for name in compiled.positiontup or ()]
        if order != list(range(len(columns))):
            rows = [tuple([row[i] for i in order]) for row in rows]
        connection.exec_driver_sql(str(compiled), rows)
    else:
        connection.exec_driver_sql(str(compiled), [dict(zip(columns, row, strict=True)) for row in rows])
